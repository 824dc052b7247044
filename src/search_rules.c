/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search_rules.h"

#include "date.h"
#include "escape.h"
#include "file.h"
#include "path.h"
#include "record.h"
#include "xalloc.h"

_Static_assert(SEARCH_PHONES_MAX == URGENT_PHONES_MAX, "a card has all phones of its rule");
_Static_assert(SEARCH_BEST_BETS_MAX == BEST_BETS_SHOWN_MAX, "as the rules are checked");

struct search_rules {
	struct urgent *urgent;  /* NULL without */
	struct best_bets *bets; /* NULL without */
};

static bool
has_anchor(const struct record *record, const char *anchor)
{
	unsigned i;

	for (i = 0; i < record->section_count; i++) {
		if (span_equals(record_section(record, i).anchor, span_from_string(anchor)))
			return true;
	}
	return false;
}

/* The address of "conditions/x#anchor"; NULL when there is no such article to be found. */
static char *
find_url(struct articles *articles, const char *article)
{
	const char *anchor = strchr(article, '#');
	struct span id = {
	    article, anchor != NULL ? (size_t)(anchor - article) : strlen(article)};
	struct fornix_error ignored;
	struct record record;
	struct buffer url;
	struct span bytes;
	uint32_t document;

	if (articles_find(articles, id, &document, &ignored) != FORNIX_OK ||
	    articles_get(articles, document, &bytes, &ignored) != FORNIX_OK ||
	    record_open(bytes.data, bytes.length, &record, &ignored) != FORNIX_OK)
		return NULL;
	buffer_init(&url, 2 * ARTICLE_URL_BYTES_MAX);
	buffer_append(&url, record.url.data, record.url.length);
	if (anchor != NULL && has_anchor(&record, anchor + 1)) {
		buffer_append_char(&url, '#');
		escape_url_path(&url, anchor + 1, strlen(anchor + 1));
	}
	return buffer_take(&url, NULL);
}

static void
resolve(struct rule_target *target, struct articles *articles)
{
	if (target->article != NULL)
		target->url = find_url(articles, target->article);
}

/* Fills an empty text from a file of the generation; empty when there is none. */
static enum fornix_status
read_file(const char *folder, const char *name, struct buffer *text, struct fornix_error *err)
{
	char *path CLEANUP_FREE = path_join(folder, name);
	bool exists;

	buffer_init(text, RULE_FILE_BYTES_MAX);
	return file_find(path, text, &exists, err);
}

static enum fornix_status
open_urgent(struct analyzer *analyzer, const char *folder, struct articles *articles,
    struct urgent **ret_urgent, struct fornix_error *err)
{
	struct findings findings = {.count = 0};
	struct urgent *urgent = NULL;
	struct buffer text CLEANUP_BUFFER;
	enum fornix_status status = read_file(folder, URGENT_FILE, &text, err);
	size_t i;

	if (status != FORNIX_OK)
		return status;
	urgent = urgent_parse(analyzer, text.data, text.length, &findings);
	for (i = 0; urgent != NULL && i < urgent->count; i++)
		resolve(&urgent->rules[i].link, articles);
	findings_fini(&findings);
	*ret_urgent = urgent;
	return FORNIX_OK;
}

static enum fornix_status
open_bets(struct analyzer *analyzer, const char *folder, struct articles *articles,
    struct best_bets **ret_bets, struct fornix_error *err)
{
	struct findings findings = {.count = 0};
	struct best_bets *bets = NULL;
	struct buffer text CLEANUP_BUFFER;
	enum fornix_status status = read_file(folder, BEST_BETS_FILE, &text, err);
	size_t i;

	if (status != FORNIX_OK)
		return status;
	bets = best_bets_parse(analyzer, text.data, text.length, &findings);
	for (i = 0; bets != NULL && i < bets->count; i++)
		resolve(&bets->rules[i].target, articles);
	findings_fini(&findings);
	*ret_bets = bets;
	return FORNIX_OK;
}

enum fornix_status
search_rules_open(struct analyzer *analyzer, const char *folder, struct articles *articles,
    struct search_rules **ret_rules, struct fornix_error *err)
{
	struct search_rules *rules = xcalloc(1, sizeof *rules);
	enum fornix_status status;

	status = open_urgent(analyzer, folder, articles, &rules->urgent, err);
	if (status == FORNIX_OK)
		status = open_bets(analyzer, folder, articles, &rules->bets, err);
	if (status != FORNIX_OK) {
		search_rules_free(rules);
		return status;
	}
	*ret_rules = rules;
	return FORNIX_OK;
}

