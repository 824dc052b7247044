/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report_nearest.h"

#include <string.h>

#include "analyze.h"
#include "buffer.h"
#include "glossary.h"
#include "spell.h"
#include "xalloc.h"

#define GLOSSARY_LINE_MAX 400

static enum fornix_status
run(struct searcher *searcher, const char *query, size_t length,
    struct search_result **ret_result, struct fornix_error *err)
{
	struct search_request request = SEARCH_REQUEST_INIT;

	request.query = query;
	request.query_length = length;
	request.per_page = 1;
	return search_run(searcher, &request, ret_result, err);
}

/* Of the words that are like those of text, the one that is so most; false: there is none. */
static bool
find_similar(
    const struct vocabulary *vocabulary, const char *text, struct spell_candidate *ret_best)
{
	struct spell_candidate candidate;
	size_t length;

	*ret_best = (struct spell_candidate){.score = 0};
	for (; *text != '\0'; text += length + (text[length] == ' ')) {
		length = strcspn(text, " ");
		if (spell_candidates(
			vocabulary, (struct span){text, length}, NULL, &candidate, 1) == 1 &&
		    candidate.score > ret_best->score)
			*ret_best = candidate;
	}
	return ret_best->score > 0;
}

/* Another query in place of one that found nothing; *result is NULL when there is none. */
static enum fornix_status
run_instead(struct searcher *searcher, const struct vocabulary *vocabulary, const char *text,
    struct search_result **result, struct fornix_error *err)
{
	struct search_result *before = *result;
	enum fornix_status status = FORNIX_OK;
	struct spell_candidate similar;

	*result = NULL;
	if (before->correction.suggestion_count > 0) {
		const char *suggestion = before->correction.suggestions[0];

		status = run(searcher, suggestion, strlen(suggestion), result, err);
	} else if (vocabulary != NULL && find_similar(vocabulary, text, &similar)) {
		status = run(searcher, similar.text.data, similar.text.length, result, err);
	}
	search_result_free(before);
	return status;
}

static void
add_word(const struct analyze_token *token, void *context)
{
	struct buffer *out = context;

	if (token->kind == ANALYZE_JOINED)
		return;
	if (out->length > 0)
		buffer_append_char(out, ' ');
	buffer_append(out, token->word, token->word_length);
}

static void
note_problem(unsigned line, const char *reason, void *context)
{
	(void)line;
	(void)reason;
	*(bool *)context = true;
}

/* What a title is about stands before a colon; NULL when no line of it would be taken. */
static char *
glossary_line(struct analyzer *analyzer, const char *text, const char *title)
{
	size_t length = report_titles_subject(title);
	struct buffer subject, line;
	bool has_problem = false;

	buffer_init(&subject, GLOSSARY_LINE_MAX);
	buffer_init(&line, 2 * GLOSSARY_LINE_MAX);
	analyze_text(analyzer, title, length, 0, add_word, &subject);
	buffer_printf(&line, "%s => %s", text, subject.data);
	glossary_free(
	    glossary_parse(analyzer, line.data, line.length, note_problem, &has_problem));
	has_problem |= subject.failed || subject.length == 0 || line.failed ||
		       strcmp(text, subject.data) == 0;
	buffer_fini(&subject);
	if (!has_problem)
		return buffer_take(&line, NULL);
	buffer_fini(&line);
	return NULL;
}

static void
fill(struct analyzer *analyzer, struct report_line *line, const char *title, const char *id)
{
	line->title = xstrdup(title);
	line->id = xstrdup(id);
	if (!line->is_found)
		line->glossary = glossary_line(analyzer, line->text, line->title);
}

enum fornix_status
report_nearest(struct searcher *searcher, const struct vocabulary *vocabulary,
    const struct report_titles *titles, struct analyzer *analyzer, struct report_line *line,
    struct fornix_error *err)
{
	const struct report_title *alike;
	struct search_result *result = NULL;
	enum fornix_status status;

	status = run(searcher, line->text, strlen(line->text), &result, err);
	if (status != FORNIX_OK)
		return status;
	line->is_found = result->total > 0;
	if (result->hit_count == 0)
		status = run_instead(searcher, vocabulary, line->text, &result, err);
	if (status != FORNIX_OK)
		return status;
	if (result != NULL && result->hit_count > 0) {
		fill(analyzer, line, result->hits[0].title.text, result->hits[0].id);
	} else {
		alike = report_titles_nearest(titles, analyzer, line->text);
		if (alike != NULL)
			fill(analyzer, line, alike->title, alike->id);
	}
	search_result_free(result);
	return FORNIX_OK;
}
