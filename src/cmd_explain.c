/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command.h"

#include <stdlib.h>
#include <string.h>

#include "best_bets.h"
#include "buffer.h"
#include "cmd_explain.h"
#include "cmd_search.h"
#include "escape.h"
#include "query.h"
#include "search.h"
#include "urgent.h"

#define WORDS_BYTES_MAX  (64 * 1024)
#define REPORT_BYTES_MAX (1024 * 1024)

static const struct option_spec option_specs[] = {
    COMMAND_OPTION_CONFIG,
    COMMAND_OPTION_INDEX,
    CMD_SEARCH_NARROWING,
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

/* What the report is made of; parts that need an index, and an article that is asked about. */
static void
put_report(
    struct buffer *out, const struct cmd_explain *wish, const struct cmd_explain_answer *answer)
{
	put_query(out, wish->request.query, wish->request.query_length);
	put_additions(out, answer->result);
	put_urgent(out, answer->result->urgent);
	put_best_bets(out, answer->result);
	if (wish->path != NULL)
		cmd_explain_put_article(out, answer);
	else
		cmd_explain_put_hits(out, answer->result);
}

static int
explain(const struct cmd_explain *wish, const struct config *config)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct cmd_explain_answer answer;
	struct buffer out CLEANUP_BUFFER;
	int code;

	buffer_init(&out, REPORT_BYTES_MAX);
	if (cmd_explain_ask(wish, config, &answer, &err) != FORNIX_OK)
		return command_fail(&err);
	put_report(&out, wish, &answer);
	if (buffer_finish(&out, "the report", &err) != FORNIX_OK)
		code = command_fail(&err);
	else
		code = command_print(out.data, out.length);
	if (code == 0 && !cmd_explain_is_found(wish, &answer))
		code = COMMAND_NOTHING_FOUND;
	cmd_explain_answer_fini(&answer);
	return code;
}

/* The last of several words is an article's path when it looks like one. */
static const char *
find_path(int count, char **words)
{
	const char *last = words[count - 1];
	size_t length = strlen(last);

	if (count > 1 && (strchr(last, '/') != NULL ||
			     (length > 3 && strcmp(last + length - 3, ".md") == 0)))
		return last;
	return NULL;
}

static int
run_wish(struct cmd_explain *wish, const char *file, const char *index, int count, char **words)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct config *config;
	struct buffer query CLEANUP_BUFFER;
	int i, code;

	buffer_init(&query, WORDS_BYTES_MAX);
	wish->path = find_path(count, words);
	if (wish->path != NULL)
		count--;
	for (i = 0; i < count; i++) {
		if (i > 0)
			buffer_append_char(&query, ' ');
		buffer_append_string(&query, words[i]);
	}
	if (buffer_finish(&query, "the query", &err) != FORNIX_OK)
		return command_fail_usage(&command_explain, &err);
	if (command_config(file, index, &config, &err) != FORNIX_OK)
		return command_fail(&err);
	wish->request.query = query.data;
	wish->request.query_length = query.length;
	code = explain(wish, config);
	config_free(config);
	return code;
}

static int
run_explain(int argc, char **argv)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct cmd_explain wish = {.request = SEARCH_REQUEST_INIT};
	const char *file = NULL, *index = NULL;
	struct options options;
	int id;

	options_init(&options, option_specs, argc, argv);
	while ((id = options_next(&options, &err)) > 0) {
		if (id == 'c')
			file = options.value;
		else if (id == 'i')
			index = options.value;
		else if (id == 'h')
			return command_help(&command_explain);
		else if (cmd_search_narrow(&wish.request, id, options.value, &err) != FORNIX_OK)
			return command_fail_usage(&command_explain, &err);
	}
	if (id == 0 && options.first_operand == argc) {
		error_set(&err, FORNIX_ERR_USAGE, "no words to explain");
		id = -1;
	}
	if (id < 0)
		return command_fail_usage(&command_explain, &err);
	return run_wish(
	    &wish, file, index, argc - options.first_operand, argv + options.first_operand);
}

const struct command command_explain = {
    .name = "explain",
    .operands = "WORDS... [ARTICLE]",
    .summary = "tell how a query is understood, and why results are where they are",
    .options = option_specs,
    .run = run_explain,
};
