/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report_book.h"

#include <string.h>

#include "analyze.h"
#include "report_day.h"
#include "report_scrub.h"
#include "report_store.h"
#include "report_tally.h"
#include "xalloc.h"

#define DAY_NAMES_MAX 1 /* whole days have the name "" */

struct report_book {
	char *folder;
	unsigned days;
	struct analyzer *analyzer;
	struct report_tally *tallies[REPORT_TABLES];
	struct buffer text;
	struct buffer last; /* the text before, to know repetitions */
	int64_t last_s;
	bool is_changed;
	uint32_t written_day; /* of the last report_book_write() */
};

static uint32_t
first_day(const struct report_book *book, uint32_t today)
{
	return report_day_back(today, book->days - 1);
}

static void
know_text(const struct report_row *row, void *context)
{
	struct report_book *book = context;

	report_tally_know(book->tallies[REPORT_TEXTS], row->name, row->day);
}

/* Nothing is known when the file cannot be read whole. */
static enum fornix_status
read_known(struct report_book *book, uint32_t today, struct fornix_error *err)
{
	struct report_store *store;
	enum fornix_status status;
	bool is_new;

	status = report_store_open(book->folder, &store, &is_new, err);
	if (status != FORNIX_OK)
		return status;
	status = report_store_each(
	    store, REPORT_TEXTS, first_day(book, today), know_text, book, err);
	if (status == FORNIX_OK)
		status = report_store_commit(store, first_day(book, today), err);
	report_store_free(store);
	return status;
}

enum fornix_status
report_book_open(const struct report_book_options *options, uint32_t today,
    struct report_book **ret_book, struct fornix_error *err)
{
	struct report_book *book = xcalloc(1, sizeof *book);
	enum fornix_status status;

	book->folder = xstrdup(options->folder);
	book->days = options->days;
	book->written_day = today;
	book->analyzer = analyzer_new();
	book->tallies[REPORT_TEXTS] =
	    report_tally_new(options->min_count, REPORT_TALLY_RARE_MAX, REPORT_TALLY_KNOWN_MAX);
	book->tallies[REPORT_RULES] = report_tally_new(0, 1, REPORT_RULES_MAX);
	book->tallies[REPORT_DAYS] = report_tally_new(0, 1, DAY_NAMES_MAX);
	buffer_init(&book->text, REPORT_TEXT_BYTES_MAX * 2);
	buffer_init(&book->last, REPORT_TEXT_BYTES_MAX * 2);
	status = read_known(book, today, err);
	if (status == FORNIX_OK)
		*ret_book = book;
	else
		report_book_free(book);
	return status;
}

void
report_book_free(struct report_book *book)
{
	int i;

	if (book == NULL)
		return;
	for (i = 0; i < REPORT_TABLES; i++)
		report_tally_free(book->tallies[i]);
	analyzer_free(book->analyzer);
	buffer_fini(&book->text);
	buffer_fini(&book->last);
	free(book->folder);
	free(book);
}

static void
count(struct report_book *book, enum report_table table, struct span name, uint32_t day,
    const struct report_counts *counts)
{
	report_tally_count(book->tallies[table], name, day, counts);
	book->is_changed = true;
}

/* Of a text that is not known yet: one that is cannot be pushed any further. */
static bool
is_repetition(struct report_book *book, const struct report_search *search)
{
	struct span text = {book->text.data, book->text.length};
	struct span last = {book->last.data, book->last.length};
	bool is_same =
	    span_equals(text, last) && search->now_s - book->last_s < REPORT_REPEAT_S;

	buffer_clear(&book->last);
	buffer_append(&book->last, text.data, text.length);
	book->last_s = search->now_s;
	return is_same && !report_tally_knows(book->tallies[REPORT_TEXTS], text);
}

