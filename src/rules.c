/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "best_bets.h"
#include "file.h"
#include "glossary.h"
#include "hash.h"
#include "path.h"
#include "urgent.h"

#define HASHED_BYTES_MAX (RULES_FILES * (GLOSSARY_BYTES_MAX + 32))

static const struct {
	const char *name, *path;
	size_t bytes_max;
} files[RULES_FILES] = {
    [RULES_GLOSSARY] = {GLOSSARY_FILE, RULES_FOLDER "/" GLOSSARY_FILE, GLOSSARY_BYTES_MAX},
    [RULES_URGENT] = {URGENT_FILE, RULES_FOLDER "/" URGENT_FILE, RULE_FILE_BYTES_MAX},
    [RULES_BEST_BETS] = {BEST_BETS_FILE, RULES_FOLDER "/" BEST_BETS_FILE, RULE_FILE_BYTES_MAX},
};

const char *
rules_path(enum rules_file file)
{
	return files[file].path;
}

const char *
rules_name(enum rules_file file)
{
	return files[file].name;
}

size_t
rules_bytes_max(enum rules_file file)
{
	return files[file].bytes_max;
}

enum fornix_status
rules_read(const struct corpus *corpus, enum rules_file file, struct buffer *text,
    bool *ret_exists, struct fornix_error *err)
{
	struct corpus_file source = {.path = (char *)files[file].path};
	enum fornix_status status = corpus_read(corpus, &source, text, err);

	*ret_exists = status == FORNIX_OK || err->sys_errno != ENOENT;
	if (status != FORNIX_OK)
		buffer_clear(text);
	return *ret_exists ? status : FORNIX_OK;
}

static int
compare_path(const void *key, const void *element)
{
	return strcmp(key, ((const struct corpus_file *)element)->path);
}

/* An article is a file of the corpus; whether it is a draft is seen when it is read. */
static bool
has_article(const struct corpus *corpus, const char *article)
{
	char path[CORPUS_PATH_BYTES_MAX + 8];
	int length = (int)strcspn(article, "#");

	if ((size_t)length > CORPUS_PATH_BYTES_MAX || corpus->file_count == 0)
		return false;
	snprintf(path, sizeof path, "%.*s.md", length, article);
	return bsearch(path, corpus->files, corpus->file_count, sizeof *corpus->files,
		   compare_path) != NULL;
}

static void
check_target(
    const struct corpus *corpus, const struct rule_target *target, struct findings *findings)
{
	if (target->article != NULL && !has_article(corpus, target->article))
		findings_add(findings, target->line, true,
		    "there is no article '%.100s': name its file below the corpus",
		    target->article);
}

static bool
check_urgent(const struct corpus *corpus, struct analyzer *analyzer, const struct buffer *text,
    struct findings *findings)
{
	struct urgent *urgent = urgent_parse(analyzer, text->data, text->length, findings);
	bool can_be_used = urgent != NULL;
	size_t i;

	for (i = 0; can_be_used && i < urgent->count; i++)
		check_target(corpus, &urgent->rules[i].link, findings);
	urgent_free(urgent);
	return can_be_used;
}

static bool
check_best_bets(const struct corpus *corpus, struct analyzer *analyzer,
    const struct buffer *text, struct findings *findings)
{
	struct best_bets *bets = best_bets_parse(analyzer, text->data, text->length, findings);
	bool can_be_used = bets != NULL;
	size_t i;

	for (i = 0; can_be_used && i < bets->count; i++)
		check_target(corpus, &bets->rules[i].target, findings);
	best_bets_free(bets);
	return can_be_used;
}

bool
rules_check(const struct corpus *corpus, enum rules_file file, const struct buffer *text,
    struct findings *findings)
{
	struct analyzer *analyzer = analyzer_new();
	bool can_be_used = true;

	if (file == RULES_URGENT)
		can_be_used = check_urgent(corpus, analyzer, text, findings);
	else if (file == RULES_BEST_BETS)
		can_be_used = check_best_bets(corpus, analyzer, text, findings);
	analyzer_free(analyzer);
	return can_be_used;
}

