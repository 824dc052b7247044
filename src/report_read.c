/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report_read.h"

#include <string.h>

#include "report_store.h"
#include "xalloc.h"

/* Rows of a table, with those of one name side by side once sorted. */
struct gathering {
	struct report_lines *lines;
	uint32_t last_day;
};

static void
gather(const struct report_row *row, void *context)
{
	struct gathering *gathering = context;
	struct report_lines *lines = gathering->lines;

	if (row->day > gathering->last_day)
		return;
	XALLOC_GROW(lines->items, lines->count, lines->capacity);
	lines->items[lines->count++] = (struct report_line){
	    .text = xstrndup(row->name.data, row->name.length), .counts = row->counts};
}

static int
compare_texts(const void *a, const void *b)
{
	return strcmp(
	    ((const struct report_line *)a)->text, ((const struct report_line *)b)->text);
}

static void
line_fini(struct report_line *line)
{
	free(line->text);
	free(line->title);
	free(line->id);
	free(line->glossary);
}

/* One line for each name. */
static void
merge(struct report_lines *lines)
{
	size_t i, kept = 0;

	if (lines->count > 0)
		qsort(lines->items, lines->count, sizeof *lines->items, compare_texts);
	for (i = 0; i < lines->count; i++) {
		struct report_line *line = &lines->items[i];

		if (kept > 0 && strcmp(lines->items[kept - 1].text, line->text) == 0) {
			report_counts_add(&lines->items[kept - 1].counts, &line->counts);
			line_fini(line);
		} else {
			lines->items[kept++] = *line;
		}
	}
	lines->count = kept;
}

static uint32_t
times(const struct report_line *line, enum report_count kind)
{
	return kind == REPORT_COUNTS ? report_counts_searches(&line->counts)
				     : line->counts.number[kind];
}

/* Most often first; REPORT_COUNTS stands for searches. */
static int
compare_times(const struct report_line *a, const struct report_line *b, enum report_count kind)
{
	uint32_t first = times(a, kind), second = times(b, kind);

	if (first != second)
		return first < second ? 1 : -1;
	return strcmp(a->text, b->text);
}

static int
compare_searches(const void *a, const void *b)
{
	return compare_times(a, b, REPORT_COUNTS);
}

static int
compare_missing(const void *a, const void *b)
{
	return compare_times(a, b, REPORT_FOUND_NONE);
}

static int
compare_urgent(const void *a, const void *b)
{
	return compare_times(a, b, REPORT_URGENT);
}

static void
sort(struct report_lines *lines, int (*compare)(const void *, const void *))
{
	if (lines->count > 0)
		qsort(lines->items, lines->count, sizeof *lines->items, compare);
}

static void
drop_rare(struct report *report)
{
	struct report_lines *lines = &report->queries;
	size_t i, kept = 0;

	for (i = 0; i < lines->count; i++) {
		if (report_counts_searches(&lines->items[i].counts) >= report->min_count)
			lines->items[kept++] = lines->items[i];
		else
			line_fini(&lines->items[i]);
	}
	lines->count = kept;
}

static void
collect_missing(struct report *report)
{
	struct report_lines *lines = &report->missing;
	size_t i;

	for (i = 0; i < report->queries.count; i++) {
		const struct report_line *line = &report->queries.items[i];

		if (line->counts.number[REPORT_FOUND_NONE] == 0)
			continue;
		XALLOC_GROW(lines->items, lines->count, lines->capacity);
		lines->items[lines->count++] =
		    (struct report_line){.text = xstrdup(line->text), .counts = line->counts};
	}
}

/* All searches are of a query that is given, urgent, withheld, or rare. */
static void
sum_up(struct report *report)
{
	uint64_t known = (uint64_t)report->totals.number[REPORT_URGENT] +
			 report->totals.number[REPORT_WITHHELD];
	size_t i;

	report->searches = report_counts_searches(&report->totals);
	for (i = 0; i < report->queries.count; i++)
		known += report_counts_searches(&report->queries.items[i].counts);
	report->rare = report->searches > known ? report->searches - known : 0;
}

static enum fornix_status
read_table(struct report_store *store, const struct report *report, enum report_table table,
    struct report_lines *lines, struct fornix_error *err)
{
	struct gathering gathering = {.lines = lines, .last_day = report->last_day};
	enum fornix_status status =
	    report_store_each(store, table, report->first_day, gather, &gathering, err);

	if (status == FORNIX_OK)
		merge(lines);
	return status;
}

static void
lines_fini(struct report_lines *lines)
{
	size_t i;

	for (i = 0; i < lines->count; i++)
		line_fini(&lines->items[i]);
	free(lines->items);
	*lines = (struct report_lines){.count = 0};
}

static enum fornix_status
read_all(struct report_store *store, struct report *report, struct fornix_error *err)
{
	struct report_lines days = {.count = 0};
	enum fornix_status status;

	status = read_table(store, report, REPORT_TEXTS, &report->queries, err);
	if (status == FORNIX_OK)
		status = read_table(store, report, REPORT_RULES, &report->rules, err);
	if (status == FORNIX_OK)
		status = read_table(store, report, REPORT_DAYS, &days, err);
	if (status == FORNIX_OK && days.count > 0)
		report->totals = days.items[0].counts;
	lines_fini(&days);
	return status;
}

enum fornix_status
report_read(const char *folder, uint32_t first_day, uint32_t last_day, unsigned min_count,
    struct report *ret_report, struct fornix_error *err)
{
	struct report report = {
	    .first_day = first_day, .last_day = last_day, .min_count = min_count};
	struct report_store *store = NULL;
	struct fornix_error opening;
	enum fornix_status status;

	status = report_store_open_reader(folder, &store, &opening);
	if (status == FORNIX_OK)
		status = read_all(store, &report, err);
	else if (status == FORNIX_ERR_NOT_FOUND)
		status = FORNIX_OK;
	else if (err != NULL)
		*err = opening;
	report_store_free(store);
	if (status != FORNIX_OK) {
		report_fini(&report);
		return status;
	}
	drop_rare(&report);
	collect_missing(&report);
	sum_up(&report);
	sort(&report.queries, compare_searches);
	sort(&report.missing, compare_missing);
	sort(&report.rules, compare_urgent);
	*ret_report = report;
	return FORNIX_OK;
}

void
report_fini(struct report *report)
{
	lines_fini(&report->queries);
	lines_fini(&report->missing);
	lines_fini(&report->rules);
}
