/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "routes_suggest.h"

#include <string.h>

#include "assets.h"
#include "render_opensearch.h"
#include "render_suggest.h"
#include "routes_answer.h"
#include "routes_parse.h"
#include "suggest.h"

/*
 * Suggestions are answered in the I/O thread.  They take some tens of
 * microseconds, a bounded time for any query, from a file that is in memory; no
 * lock is waited for.  Handing one to a worker would take as long, and then it
 * would wait there behind searches that take a hundred times that, while somebody
 * types the next letter.
 */

enum format { FORMAT_JSON, FORMAT_OPENSEARCH };

/* Returns false with *ret_mistake. */
static bool
parse_format(const struct http_request *request, enum format *ret_format,
    struct routes_mistake *ret_mistake)
{
	bool seen = false;
	size_t i;

	*ret_format = FORMAT_JSON;
	for (i = 0; i < request->parameter_count; i++) {
		const struct http_parameter *format = &request->parameters[i];

		if (strcmp(format->name, "format") != 0)
			continue;
		if (!routes_parse_once(format, &seen, ret_mistake))
			return false;
		if (strcmp(format->value, "opensearch") == 0) {
			*ret_format = FORMAT_OPENSEARCH;
		} else if (strcmp(format->value, "json") != 0) {
			*ret_mistake = (struct routes_mistake){
			    400, "format", "'format' must be json or opensearch."};
			return false;
		}
	}
	return true;
}

static void
answer(struct suggester *suggester, const struct render_site *site, const char *query,
    size_t length, enum format format, struct http_response *response)
{
	struct suggest_result result;

	suggest_run(suggester, query, length, &result);
	if (format == FORMAT_JSON) {
		routes_answer_headers(response, "application/json", ROUTES_KEEP_NOT);
		render_suggest_json(query, &result, &response->body);
	} else {
		routes_answer_headers(
		    response, "application/x-suggestions+json", ROUTES_KEEP_NOT);
		render_suggest_opensearch(
		    query, &result, site->public_url, site->search_path, &response->body);
	}
	suggest_result_fini(&result);
}

static void
answer_mistake(const struct render_site *site, const struct http_request *request,
    const struct routes_mistake *mistake, struct http_response *response)
{
	struct routes_problem problem = {
	    mistake->status, NULL, mistake->parameter, mistake->detail};

	routes_answer_problem(request, site, &problem, response);
}

static void
answer_no_index(const struct render_site *site, const struct http_request *request,
    struct http_response *response)
{
	struct routes_problem problem = {
	    503, "index_missing", NULL, "The search index is missing; it is being prepared."};

	routes_answer_problem(request, site, &problem, response);
	http_response_header(response, "Retry-After", "30");
}

void
routes_suggest(struct routes_index *index, const struct render_site *site,
    const struct http_request *request, struct http_response *response)
{
	struct suggester *suggester = routes_index_suggester(index);
	struct routes_mistake mistake;
	struct routes_search search;
	enum format format;

	if (!parse_format(request, &format, &mistake) ||
	    !routes_search_init(&search, request, &mistake)) {
		answer_mistake(site, request, &mistake, response);
		return;
	}
	if (suggester == NULL)
		answer_no_index(site, request, response);
	else
		answer(
		    suggester, site, search.query.data, search.query.length, format, response);
	routes_search_fini(&search);
}

/*
 * The document is kept by browsers for years, so its addresses must not come from
 * the request: whoever can choose the Host header would choose where people's
 * questions go.
 */
void
routes_opensearch(const struct render_site *site, const struct http_request *request,
    struct http_response *response)
{
	static const struct routes_problem unknown = {404, "public_url_missing", NULL,
	    "This site has no search description: 'public_url' is missing in its settings."};
	struct render_opensearch description = {.site_name = site->name,
	    .public_url = site->public_url,
	    .icon_url = asset_url("favicon.svg"),
	    .search_path = site->search_path,
	    .suggest_path = ROUTES_SUGGEST_PATH,
	    .own_path = ROUTES_OPENSEARCH_PATH};

	if (site->public_url[0] == '\0') {
		routes_answer_problem(request, site, &unknown, response);
		return;
	}
	routes_answer_headers(
	    response, "application/opensearchdescription+xml", ROUTES_KEEP_DAY);
	render_opensearch(&description, &response->body);
}
