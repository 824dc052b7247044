/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd_explain.h"

#include <string.h>

#include "escape.h"

#define NAME_WIDTH 40
#define LINE_WIDTH 96

/* Not by "%f", which would write the comma of the locale. */
static void
put_number(struct buffer *out, double number)
{
	unsigned long hundredths = (unsigned long)(number * 100 + 0.5);

	buffer_printf(out, "%lu.%02lu", hundredths / 100, hundredths % 100);
}

static void
put_text(struct buffer *out, const char *text)
{
	escape_terminal(out, text, strlen(text));
}

/* "hfs for hemifacial spasm" */
static void
put_name(struct buffer *out, const struct explain_part *part)
{
	put_text(out, part->text);
	switch (part->kind) {
	case EXPLAIN_TYPED:
		break;
	case EXPLAIN_CORRECTION:
	case EXPLAIN_SYNONYM:
		buffer_append_string(out, " for ");
		put_text(out, part->typed);
		break;
	case EXPLAIN_PAIR:
		buffer_append_string(out, " side by side");
		break;
	case EXPLAIN_OTHER:
		break;
	}
}

/* Begins another line where the text would not fit into this one. */
static void
put_piece(struct buffer *out, size_t *line_start, const struct buffer *piece, bool is_first)
{
	if (!is_first && out->length - *line_start + piece->length + 3 > LINE_WIDTH) {
		buffer_append_string(out, "\n       ");
		*line_start = out->length - strlen("       ");
	}
	buffer_append_string(out, is_first ? "" : " + ");
	buffer_append(out, piece->data, piece->length);
}

/* "2.15 hemifacial + 2.17 spasm, x 2.00 for the title" */
static void
put_sum(struct buffer *out, const struct explanation *explanation, size_t hit)
{
	size_t start = out->length, i;
	bool is_first = true;
	struct buffer piece CLEANUP_BUFFER;

	buffer_init(&piece, out->max);
	buffer_append_string(out, "       = ");
	for (i = 0; i < explanation->part_count; i++) {
		const struct explain_part *part = &explanation->parts[i];

		if (part->weights[hit] <= 0)
			continue;
		buffer_clear(&piece);
		put_number(&piece, part->weights[hit]);
		buffer_append_char(&piece, ' ');
		put_name(&piece, part);
		put_piece(out, &start, &piece, is_first);
		is_first = false;
	}
	if (explanation->titles[hit] > 1) {
		buffer_append_string(out, ", x ");
		put_number(out, explanation->titles[hit]);
		buffer_append_string(out, " for the title");
	}
	if (explanation->gains[hit] > 0) {
		buffer_append_string(out, is_first ? "" : ", + ");
		put_number(out, explanation->gains[hit]);
		buffer_append_string(out, " for articles near to it");
	}
	buffer_append_char(out, '\n');
}

void
cmd_explain_put_hits(struct buffer *out, const struct search_result *result)
{
	size_t i;

	buffer_printf(
	    out, "articles: %s%u\n", result->total_is_exact ? "" : "about ", result->total);
	for (i = 0; i < result->hit_count; i++) {
		const struct search_hit *hit = &result->hits[i];

		buffer_append_string(out, "  ");
		put_number(out, hit->score);
		buffer_append_char(out, ' ');
		put_text(out, hit->id);
		buffer_append_string(out, hit->is_loose ? " (barely related)\n" : "\n");
		put_sum(out, result->explanation, i);
	}
}

static void
put_cell(struct buffer *out, double number, bool is_factor)
{
	struct buffer cell CLEANUP_BUFFER;

	buffer_init(&cell, 64);
	if (is_factor)
		buffer_append_string(&cell, "x ");
	if (number > 0)
		put_number(&cell, number);
	else
		buffer_append_char(&cell, '-');
	buffer_printf(out, " %9s", cell.data);
}

/* A line of the table: the article, and the first of all where that is another one. */
static void
put_row(struct buffer *out, const char *name, const struct explanation *explanation,
    const double *numbers, bool is_factor)
{
	size_t article = explanation->hit_count;

	buffer_printf(out, "  %-*s", NAME_WIDTH, name);
	put_cell(out, numbers[article], is_factor);
	if (article > 0 && explanation->rank != 1)
		put_cell(out, numbers[0], is_factor);
	buffer_append_char(out, '\n');
}

