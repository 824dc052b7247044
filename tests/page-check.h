/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_TEST_PAGE_CHECK_H
#define FORNIX_TEST_PAGE_CHECK_H

/* A results page rendered for a test, and what it must have. */

#include "fixture-result.h"
#include "html-check.h"
#include "render.h"
#include "tap.h"

static struct buffer out;
static struct search_request asked;
static struct render_site site;
static struct render_page page;

static inline void
setup(struct search_result *result)
{
	asked = (struct search_request){
	    .query = "face pain", .query_length = 9, .page = 1, .per_page = 10};
	site = (struct render_site){
	    .name = "Example Practice",
	    .public_url = "",
	    .style_url = "/assets/style.css",
	    .icon_url = "/assets/favicon.svg",
	    .search_path = "/search",
	};
	page = (struct render_page){
	    .site = &site,
	    .request = &asked,
	    .result = result,
	};
}

static inline void
check_sound(const char *name)
{
	char why[200];

	if (!tap_ok(html_check(out.data, why, sizeof why), "%s: sound HTML", name))
		printf("# %s\n", why);
}

static inline void
render(const char *name)
{
	buffer_clear(&out);
	render_html_page(&page, &out);
	check_sound(name);
}

static inline void
has(const char *needle, const char *name)
{
	if (!tap_ok(strstr(out.data, needle) != NULL, "%s", name))
		printf("# no '%s'\n", needle);
}

static inline void
has_not(const char *needle, const char *name)
{
	if (!tap_ok(strstr(out.data, needle) == NULL, "%s", name))
		printf("# there is '%s'\n", needle);
}

#endif
