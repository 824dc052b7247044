/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_GENERATION_NAME_H
#define FORNIX_GENERATION_NAME_H

/* Names of the folders in an index.  Private to the store. */

#include <stdbool.h>

#define GENERATION_CURRENT    "current"
#define GENERATION_NEXT       "current.tmp" /* becomes "current" by a rename */
#define GENERATION_SERVED     "gen-"
#define GENERATION_BUILDING   "building-"
#define GENERATION_REMOVING   "removing-"
#define GENERATION_REFUSED    "refused-"
#define GENERATION_NAME_BYTES 32 /* with the NUL */

struct generation_name {
	char text[GENERATION_NAME_BYTES];
};

/* "gen-000042" */
struct generation_name generation_name_make(const char *kind, unsigned number);

/* The number in a name that generation_name_make() would make so; 0 for any other. */
unsigned generation_name_parse(const char *kind, const char *name);

#endif
