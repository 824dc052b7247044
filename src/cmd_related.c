/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command.h"

#include <string.h>

#include "buffer.h"
#include "escape.h"
#include "related.h"
#include "render.h"
#include "xalloc.h"

enum {
	OPTION_JSON = 256,
};

static const struct option_spec option_specs[] = {
    COMMAND_OPTION_CONFIG,
    COMMAND_OPTION_INDEX,
    {OPTION_JSON, "json", NULL, "print one JSON object, as GET /api/related gives"},
    COMMAND_OPTION_HELP,
    {0, NULL, NULL, NULL},
};

struct wish {
	const char *config, *index, *operand;
	bool json;
};

/* A file below the corpus, with or without ".md", is named by its id. */
static char *
make_id(const char *operand, const char *corpus)
{
	size_t folder = strlen(corpus), length;

	if (strncmp(operand, corpus, folder) == 0 && operand[folder] == '/')
		operand += folder + 1;
	length = strlen(operand);
	if (length > 3 && strcmp(operand + length - 3, ".md") == 0)
		length -= 3;
	return xstrndup(operand, length);
}

static enum fornix_status
find(const struct wish *wish, const struct config *config, struct related_result *ret_result,
    struct fornix_error *err)
{
	bool is_url = wish->operand[0] == '/' || strstr(wish->operand, "://") != NULL;
	struct searcher *searcher;
	enum fornix_status status;
	char *id CLEANUP_FREE = make_id(wish->operand, config->corpus);

	/* An absolute path of a file begins with a slash too. */
	if (is_url && strcmp(id, wish->operand) != 0)
		is_url = false;
	status = searcher_open_served(config->index, &searcher, err);
	if (status != FORNIX_OK)
		return status;
	status = related_find(searcher, is_url ? NULL : id, wish->operand, ret_result, err);
	searcher_free(searcher);
	return status;
}

static int
print_result(const struct wish *wish, const struct related_result *result)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct buffer out CLEANUP_BUFFER;
	size_t i;

	buffer_init(&out, RENDER_BYTES_MAX);
	if (wish->json)
		render_json_related(result, &out);
	for (i = 0; !wish->json && i < result->count; i++) {
		escape_terminal(&out, result->items[i].id, strlen(result->items[i].id));
		buffer_append_char(&out, '\t');
		escape_terminal(&out, result->items[i].title, strlen(result->items[i].title));
		buffer_append_char(&out, '\n');
	}
	if (buffer_finish(&out, "the answer", &err) != FORNIX_OK)
		return command_fail(&err);
	return command_print(out.data, out.length);
}

static int
run_wish(const struct wish *wish)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct related_result result;
	enum fornix_status status;
	struct config *config;
	int code;

	if (command_config(wish->config, wish->index, &config, &err) != FORNIX_OK)
		return command_fail(&err);
	status = find(wish, config, &result, &err);
	config_free(config);
	if (status != FORNIX_OK)
		return command_fail(&err);
	code = print_result(wish, &result);
	if (code == 0 && result.count == 0)
		code = COMMAND_NOTHING_FOUND;
	related_fini(&result);
	return code;
}

static int
run_related(int argc, char **argv)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct wish wish = {.json = false};
	struct options options;
	int id;

	options_init(&options, option_specs, argc, argv);
	while ((id = options_next(&options, &err)) > 0) {
		if (id == 'c')
			wish.config = options.value;
		else if (id == 'i')
			wish.index = options.value;
		else if (id == OPTION_JSON)
			wish.json = true;
		else
			return command_help(&command_related);
	}
	if (id == 0 && options.first_operand + 1 != argc) {
		error_set(&err, FORNIX_ERR_USAGE, "name one article: its path or its URL");
		id = -1;
	}
	if (id < 0)
		return command_fail_usage(&command_related, &err);
	wish.operand = argv[options.first_operand];
	return run_wish(&wish);
}

const struct command command_related = {
    .name = "related",
    .operands = "ARTICLE",
    .summary = "list articles that are near to one",
    .options = option_specs,
    .run = run_related,
};
