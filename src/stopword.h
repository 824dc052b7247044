/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_STOPWORD_H
#define FORNIX_STOPWORD_H

/* The list behind analyze_is_stopword().  A private helper of analyze.c. */

#include <stdbool.h>
#include <stddef.h>

bool stopword_is_known(const char *word, size_t length);

#endif
