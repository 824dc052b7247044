/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report_titles.h"

#include <string.h>

#include "browse.h"
#include "buffer.h"
#include "xalloc.h"

#define SQUEEZED_MAX 256 /* bytes of a title or text without spaces; more are left out */
#define WORD_LEAST   5   /* bytes; shorter words are like too many others */
#define FORMS_MAX    16  /* of one title or text: the whole, and its words */
#define GROUP        3

/* A text or one of its words: its groups of bytes, in order, each once. */
struct form {
	size_t count;
	uint32_t *groups;
};

struct forms {
	size_t count;
	struct form items[FORMS_MAX];
};

struct entry {
	struct report_title title;
	struct forms forms;
};

struct report_titles {
	size_t count, capacity;
	struct entry *entries;
};

struct splitting {
	struct forms *forms;
	struct buffer squeezed;
};

static int
compare(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void
add_form(struct forms *forms, const char *text, size_t length)
{
	struct form *form;
	size_t i, count = 0;

	if (length < GROUP || forms->count == FORMS_MAX)
		return;
	form = &forms->items[forms->count++];
	form->groups = xcalloc(length - GROUP + 1, sizeof *form->groups);
	for (i = 0; i + GROUP <= length; i++)
		form->groups[i] = (uint32_t)(unsigned char)text[i] << 16 |
				  (uint32_t)(unsigned char)text[i + 1] << 8 |
				  (unsigned char)text[i + 2];
	qsort(form->groups, length - GROUP + 1, sizeof *form->groups, compare);
	for (i = 0; i + GROUP <= length; i++) {
		if (count == 0 || form->groups[count - 1] != form->groups[i])
			form->groups[count++] = form->groups[i];
	}
	form->count = count;
}

static void
take_word(const struct analyze_token *token, void *context)
{
	struct splitting *splitting = context;

	if (token->kind == ANALYZE_JOINED)
		return;
	buffer_append(&splitting->squeezed, token->word, token->word_length);
	if (token->word_length >= WORD_LEAST)
		add_form(splitting->forms, token->word, token->word_length);
}

static void
forms_init(struct forms *forms, struct analyzer *analyzer, const char *text, size_t length)
{
	struct splitting splitting = {.forms = forms};

	forms->count = 0;
	buffer_init(&splitting.squeezed, SQUEEZED_MAX);
	analyze_text(analyzer, text, length, 0, take_word, &splitting);
	if (!splitting.squeezed.failed)
		add_form(forms, splitting.squeezed.data, splitting.squeezed.length);
	buffer_fini(&splitting.squeezed);
}

static void
forms_fini(struct forms *forms)
{
	size_t i;

	for (i = 0; i < forms->count; i++)
		free(forms->items[i].groups);
}

/* In percent: 100 are the same groups. */
static unsigned
likeness(const struct form *a, const struct form *b)
{
	size_t i = 0, k = 0, common = 0;

	while (i < a->count && k < b->count) {
		if (a->groups[i] == b->groups[k]) {
			common++;
			i++;
			k++;
		} else if (a->groups[i] < b->groups[k]) {
			i++;
		} else {
			k++;
		}
	}
	return (unsigned)(200 * common / (a->count + b->count));
}

static unsigned
best_likeness(const struct forms *a, const struct forms *b)
{
	unsigned best = 0, percent;
	size_t i, k;

	for (i = 0; i < a->count; i++) {
		for (k = 0; k < b->count; k++) {
			percent = likeness(&a->items[i], &b->items[k]);
			if (percent > best)
				best = percent;
		}
	}
	return best;
}

size_t
report_titles_subject(const char *title)
{
	return strcspn(title, ":(|");
}

static void
add_title(
    struct report_titles *titles, struct analyzer *analyzer, struct browse_article *article)
{
	struct entry *entry;

	XALLOC_GROW(titles->entries, titles->count, titles->capacity);
	entry = &titles->entries[titles->count++];
	entry->title.id = xstrdup(article->id);
	entry->title.title = xstrdup(article->title);
	forms_init(
	    &entry->forms, analyzer, article->title, report_titles_subject(article->title));
}

enum fornix_status
report_titles_read(struct searcher *searcher, struct analyzer *analyzer,
    struct report_titles **ret_titles, struct fornix_error *err)
{
	struct report_titles *titles = xcalloc(1, sizeof *titles);
	struct browse_request request = {.page = 1, .per_page = BROWSE_PER_PAGE_MAX};
	struct browse_result *page;
	enum fornix_status status;
	bool is_last = false;
	size_t i;

	for (; !is_last; request.page++) {
		status = browse_run(searcher, &request, &page, err);
		if (status != FORNIX_OK) {
			report_titles_free(titles);
			return status;
		}
		for (i = 0; i < page->article_count; i++)
			add_title(titles, analyzer, &page->articles[i]);
		is_last = request.page >= page->pages;
		browse_result_free(page);
	}
	*ret_titles = titles;
	return FORNIX_OK;
}

void
report_titles_free(struct report_titles *titles)
{
	size_t i;

	if (titles == NULL)
		return;
	for (i = 0; i < titles->count; i++) {
		free(titles->entries[i].title.id);
		free(titles->entries[i].title.title);
		forms_fini(&titles->entries[i].forms);
	}
	free(titles->entries);
	free(titles);
}

const struct report_title *
report_titles_nearest(
    const struct report_titles *titles, struct analyzer *analyzer, const char *text)
{
	const struct report_title *nearest = NULL;
	unsigned best = REPORT_TITLES_ALIKE - 1, percent;
	struct forms forms;
	size_t i;

	forms_init(&forms, analyzer, text, strlen(text));
	for (i = 0; i < titles->count; i++) {
		percent = best_likeness(&forms, &titles->entries[i].forms);
		if (percent > best) {
			best = percent;
			nearest = &titles->entries[i].title;
		}
	}
	forms_fini(&forms);
	return nearest;
}
