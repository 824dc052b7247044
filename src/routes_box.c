/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "routes_box.h"

#include <string.h>

#include "assets.h"
#include "routes_answer.h"

const char *
routes_box_script(void)
{
	const struct asset *script = asset_by_name("search-box.js");

	return script != NULL ? script->url : NULL;
}

/* Not for long: after an update the old address leads nowhere. */
static bool
lead_to(const char *name, struct http_response *response)
{
	const struct asset *asset = asset_by_name(name);

	if (asset == NULL)
		return false;
	routes_answer_headers(response, "text/plain; charset=utf-8", ROUTES_KEEP_MINUTES);
	http_response_header(response, "Location", asset->url);
	buffer_printf(&response->body, "See %s\n", asset->url);
	response->status = 302;
	return true;
}

bool
routes_box(const struct render_page *page, const struct http_request *request,
    struct http_response *response)
{
	if (strcmp(request->path, ROUTES_BOX_SCRIPT_PATH) == 0)
		return lead_to("search-box.js", response);
	if (strcmp(request->path, ROUTES_BOX_STYLE_PATH) == 0)
		return lead_to("search-box.css", response);
	if (strcmp(request->path, ROUTES_BOX_PAGE_PATH) != 0)
		return false;
	routes_answer_headers(response, "text/html; charset=utf-8", ROUTES_KEEP_NOT);
	render_html_box(page, &response->body);
	return true;
}
