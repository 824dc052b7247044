/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "check_corpus.h"
#include "corpus.h"
#include "date.h"
#include "escape.h"
#include "generation.h"
#include "glossary.h"
#include "glossary_check.h"
#include "path.h"
#include "rules_lint.h"
#include "shards.h"

#define GLOSSARY_PATH    RULES_FOLDER "/" GLOSSARY_FILE /* below the corpus */
#define REPORT_BYTES_MAX (64 * 1024 * 1024)
#define FOUND_PROBLEMS   2 /* exit code */

enum {
	OPTION_HTML = 256,
};

static const struct option_spec option_specs[] = {
    COMMAND_OPTION_CONFIG,
    COMMAND_OPTION_INDEX,
    {OPTION_HTML, "html", "DIR", "compare anchors with the pages built in DIR"},
    {'q', "quiet", NULL, "print problems only"},
    COMMAND_OPTION_HELP,
    {0, NULL, NULL, NULL},
};

struct wish {
	const char *config, *index, *corpus;
	bool quiet;
	const char *pages;                /* of the site generator, or NULL */
	size_t rule_problems, rule_notes; /* found in the articles and the files of rules */
};

/* Appends the glossary's text; *ret_exists is false without one. */
static enum fornix_status
read_glossary(
    const char *folder, struct buffer *text, bool *ret_exists, struct fornix_error *err)
{
	struct corpus_file file = {.path = (char *)GLOSSARY_PATH};
	struct corpus *corpus;
	enum fornix_status status = corpus_walk(folder, &corpus, err);

	if (status != FORNIX_OK)
		return status;
	status = corpus_read(corpus, &file, text, err);
	corpus_free(corpus);
	*ret_exists = status == FORNIX_OK || err->sys_errno != ENOENT;
	if (status == FORNIX_OK || !*ret_exists)
		return FORNIX_OK;
	return error_prefix(err, "'%s/%s'", folder, GLOSSARY_PATH);
}

static enum fornix_status
open_index(const char *folder, struct shards *shards, struct index_reader **ret_index,
    struct fornix_error *err)
{
	struct generation *generation;
	enum fornix_status status;

	status = generation_open(folder, &generation, err);
	if (status != FORNIX_OK)
		return status;
	status = shards_open(shards, generation, ret_index, err);
	generation_free(generation);
	return status;
}

static void
add_line(struct buffer *out, const char *path, const struct finding *finding)
{
	escape_terminal(out, path, strlen(path));
	buffer_printf(out, ":%u: %s", finding->line, finding->is_problem ? "" : "note: ");
	escape_terminal(out, finding->text, strlen(finding->text));
	buffer_append_char(out, '\n');
}

static void
add_summary(struct buffer *out, const struct wish *wish, const struct findings *findings,
    unsigned articles)
{
	size_t notes = wish->rule_notes + findings->count - findings->problem_count;
	size_t problems = wish->rule_problems + findings->problem_count;

	buffer_printf(out, "%zu problem%s and %zu note%s; %zu entries, %u articles\n", problems,
	    problems == 1 ? "" : "s", notes, notes == 1 ? "" : "s", findings->line_count,
	    articles);
}

static int
report(const struct wish *wish, const char *path, const struct findings *findings,
    unsigned articles)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct buffer out;
	size_t i;
	int code;

	buffer_init(&out, REPORT_BYTES_MAX);
	for (i = 0; i < findings->count; i++) {
		if (findings->items[i].is_problem || !wish->quiet)
			add_line(&out, path, &findings->items[i]);
	}
	if (!wish->quiet)
		add_summary(&out, wish, findings, articles);
	if (buffer_finish(&out, "the report", &err) != FORNIX_OK)
		code = command_fail(&err);
	else
		code = command_print(out.data, out.length);
	buffer_fini(&out);
	return code == 0 && findings->problem_count > 0 ? FOUND_PROBLEMS : code;
}

static int
check(const struct wish *wish, const char *index_folder, const char *path,
    const struct buffer *text)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct findings findings;
	struct index_reader *index;
	struct shards shards;
	struct analyzer *analyzer;
	int code;

	if (open_index(index_folder, &shards, &index, &err) != FORNIX_OK)
		return command_fail(&err);
	analyzer = analyzer_new();
	if (glossary_check(analyzer, index, text->data, text->length, &findings, &err) !=
	    FORNIX_OK) {
		code = command_fail(&err);
	} else {
		code = report(wish, path, &findings, index_reader_document_count(index));
		findings_fini(&findings);
	}
	analyzer_free(analyzer);
	index_reader_free(index);
	shards_close(&shards);
	return code;
}

static int
say_nothing_to_check(const struct wish *wish, const char *path)
{
	struct buffer out;
	int code;

	if (wish->quiet)
		return 0;
	buffer_init(&out, REPORT_BYTES_MAX);
	buffer_append_string(&out, "no glossary: there is no '");
	escape_terminal(&out, path, strlen(path));
	buffer_append_string(&out, "'\n");
	code = command_print(out.data, out.length);
	buffer_fini(&out);
	return code;
}

/* Adds what was found in a file to the lines and the counts. */
static void
add_findings(struct wish *wish, const char *folder, const char *file,
    const struct findings *findings, struct buffer *out)
{
	char *path CLEANUP_FREE = path_join(folder, file);
	size_t i;

	for (i = 0; i < findings->count; i++) {
		if (findings->items[i].is_problem || !wish->quiet)
			add_line(out, path, &findings->items[i]);
	}
	wish->rule_problems += findings->problem_count;
	wish->rule_notes += findings->count - findings->problem_count;
}

