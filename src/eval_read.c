/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "eval_read.h"

#include <math.h>

#include "eval_lines.h"
#include "xalloc.h"

#define FIELDS_QRELS 4

static enum fornix_status
add_query(const struct eval_line *line, struct eval_set *set, const char *id, struct span text,
    struct eval_query **ret_query, struct fornix_error *err)
{
	char *copy;

	if (set->query_count == EVAL_QUERIES_MAX)
		return eval_line_fail(
		    line, FORNIX_ERR_LIMIT, err, "more than %d queries", EVAL_QUERIES_MAX);
	copy = xstrndup(text.data, text.length);
	*ret_query = eval_set_add(set, id, copy);
	free(copy);
	return FORNIX_OK;
}

static enum fornix_status
check_text(const struct eval_line *line, struct span text, struct fornix_error *err)
{
	if (text.length == 0)
		return eval_line_fail(line, FORNIX_ERR_INPUT, err, "an empty query: write one");
	if (text.length > EVAL_QUERY_BYTES_MAX)
		return eval_line_fail(line, FORNIX_ERR_LIMIT, err,
		    "a query of more than %d bytes", EVAL_QUERY_BYTES_MAX);
	return FORNIX_OK;
}

static enum fornix_status
add_judged(const struct eval_line *line, struct eval_query *query, struct span document,
    int grade, struct fornix_error *err)
{
	enum fornix_status status = eval_line_check_name(line, document, err);

	if (status != FORNIX_OK)
		return status;
	XALLOC_GROW(query->judged, query->judged_count, query->judged_capacity);
	query->judged[query->judged_count++] =
	    (struct eval_judged){.document = xstrndup(document.data, document.length),
		.grade = grade,
		.line = line->number};
	return FORNIX_OK;
}

static int
compare_judged(const void *a, const void *b)
{
	const struct eval_judged *first = a, *second = b;
	int order = strcmp(first->document, second->document);

	return order != 0 ? order : (first->line > second->line) - (first->line < second->line);
}

/* Brings the judgements into their order, in which one that comes twice shows. */
static enum fornix_status
sort_judged(const char *file, struct eval_set *set, struct fornix_error *err)
{
	size_t i, j;

	for (i = 0; i < set->query_count; i++) {
		struct eval_query *query = set->queries[i];

		if (query->judged_count == 0)
			continue;
		qsort(
		    query->judged, query->judged_count, sizeof *query->judged, compare_judged);
		for (j = 1; j < query->judged_count; j++) {
			const struct eval_judged *judged = &query->judged[j];

			if (strcmp(judged[-1].document, judged->document) == 0)
				return error_set(err, FORNIX_ERR_INPUT,
				    "'%s:%zu': '%.200s' is judged already, in line %zu: remove one",
				    file, judged->line, judged->document, judged[-1].line);
		}
	}
	return FORNIX_OK;
}

static enum fornix_status
read_grade(
    const struct eval_line *line, struct span text, int *ret_grade, struct fornix_error *err)
{
	double grade;

	if (!eval_line_number(text, &grade) || fabs(grade) > EVAL_GRADE_MAX ||
	    grade != trunc(grade))
		return eval_line_fail(line, FORNIX_ERR_INPUT, err,
		    "grade '%.*s' is no whole number from %d to %d", eval_line_shown(text),
		    text.data, -EVAL_GRADE_MAX, EVAL_GRADE_MAX);
	*ret_grade = (int)grade;
	return FORNIX_OK;
}

char *
eval_read_id(struct span text)
{
	static const char special[] = "%+\t\r\v\f";
	char *id = xmalloc(3 * text.length + 1), *end = id;
	size_t i;

	for (i = 0; i < text.length; i++) {
		if (text.data[i] == ' ')
			*end++ = '+';
		else if (strchr(special, text.data[i]) != NULL)
			end += snprintf(end, 4, "%%%02X", (unsigned)text.data[i]);
		else
			*end++ = text.data[i];
	}
	*end = '\0';
	return id;
}

static enum fornix_status
read_articles(const struct eval_line *line, struct eval_query *query, struct span articles,
    struct span grades, struct fornix_error *err)
{
	bool has_grades = grades.length > 0, has_list = eval_line_has(grades, '|');
	enum fornix_status status = FORNIX_OK;
	struct span article, text = grades;
	bool is_first = true, more = true;
	int grade;

