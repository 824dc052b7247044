/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "routes_browse.h"

#include <string.h>

#include "escape.h"
#include "routes_answer.h"

#define PER_PAGE       50
#define LINK_BYTES_MAX 1000

bool
routes_browse_is_path(const char *path)
{
	return strcmp(path, ROUTES_BROWSE_PATH) == 0 || strcmp(path, ROUTES_ARTICLES_PATH) == 0;
}

struct seen {
	bool page, per_page, section;
};

static bool
parse_one(struct routes_browse *browse, const struct http_parameter *parameter,
    struct seen *seen, struct routes_mistake *ret_mistake)
{
	struct browse_request *request = &browse->request;

	if (strcmp(parameter->name, "page") == 0)
		return routes_parse_once(parameter, &seen->page, ret_mistake) &&
		       routes_parse_number(
			   parameter, BROWSE_PAGE_MAX, &request->page, ret_mistake);
	if (strcmp(parameter->name, "perPage") == 0 && browse->is_json)
		return routes_parse_once(parameter, &seen->per_page, ret_mistake) &&
		       routes_parse_number(
			   parameter, BROWSE_PER_PAGE_MAX, &request->per_page, ret_mistake);
	if (strcmp(parameter->name, "section") == 0) {
		size_t count = 0;

		return routes_parse_once(parameter, &seen->section, ret_mistake) &&
		       routes_parse_filter(parameter, &request->section, &count, ret_mistake);
	}
	return true;
}

bool
routes_browse_init(struct routes_browse *browse, const struct http_request *request,
    struct routes_mistake *ret_mistake)
{
	struct seen seen = {.page = false};
	size_t i;

	*browse =
	    (struct routes_browse){.is_json = strcmp(request->path, ROUTES_ARTICLES_PATH) == 0};
	browse->request.page = 1;
	browse->request.per_page = browse->is_json ? PER_PAGE : BROWSE_PER_PAGE_MAX;
	for (i = 0; i < request->parameter_count; i++) {
		if (!parse_one(browse, &request->parameters[i], &seen, ret_mistake))
			return false;
	}
	return true;
}

static void
append_link(
    const struct routes_browse *browse, unsigned page, const char *relation, struct buffer *out)
{
	const struct browse_request *request = &browse->request;

	buffer_printf(out, "%s<%s?", out->length > 0 ? ", " : "",
	    browse->is_json ? ROUTES_ARTICLES_PATH : ROUTES_BROWSE_PATH);
	if (request->section != NULL) {
		buffer_append_string(out, "section=");
		escape_url(out, request->section, strlen(request->section));
		buffer_append_char(out, '&');
	}
	if (browse->is_json && request->per_page != PER_PAGE)
		buffer_printf(out, "perPage=%u&", request->per_page);
	buffer_printf(out, "page=%u>; rel=\"%s\"", page, relation);
}

void
routes_browse_answer(const struct routes_browse *browse, const struct browse_result *result,
    const struct render_page *page, struct http_response *response)
{
	struct buffer links CLEANUP_BUFFER;

	buffer_init(&links, LINK_BYTES_MAX);
	routes_answer_headers(response,
	    browse->is_json ? "application/json" : "text/html; charset=utf-8", ROUTES_KEEP_NOT);
	if (browse->is_json)
		render_json_articles(result, &response->body);
	else
		render_html_browse(page, result, &response->body);
	if (result->page < result->pages)
		append_link(browse, result->page + 1, "next", &links);
	if (result->page > 1 && result->page <= result->pages + 1)
		append_link(browse, result->page - 1, "prev", &links);
	if (links.length > 0 && !links.failed)
		http_response_header(response, "Link", links.data);
}
