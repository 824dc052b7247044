/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ASSETS_H
#define FORNIX_ASSETS_H

/*
 * The files of web/, in the program itself.
 *
 * scripts/embed makes the table when the program is built.  The URL of a file
 * holds a hash of its bytes, so browsers may keep it for ever.
 */

#include <stddef.h>

struct asset {
	const char *name;       /* "style.css" */
	const char *url;        /* "/assets/style.0123abcd.css" */
	const char *media_type; /* "text/css; charset=utf-8" */
	const unsigned char *bytes;
	size_t length;
};

/* NULL when there is none.  Assets live for ever. */
const struct asset *asset_by_name(const char *name);
const struct asset *asset_by_url(const char *url);

/* The URL of the file with that name, "" when there is none. */
const char *asset_url(const char *name);

#endif
