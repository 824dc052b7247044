/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "buffer.h"
#include "generation.h"
#include "render.h"
#include "search.h"

enum {
	OPTION_JSON = 256,
	OPTION_NO_CORRECTION,
	OPTION_NO_SYNONYMS,
	OPTION_PAGE,
	OPTION_TAG,
	OPTION_IN,
	OPTION_SORT,
	OPTION_COLOR,
};

static const struct option_spec option_specs[] = {
    COMMAND_OPTION_CONFIG,
    COMMAND_OPTION_INDEX,
    {'n', "number", "N", "results a page, 1 to 100 (default: 10)"},
    {OPTION_PAGE, "page", "N", "which page of results (default: 1)"},
    {OPTION_TAG, "tag", "TAG", "only articles with this tag; may be repeated"},
    {OPTION_IN, "in", "SECTION", "only articles of this folder; may be repeated"},
    {OPTION_SORT, "sort", "ORDER", "relevance, date or reviewed (default: relevance)"},
    {OPTION_NO_CORRECTION, "no-correction", NULL, "take misspelt words as they are"},
    {OPTION_NO_SYNONYMS, "no-synonyms", NULL, "search for the words themselves only"},
    {OPTION_JSON, "json", NULL, "print one JSON object, as GET /api/search gives"},
    {OPTION_COLOR, "color", "WHEN",
	"auto, always or never (default: auto; NO_COLOR is obeyed)"},
    COMMAND_OPTION_HELP,
    {0, NULL, NULL, NULL},
};

#define QUERY_ARGUMENTS_BYTES_MAX (64 * 1024)

struct wish {
	const char *config, *index, *colour;
	bool json;
	struct search_request request;
};

/* Reads the options; returns as options_next(). */
static int
read_options(struct options *options, struct wish *wish, struct fornix_error *err)
{
	struct search_request *request = &wish->request;
	enum fornix_status status = FORNIX_OK;
	unsigned long long number;
	int id;

	while (status == FORNIX_OK && (id = options_next(options, err)) > 0) {
		switch (id) {
		case 'c':
			wish->config = options->value;
			break;
		case 'i':
			wish->index = options->value;
			break;
		case 'n':
			status = options_number(
			    "-n", options->value, 1, SEARCH_PER_PAGE_MAX, &number, err);
			if (status == FORNIX_OK)
				request->per_page = (unsigned)number;
			break;
		case OPTION_PAGE:
			status = options_number(
			    "--page", options->value, 1, SEARCH_REACH_MAX, &number, err);
			if (status == FORNIX_OK)
				request->page = (unsigned)number;
			break;
		case OPTION_TAG:
			if (request->tag_count == SEARCH_FILTERS_MAX)
				status = error_set(err, FORNIX_ERR_USAGE,
				    "more than %d times '--tag'", SEARCH_FILTERS_MAX);
			else
				request->tags[request->tag_count++] = options->value;
			break;
		case OPTION_IN:
			if (request->section_count == SEARCH_FILTERS_MAX)
				status = error_set(err, FORNIX_ERR_USAGE,
				    "more than %d times '--in'", SEARCH_FILTERS_MAX);
			else
				request->sections[request->section_count++] = options->value;
			break;
		case OPTION_SORT:
			if (!search_sort_find(options->value, &request->sort))
				status = error_set(err, FORNIX_ERR_USAGE,
				    "option '--sort' takes relevance, date or reviewed, not '%s'",
				    options->value);
			break;
		case OPTION_NO_CORRECTION:
			request->without_correction = true;
			break;
		case OPTION_NO_SYNONYMS:
			request->without_synonyms = true;
			break;
		case OPTION_JSON:
			wish->json = true;
			break;
		case OPTION_COLOR:
			wish->colour = options->value;
			break;
		default:
			return id;
		}
	}
	return status == FORNIX_OK ? id : -1;
}

static enum fornix_status
wants_colour(const char *when, bool *ret_colour, struct fornix_error *err)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	if (strcmp(when, "always") == 0)
		*ret_colour = true;
	else if (strcmp(when, "never") == 0)
		*ret_colour = false;
	else if (strcmp(when, "auto") == 0)
		*ret_colour = isatty(STDOUT_FILENO) &&
			      (no_color == NULL || no_color[0] == '\0') &&
			      (term == NULL || strcmp(term, "dumb") != 0);
	else
		return error_set(err, FORNIX_ERR_USAGE,
		    "option '--color' takes auto, always or never, not '%s'", when);
	return FORNIX_OK;
}

static unsigned
terminal_width(void)
{
	struct winsize size;

	if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
		return 0;
	return size.ws_col;
}

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

static int
print_result(const struct wish *wish, const struct config *config, bool with_colour,
    const struct search_result *result)
{
	struct render_text_options options = {
	    .with_colour = with_colour, .width = terminal_width(), .corpus = config->corpus};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct buffer out;
	int code;

	buffer_init(&out, RENDER_BYTES_MAX);
	if (wish->json)
		render_json(result, &out);
	else
		render_text(result, &options, &out);
	if (buffer_finish(&out, "the answer", &err) != FORNIX_OK)
		code = command_fail(&err);
	else
		code = command_print(out.data, out.length);
	buffer_fini(&out);
	if (code == 0 && result->total == 0)
		return COMMAND_NOTHING_FOUND;
	return code;
}

static enum fornix_status
search(const struct wish *wish, const struct config *config, struct search_result **ret_result,
    struct fornix_error *err)
{
	struct generation *generation;
	struct searcher *searcher;
	enum fornix_status status;

	status = generation_open(config->index, &generation, err);
	if (status != FORNIX_OK)
		return status;
	status = searcher_open(generation, &searcher, err);
	generation_free(generation);
	if (status != FORNIX_OK)
		return status;
	status = search_run(searcher, &wish->request, ret_result, err);
	searcher_free(searcher);
	return status;
}

static int
run_wish(struct wish *wish, const struct buffer *query)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct search_result *result;
	struct config *config;
	bool with_colour = false;
	int code;

	wish->request.query = query->data;
	wish->request.query_length = query->length;
	if (buffer_finish(query, "the query", &err) != FORNIX_OK ||
	    wants_colour(wish->colour, &with_colour, &err) != FORNIX_OK)
		return command_fail_usage(&command_search, &err);
	if (command_config(wish->config, wish->index, &config, &err) != FORNIX_OK)
		return command_fail(&err);
	if (search(wish, config, &result, &err) != FORNIX_OK) {
		code = command_fail(&err);
	} else {
		code = print_result(wish, config, with_colour, result);
		search_result_free(result);
	}
	config_free(config);
	return code;
}

static int
run_search(int argc, char **argv)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct wish wish = {.colour = "auto", .request = SEARCH_REQUEST_INIT};
	struct options options;
	struct buffer query;
	int id, code;

	options_init(&options, option_specs, argc, argv);
	id = read_options(&options, &wish, &err);
	if (id > 0)
		return command_help(&command_search);
	if (id == 0 && options.first_operand == argc) {
		error_set(&err, FORNIX_ERR_USAGE, "no words to search for");
		id = -1;
	}
	if (id < 0)
		return command_fail_usage(&command_search, &err);
	buffer_init(&query, QUERY_ARGUMENTS_BYTES_MAX);
	join_words(argc - options.first_operand, argv + options.first_operand, &query);
	code = run_wish(&wish, &query);
	buffer_fini(&query);
	return code;
}

const struct command command_search = {
    .name = "search",
    .operands = "WORDS...",
    .summary = "find articles, best first",
    .options = option_specs,
    .run = run_search,
};
