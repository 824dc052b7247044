/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_PAGE_TEMPLATE_H
#define FORNIX_PAGE_TEMPLATE_H

/*
 * A page of the site's own, into which the pages of the search are put, so that
 * they wear its design.
 *
 * It is HTML in UTF-8 with two placeholders, once each and in this order:
 * %fornix-head% within <head>, for the title, the style sheet and what search
 * engines are told; %fornix-main% where the form and the results go.  The names
 * mean nothing to site generators, so one of them can make the file.
 */

#include "error.h"
#include "span.h"

#define PAGE_TEMPLATE_HEAD      "%fornix-head%"
#define PAGE_TEMPLATE_MAIN      "%fornix-main%"
#define PAGE_TEMPLATE_BYTES_MAX (256 * 1024) /* sent with every page */

struct page_template {
	char *text;                         /* owned */
	struct span before, between, after; /* of the placeholders; within text */
};

/*
 * INPUT for what is no template, LIMIT for a file that is too large, USAGE for
 * none, IO: each names the file.  The caller frees *ret_template.
 */
FORNIX_CHECKED enum fornix_status page_template_load(
    const char *file, struct page_template **ret_template, struct fornix_error *err);
void page_template_free(struct page_template *page_template);

#endif
