/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_RENDER_SITE_H
#define FORNIX_RENDER_SITE_H

/*
 * The site that the pages belong to: what is the same on all of them, whatever
 * was asked.  Everything is borrowed and lives as long as pages are made.
 */

#include "page_template.h"

struct render_site {
	const char *name;
	const char *public_url; /* "https://host", without a path; "" when it is not known */
	const char *style_url;
	const char *script_url;     /* of the search box; NULL: there is none */
	const char *icon_url;       /* or NULL */
	const char *search_path;    /* "/search" */
	const char *browse_path;    /* "/browse"; NULL: no links to it */
	const char *opensearch_url; /* or NULL */
	/* Whom to ask where the search does not help; each may be NULL. */
	const char *contact_phone;                 /* as people write it: "+1 713 555 0100" */
	const char *contact_hours;                 /* "Monday to Friday, 8 am to 5 pm" */
	const char *contact_url;                   /* a page of the site, or https */
	const struct page_template *page_template; /* NULL: a page of ours */
};

#endif