	while (status == FORNIX_OK && more) {
		more = eval_line_has(articles, '|');
		if (has_list && more != eval_line_has(grades, '|'))
			return eval_line_fail(line, FORNIX_ERR_INPUT, err,
			    "not as many grades as articles: write one grade, or one for each");
		article = eval_line_cut(&articles, '|');
		if (has_list)
			text = eval_line_cut(&grades, '|');
		grade = is_first ? 2 : 1;
		is_first = false;
		if (has_grades)
			status = read_grade(line, text, &grade, err);
		if (status == FORNIX_OK)
			status = add_judged(line, query, article, grade, err);
	}
	return status;
}

static enum fornix_status
take_practice(const struct eval_line *line, void *context, struct fornix_error *err)
{
	struct span rest = line->text, text, articles;
	struct eval_set *set = context;
	struct eval_query *query;
	enum fornix_status status;
	char *id;

	if (rest.data[0] == '#')
		return FORNIX_OK;
	if (!eval_line_has(rest, '\t'))
		return eval_line_fail(line, FORNIX_ERR_INPUT, err,
		    "no tab: write the query, a tab and the articles");
	text = eval_line_cut(&rest, '\t');
	articles = eval_line_cut(&rest, '\t');
	status = check_text(line, text, err);
	if (status != FORNIX_OK)
		return status;
	id = eval_read_id(text);
	query = eval_set_find(set, id);
	if (query == NULL)
		status = add_query(line, set, id, text, &query, err);
	free(id);
	if (status == FORNIX_OK)
		status = read_articles(line, query, articles, rest, err);
	return status;
}

enum fornix_status
eval_read_practice(const char *file, struct eval_set *set, struct fornix_error *err)
{
	enum fornix_status status = eval_lines_read(file, take_practice, set, err);

	return status == FORNIX_OK ? sort_judged(file, set, err) : status;
}

static enum fornix_status
take_query(const struct eval_line *line, void *context, struct fornix_error *err)
{
	struct span text = line->text, id;
	struct eval_set *set = context;
	enum fornix_status status;
	struct eval_query *query;
	char *name CLEANUP_FREE = NULL;

	if (text.data[0] == '#')
		return FORNIX_OK;
	if (!eval_line_has(text, '\t'))
		return eval_line_fail(line, FORNIX_ERR_INPUT, err,
		    "no tab: write the query's name, a tab and the query");
	id = eval_line_cut(&text, '\t');
	status = eval_line_check_name(line, id, err);
	if (status == FORNIX_OK)
		status = check_text(line, text, err);
	if (status != FORNIX_OK)
		return status;
	name = xstrndup(id.data, id.length);
	query = eval_set_find(set, name);
	if (query != NULL)
		return eval_line_fail(line, FORNIX_ERR_INPUT, err,
		    "query '%.200s' is there already: remove one", query->id);
	return add_query(line, set, name, text, &query, err);
}

enum fornix_status
eval_read_queries(const char *file, struct eval_set *set, struct fornix_error *err)
{
	return eval_lines_read(file, take_query, set, err);
}

struct reading_qrels {
	struct eval_set *set;
	size_t unknown;
};

static enum fornix_status
take_qrel(const struct eval_line *line, void *context, struct fornix_error *err)
{
	struct reading_qrels *reading = context;
	struct span fields[FIELDS_QRELS];
	enum fornix_status status;
	struct eval_query *query;
	char *id;
	int grade;

	if (eval_line_fields(line, fields, FIELDS_QRELS) != FIELDS_QRELS)
		return eval_line_fail(line, FORNIX_ERR_INPUT, err,
		    "not four fields: write 'QUERY 0 DOCUMENT GRADE'");
	status = read_grade(line, fields[3], &grade, err);
	if (status != FORNIX_OK)
		return status;
	id = xstrndup(fields[0].data, fields[0].length);
	query = eval_set_find(reading->set, id);
	free(id);
	if (query != NULL)
		return add_judged(line, query, fields[2], grade, err);
	reading->unknown++;
	return FORNIX_OK;
}

enum fornix_status
eval_read_qrels(
    const char *file, struct eval_set *set, size_t *ret_unknown, struct fornix_error *err)
{
	struct reading_qrels reading = {.set = set};
	enum fornix_status status = eval_lines_read(file, take_qrel, &reading, err);

	if (status == FORNIX_OK)
		status = sort_judged(file, set, err);
	if (status == FORNIX_OK)
		*ret_unknown = reading.unknown;
	return status;
}
