/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd_search.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buffer.h"
#include "command.h"
#include "editor.h"
#include "eval.h"
#include "eval_read.h"
#include "pager.h"
#include "render.h"
#include "render_lines.h"
#include "source_line.h"
#include "terminal.h"
#include "xalloc.h"

#define QUERY_ARGUMENTS_BYTES_MAX (64 * 1024)
#define HOST_BYTES_MAX            256
#define PATH_BYTES_MAX            (64 * 1024)
#define LIST_BYTES_MAX            (10 * RENDER_BYTES_MAX) /* of SEARCH_REACH_MAX hits */

/* The words of the command line as one query; one that is quoted for the shell keeps its
 * spaces. */
static void
join_words(int count, char **words, struct buffer *query)
{
	int i;

	for (i = 0; i < count; i++) {
		if (i > 0)
			buffer_append_char(query, ' ');
		buffer_append_string(query, words[i]);
	}
}

/* The line of each hit in its file; the caller frees the array. */
static unsigned *
find_lines(const struct search_result *result, const char *corpus)
{
	unsigned *lines = xcalloc(result->hit_count, sizeof *lines);
	struct buffer path CLEANUP_BUFFER;
	size_t i;

	buffer_init(&path, PATH_BYTES_MAX);
	for (i = 0; i < result->hit_count; i++) {
		buffer_clear(&path);
		render_hit_path(&result->hits[i], corpus, &path);
		if (!path.failed)
			lines[i] = source_line_of_file(path.data, &result->hits[i].snippet);
	}
	return lines;
}

static void
put_text(const struct cmd_search_wish *wish, const char *corpus,
    const struct search_result *result, struct buffer *out)
{
	struct render_text_options options = {
	    .with_colour = wish->with_colour, .width = terminal_width(), .corpus = corpus};
	unsigned *lines CLEANUP_FREE = find_lines(result, corpus);
	char *folder CLEANUP_FREE = wish->with_links ? realpath(corpus, NULL) : NULL;
	char host[HOST_BYTES_MAX] = "";

	if (gethostname(host, sizeof host - 1) != 0)
		host[0] = '\0';
	options.lines = lines;
	options.link_folder = folder;
	options.link_host = host;
	render_text(result, &options, out);
}

/* The form of "fornix eval --run". */
static void
put_run(const struct search_result *result, struct buffer *out)
{
	struct eval_set set;
	struct eval_run run;
	char *id CLEANUP_FREE = eval_read_id(span_from_string(result->query));
	struct eval_hit *hits = xcalloc(result->hit_count, sizeof *hits);
	size_t i;

	for (i = 0; i < result->hit_count; i++)
		hits[i] = (struct eval_hit){
		    .document = xstrdup(result->hits[i].id), .score = result->hits[i].score};
	eval_set_init(&set);
	eval_set_add(&set, id, result->query);
	eval_run_init(&run, &set);
	run.rankings[0] = (struct eval_ranking){.hit_count = result->hit_count, .hits = hits};
	eval_format_run(out, &set, &run);
	eval_run_fini(&run);
	eval_set_fini(&set);
}

static void
put_result(const struct cmd_search_wish *wish, const char *corpus,
    const struct search_result *result, struct buffer *out)
{
	unsigned *lines;

	switch (wish->format) {
	case CMD_SEARCH_TEXT:
		put_text(wish, corpus, result, out);
		break;
	case CMD_SEARCH_JSON:
		render_json(result, out);
		break;
	case CMD_SEARCH_JSONL:
		lines = find_lines(result, corpus);
		render_events(result, corpus, lines, out);
		free(lines);
		break;
	case CMD_SEARCH_TREC:
		put_run(result, out);
		break;
	case CMD_SEARCH_FILES:
		render_paths(result, corpus, wish->separates_by_null, out);
		break;
	case CMD_SEARCH_COUNT:
		buffer_printf(out, "%u\n", result->total);
		break;
	}
}

static int
print_result(
    const struct cmd_search_wish *wish, const char *corpus, const struct search_result *result)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct buffer out CLEANUP_BUFFER;

	buffer_init(&out, LIST_BYTES_MAX);
	put_result(wish, corpus, result, &out);
	if (buffer_finish(&out, "the answer", &err) != FORNIX_OK)
		return command_fail(&err);
	if (!wish->without_pager && pager_show(out.data, out.length))
		return 0;
	return command_print(out.data, out.length);
}

static int
open_hit(
    const struct cmd_search_wish *wish, const char *corpus, const struct search_result *result)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct buffer path CLEANUP_BUFFER;
	const struct search_hit *hit;
	enum fornix_status status = FORNIX_OK;

	buffer_init(&path, PATH_BYTES_MAX);
	if (result->hit_count == 0) {
		fprintf(stderr, "fornix: nothing found to open\n");
		return COMMAND_NOTHING_FOUND;
	}
	if (wish->open > result->hit_count) {
		error_set(&err, FORNIX_ERR_USAGE,
		    "there is no result number %u to open: the last one is %zu", wish->open,
		    result->hit_count);
		return command_fail(&err);
	}
	hit = &result->hits[wish->open - 1];
	render_hit_path(hit, corpus, &path);
	status = buffer_finish(&path, "the path", &err);
	if (status == FORNIX_OK && access(path.data, R_OK) != 0)
		status = error_set_errno(&err, FORNIX_ERR_NOT_FOUND, errno,
		    "cannot open '%s' (name the articles' folder as 'corpus' in fornix.yaml)",
		    path.data);
	if (status == FORNIX_OK)
		status =
		    editor_open(path.data, source_line_of_file(path.data, &hit->snippet), &err);
	return status == FORNIX_OK ? 0 : command_fail(&err);
}

static int
run_wish(const struct cmd_search_wish *wish)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct search_result *result;
	struct config *config;
	int code;

	if (command_config(wish->config, wish->index, &config, &err) != FORNIX_OK)
		return command_fail(&err);
	if (cmd_search_ask(wish, config, &result, &err) != FORNIX_OK) {
		code = command_fail(&err);
	} else {
		code = wish->open > 0 ? open_hit(wish, config->corpus, result)
				      : print_result(wish, config->corpus, result);
		if (code == 0 && result->total == 0 && wish->open == 0)
			code = COMMAND_NOTHING_FOUND;
		search_result_free(result);
	}
	config_free(config);
	return code;
}

static int
run_search(int argc, char **argv)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct cmd_search_wish wish;
	struct options options;
	struct buffer query CLEANUP_BUFFER;
	int id;

	buffer_init(&query, QUERY_ARGUMENTS_BYTES_MAX);
	options_init(&options, cmd_search_options, argc, argv);
	id = cmd_search_options_read(&options, &wish, &err);
	if (id > 0)
		return command_help(&command_search);
	if (id == 0 && options.first_operand == argc) {
		error_set(&err, FORNIX_ERR_USAGE, "no words to search for");
		id = -1;
	}
	if (id == 0) {
		join_words(argc - options.first_operand, argv + options.first_operand, &query);
		if (buffer_finish(&query, "the query", &err) != FORNIX_OK)
			id = -1;
	}
	if (id < 0)
		return command_fail_usage(&command_search, &err);
	wish.request.query = query.data;
	wish.request.query_length = query.length;
	wish.request.with_help = wish.format <= CMD_SEARCH_JSONL && wish.open == 0;
	return run_wish(&wish);
}

const struct command command_search = {
    .name = "search",
    .operands = "WORDS...",
    .summary = "find articles, best first",
    .options = cmd_search_options,
    .run = run_search,
};