void
search_rules_free(struct search_rules *rules)
{
	if (rules == NULL)
		return;
	urgent_free(rules->urgent);
	best_bets_free(rules->bets);
	free(rules);
}

static struct search_urgent *
make_urgent(const struct urgent *urgent, int pattern)
{
	const struct urgent_rule *rule =
	    &urgent->rules[pattern_rule(urgent->patterns, pattern)];
	struct search_urgent *made = xcalloc(1, sizeof *made);

	made->rule = xstrdup(rule->id);
	made->title = xstrdup(rule->title);
	made->message = xstrdup(rule->message);
	for (; made->phone_count < rule->phone_count; made->phone_count++) {
		const struct urgent_phone *phone = &rule->phones[made->phone_count];

		made->phones[made->phone_count] =
		    (struct search_phone){xstrdup(phone->label), xstrdup(phone->number)};
	}
	if (rule->link_label != NULL && rule->link.url != NULL) {
		made->link_label = xstrdup(rule->link_label);
		made->link_url = xstrdup(rule->link.url);
	}
	made->pattern = xstrdup(pattern_text(urgent->patterns, pattern));
	made->line = pattern_line(urgent->patterns, pattern);
	return made;
}

/* Whether one that is shown already leads there. */
static bool
is_shown(const struct search_result *result, const char *url)
{
	size_t i;

	for (i = 0; i < result->best_bet_count; i++) {
		if (strcmp(result->best_bets[i].url, url) == 0)
			return true;
	}
	return false;
}

/* An article without an address is in no index: a draft, or deleted. */
static void
add_bet(const struct best_bets *bets, int pattern, uint32_t today, struct search_result *result)
{
	const struct best_bet *rule = &bets->rules[pattern_rule(bets->patterns, pattern)];
	const char *article = rule->target.article, *url = rule->target.url;

	if (url == NULL || !best_bet_is_current(rule, today) || is_shown(result, url))
		return;
	result->best_bets[result->best_bet_count++] =
	    (struct search_best_bet){.label = xstrdup(rule->label),
		.url = xstrdup(url),
		.id = article != NULL ? xstrndup(article, strcspn(article, "#")) : NULL,
		.pattern = xstrdup(pattern_text(bets->patterns, pattern)),
		.line = pattern_line(bets->patterns, pattern)};
}

static void
apply_bets(const struct best_bets *bets, const struct pattern_heard *heard, uint32_t today,
    struct search_result *result)
{
	int pattern = -1;

	while (result->best_bet_count < SEARCH_BEST_BETS_MAX &&
	       (pattern = pattern_find(bets->patterns, heard, pattern)) >= 0)
		add_bet(bets, pattern, today, result);
}

void
search_rules_apply(const struct search_rules *rules, const struct query *query,
    const struct search_request *request, pattern_is_known *is_known, void *context,
    struct search_result *result)
{
	struct pattern_heard heard;
	int pattern;

	if (rules->urgent != NULL) {
		pattern_hear(rules->urgent->patterns, query, is_known, context, &heard);
		pattern = pattern_find(rules->urgent->patterns, &heard, -1);
		if (pattern >= 0)
			result->urgent = make_urgent(rules->urgent, pattern);
	}
	if (rules->bets != NULL && request->page == 1 && request->skip == 0) {
		pattern_hear(rules->bets->patterns, query, is_known, context, &heard);
		apply_bets(rules->bets, &heard,
		    request->today != 0 ? request->today : date_today(), result);
	}
}

static void
free_urgent(struct search_urgent *urgent)
{
	size_t i;

	if (urgent == NULL)
		return;
	for (i = 0; i < urgent->phone_count; i++) {
		free(urgent->phones[i].label);
		free(urgent->phones[i].number);
	}
	free(urgent->rule);
	free(urgent->title);
	free(urgent->message);
	free(urgent->link_label);
	free(urgent->link_url);
	free(urgent->pattern);
	free(urgent);
}

void
search_rules_clear(struct search_result *result)
{
	size_t i;

	free_urgent(result->urgent);
	for (i = 0; i < result->best_bet_count; i++) {
		free(result->best_bets[i].label);
		free(result->best_bets[i].url);
		free(result->best_bets[i].id);
		free(result->best_bets[i].pattern);
	}
}
