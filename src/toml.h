/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_TOML_H
#define FORNIX_TOML_H

/*
 * The part of TOML that front matter needs, as the tree that YAML gives.
 *
 * Strings of all four kinds, numbers, booleans and dates (as their text),
 * arrays, inline tables, [tables] and dotted keys.  Arrays of tables are read
 * and left out.
 */

#include "yamldoc.h"

#define TOML_DEPTH_MAX 8

/*
 * As yamldoc_parse().  Two tables of the same name are one.
 */
FORNIX_CHECKED enum fornix_status toml_parse(const char *bytes, size_t length, const char *name,
    unsigned first_line, struct yamldoc_node **ret_root, struct fornix_error *err);

#endif
