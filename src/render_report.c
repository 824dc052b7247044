/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render_report.h"

#include <stdio.h>
#include <string.h>

#include "escape.h"
#include "json.h"

#define QUERY_COLUMNS_MAX 44 /* wider ones push what is behind them */
#define BOLD              "\033[1m"
#define PLAIN             "\033[0m"

static size_t
shown(const struct report_lines *lines, const struct render_report_options *options)
{
	return lines->count < options->top ? lines->count : options->top;
}

static void
append_day(struct buffer *out, uint32_t day)
{
	buffer_printf(out, "%04u-%02u-%02u", day / 10000, day / 100 % 100, day % 100);
}

static void
append_safe(struct buffer *out, const char *text)
{
	escape_terminal(out, text, strlen(text));
}

/* 1234567 as 1,234,567, right-aligned. */
static void
append_number(struct buffer *out, uint64_t number, int width)
{
	char digits[24], grouped[32];
	int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number), i,
	    k = 0;

	for (i = 0; i < length; i++) {
		if (i > 0 && (length - i) % 3 == 0)
			grouped[k++] = ',';
		grouped[k++] = digits[i];
	}
	grouped[k] = '\0';
	buffer_printf(out, "%*s", width, grouped);
}

static void
heading(const struct render_report_options *options, const char *text, struct buffer *out)
{
	buffer_printf(out, "\n%s%s%s\n", options->with_colour ? BOLD : "", text,
	    options->with_colour ? PLAIN : "");
}

static void
total(const char *label, uint64_t number, uint64_t of, struct buffer *out)
{
	buffer_printf(out, "  %-20s", label);
	append_number(out, number, 9);
	if (of > 0)
		buffer_printf(
		    out, "  %3llu %%", (unsigned long long)((number * 100 + of / 2) / of));
	buffer_append_char(out, '\n');
}

static void
totals(const struct report *report, struct buffer *out)
{
	const uint32_t *number = report->totals.number;
	uint64_t all = report->searches;

	total("searches", all, 0, out);
	total("nothing found", number[REPORT_FOUND_NONE], all, out);
	total("1 to 3 found", number[REPORT_FOUND_FEW], all, out);
	total("spelling corrected", number[REPORT_CORRECTED], all, out);
	total("spelling offered", number[REPORT_SUGGESTED], all, out);
	total("other words added", number[REPORT_SYNONYMS], all, out);
	total("urgent help shown", number[REPORT_URGENT], all, out);
	total("withheld", number[REPORT_WITHHELD], all, out);
	total("rare", report->rare, all, out);
	if (number[REPORT_MISSED] > 0)
		total("too many to count", number[REPORT_MISSED], 0, out);
	buffer_printf(out,
	    "\n  Withheld: they look like something of a person.  Rare: texts that were asked\n"
	    "  for fewer than %u times in these days.  Neither is shown.\n",
	    report->min_count);
}

static void
pad(struct buffer *out, size_t start, size_t columns)
{
	size_t i, used = 0;

	for (i = start; i < out->length; i++)
		used += ((unsigned char)out->data[i] & 0xC0) != 0x80;
	for (; used < columns; used++)
		buffer_append_char(out, ' ');
}

static size_t
text_columns(const struct report_lines *lines, size_t count)
{
	size_t i, widest = 5, length;

	for (i = 0; i < count; i++) {
		length = strlen(lines->items[i].text);
		if (length > widest)
			widest = length;
	}
	return widest < QUERY_COLUMNS_MAX ? widest : QUERY_COLUMNS_MAX;
}

static void
queries(const struct report *report, const struct render_report_options *options,
    struct buffer *out)
{
	size_t count = shown(&report->queries, options), i;

	heading(options, "Most asked for", out);
	if (count == 0)
		buffer_append_string(out, "  nothing often enough yet\n");
	else
		buffer_append_string(out, "  searches  nothing found  corrected  query\n");
	for (i = 0; i < count; i++) {
		const struct report_line *line = &report->queries.items[i];

		append_number(out, report_counts_searches(&line->counts), 10);
		append_number(out, line->counts.number[REPORT_FOUND_NONE], 15);
		append_number(out,
		    (uint64_t)line->counts.number[REPORT_CORRECTED] +
			line->counts.number[REPORT_SUGGESTED],
		    11);
		buffer_append_string(out, "  ");
		append_safe(out, line->text);
		buffer_append_char(out, '\n');
	}
}

