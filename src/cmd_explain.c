/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command.h"

#include <string.h>

#include "best_bets.h"
#include "buffer.h"
#include "escape.h"
#include "generation.h"
#include "query.h"
#include "search.h"
#include "urgent.h"

#define WORDS_BYTES_MAX  (64 * 1024)
#define REPORT_BYTES_MAX (1024 * 1024)

static const struct option_spec option_specs[] = {
    COMMAND_OPTION_CONFIG,
    COMMAND_OPTION_INDEX,
    COMMAND_OPTION_HELP,
    {0, NULL, NULL, NULL},
};

/* Text between two pieces of our own. */
static void
put(struct buffer *out, const char *before, const char *text, const char *after)
{
	buffer_append_string(out, before);
	escape_terminal(out, text, strlen(text));
	buffer_append_string(out, after);
}

static const char *
kind_of(const struct query_clause *clause)
{
	if (clause->is_excluded)
		return "must not be there";
	if (clause->is_stopword)
		return "does not count";
	return clause->is_phrase ? "phrase" : "word";
}

/* "  hedaches: word, stem hedach" */
static void
put_clause(struct buffer *out, const struct query_clause *clause)
{
	size_t i;

	put(out, "  ", clause->text, ": ");
	buffer_append_string(out, kind_of(clause));
	if (clause->field != NULL)
		buffer_printf(out, ", in %s", clause->field->name);
	buffer_append_string(out, clause->term_count > 1 ? ", stems" : ", stem");
	for (i = 0; i < clause->term_count; i++)
		put(out, " ", clause->terms[i].stem, "");
	buffer_append_char(out, '\n');
}

static void
put_query(struct buffer *out, const char *text, size_t length)
{
	struct analyzer *analyzer = analyzer_new();
	struct query *query = query_parse(analyzer, text, length);
	size_t i;

	put(out, "query: ", query->text, query->is_truncated ? " (cut)\n" : "\n");
	for (i = 0; i < query->clause_count; i++)
		put_clause(out, &query->clauses[i]);
	query_free(query);
	analyzer_free(analyzer);
}

static void
put_additions(struct buffer *out, const struct search_result *result)
{
	const struct search_correction *correction = &result->correction;
	size_t i;

	for (i = 0; i < correction->suggestion_count; i++)
		put(out,
		    correction->mode == SEARCH_CORRECTION_AUTO && i == 0 ? "corrected: "
									 : "may mean: ",
		    correction->suggestions[i], "\n");
	for (i = 0; i < result->synonym_count; i++) {
		put(out, "also: ", result->synonyms[i].added, "");
		put(out, ", for ", result->synonyms[i].typed, "\n");
	}
}

static void
put_urgent(struct buffer *out, const struct search_urgent *urgent)
{
	if (urgent == NULL) {
		buffer_append_string(out, "urgent: no rule\n");
		return;
	}
	put(out, "urgent: ", urgent->rule, ", by ");
	put(out, "", urgent->pattern, "");
	buffer_printf(out, " on line %u of %s\n", urgent->line, URGENT_FILE);
}

static void
put_best_bets(struct buffer *out, const struct search_result *result)
{
	size_t i;

	if (result->best_bet_count == 0)
		buffer_append_string(out, "recommended: no rule\n");
	for (i = 0; i < result->best_bet_count; i++) {
		put(out, "recommended: ", result->best_bets[i].label, "");
		put(out, ", ", result->best_bets[i].url, "");
		put(out, ", by ", result->best_bets[i].pattern, "");
		buffer_printf(
		    out, " on line %u of %s\n", result->best_bets[i].line, BEST_BETS_FILE);
	}
}

static void
put_hits(struct buffer *out, const struct search_result *result)
{
	size_t i;

	buffer_printf(
	    out, "articles: %s%u\n", result->total_is_exact ? "" : "about ", result->total);
	for (i = 0; i < result->hit_count; i++) {
		const struct search_hit *hit = &result->hits[i];

		/* Not by "%f", which would write the comma of the locale. */
		buffer_printf(out, "  %u.%02u ", (unsigned)hit->score,
		    (unsigned)(hit->score * 100) % 100);
		put(out, "", hit->id, hit->is_loose ? " (barely related)\n" : "\n");
	}
}

static enum fornix_status
search(const char *index, const struct search_request *request,
    struct search_result **ret_result, struct fornix_error *err)
{
	struct generation *generation;
	struct searcher *searcher;
	enum fornix_status status = generation_open(index, &generation, err);

	if (status != FORNIX_OK)
		return status;
	status = searcher_open(generation, &searcher, err);
	generation_free(generation);
	if (status != FORNIX_OK)
		return status;
	status = search_run(searcher, request, ret_result, err);
	searcher_free(searcher);
	return status;
}

static int
explain(const struct config *config, const struct buffer *words)
{
	struct search_request request = SEARCH_REQUEST_INIT;
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct search_result *result;
	struct buffer out;
	int code;

	request.query = words->data;
	request.query_length = words->length;
	if (search(config->index, &request, &result, &err) != FORNIX_OK)
		return command_fail(&err);
	buffer_init(&out, REPORT_BYTES_MAX);
	put_query(&out, words->data, words->length);
	put_additions(&out, result);
	put_urgent(&out, result->urgent);
	put_best_bets(&out, result);
	put_hits(&out, result);
	if (buffer_finish(&out, "the report", &err) != FORNIX_OK)
		code = command_fail(&err);
	else
		code = command_print(out.data, out.length);
	if (code == 0 && result->total == 0)
		code = COMMAND_NOTHING_FOUND;
	buffer_fini(&out);
	search_result_free(result);
	return code;
}

static int
run_wish(const char *file, const char *index, int count, char **arguments)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct config *config;
	struct buffer words;
	int i, code;

	buffer_init(&words, WORDS_BYTES_MAX);
	for (i = 0; i < count; i++) {
		if (i > 0)
			buffer_append_char(&words, ' ');
		buffer_append_string(&words, arguments[i]);
	}
	if (buffer_finish(&words, "the query", &err) != FORNIX_OK) {
		code = command_fail_usage(&command_explain, &err);
	} else if (command_config(file, index, &config, &err) != FORNIX_OK) {
		code = command_fail(&err);
	} else {
		code = explain(config, &words);
		config_free(config);
	}
	buffer_fini(&words);
	return code;
}

static int
run_explain(int argc, char **argv)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	const char *file = NULL, *index = NULL;
	struct options options;
	int id;

	options_init(&options, option_specs, argc, argv);
	while ((id = options_next(&options, &err)) > 0) {
		if (id == 'c')
			file = options.value;
		else if (id == 'i')
			index = options.value;
		else
			return command_help(&command_explain);
	}
	if (id == 0 && options.first_operand == argc) {
		error_set(&err, FORNIX_ERR_USAGE, "no words to explain");
		id = -1;
	}
	if (id < 0)
		return command_fail_usage(&command_explain, &err);
	return run_wish(
	    file, index, argc - options.first_operand, argv + options.first_operand);
}

const struct command command_explain = {
    .name = "explain",
    .operands = "WORDS...",
    .summary = "tell how a query is understood, and which rules it meets",
    .options = option_specs,
    .run = run_explain,
};
