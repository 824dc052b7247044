/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search_rules.h"

#include "escape.h"
#include "file.h"
#include "path.h"
#include "record.h"
#include "xalloc.h"

struct search_rules {
	struct urgent *urgent; /* NULL without */
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

struct search_rules *
search_rules_new(struct urgent *own_urgent, struct articles *articles)
{
	struct search_rules *rules = xcalloc(1, sizeof *rules);
	size_t i;

	rules->urgent = own_urgent;
	for (i = 0; own_urgent != NULL && i < own_urgent->count; i++)
		resolve(&own_urgent->rules[i].link, articles);
	return rules;
}

struct search_rules *
search_rules_open(struct analyzer *analyzer, const char *folder, struct articles *articles)
{
	char *path CLEANUP_FREE = path_join(folder, URGENT_FILE);
	struct findings findings = {.count = 0};
	struct urgent *urgent = NULL;
	struct buffer text;

	buffer_init(&text, RULE_FILE_BYTES_MAX);
	if (file_append(path, &text) && !text.failed)
		urgent = urgent_parse(analyzer, text.data, text.length, &findings);
	buffer_fini(&text);
	findings_fini(&findings);
	return search_rules_new(urgent, articles);
}

void
search_rules_free(struct search_rules *rules)
{
	if (rules == NULL)
		return;
	urgent_free(rules->urgent);
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

void
search_rules_apply(const struct search_rules *rules, const struct query *query,
    pattern_is_known *is_known, void *context, struct search_result *result)
{
	struct pattern_heard heard;
	int pattern;

	if (rules->urgent == NULL)
		return;
	pattern_hear(rules->urgent->patterns, query, is_known, context, &heard);
	pattern = pattern_find(rules->urgent->patterns, &heard, -1);
	if (pattern >= 0)
		result->urgent = make_urgent(rules->urgent, pattern);
}

void
search_urgent_free(struct search_urgent *urgent)
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