static void
missing(const struct report *report, const struct render_report_options *options,
    struct buffer *out)
{
	size_t count = shown(&report->missing, options), i, start;
	size_t columns = text_columns(&report->missing, count);

	if (count == 0)
		return;
	heading(options, "Nothing found for", out);
	buffer_printf(out, "     times  %-*s  nearest article\n", (int)columns, "query");
	for (i = 0; i < count; i++) {
		const struct report_line *line = &report->missing.items[i];

		append_number(out, line->counts.number[REPORT_FOUND_NONE], 10);
		buffer_append_string(out, "  ");
		start = out->length;
		append_safe(out, line->text);
		pad(out, start, columns);
		buffer_append_string(out, "  ");
		append_safe(out, line->title != NULL ? line->title : "-");
		buffer_append_string(out, line->is_found ? " (found today)\n" : "\n");
	}
}

static void
glossary(const struct report *report, const struct render_report_options *options,
    struct buffer *out)
{
	size_t count = shown(&report->missing, options), i;
	bool is_first = true;

	for (i = 0; i < count; i++) {
		if (report->missing.items[i].glossary == NULL)
			continue;
		if (is_first)
			heading(
			    options, "For _search/glossary.txt, where both mean the same", out);
		is_first = false;
		buffer_append_string(out, "  ");
		append_safe(out, report->missing.items[i].glossary);
		buffer_append_char(out, '\n');
	}
}

static void
rules(const struct report *report, const struct render_report_options *options,
    struct buffer *out)
{
	size_t count = shown(&report->rules, options), i;

	if (count == 0)
		return;
	heading(options, "Urgent help", out);
	buffer_append_string(out, "     times  rule\n");
	for (i = 0; i < count; i++) {
		append_number(out, report->rules.items[i].counts.number[REPORT_URGENT], 10);
		buffer_append_string(out, "  ");
		append_safe(out, report->rules.items[i].text);
		buffer_append_char(out, '\n');
	}
}

void
render_report_text(const struct report *report, const struct render_report_options *options,
    struct buffer *out)
{
	buffer_printf(out, "%sSearches from ", options->with_colour ? BOLD : "");
	append_day(out, report->first_day);
	buffer_append_string(out, " to ");
	append_day(out, report->last_day);
	buffer_printf(out, "%s\n\n", options->with_colour ? PLAIN : "");
	totals(report, out);
	queries(report, options, out);
	missing(report, options, out);
	glossary(report, options, out);
	rules(report, options, out);
}

/* Names of counters, in JSON and as columns of CSV. */
static const char *const count_names[REPORT_COUNTS] = {
    [REPORT_FOUND_NONE] = "none",
    [REPORT_FOUND_FEW] = "few",
    [REPORT_FOUND_MANY] = "many",
    [REPORT_CORRECTED] = "corrected",
    [REPORT_SUGGESTED] = "suggested",
    [REPORT_SYNONYMS] = "synonyms",
    [REPORT_URGENT] = "urgent",
    [REPORT_WITHHELD] = "withheld",
    [REPORT_MISSED] = "missed",
};

static void
put_day(struct json *json, const char *key, uint32_t day)
{
	struct buffer text;

	buffer_init(&text, 32);
	append_day(&text, day);
	json_put_key(json, key);
	json_put_string(json, text.data);
	buffer_fini(&text);
}

static void
put_counts(struct json *json, const struct report_counts *counts, int count)
{
	int i;

	json_put_key(json, "searches");
	json_put_number(json, report_counts_searches(counts));
	for (i = 0; i < count; i++) {
		json_put_key(json, count_names[i]);
		json_put_number(json, counts->number[i]);
	}
}

static void
put_text(struct json *json, const char *key, const char *text)
{
	json_put_key(json, key);
	json_put_string(json, text);
}