/* Prints what is wrong with a file of rules; returns the exit code. */
static int
report_rules(struct wish *wish, const char *folder, enum rules_file file,
    const struct findings *findings)
{
	struct buffer out CLEANUP_BUFFER;
	int code;

	buffer_init(&out, REPORT_BYTES_MAX);
	add_findings(wish, folder, rules_path(file), findings, &out);
	code = command_print(out.data, out.length);
	return code == 0 && findings->problem_count > 0 ? FOUND_PROBLEMS : code;
}

/* The articles, while they are checked. */
struct article_check {
	struct wish *wish;
	const char *folder;
	struct buffer out;
};

static void
on_article(const char *path, const struct findings *findings, void *context)
{
	struct article_check *check = context;

	add_findings(check->wish, check->folder, path, findings, &check->out);
}

static int
check_articles(struct wish *wish, const struct config *config, const char *folder,
    const struct corpus *corpus)
{
	struct check_options options = {.article = {.anchors = config->anchors,
					    .url_pattern = config->url_pattern,
					    .today = date_today()},
	    .pages = wish->pages};
	struct article_check check = {.wish = wish, .folder = folder};
	struct fornix_error err = FORNIX_ERROR_INIT;
	int code;

	buffer_init(&check.out, REPORT_BYTES_MAX);
	check_corpus(corpus, &options, on_article, &check);
	if (buffer_finish(&check.out, "the report", &err) != FORNIX_OK)
		code = command_fail(&err);
	else
		code = command_print(check.out.data, check.out.length);
	buffer_fini(&check.out);
	return code == 0 && wish->rule_problems > 0 ? FOUND_PROBLEMS : code;
}

static int
check_rules_file(struct wish *wish, const struct config *config, const char *folder,
    const struct corpus *corpus, enum rules_file file)
{
	struct article_options options = {.anchors = config->anchors,
	    .url_pattern = config->url_pattern,
	    .today = date_today()};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct findings findings = {.count = 0};
	struct buffer text;
	bool exists;
	int code;

	buffer_init(&text, rules_bytes_max(file));
	if (rules_read(corpus, file, &text, &exists, &err) != FORNIX_OK) {
		error_prefix(&err, "'%s/%s'", folder, rules_path(file));
		code = command_fail(&err);
	} else {
		if (exists && rules_check(corpus, file, &text, &findings))
			rules_lint(corpus, file, &text, &options, &findings);
		findings_sort(&findings);
		code = report_rules(wish, folder, file, &findings);
		findings_fini(&findings);
	}
	buffer_fini(&text);
	return code;
}

/* All but the glossary, which is compared with the index. */
static int
check_files(struct wish *wish, const struct config *config, const char *folder)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct corpus *corpus;
	int code = 0, file_code;
	unsigned i;

	if (corpus_walk(folder, &corpus, &err) != FORNIX_OK)
		return command_fail(&err);
	code = check_articles(wish, config, folder, corpus);
	for (i = 0; i < RULES_FILES && (code == 0 || code == FOUND_PROBLEMS); i++) {
		if (i == RULES_GLOSSARY)
			continue;
		file_code = check_rules_file(wish, config, folder, corpus, i);
		code = file_code != 0 ? file_code : code;
	}
	corpus_free(corpus);
	return code;
}

static int
check_glossary(const struct wish *wish, const struct config *config, const char *corpus)
{
	char *path = path_join(corpus, GLOSSARY_PATH);
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct buffer text;
	bool exists;
	int code;

	buffer_init(&text, GLOSSARY_BYTES_MAX);
	if (read_glossary(corpus, &text, &exists, &err) != FORNIX_OK)
		code = command_fail(&err);
	else if (!exists)
		code = say_nothing_to_check(wish, path);
	else
		code = check(wish, config->index, path, &text);
	buffer_fini(&text);
	free(path);
	return code;
}

static int
run_wish(struct wish *wish)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct config *config;
	const char *corpus;
	int code, glossary_code;

	if (command_config(wish->config, wish->index, &config, &err) != FORNIX_OK)
		return command_fail(&err);
	corpus = wish->corpus != NULL ? wish->corpus : config->corpus;
	code = check_files(wish, config, corpus);
	if (code == 0 || code == FOUND_PROBLEMS) {
		glossary_code = check_glossary(wish, config, corpus);
		code = glossary_code != 0 ? glossary_code : code;
	}
	config_free(config);
	return code;
}

/* Reads the options; returns as options_next(). */
static int
read_options(struct options *options, struct wish *wish, struct fornix_error *err)
{
	int id;

	while ((id = options_next(options, err)) > 0) {
		switch (id) {
		case 'c':
			wish->config = options->value;
			break;
		case 'i':
			wish->index = options->value;
			break;
		case OPTION_HTML:
			wish->pages = options->value;
			break;
		case 'q':
			wish->quiet = true;
			break;
		default:
			return id;
		}
	}
	return id;
}

static int
run_check(int argc, char **argv)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct wish wish = {.quiet = false};
	struct options options;
	int id;

	options_init(&options, option_specs, argc, argv);
	id = read_options(&options, &wish, &err);
	if (id > 0)
		return command_help(&command_check);
	if (id == 0 && argc - options.first_operand > 1) {
		error_set(&err, FORNIX_ERR_USAGE, "unexpected argument '%s': name one folder",
		    argv[options.first_operand + 1]);
		id = -1;
	}
	if (id < 0)
		return command_fail_usage(&command_check, &err);
	if (options.first_operand < argc)
		wish.corpus = argv[options.first_operand];
	return run_wish(&wish);
}

const struct command command_check = {
    .name = "check",
    .operands = "[CORPUS]",
    .summary = "tell what is wrong with the articles, the glossary and the rules",
    .options = option_specs,
    .run = run_check,
};
