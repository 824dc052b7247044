/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "glossary_check.h"

#include <string.h>

#include "fields.h"
#include "glossary_ways.h"

#define WORDS_MAX 32 /* of a phrase, with those that do not count */

struct check {
	struct analyzer *analyzer;
	struct index_reader *index;
	uint32_t articles;
	struct findings findings;
	struct glossary_ways ways;
	enum fornix_status status; /* the first failure ends the questions to the index */
	struct fornix_error *err;
};

struct words {
	char stems[WORDS_MAX][ANALYZE_WORD_MAX + 1];
	struct span spans[WORDS_MAX];
	size_t count;
	bool is_too_long;
};

static void
add_word(const struct analyze_token *token, void *context)
{
	struct words *words = context;
	char *stem;

	if (token->kind == ANALYZE_JOINED)
		return;
	words->is_too_long |= words->count == WORDS_MAX;
	if (words->is_too_long)
		return;
	stem = words->stems[words->count];
	memcpy(stem, token->stem, token->stem_length);
	words->spans[words->count++] = (struct span){stem, token->stem_length};
}

/* How many articles have the phrase, found as the search finds another name. */
static uint32_t
count_articles(struct check *check, struct span phrase)
{
	struct index_request request = {
	    .weighting = INDEX_WEIGHT_INEB2, .count = 1, .check_at_least = check->articles};
	struct words words = {.count = 0};
	struct index_result *result;
	struct index_query *query;
	uint32_t total = 0;

	analyze_text(check->analyzer, phrase.data, phrase.length, 0, add_word, &words);
	if (check->status != FORNIX_OK || words.count == 0 || words.is_too_long)
		return 0;
	query = words.count == 1 ? index_query_term(fields[FIELD_BODY].prefix,
				       words.spans[0].data, words.spans[0].length, 1)
				 : index_query_phrase(
				       fields[FIELD_BODY].prefix, words.spans, words.count, 1);
	request.query = query;
	check->status = index_reader_search(check->index, &request, &result, check->err);
	if (check->status == FORNIX_OK) {
		total = result->total;
		index_result_free(result);
	}
	index_query_free(query);
	return total;
}

/* In how many articles each phrase of a line is. */
struct frequencies {
	uint32_t left[GLOSSARY_SIDE_MAX], right[GLOSSARY_SIDE_MAX];
};

static void
count_line(
    struct check *check, const struct glossary_line *line, struct frequencies *frequencies)
{
	size_t i;

	for (i = 0; i < line->left.count; i++)
		frequencies->left[i] = count_articles(check, line->left.items[i].text);
	for (i = 0; !line->is_two_way && i < line->right.count; i++)
		frequencies->right[i] = count_articles(check, line->right.items[i].text);
}

static void
check_useless(struct check *check, const struct glossary_line *line, const uint32_t *counts)
{
	const struct glossary_side *targets = glossary_line_targets(line);
	struct span first = targets->items[0].text;
	const char *others = "";
	size_t i;

	for (i = 0; i < targets->count; i++) {
		if (counts[i] > 0)
			return;
	}
	if (line->is_two_way)
		others = " or another name of this line";
	else if (targets->count > 1)
		others = " or another name on the right";
	findings_add(&check->findings, line->number, false, "no article has '%.*s'%s",
	    findings_width(first), first.data, others);
}

/* The first phrase on the left that is in fewer articles than a target; NULL without one. */
static const struct glossary_phrase *
find_rarer(const struct glossary_line *line, const uint32_t *counts,
    const struct glossary_phrase *target, uint32_t count)
{
	size_t i;

	for (i = 0; i < line->left.count; i++) {
		if (counts[i] < count && strcmp(line->left.items[i].key, target->key) != 0)
			return &line->left.items[i];
	}
	return NULL;
}

/* Whether one of the first phrases has the key. */
static bool
has_key(const struct glossary_phrase *phrases, size_t count, const char *key)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (strcmp(phrases[i].key, key) == 0)
			return true;
	}
	return false;
}

static void
check_common(
    struct check *check, const struct glossary_line *line, const struct frequencies *counts)
{
	const struct glossary_side *targets = glossary_line_targets(line);
	const uint32_t *target_counts = line->is_two_way ? counts->left : counts->right;
	const struct glossary_phrase *target, *key;
	size_t i;

	if (check->articles < GLOSSARY_CHECK_ARTICLES_MIN)
		return;
	for (i = 0; i < targets->count; i++) {
		target = &targets->items[i];
		if (target_counts[i] <= check->articles / GLOSSARY_CHECK_COMMON_PART ||
		    has_key(targets->items, i, target->key))
			continue;
		key = find_rarer(line, counts->left, target, target_counts[i]);
		if (key == NULL)
			continue;
		findings_add(&check->findings, line->number, false,
		    "'%.*s' is in %u of %u articles: a search for '%.*s' finds all of them",
		    findings_width(target->text), target->text.data, target_counts[i],
		    check->articles, findings_width(key->text), key->text.data);
	}
}

static bool
leads_elsewhere(const struct glossary_line *line)
{
	const struct glossary_side *targets = glossary_line_targets(line);
	const char *key = line->left.items[0].key;
	size_t i;

	for (i = 0; i < line->left.count; i++) {
		if (strcmp(line->left.items[i].key, key) != 0)
			return true;
	}
	for (i = 0; i < targets->count; i++) {
		if (strcmp(targets->items[i].key, key) != 0)
			return true;
	}
	return false;
}

/* On the left of an arrow a phrase too many does no harm; a line of one phrase does nothing. */
static void
check_itself(struct check *check, const struct glossary_line *line)
{
	const struct glossary_phrase *phrase = line->left.items;
	size_t i;

	if (!leads_elsewhere(line)) {
		findings_add(&check->findings, line->number, true,
		    "'%.*s' stands for itself only: names that differ in endings or small "
		    "words are one",
		    findings_width(phrase->text), phrase->text.data);
		return;
	}
	for (i = 0; !line->is_two_way && i < line->left.count; i++, phrase++) {
		if (has_key(line->right.items, line->right.count, phrase->key))
			findings_add(&check->findings, line->number, false,
			    "'%.*s' stands for itself too: take it from one side",
			    findings_width(phrase->text), phrase->text.data);
	}
}

static void
on_line(const struct glossary_line *line, void *context)
{
	struct frequencies counts = {.left = {0}};
	struct check *check = context;

	check->findings.line_count++;
	check_itself(check, line);
	glossary_ways_add(&check->ways, line, &check->findings);
	if (check->index == NULL)
		return;
	count_line(check, line, &counts);
	check_useless(check, line, line->is_two_way ? counts.left : counts.right);
	check_common(check, line, &counts);
}

static void
on_problem(unsigned line, const char *reason, void *context)
{
	struct check *check = context;

	findings_add(&check->findings, line, true, "%s", reason);
}

enum fornix_status
glossary_check(struct analyzer *analyzer, struct index_reader *index, const char *text,
    size_t length, struct findings *ret_findings, struct fornix_error *err)
{
	struct check check = {.analyzer = analyzer,
	    .index = index,
	    .articles = index != NULL ? index_reader_document_count(index) : 0,
	    .status = FORNIX_OK,
	    .err = err};

	glossary_read(analyzer, text, length, on_line, on_problem, &check);
	glossary_ways_check(&check.ways, &check.findings);
	glossary_ways_fini(&check.ways);
	if (check.status != FORNIX_OK) {
		findings_fini(&check.findings);
		return check.status;
	}
	findings_sort(&check.findings);
	*ret_findings = check.findings;
	return FORNIX_OK;
}
