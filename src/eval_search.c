/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "eval_search.h"

#include "articles.h"
#include "path.h"
#include "search.h"
#include "xalloc.h"

static void
take_hits(struct eval_ranking *ranking, const struct search_result *result, unsigned depth)
{
	size_t i;

	ranking->hits = xreallocarray(
	    ranking->hits, ranking->hit_count + result->hit_count, sizeof *ranking->hits);
	for (i = 0; i < result->hit_count && ranking->hit_count < depth; i++)
		ranking->hits[ranking->hit_count++] = (struct eval_hit){
		    .document = xstrdup(result->hits[i].id), .score = result->hits[i].score};
}

static enum fornix_status
search_query(struct searcher *searcher, const struct eval_query *query,
    const struct eval_search_options *options, struct eval_ranking *ranking, bool *ret_is_cut,
    struct fornix_error *err)
{
	struct search_request request = SEARCH_REQUEST_INIT;
	struct search_result *result;
	enum fornix_status status;
	bool is_last = false;
	size_t i;

	request.query = query->text;
	request.query_length = strlen(query->text);
	request.per_page =
	    options->depth < SEARCH_PER_PAGE_MAX ? options->depth : SEARCH_PER_PAGE_MAX;
	request.without_synonyms = options->without_synonyms;
	request.without_correction = options->without_correction;
	for (request.page = 1; !is_last; request.page++) {
		status = search_run(searcher, &request, &result, err);
		if (status != FORNIX_OK) {
			error_prefix(err, "query '%.100s'", query->id);
			return status;
		}
		take_hits(ranking, result, options->depth);
		is_last = result->hit_count < request.per_page ||
			  ranking->hit_count == options->depth;
		for (i = 0; i < result->warning_count; i++)
			*ret_is_cut |= strcmp(result->warnings[i].code, "query_truncated") == 0;
		search_result_free(result);
	}
	return FORNIX_OK;
}

static enum fornix_status
search_all(const struct generation *generation, const struct eval_set *set,
    const struct eval_search_options *options, struct eval_run *run,
    struct eval_search_notes *notes, struct fornix_error *err)
{
	enum fornix_status status;
	struct searcher *searcher;
	size_t i;

	status = searcher_open(generation, &searcher, err);
	if (status != FORNIX_OK)
		return status;
	for (i = 0; i < set->query_count && status == FORNIX_OK; i++) {
		bool is_cut = false;

		status = search_query(
		    searcher, set->queries[i], options, &run->rankings[i], &is_cut, err);
		notes->cut += is_cut;
	}
	searcher_free(searcher);
	return status;
}

static enum fornix_status
look_up(struct articles *articles, const struct eval_query *query,
    struct eval_search_notes *notes, struct fornix_error *err)
{
	enum fornix_status status;
	uint32_t document;
	size_t i;

	for (i = 0; i < query->judged_count; i++) {
		const char *id = query->judged[i].document;

		status = articles_find(articles, span_from_string(id), &document, err);
		if (status == FORNIX_ERR_NOT_FOUND || strlen(id) > ARTICLES_KEY_BYTES_MAX) {
			notes->missing++;
			notes->example = id;
		} else if (status != FORNIX_OK) {
			return status;
		}
	}
	return FORNIX_OK;
}

/* A name that was mistyped would count against the ranking for ever. */
static enum fornix_status
find_missing(const struct generation *generation, const struct eval_set *set,
    struct eval_search_notes *notes, struct fornix_error *err)
{
	char *path CLEANUP_FREE = path_join(generation->path, GENERATION_ARTICLES);
	struct articles *articles;
	enum fornix_status status;
	size_t i;

	status = articles_open(path, ARTICLES_READ, &articles, err);
	if (status != FORNIX_OK)
		return status;
	for (i = 0; i < set->query_count && status == FORNIX_OK; i++)
		status = look_up(articles, set->queries[i], notes, err);
	articles_free(articles);
	return status;
}

enum fornix_status
eval_search(const struct generation *generation, const struct eval_set *set,
    const struct eval_search_options *options, struct eval_run *ret_run,
    struct eval_search_notes *ret_notes, struct fornix_error *err)
{
	struct eval_search_notes notes = {0};
	enum fornix_status status;
	struct eval_run run;

	eval_run_init(&run, set);
	status = search_all(generation, set, options, &run, &notes, err);
	if (status == FORNIX_OK)
		status = find_missing(generation, set, &notes, err);
	if (status != FORNIX_OK) {
		eval_run_fini(&run);
		return status;
	}
	*ret_run = run;
	*ret_notes = notes;
	return FORNIX_OK;
}
