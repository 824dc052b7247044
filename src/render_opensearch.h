/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_RENDER_OPENSEARCH_H
#define FORNIX_RENDER_OPENSEARCH_H

/* What tells a browser how to search the site from its address bar. */

#include "buffer.h"

#define RENDER_OPENSEARCH_NAME_MAX 16 /* characters of the short name */

struct render_opensearch {
	const char *site_name;
	const char *public_url; /* what all addresses begin with: they cannot be relative */
	const char *icon_url;
	const char *search_path, *suggest_path, *own_path;
};

/* An OpenSearch 1.1 description document. */
void render_opensearch(const struct render_opensearch *description, struct buffer *out);

#endif
