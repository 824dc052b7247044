/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "glossary.h"
#include "hash.h"
#include "path.h"

#define GLOSSARY_PATH RULES_FOLDER "/" GLOSSARY_FILE

struct checking {
	rules_problem *problem;
	void *context;
};

static void
on_problem(unsigned line, const char *reason, void *context)
{
	const struct checking *checking = context;
	char text[128];

	snprintf(text, sizeof text, "line %u: %s", line, reason);
	checking->problem(GLOSSARY_PATH, text, checking->context);
}

static void
read_glossary(struct rules *rules, const struct corpus *corpus, struct checking *checking)
{
	struct corpus_file file = {.path = (char *)GLOSSARY_PATH};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct analyzer *analyzer;

	if (corpus_read(corpus, &file, &rules->glossary, &err) != FORNIX_OK) {
		buffer_clear(&rules->glossary);
		if (err.sys_errno != ENOENT)
			checking->problem(GLOSSARY_PATH, err.message, checking->context);
		return;
	}
	analyzer = analyzer_new();
	glossary_free(glossary_parse(
	    analyzer, rules->glossary.data, rules->glossary.length, on_problem, checking));
	analyzer_free(analyzer);
}

void
rules_init(
    struct rules *rules, const struct corpus *corpus, rules_problem *problem, void *context)
{
	struct checking checking = {.problem = problem, .context = context};
	unsigned char hash[HASH_BYTES];

	buffer_init(&rules->glossary, GLOSSARY_BYTES_MAX);
	read_glossary(rules, corpus, &checking);
	hash_bytes(rules->glossary.data, rules->glossary.length, hash);
	hash_to_hex(hash, rules->hash);
}

void
rules_fini(struct rules *rules)
{
	buffer_fini(&rules->glossary);
}

enum fornix_status
rules_write(const struct rules *rules, const char *folder, struct fornix_error *err)
{
	char *path CLEANUP_FREE = path_join(folder, GLOSSARY_FILE);
	FILE *file;
	bool written;

	if (unlink(path) != 0 && errno != ENOENT)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot replace '%s'", path);
	file = fopen(path, "we");
	if (file == NULL)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot write '%s'", path);
	written = fwrite(rules->glossary.data, 1, rules->glossary.length, file) ==
		  rules->glossary.length;
	if (fclose(file) != 0 || !written)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot write '%s'", path);
	return FORNIX_OK;
}
