/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "cmd_search.h"
#include "command.h"
#include "date.h"
#include "terminal.h"

enum {
	OPTION_COLOR = 256,
	OPTION_COUNT,
	OPTION_FILES,
	OPTION_FORMAT,
	OPTION_HYPERLINKS,
	OPTION_JSON,
	OPTION_JSONL,
	OPTION_NO_PAGER,
	OPTION_OPEN,
	OPTION_PAGE,
	OPTION_SERVER,
	OPTION_SORT,
};

const struct option_spec cmd_search_options[] = {
    COMMAND_OPTION_CONFIG,
    COMMAND_OPTION_INDEX,
    {OPTION_SERVER, "server", "URL", "ask the fornixd at URL, not an index of this machine"},
    {'n', "number", "N", "results a page, 1 to 100 (default: 10)"},
    {OPTION_PAGE, "page", "N", "which page of results (default: 1)"},
    CMD_SEARCH_NARROWING,
    {OPTION_SORT, "sort", "ORDER", "relevance, date or reviewed (default: relevance)"},
    {OPTION_OPEN, "open", "[=N]", "open the first or Nth result in $VISUAL or $EDITOR"},
    {OPTION_FILES, "files", NULL, "print the paths of all that match, nothing else"},
    {'0', "null", NULL, "end each path of --files with a NUL, for xargs -0"},
    {OPTION_COUNT, "count", NULL, "print how many articles match, nothing else"},
    {OPTION_FORMAT, "format", "FORMAT", "text, json, jsonl or trec (default: text)"},
    {OPTION_JSON, "json", NULL, "print one JSON object, as GET /api/search gives"},
    {OPTION_JSONL, "jsonl", NULL, "print all results as events, a JSON object each"},
    {OPTION_COLOR, "color", "WHEN",
	"auto, always or never (default: auto; NO_COLOR is obeyed)"},
    {OPTION_HYPERLINKS, "hyperlinks", "WHEN",
	"link paths to their files: auto, always or never"},
    {OPTION_NO_PAGER, "no-pager", NULL, "do not use $PAGER on a terminal"},
    COMMAND_OPTION_HELP,
    {0, NULL, NULL, NULL},
};

/* While it is read: how options say when to do what is for terminals. */
struct reading {
	struct cmd_search_wish *wish;
	const char *value;
	const char *colour, *links;
	struct fornix_error *err;
};

static enum fornix_status
read_number(const struct reading *reading, const char *option, unsigned most, unsigned *ret)
{
	unsigned long long number = 0;
	enum fornix_status status =
	    options_number(option, reading->value, 1, most, &number, reading->err);

	if (status == FORNIX_OK)
		*ret = (unsigned)number;
	return status;
}

static enum fornix_status
add_filter(const char *option, const char *value, const char **filters, size_t *count,
    struct fornix_error *err)
{
	if (*count == SEARCH_FILTERS_MAX)
		return error_set(err, FORNIX_ERR_USAGE, "more than %d times '%s'",
		    SEARCH_FILTERS_MAX, option);
	filters[(*count)++] = value;
	return FORNIX_OK;
}

static enum fornix_status
read_since(const char *value, uint32_t *ret_since, struct fornix_error *err)
{
	*ret_since = date_since(value, date_today());
	if (*ret_since != 0)
		return FORNIX_OK;
	return error_set(err, FORNIX_ERR_USAGE,
	    "option '--since' takes a day as 2026-01-31, or how long ago as 30d, 2w, "
	    "'6 months' or 1y, not '%s'",
	    value);
}

enum fornix_status
cmd_search_narrow(
    struct search_request *request, int id, const char *value, struct fornix_error *err)
{
	switch (id) {
	case CMD_SEARCH_TAG:
		return add_filter("--tag", value, request->tags, &request->tag_count, err);
	case CMD_SEARCH_IN:
		return add_filter(
		    "--in", value, request->sections, &request->section_count, err);
	case CMD_SEARCH_SINCE:
		return read_since(value, &request->since, err);
	case CMD_SEARCH_NO_CORRECTION:
		request->without_correction = true;
		break;
	case CMD_SEARCH_NO_SYNONYMS:
		request->without_synonyms = true;
		break;
	}
	return FORNIX_OK;
}

static enum fornix_status
set_format(const struct reading *reading, enum cmd_search_format format)
{
	struct cmd_search_wish *wish = reading->wish;

	if (wish->has_format && wish->format != format)
		return error_set(reading->err, FORNIX_ERR_USAGE,
		    "two forms of output are asked for: choose one");
	wish->has_format = true;
	wish->format = format;
	return FORNIX_OK;
}

