/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ROUTES_BOX_H
#define FORNIX_ROUTES_BOX_H

/*
 * The search box for pages of the site: GET /search-box.html, which shows what
 * to paste, and GET /search-box.js and .css, whose addresses stay the same and
 * lead to the files that are kept for a year.
 */

#include "http.h"
#include "render.h"

#define ROUTES_BOX_PAGE_PATH   "/search-box.html"
#define ROUTES_BOX_SCRIPT_PATH "/search-box.js"
#define ROUTES_BOX_STYLE_PATH  "/search-box.css"

/* The URL of the script for our own pages, NULL where it was left out of the build. */
const char *routes_box_script(void);

/*
 * Answers the three, and returns false for other paths.  It also returns false
 * for the script and its style sheet where there are none.  page has what all
 * pages are made with.
 */
bool routes_box(const struct render_page *page, const struct http_request *request,
    struct http_response *response);

#endif
