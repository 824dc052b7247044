/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Runs as files: the part of eval_read.h that is about rankings. */

#include "eval_read.h"

#include <ctype.h>

#include "eval_lines.h"
#include "xalloc.h"

#define FIELDS_RUN 6

/* The least that two scores of a file differ by. */
#define SCORE_STEP 0.000001

struct run_line {
	size_t query; /* number */
	size_t line;
	double score;
	char *document; /* owned until it moves to a ranking */
};

struct reading_run {
	const struct eval_set *set;
	struct run_line *lines;
	size_t count, capacity;
	size_t unknown;
};

static enum fornix_status
take_run(const struct eval_line *line, void *context, struct fornix_error *err)
{
	struct reading_run *reading = context;
	struct span fields[FIELDS_RUN];
	enum fornix_status status;
	struct eval_query *query;
	double score;
	char *id;

	if (eval_line_fields(line, fields, FIELDS_RUN) != FIELDS_RUN)
		return eval_line_fail(line, FORNIX_ERR_INPUT, err,
		    "not six fields: write 'QUERY Q0 DOCUMENT RANK SCORE TAG'");
	if (!eval_line_number(fields[4], &score))
		return eval_line_fail(line, FORNIX_ERR_INPUT, err, "score '%.*s' is no number",
		    eval_line_shown(fields[4]), fields[4].data);
	status = eval_line_check_name(line, fields[2], err);
	if (status != FORNIX_OK)
		return status;
	id = xstrndup(fields[0].data, fields[0].length);
	query = eval_set_find(reading->set, id);
	free(id);
	if (query == NULL) {
		reading->unknown++;
		return FORNIX_OK;
	}
	XALLOC_GROW(reading->lines, reading->count, reading->capacity);
	reading->lines[reading->count++] = (struct run_line){.query = query->number,
	    .line = line->number,
	    .score = score,
	    .document = xstrndup(fields[2].data, fields[2].length)};
	return FORNIX_OK;
}

static int
compare_query(const struct run_line *a, const struct run_line *b)
{
	return (a->query > b->query) - (a->query < b->query);
}

static int
compare_by_document(const void *a, const void *b)
{
	const struct run_line *first = a, *second = b;
	int order = compare_query(first, second);

	if (order == 0)
		order = strcmp(first->document, second->document);
	return order != 0 ? order : (first->line > second->line) - (first->line < second->line);
}

static int
compare_by_score(const void *a, const void *b)
{
	const struct run_line *first = a, *second = b;
	int order = compare_query(first, second);

	if (order == 0)
		order = (first->score < second->score) - (first->score > second->score);
	return order != 0 ? order : strcmp(second->document, first->document);
}

static enum fornix_status
check_twice(const char *file, struct reading_run *reading, struct fornix_error *err)
{
	size_t i;

	if (reading->count == 0)
		return FORNIX_OK;
	qsort(reading->lines, reading->count, sizeof *reading->lines, compare_by_document);
	for (i = 1; i < reading->count; i++) {
		const struct run_line *line = &reading->lines[i];

		if (line->query == line[-1].query &&
		    strcmp(line->document, line[-1].document) == 0)
			return error_set(err, FORNIX_ERR_INPUT,
			    "'%s:%zu': '%.200s' is there already, in line %zu: remove one",
			    file, line->line, line->document, line[-1].line);
	}
	return FORNIX_OK;
}

static void
take_rankings(struct reading_run *reading, unsigned depth, struct eval_run *run)
{
	size_t i, first, count;

	if (reading->count == 0)
		return;
	qsort(reading->lines, reading->count, sizeof *reading->lines, compare_by_score);
	for (first = 0; first < reading->count; first += count) {
		struct run_line *lines = reading->lines + first;
		struct eval_ranking *ranking = &run->rankings[lines->query];

		for (count = 1;
		     first + count < reading->count && lines[count].query == lines->query;
		     count++)
			;
		ranking->hit_count = count < depth ? count : depth;
		ranking->hits = xcalloc(ranking->hit_count, sizeof *ranking->hits);
		for (i = 0; i < ranking->hit_count; i++) {
			ranking->hits[i] = (struct eval_hit){lines[i].document, lines[i].score};
			lines[i].document = NULL;
		}
	}
}

enum fornix_status
eval_read_run(const char *file, const struct eval_set *set, unsigned depth,
    struct eval_run *ret_run, size_t *ret_unknown, struct fornix_error *err)
{
	struct reading_run reading = {.set = set};
	enum fornix_status status;
	size_t i;

	status = eval_lines_read(file, take_run, &reading, err);
	if (status == FORNIX_OK)
		status = check_twice(file, &reading, err);
	if (status == FORNIX_OK) {
		eval_run_init(ret_run, set);
		take_rankings(&reading, depth, ret_run);
		*ret_unknown = reading.unknown;
	}
	for (i = 0; i < reading.count; i++)
		free(reading.lines[i].document);
	free(reading.lines);
	return status;
}

/* Documents that hold white space cannot be judged: anything may stand for it. */
static void
append_document(struct buffer *out, const char *document)
{
	for (; *document != '\0'; document++)
		buffer_append_char(out, isspace((unsigned char)*document) ? '_' : *document);
}

void
eval_format_run(struct buffer *out, const struct eval_set *set, const struct eval_run *run)
{
	size_t i, j;

	for (i = 0; i < run->count; i++) {
		const struct eval_ranking *ranking = &run->rankings[i];
		double score = 0;

		for (j = 0; j < ranking->hit_count; j++) {
			const struct eval_hit *hit = &ranking->hits[j];

			score = j == 0 || hit->score < score - SCORE_STEP ? hit->score
									  : score - SCORE_STEP;
			buffer_printf(out, "%s Q0 ", set->queries[i]->id);
			append_document(out, hit->document);
			buffer_printf(out, " %zu %.6f fornix\n", j + 1, score);
		}
	}
}