static void
put_table(struct buffer *out, const struct explanation *explanation)
{
	size_t i;
	struct buffer name CLEANUP_BUFFER;

	buffer_init(&name, out->max);
	buffer_printf(out, "  %-*s %9s", NAME_WIDTH, "", "this one");
	buffer_append_string(
	    out, explanation->hit_count > 0 && explanation->rank != 1 ? " the first\n" : "\n");
	for (i = 0; i < explanation->part_count; i++) {
		const struct explain_part *part = &explanation->parts[i];

		if (part->weights[explanation->hit_count] <= 0 &&
		    (explanation->hit_count == 0 || part->weights[0] <= 0))
			continue;
		buffer_clear(&name);
		put_name(&name, part);
		put_row(out, name.data, explanation, part->weights, false);
	}
	put_row(out, "for the title", explanation, explanation->titles, true);
	put_row(out, "for articles near to it", explanation, explanation->gains, false);
	put_row(out, "score", explanation, explanation->scores, false);
}

static void
put_clauses(struct buffer *out, const struct explanation *explanation)
{
	static const char *const lacking[] = {
	    [EXPLAIN_WANTED] = "it lacks ", [EXPLAIN_REQUIRED] = "missing: it must have "};
	size_t i;

	for (i = 0; i < explanation->clause_count; i++) {
		const struct explain_clause *clause = &explanation->clauses[i];

		if (clause->demand == EXPLAIN_IGNORED ||
		    clause->is_there != (clause->demand == EXPLAIN_EXCLUDED))
			continue;
		buffer_append_string(out, "  ");
		if (clause->demand == EXPLAIN_EXCLUDED)
			buffer_append_string(out, "missing: it has what must not be there, ");
		else
			buffer_append_string(out, lacking[clause->demand]);
		put_text(out, clause->text);
		buffer_append_char(out, '\n');
	}
}

static void
put_filters(struct buffer *out, const struct explanation *explanation)
{
	static const char *const names[EXPLAIN_FILTERS] = {[EXPLAIN_FILTER_TAG] = "--tag",
	    [EXPLAIN_FILTER_SECTION] = "--in",
	    [EXPLAIN_FILTER_SINCE] = "--since"};
	size_t i;

	for (i = 0; i < EXPLAIN_FILTERS; i++) {
		if (explanation->filtered[i])
			buffer_printf(out, "  missing: %s leaves it out\n", names[i]);
	}
}

static void
put_place(struct buffer *out, const struct search_result *result)
{
	const struct explanation *explanation = result->explanation;

	if (explanation->rank == 0)
		buffer_append_string(out, "not found\n");
	else
		buffer_printf(out, "number %zu of %s%u%s\n", explanation->rank,
		    result->total_is_exact ? "" : "about ", result->total,
		    explanation->is_loose ? " and those that are barely related" : "");
	if (explanation->is_loose)
		buffer_printf(out,
		    "  barely related: its score is below %d %% of the first one's\n",
		    (int)(MATCH_LOOSE_SHARE * 100));
	if (explanation->rank > 0 && !explanation->is_shown)
		buffer_append_string(out, explanation->is_loose
					      ? "  not shown: such articles fill up the last "
						"page, and it comes behind\n"
					      : "  not shown: it is out of reach\n");
}

/* Why an article that may be found is not among what is ranked. */
static void
put_absence(struct buffer *out, const struct search_result *result)
{
	const struct explanation *explanation = result->explanation;
	bool may_match = explanation->clause_count > 0;
	size_t i;

	for (i = 0; i < EXPLAIN_FILTERS; i++)
		may_match &= !explanation->filtered[i];
	for (i = 0; i < explanation->clause_count; i++) {
		const struct explain_clause *clause = &explanation->clauses[i];

		if (clause->demand == EXPLAIN_EXCLUDED || clause->demand == EXPLAIN_REQUIRED)
			may_match &= clause->is_there == (clause->demand == EXPLAIN_REQUIRED);
	}
	if (may_match && result->total >= SEARCH_EXACT_MATCHES)
		buffer_printf(out,
		    "  missing: not among the best %d, or it has none of the words\n",
		    SEARCH_EXACT_MATCHES);
	else if (may_match)
		buffer_append_string(out, "  missing: it has none of the words\n");
}

void
cmd_explain_put_article(struct buffer *out, const struct cmd_explain_answer *answer)
{
	const struct explanation *explanation = answer->result->explanation;

	buffer_append_string(out, "article: ");
	put_text(out, answer->id);
	buffer_append_string(out, ", ");
	if (answer->is_new) {
		buffer_append_string(out,
		    "not indexed: 'fornix index' has not seen its file, or could not take it\n");
		return;
	}
	if (answer->article.document == 0) {
		buffer_append_string(out, "left out of the index: ");
		put_text(out, answer->article.reason);
		buffer_append_char(out, '\n');
	} else {
		put_place(out, answer->result);
	}
	if (answer->is_changed)
		buffer_append_string(
		    out, "  its file has changed since it was indexed: run 'fornix index'\n");
	if (answer->article.document == 0)
		return;
	put_filters(out, explanation);
	put_clauses(out, explanation);
	if (explanation->rank == 0)
		put_absence(out, answer->result);
	else
		put_table(out, explanation);
}