struct taking {
	struct rules *rules;
	const struct corpus *corpus;
	const char *served;
	rules_problem *problem;
	void *context;
};

static void
on_line(unsigned line, const char *reason, void *context)
{
	const struct taking *taking = context;

	taking->problem(RULES_GLOSSARY, line, reason, taking->context);
}

static void
check_glossary(const struct taking *taking)
{
	const struct buffer *text = &taking->rules->texts[RULES_GLOSSARY];
	struct analyzer *analyzer = analyzer_new();

	glossary_free(
	    glossary_parse(analyzer, text->data, text->length, on_line, (void *)taking));
	analyzer_free(analyzer);
}

/* What nobody can read must not take a warning from the site; returns whether there was one. */
static bool
keep_served(const struct taking *taking, enum rules_file file)
{
	struct buffer *text = &taking->rules->texts[file];
	bool is_there;
	char *path;

	buffer_clear(text);
	if (taking->served == NULL)
		return false;
	path = path_join(taking->served, files[file].name);
	is_there = file_find(path, text, &is_there, NULL) == FORNIX_OK && text->length > 0;
	free(path);
	return is_there;
}

static void
report(const struct taking *taking, enum rules_file file, const struct findings *findings,
    bool is_kept)
{
	char reason[FORNIX_ERROR_MESSAGE_BYTES];
	size_t i;

	for (i = 0; i < findings->count; i++) {
		snprintf(reason, sizeof reason, "%s%s", findings->items[i].text,
		    is_kept ? "; what was published before stays" : "");
		taking->problem(file, findings->items[i].line, reason, taking->context);
	}
}

static void
take_file(const struct taking *taking, enum rules_file file)
{
	struct buffer *text = &taking->rules->texts[file];
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct findings findings = {.count = 0};
	bool exists, can_be_used = true;

	if (rules_read(taking->corpus, file, text, &exists, &err) != FORNIX_OK) {
		can_be_used = false;
		findings_add(&findings, 0, true, "%s", err.message);
	} else if (file == RULES_GLOSSARY) {
		check_glossary(taking);
	} else if (exists) {
		can_be_used = rules_check(taking->corpus, file, text, &findings);
	}
	findings_sort(&findings);
	report(taking, file, &findings, !can_be_used && keep_served(taking, file));
	findings_fini(&findings);
}

void
rules_init(struct rules *rules, const struct corpus *corpus, const char *served,
    rules_problem *problem, void *context)
{
	struct taking taking = {rules, corpus, served, problem, context};
	unsigned char hash[HASH_BYTES];
	struct buffer all;
	unsigned i;

	buffer_init(&all, HASHED_BYTES_MAX);
	for (i = 0; i < RULES_FILES; i++) {
		buffer_init(&rules->texts[i], files[i].bytes_max);
		take_file(&taking, i);
		buffer_printf(&all, "%u %zu ", i, rules->texts[i].length);
		buffer_append(&all, rules->texts[i].data, rules->texts[i].length);
	}
	hash_bytes(all.data, all.length, hash);
	hash_to_hex(hash, rules->hash);
	buffer_fini(&all);
}

void
rules_fini(struct rules *rules)
{
	unsigned i;

	for (i = 0; i < RULES_FILES; i++)
		buffer_fini(&rules->texts[i]);
}

static enum fornix_status
write_file(
    const char *folder, const char *name, const struct buffer *text, struct fornix_error *err)
{
	char *path CLEANUP_FREE = path_join(folder, name);
	FILE *file;
	bool written;

	if (unlink(path) != 0 && errno != ENOENT)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot replace '%s'", path);
	file = fopen(path, "we");
	if (file == NULL)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot write '%s'", path);
	written = fwrite(text->data, 1, text->length, file) == text->length;
	if (fclose(file) != 0 || !written)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot write '%s'", path);
	return FORNIX_OK;
}

enum fornix_status
rules_write(const struct rules *rules, const char *folder, struct fornix_error *err)
{
	enum fornix_status status = FORNIX_OK;
	unsigned i;

	for (i = 0; i < RULES_FILES && status == FORNIX_OK; i++)
		status = write_file(folder, files[i].name, &rules->texts[i], err);
	return status;
}