static struct report_counts
counts_of(const struct report_facts *facts)
{
	struct report_counts counts = {.number[REPORT_SYNONYMS] = facts->has_synonyms};

	counts.number[facts->found] = 1;
	if (facts->help != REPORT_COUNTS)
		counts.number[facts->help] = 1;
	return counts;
}

static void
count_urgent(struct report_book *book, const struct report_search *search,
    const struct report_counts *counts)
{
	const struct report_counts fired = {.number[REPORT_URGENT] = 1};
	struct report_counts all = *counts;

	all.number[REPORT_URGENT] = 1;
	count(book, REPORT_DAYS, span_from_string(""), search->day, &all);
	count(book, REPORT_RULES, span_from_string(search->facts.urgent), search->day, &fired);
}

void
report_book_count(struct report_book *book, const struct report_search *search)
{
	struct report_counts counts = counts_of(&search->facts), all = counts;
	enum report_scrub scrub;

	if (search->facts.urgent[0] != '\0') {
		count_urgent(book, search, &counts);
		return;
	}
	buffer_clear(&book->text);
	scrub = report_scrub(book->analyzer, search->query, search->query_length, &book->text);
	if (scrub == REPORT_SCRUB_EMPTY)
		return;
	all.number[REPORT_WITHHELD] = scrub == REPORT_SCRUB_WITHHELD;
	count(book, REPORT_DAYS, span_from_string(""), search->day, &all);
	if (scrub == REPORT_SCRUB_FINE && !is_repetition(book, search))
		count(book, REPORT_TEXTS, (struct span){book->text.data, book->text.length},
		    search->day, &counts);
}

void
report_book_miss(struct report_book *book, uint32_t day, uint32_t missed)
{
	struct report_counts counts = {.number[REPORT_MISSED] = missed};

	if (missed > 0)
		count(book, REPORT_DAYS, span_from_string(""), day, &counts);
}

struct writing {
	struct report_store *store;
	enum report_table table;
	uint32_t first_day;
	enum fornix_status status;
	struct fornix_error *err;
};

static bool
write_row(struct span name, uint32_t day, const struct report_counts *counts, void *context)
{
	struct report_row row = {.day = day, .name = name, .counts = *counts};
	struct writing *writing = context;

	row.table = writing->table;
	if (day >= writing->first_day)
		writing->status = report_store_add(writing->store, &row, writing->err);
	return writing->status == FORNIX_OK;
}

static enum fornix_status
write_all(const struct report_book *book, struct report_store *store, uint32_t today,
    struct fornix_error *err)
{
	struct writing writing = {
	    .store = store, .first_day = first_day(book, today), .err = err};
	int i;

	for (i = 0; i < REPORT_TABLES; i++) {
		writing.table = (enum report_table)i;
		if (!report_tally_each(book->tallies[i], write_row, &writing))
			return writing.status;
	}
	return report_store_commit(store, writing.first_day, err);
}

static void
forget_all(struct report_book *book)
{
	int i;

	for (i = 0; i < REPORT_TABLES; i++)
		report_tally_clear(book->tallies[i]);
	buffer_clear(&book->last);
}

static void
settle(struct report_book *book, uint32_t today)
{
	int i;

	for (i = 0; i < REPORT_TABLES; i++) {
		report_tally_written(book->tallies[i]);
		report_tally_expire(book->tallies[i], first_day(book, today));
	}
	book->is_changed = false;
	book->written_day = today;
}

enum fornix_status
report_book_write(struct report_book *book, uint32_t today, struct fornix_error *err)
{
	struct report_store *store;
	enum fornix_status status;
	bool is_new;

	if (!book->is_changed && book->written_day == today)
		return FORNIX_OK;
	status = report_store_open(book->folder, &store, &is_new, err);
	if (status != FORNIX_OK)
		return status;
	if (is_new)
		forget_all(book);
	status = write_all(book, store, today, err);
	report_store_free(store);
	if (status == FORNIX_OK)
		settle(book, today);
	return status;
}
