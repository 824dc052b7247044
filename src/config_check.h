/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_CONFIG_CHECK_H
#define FORNIX_CONFIG_CHECK_H

/* Whether a value of the settings is one.  For config.c. */

#include <stdbool.h>

#include "network.h"
#include "yamldoc.h"

/* A url_pattern: "/..." or "https://..." with placeholders that tell pages apart. */
bool config_check_pattern(const char *text);

/* Something that a page may link to: "/..." or "https://...". */
bool config_check_url(const char *text);

/* What people write for a telephone: digits, "+", brackets, spaces and strokes. */
bool config_check_phone(const char *text);

/* Digits only, no more than max. */
bool config_check_number(const char *text, unsigned long max, unsigned long *ret_number);

/* A list of at most max networks, or one alone. */
bool config_check_networks(const struct yamldoc_node *node, size_t max,
    struct network *ret_networks, size_t *ret_count);

/* "ADDR:PORT" or "[ADDR6]:PORT". */
bool config_check_address(const char *text);

/*
 * An origin as browsers send it: "https://host" or "http://host", lower case,
 * with a port only where it is not the scheme's own; or "*".
 */
bool config_check_origin(const char *text);

#endif