static enum fornix_status
read_format(const struct reading *reading)
{
	static const char *const names[] = {[CMD_SEARCH_TEXT] = "text",
	    [CMD_SEARCH_JSON] = "json",
	    [CMD_SEARCH_JSONL] = "jsonl",
	    [CMD_SEARCH_TREC] = "trec"};
	size_t i;

	for (i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(reading->value, names[i]) == 0)
			return set_format(reading, (enum cmd_search_format)i);
	}
	return error_set(reading->err, FORNIX_ERR_USAGE,
	    "option '--format' takes text, json, jsonl or trec, not '%s'", reading->value);
}

static enum fornix_status
read_sort(const struct reading *reading)
{
	if (search_sort_find(reading->value, &reading->wish->request.sort))
		return FORNIX_OK;
	return error_set(reading->err, FORNIX_ERR_USAGE,
	    "option '--sort' takes relevance, date or reviewed, not '%s'", reading->value);
}

static enum fornix_status
read_open(const struct reading *reading)
{
	reading->wish->open = 1;
	if (reading->value == NULL)
		return FORNIX_OK;
	return read_number(reading, "--open", SEARCH_PER_PAGE_MAX, &reading->wish->open);
}

/* What narrows and orders the results. */
static enum fornix_status
read_request(struct reading *reading, int id)
{
	struct search_request *request = &reading->wish->request;

	switch (id) {
	case 'n':
		reading->wish->has_number = true;
		return read_number(reading, "-n", SEARCH_PER_PAGE_MAX, &request->per_page);
	case OPTION_PAGE:
		reading->wish->has_number = true;
		return read_number(reading, "--page", SEARCH_REACH_MAX, &request->page);
	case OPTION_SORT:
		return read_sort(reading);
	}
	return cmd_search_narrow(request, id, reading->value, reading->err);
}

/* What is done with them. */
static enum fornix_status
read_output(struct reading *reading, int id)
{
	switch (id) {
	case OPTION_OPEN:
		return read_open(reading);
	case OPTION_FILES:
		return set_format(reading, CMD_SEARCH_FILES);
	case OPTION_COUNT:
		return set_format(reading, CMD_SEARCH_COUNT);
	case OPTION_FORMAT:
		return read_format(reading);
	case OPTION_JSON:
		return set_format(reading, CMD_SEARCH_JSON);
	case OPTION_JSONL:
		return set_format(reading, CMD_SEARCH_JSONL);
	case '0':
		reading->wish->separates_by_null = true;
		break;
	case OPTION_COLOR:
		reading->colour = reading->value;
		break;
	case OPTION_HYPERLINKS:
		reading->links = reading->value;
		break;
	case OPTION_NO_PAGER:
		reading->wish->without_pager = true;
		break;
	default:
		return read_request(reading, id);
	}
	return FORNIX_OK;
}

static enum fornix_status
check(struct reading *reading)
{
	struct cmd_search_wish *wish = reading->wish;
	enum fornix_status status;

	if (wish->server != NULL && wish->index != NULL)
		return error_set(reading->err, FORNIX_ERR_USAGE,
		    "options '--server' and '--index' contradict: choose one");
	if (wish->separates_by_null && wish->format != CMD_SEARCH_FILES)
		return error_set(
		    reading->err, FORNIX_ERR_USAGE, "option '-0' is for paths: add '--files'");
	if (wish->open > 0 && wish->has_format)
		return error_set(reading->err, FORNIX_ERR_USAGE,
		    "option '--open' prints nothing: leave the form of output out");
	status = terminal_wants("--color", reading->colour, &wish->with_colour, reading->err);
	if (strcmp(reading->colour, "auto") == 0 && terminal_refuses_colour())
		wish->with_colour = false;
	if (status == FORNIX_OK)
		status = terminal_wants(
		    "--hyperlinks", reading->links, &wish->with_links, reading->err);
	return status;
}

int
cmd_search_options_read(
    struct options *options, struct cmd_search_wish *wish, struct fornix_error *err)
{
	struct reading reading = {.wish = wish, .colour = "auto", .links = "auto", .err = err};
	int id;

	*wish = (struct cmd_search_wish){.request = SEARCH_REQUEST_INIT};
	while ((id = options_next(options, err)) > 0) {
		reading.value = options->value;
		if (id == 'h')
			return id;
		if (id == 'c')
			wish->config = options->value;
		else if (id == 'i')
			wish->index = options->value;
		else if (id == OPTION_SERVER)
			wish->server = options->value;
		else if (read_output(&reading, id) != FORNIX_OK)
			return -1;
	}
	return id == 0 && check(&reading) != FORNIX_OK ? -1 : id;
}
