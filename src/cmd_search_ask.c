/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd_search.h"

#include <string.h>

#include "remote.h"
#include "xalloc.h"

/* Who answers: one of the two. */
struct source {
	struct searcher *searcher;
	const char *server;
};

static enum fornix_status
ask(const struct source *source, const struct search_request *request,
    struct search_result **ret_result, struct fornix_error *err)
{
	if (source->server != NULL)
		return remote_search(source->server, request, ret_result, err);
	return search_run(source->searcher, request, ret_result, err);
}

/* Moves the hits of the page behind those of the result. */
static void
take_hits(struct search_result *result, struct search_result *page)
{
	size_t count = result->hit_count + page->hit_count;

	result->hits = xreallocarray(result->hits, count, sizeof *result->hits);
	memcpy(
	    result->hits + result->hit_count, page->hits, page->hit_count * sizeof *page->hits);
	result->hit_count = count;
	result->per_page = (unsigned)count;
	page->hit_count = 0;
}

static enum fornix_status
ask_pages(const struct source *source, const struct cmd_search_wish *wish,
    struct search_result **ret_result, struct fornix_error *err)
{
	bool is_list = wish->format >= CMD_SEARCH_JSONL && !wish->has_number;
	struct search_request request = wish->request;
	struct search_result *result, *page;
	enum fornix_status status;
	unsigned pages;

	if (is_list && wish->format != CMD_SEARCH_COUNT)
		request.per_page = SEARCH_PER_PAGE_MAX;
	status = ask(source, &request, &result, err);
	if (status != FORNIX_OK)
		return status;
	pages = is_list && wish->format != CMD_SEARCH_COUNT ? result->pages : 1;
	if (pages > SEARCH_REACH_MAX / SEARCH_PER_PAGE_MAX)
		pages = SEARCH_REACH_MAX / SEARCH_PER_PAGE_MAX;
	for (request.page = 2; status == FORNIX_OK && request.page <= pages; request.page++) {
		status = ask(source, &request, &page, err);
		if (status != FORNIX_OK)
			break;
		take_hits(result, page);
		search_result_free(page);
	}
	if (status == FORNIX_OK)
		*ret_result = result;
	else
		search_result_free(result);
	return status;
}

enum fornix_status
cmd_search_ask(const struct cmd_search_wish *wish, const struct config *config,
    struct search_result **ret_result, struct fornix_error *err)
{
	struct source source = {.server = wish->server};
	enum fornix_status status = FORNIX_OK;

	if (source.server == NULL)
		status = searcher_open_served(config->index, &source.searcher, err);
	if (status == FORNIX_OK)
		status = ask_pages(&source, wish, ret_result, err);
	searcher_free(source.searcher);
	return status;
}