static void
put_queries(struct json *json, const struct report_lines *lines, size_t count, bool is_missing)
{
	size_t i;

	json_array_begin(json);
	for (i = 0; i < count; i++) {
		const struct report_line *line = &lines->items[i];

		json_object_begin(json);
		put_text(json, "query", line->text);
		put_counts(json, &line->counts, REPORT_URGENT);
		if (is_missing) {
			json_put_key(json, "foundToday");
			json_put_bool(json, line->is_found);
			put_text(json, "nearestId", line->id);
			put_text(json, "nearestTitle", line->title);
			put_text(json, "glossaryLine", line->glossary);
		}
		json_object_end(json);
	}
	json_array_end(json);
}

static void
put_rules(struct json *json, const struct report_lines *lines, size_t count)
{
	size_t i;

	json_array_begin(json);
	for (i = 0; i < count; i++) {
		json_object_begin(json);
		put_text(json, "rule", lines->items[i].text);
		json_put_key(json, "times");
		json_put_number(json, lines->items[i].counts.number[REPORT_URGENT]);
		json_object_end(json);
	}
	json_array_end(json);
}

void
render_report_json(const struct report *report, const struct render_report_options *options,
    struct buffer *out)
{
	struct json json;

	json_init(&json, out);
	json_object_begin(&json);
	put_day(&json, "from", report->first_day);
	put_day(&json, "to", report->last_day);
	json_put_key(&json, "minCount");
	json_put_number(&json, report->min_count);
	json_put_key(&json, "totals");
	json_object_begin(&json);
	put_counts(&json, &report->totals, REPORT_COUNTS);
	json_put_key(&json, "rare");
	json_put_number(&json, (int64_t)report->rare);
	json_object_end(&json);
	json_put_key(&json, "queries");
	put_queries(&json, &report->queries, shown(&report->queries, options), false);
	json_put_key(&json, "nothingFound");
	put_queries(&json, &report->missing, shown(&report->missing, options), true);
	json_put_key(&json, "urgent");
	put_rules(&json, &report->rules, shown(&report->rules, options));
	json_object_end(&json);
	buffer_append_char(out, '\n');
}

static void
put_cell(struct buffer *out, const char *text)
{
	struct buffer safe;
	size_t i;

	buffer_init(&safe, RENDER_REPORT_BYTES_MAX);
	append_safe(&safe, text != NULL ? text : "");
	buffer_append_string(out, ",\"");
	if (safe.length > 0 && strchr("=+-@|%", safe.data[0]) != NULL)
		buffer_append_char(out, '\'');
	for (i = 0; i < safe.length; i++) {
		if (safe.data[i] == '"')
			buffer_append_char(out, '"');
		buffer_append_char(out, safe.data[i]);
	}
	buffer_append_char(out, '"');
	buffer_fini(&safe);
}

/* title and glossary NULL: empty cells. */
static void
put_row(struct buffer *out, const char *kind, const char *text,
    const struct report_counts *counts, const char *title, const char *line)
{
	int i;

	buffer_append_string(out, kind);
	put_cell(out, text);
	buffer_printf(out, ",%u", report_counts_searches(counts));
	for (i = 0; i < REPORT_COUNTS; i++)
		buffer_printf(out, ",%u", counts->number[i]);
	put_cell(out, title);
	put_cell(out, line);
	buffer_append_string(out, "\r\n");
}

static void
put_rows(struct buffer *out, const char *kind, const struct report_lines *lines, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		const struct report_line *line = &lines->items[i];

		put_row(out, kind, line->text, &line->counts, line->title, line->glossary);
	}
}

void
render_report_csv(const struct report *report, const struct render_report_options *options,
    struct buffer *out)
{
	int i;

	buffer_append_string(out, "kind,text,searches");
	for (i = 0; i < REPORT_COUNTS; i++)
		buffer_printf(out, ",%s", count_names[i]);
	buffer_append_string(out, ",nearest article,glossary line\r\n");
	put_row(out, "total", "", &report->totals, NULL, NULL);
	buffer_printf(out, "rare,\"\",%llu", (unsigned long long)report->rare);
	for (i = 0; i < REPORT_COUNTS; i++)
		buffer_append_char(out, ',');
	buffer_append_string(out, ",\"\",\"\"\r\n");
	put_rows(out, "query", &report->queries, shown(&report->queries, options));
	put_rows(out, "nothing found", &report->missing, shown(&report->missing, options));
	put_rows(out, "urgent", &report->rules, shown(&report->rules, options));
}
