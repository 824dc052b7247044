/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * The files of the corpus' folder "_search".  The first byte says which one: "u"
 * urgent.yaml, "b" best-bets.yaml, "g" glossary.txt, "q" queries.tsv.
 */

#include <stdlib.h>
#include <unistd.h>

#include "best_bets.h"
#include "eval_read.h"
#include "glossary.h"
#include "glossary_check.h"
#include "../tests/scratch.h"
#include "texts.h"
#include "urgent.h"

static struct analyzer *analyzer;

static void
check_findings(struct findings *findings)
{
	size_t i;

	findings_sort(findings);
	for (i = 0; i < findings->count; i++)
		assert(findings->items[i].text[0] != '\0');
	findings_fini(findings);
}

static void
read_urgent(const char *text, size_t length)
{
	struct findings findings = {.count = 0};
	struct urgent *urgent = urgent_parse(analyzer, text, length, &findings);
	size_t i;

	for (i = 0; urgent != NULL && i < urgent->count; i++) {
		check_clean(urgent->rules[i].title, false);
		check_clean(urgent->rules[i].message, false);
	}
	urgent_free(urgent);
	check_findings(&findings);
}

static void
read_best_bets(const char *text, size_t length)
{
	struct findings findings = {.count = 0};
	struct best_bets *bets = best_bets_parse(analyzer, text, length, &findings);
	size_t i;

	for (i = 0; bets != NULL && i < bets->count; i++)
		check_clean(bets->rules[i].label, false);
	best_bets_free(bets);
	check_findings(&findings);
}

static void
read_glossary(const char *text, size_t length)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct findings findings = {.count = 0};
	struct glossary *glossary = glossary_parse(analyzer, text, length, NULL, NULL);
	struct buffer key;
	size_t count, i;
	const struct glossary_target *targets;

	buffer_init(&key, 4 * length + 1024);
	glossary_key(analyzer, text, length < 100 ? length : 100, &key);
	targets = glossary_find(glossary, key.data, &count);
	assert(count <= GLOSSARY_TARGETS_MAX);
	for (i = 0; i < count; i++)
		assert(targets[i].text[0] != '\0' && targets[i].key[0] != '\0');
	buffer_fini(&key);
	glossary_free(glossary);
	if (glossary_check(analyzer, NULL, text, length, &findings, &err) == FORNIX_OK)
		check_findings(&findings);
}

static void
read_queries(const char *text, size_t length)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct eval_set set;
	char *file = scratch_path("queries.tsv");

	eval_set_init(&set);
	scratch_write("queries.tsv", text, length);
	if (eval_read_practice(file, &set, &err) != FORNIX_OK)
		assert(err.message[0] != '\0');
	eval_set_fini(&set);
	free(file);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	const char *text = (const char *)bytes + 1;

	if (length == 0)
		return 0;
	if (analyzer == NULL)
		analyzer = analyzer_new();
	if (bytes[0] == 'u')
		read_urgent(text, length - 1);
	else if (bytes[0] == 'b')
		read_best_bets(text, length - 1);
	else if (bytes[0] == 'g')
		read_glossary(text, length - 1);
	else if (bytes[0] == 'q')
		read_queries(text, length - 1);
	return 0;
}
