/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "snippet.h"

#include "escape.h"
#include "passage.h"
#include "window.h"
#include "xalloc.h"

_Static_assert(SNIPPET_TERMS_MAX <= WINDOW_GROUPS_MAX, "each term can be a group");

/*
 * Of its weight that a word keeps which is in the title, or in the keywords.  However rare
 * it is, one of the title counts no more than a word beside it would in its place.
 */
#define TITLE_SHARE   0.2
#define KEYWORD_SHARE 0.5

/* What windows of some texts get or lose, in mean weights. */
#define LEAD_BONUS        1.0    /* the article's first text, when only its name is asked for */
#define QUESTIONS_BONUS   (-0.6) /* a list of what to ask */
#define DESCRIPTION_BONUS (-0.8) /* it says what the article tells, and does not tell it */

/* How a section is told to match: what its heading says counts more than its text. */
#define HEADING_WEIGHT  1.5
#define SECTION_SHARE   0.5  /* of the best section's score, for others to be shown */
#define FIGURE_SHARE    0.75 /* of the query's weight, in what is said of a figure */
#define SECTIONS_RANKED (SNIPPET_SECTIONS_MAX + 1) /* one may be the passage's own */

/* The terms by stem: an open hash, with a filter that most words do not pass. */
#define SLOTS (4 * SNIPPET_TERMS_MAX)

struct terms {
	const struct snippet_term *items[SNIPPET_TERMS_MAX];
	double group_weights[WINDOW_GROUPS_MAX];
	uint8_t slots[SLOTS];         /* number of an item from 1, 0 is free */
	struct analyze_starts starts; /* of the stems */
	uint64_t lengths[256]; /* of the stems that begin with the byte: bit n for n bytes */
};

/* How often the words of each group are in one section. */
struct tally {
	unsigned heading[WINDOW_GROUPS_MAX], text[WINDOW_GROUPS_MAX];
};

/* Indexes by score, best first. */
struct ranking {
	size_t count, max;
	unsigned indexes[SECTIONS_RANKED];
	double scores[SECTIONS_RANKED];
};

/* The pass over one text. */
struct scan {
	struct tally *tally; /* NULL: not counted */
	const struct terms *terms;
	struct window *window;
	struct span text;
	size_t sentence;
	unsigned line;
	size_t line_end;
	bool is_prose;
};

static size_t
hash_stem(const char *stem, size_t length)
{
	uint32_t hash = 2166136261U;
	size_t i;

	for (i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)stem[i]) * 16777619U;
	return (hash ^ hash >> 15) % SLOTS;
}

static uint64_t
length_bit(size_t length)
{
	return (uint64_t)1 << length % 64;
}

/* The slot of the stem, or the free one where it belongs. */
static size_t
find_slot(const struct terms *terms, const char *stem, size_t length)
{
	size_t slot = hash_stem(stem, length);
	struct span wanted = {stem, length};

	while (terms->slots[slot] != 0 &&
	       !span_equals(terms->items[terms->slots[slot] - 1]->stem, wanted))
		slot = (slot + 1) % SLOTS;
	return slot;
}

/* The first of two terms with the same stem is kept: a match counts for one group. */
static void
terms_init(struct terms *terms, const struct snippet_term *items, size_t count)
{
	size_t i, slot, kept = 0;

	memset(terms, 0, sizeof *terms);
	for (i = 0; i < count && kept < SNIPPET_TERMS_MAX; i++) {
		const struct snippet_term *item = &items[i];

		if (item->stem.length == 0 || item->group >= WINDOW_GROUPS_MAX)
			continue;
		slot = find_slot(terms, item->stem.data, item->stem.length);
		if (terms->slots[slot] != 0)
			continue;
		terms->items[kept++] = item;
		terms->slots[slot] = (uint8_t)kept;
		analyze_starts_add(&terms->starts, item->stem.data, item->stem.length);
		terms->lengths[(unsigned char)item->stem.data[0]] |=
		    length_bit(item->stem.length);
		if (item->weight > terms->group_weights[item->group])
			terms->group_weights[item->group] = item->weight;
	}
}

static const struct snippet_term *
terms_find(const struct terms *terms, const struct analyze_token *token)
{
	size_t number;

	if ((terms->lengths[(unsigned char)token->stem[0]] & length_bit(token->stem_length)) ==
	    0)
		return NULL;
	number = terms->slots[find_slot(terms, token->stem, token->stem_length)];
	return number > 0 ? terms->items[number - 1] : NULL;
}

/* Words that cannot be any of the terms are not stemmed: nearly all. */
static void
look_through(struct analyzer *analyzer, const struct terms *terms, struct span text,
    analyze_callback *callback, void *context)
{
	analyze_text_starting(
	    analyzer, &terms->starts, text.data, text.length, 0, callback, context);
}

/* Whether the line ends as a statement does; items of lists, links and questions do not. */
static bool
is_prose(struct span line)
{
	if (line.length > 0 && memchr(line.data, '?', line.length) != NULL)
		return false;
	while (line.length > 0 && strchr(" \t)\"'", line.data[line.length - 1]) != NULL)
		line.length--;
	return line.length > 0 && strchr(".!", line.data[line.length - 1]) != NULL;
}

/* Moves to the line of the byte at position at. */
static void
scan_line(struct scan *scan, size_t at)
{
	const char *newline;
	size_t start;

	while (at >= scan->line_end) {
		start = scan->line_end;
		newline = memchr(scan->text.data + start, '\n', scan->text.length - start);
		scan->line_end = newline != NULL ? (size_t)(newline - scan->text.data) + 1
						 : scan->text.length;
		scan->line++;
		if (at < scan->line_end)
			scan->is_prose = is_prose((struct span){scan->text.data + start,
			    scan->line_end - start - (newline != NULL)});
	}
}

static void
scan_token(const struct analyze_token *token, void *context)
{
	struct scan *scan = context;
	const struct snippet_term *term;
	size_t sentence;

	if (token->kind != ANALYZE_JOINED) {
		sentence = passage_sentence_at(scan->text, token->start);
		if (sentence != SIZE_MAX)
			scan->sentence = sentence;
	}
	term = terms_find(scan->terms, token);
	if (term == NULL || !(term->weight > 0))
		return;
	if (scan->tally != NULL)
		scan->tally->text[term->group]++;
	scan_line(scan, token->start);
	window_add(scan->window,
	    &(struct window_match){
		.start = token->start,
		.end = token->end,
		.sentence = scan->sentence,
		.position = token->position,
		.line = scan->line,
		.is_prose = scan->is_prose,
		.is_defined = !term->is_unmarked && token->end < scan->text.length &&
			      scan->text.data[token->end] == ')',
		.group = term->group,
		.weight = term->weight,
	    });
}

static void
scan_heading(const struct analyze_token *token, void *context)
{
	struct scan *scan = context;
	const struct snippet_term *term = terms_find(scan->terms, token);

	if (term == NULL || !(term->weight > 0) || term->is_unmarked)
		return;
	window_add_heading(scan->window, term->group, term->weight);
	scan->tally->heading[term->group]++;
}

static void
ranking_add(struct ranking *ranking, unsigned index, double score)
{
	size_t at = ranking->count;

	if (!(score > 0))
		return;
	while (at > 0 && ranking->scores[at - 1] < score)
		at--;
	if (at == ranking->max)
		return;
	ranking->count += ranking->count < ranking->max;
	memmove(&ranking->indexes[at + 1], &ranking->indexes[at],
	    (ranking->count - 1 - at) * sizeof ranking->indexes[0]);
	memmove(&ranking->scores[at + 1], &ranking->scores[at],
	    (ranking->count - 1 - at) * sizeof ranking->scores[0]);
	ranking->indexes[at] = index;
	ranking->scores[at] = score;
}

/* More of a word adds less and less; a word in the heading is what the section is about. */
static double
score_tally(const struct terms *terms, const struct tally *tally)
{
	double score = 0;
	size_t group;

	for (group = 0; group < WINDOW_GROUPS_MAX; group++) {
		double count = tally->text[group];

		score +=
		    terms->group_weights[group] *
		    (count / (count + 1) + (tally->heading[group] > 0 ? HEADING_WEIGHT : 0));
	}
	return score;
}

/* Whether it is a list of what to ask, in which nothing is answered. */
static bool
asks_questions(struct span text)
{
	const char *mark = memchr(text.data, '?', text.length);

	if (mark == NULL)
		return false;
	mark++;
	return memchr(mark, '?', text.length - (size_t)(mark - text.data)) != NULL;
}

/* As much of the text as left allows; takes it off left. */
static struct span
take(struct span text, size_t *left)
{
	text.length = escape_utf8_cut(text.data, text.length, *left);
	*left -= text.length;
	return text;
}

static void
find_window(struct analyzer *analyzer, const struct record *record, const struct terms *terms,
    double lead_bonus, struct window *window, struct ranking *sections)
{
	size_t left = SNIPPET_SCAN_BYTES;
	struct tally tally;
	struct scan scan;
	unsigned i;

	for (i = 0; i < record->section_count && left > 0; i++) {
		struct record_section section = record_section(record, i);
		struct span heading = take(section.heading, &left);

		if (section.text.length == 0)
			continue;
		memset(&tally, 0, sizeof tally);
		scan = (struct scan){.tally = &tally, .terms = terms, .window = window};
		window_begin(window, (int)i, false,
		    lead_bonus + (asks_questions(section.text) ? QUESTIONS_BONUS : 0));
		lead_bonus = 0;
		look_through(analyzer, terms, heading, scan_heading, &scan);
		window_add_start(window);
		scan.text = take(section.text, &left);
		look_through(analyzer, terms, scan.text, scan_token, &scan);
		if (section.heading.length > 0 && section.anchor.length > 0)
			ranking_add(sections, i, score_tally(terms, &tally));
	}
	/* Last, so that as good a passage of a section, which has a link, is before it. */
	window_begin(window, -1, true, DESCRIPTION_BONUS);
	scan = (struct scan){.terms = terms, .window = window};
	left = SNIPPET_SCAN_BYTES;
	scan.text = take(record->description, &left);
	look_through(analyzer, terms, scan.text, scan_token, &scan);
}

/* Without any match: the description, else the first section that has text. */
static void
find_lead(const struct record *record, struct window_best *ret_best)
{
	unsigned i;

	*ret_best = (struct window_best){.source = -1};
	if (record->description.length > 0)
		return;
	for (i = 0; i < record->section_count; i++) {
		if (record_section(record, i).text.length > 0) {
			ret_best->source = (int)i;
			return;
		}
	}
}

struct marking {
	const struct terms *terms;
	struct snippet_text *text;
};

/*
 * A joined form comes after its parts and stands for them; pairs of ideographs
 * overlap.  Both become one mark.
 */
static void
mark_token(const struct analyze_token *token, void *context)
{
	struct marking *marking = context;
	struct snippet_text *text = marking->text;
	size_t start = token->start, end = token->end;
	const struct snippet_term *term = terms_find(marking->terms, token);

	if (term == NULL || term->is_unmarked)
		return;
	while (text->mark_count > 0) {
		struct snippet_mark *last = &text->marks[text->mark_count - 1];
		size_t last_end = last->start + last->length;

		if (last_end <= start)
			break;
		start = last->start < start ? last->start : start;
		end = last_end > end ? last_end : end;
		text->mark_count--;
	}
	if (text->mark_count < SNIPPET_MARKS_MAX)
		text->marks[text->mark_count++] = (struct snippet_mark){start, end - start};
}

/* Cuts the piece out and marks it; its own words are marked, so offsets need no mapping. */
static void
make_text(struct analyzer *analyzer, const struct terms *terms, struct span text,
    struct passage passage, size_t max, struct snippet_text *ret_text)
{
	struct marking marking = {terms, ret_text};

	ret_text->text = passage_dup(text, passage, max);
	ret_text->mark_count = 0;
	ret_text->marks = xcalloc(SNIPPET_MARKS_MAX, sizeof *ret_text->marks);
	look_through(analyzer, terms, span_from_string(ret_text->text), mark_token, &marking);
}

/* Which of the query's words a text has. */
struct looking {
	const struct terms *terms;
	bool *has_group;
};

static void
look_token(const struct analyze_token *token, void *context)
{
	struct looking *looking = context;
	const struct snippet_term *term = terms_find(looking->terms, token);

	if (term != NULL)
		looking->has_group[term->group] = true;
}

/* Another way to say all of the words would claim one of them for its own group. */
static size_t
put_typed_first(
    const struct snippet_term *terms, size_t term_count, struct snippet_term *ret_terms)
{
	size_t i, count = 0;

	if (term_count > SNIPPET_TERMS_MAX)
		term_count = SNIPPET_TERMS_MAX;
	for (i = 0; i < term_count; i++) {
		if (!terms[i].is_other)
			ret_terms[count++] = terms[i];
	}
	for (i = 0; i < term_count; i++) {
		if (terms[i].is_other)
			ret_terms[count++] = terms[i];
	}
	return count;
}

/* Which of the query's words the article names as what it is about. */
struct topic {
	bool in_title[WINDOW_GROUPS_MAX], in_keywords[WINDOW_GROUPS_MAX];
};

static void
find_topic(struct analyzer *analyzer, const struct record *record, const struct terms *terms,
    struct topic *ret_topic)
{
	struct looking title = {terms, ret_topic->in_title};
	struct looking keywords = {terms, ret_topic->in_keywords};
	unsigned i;

	memset(ret_topic, 0, sizeof *ret_topic);
	look_through(analyzer, terms, record->title, look_token, &title);
	for (i = 0; i < record->keyword_count; i++) {
		struct span keyword = record_keyword(record, i);

		look_through(analyzer, terms, keyword, look_token, &keywords);
	}
}

/* The mean weight of what is typed and not in the title; 0 when all is. */
static double
mean_beside_title(const struct snippet_term *terms, size_t count, const struct topic *topic)
{
	size_t i, beside = 0;
	double sum = 0;

	for (i = 0; i < count; i++) {
		if (!(terms[i].weight > 0) || terms[i].is_other ||
		    terms[i].group >= WINDOW_GROUPS_MAX || topic->in_title[terms[i].group])
			continue;
		sum += terms[i].weight;
		beside++;
	}
	return beside > 0 ? sum / (double)beside : 0;
}

/*
 * What the article is about is all over it and tells its passages apart the
 * least: "does typing cause carpal tunnel" asks for typing.
 */
static void
weigh_terms(struct snippet_term *terms, size_t count, const struct topic *topic, double mean)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (terms[i].group >= WINDOW_GROUPS_MAX)
			continue;
		if (topic->in_title[terms[i].group]) {
			if (mean > 0 && terms[i].weight > mean)
				terms[i].weight = mean;
			terms[i].weight *= TITLE_SHARE;
		} else if (topic->in_keywords[terms[i].group]) {
			terms[i].weight *= KEYWORD_SHARE;
		}
	}
}

/* The weight of the query's words that are in what is said of a figure. */
static double
score_figure(
    struct analyzer *analyzer, const struct terms *terms, const struct record_figure *figure)
{
	bool has_group[WINDOW_GROUPS_MAX] = {false};
	struct looking looking = {terms, has_group};
	double score = 0;
	size_t group;

	look_through(analyzer, terms, figure->caption, look_token, &looking);
	look_through(analyzer, terms, figure->alt, look_token, &looking);
	if (figure->kind == ARTICLE_FIGURE_VIDEO)
		look_through(analyzer, terms, span_from_string("video"), look_token, &looking);
	for (group = 0; group < WINDOW_GROUPS_MAX; group++)
		score += has_group[group] ? terms->group_weights[group] : 0;
	return score;
}

static void
find_figures(struct analyzer *analyzer, const struct record *record,
    const struct snippet_term *items, size_t count, struct snippet *snippet)
{
	struct ranking figures = {.max = SNIPPET_FIGURES_MAX};
	struct snippet_term typed[SNIPPET_TERMS_MAX];
	size_t i, typed_count = 0;
	struct terms terms;
	double all = 0;

	for (i = 0; i < count && typed_count < SNIPPET_TERMS_MAX; i++) {
		if (!items[i].is_unmarked && !items[i].is_other)
			typed[typed_count++] = items[i];
	}
	terms_init(&terms, typed, typed_count);
	for (i = 0; i < WINDOW_GROUPS_MAX; i++)
		all += terms.group_weights[i];
	for (i = 0; i < record->figure_count; i++) {
		struct record_figure figure = record_figure(record, (unsigned)i);
		double score = score_figure(analyzer, &terms, &figure);

		if (score >= FIGURE_SHARE * all)
			ranking_add(&figures, (unsigned)i, score);
	}
	snippet->figure_count = figures.count;
	memcpy(snippet->figures, figures.indexes, figures.count * sizeof figures.indexes[0]);
}

/* The passage's own section leads: it is what the person has just read of. */
static void
choose_sections(
    const struct record *record, const struct ranking *ranking, struct snippet *snippet)
{
	size_t i;

	snippet->section_count = 0;
	if (snippet->section >= 0 &&
	    record_section(record, (unsigned)snippet->section).anchor.length > 0 &&
	    record_section(record, (unsigned)snippet->section).heading.length > 0)
		snippet->sections[snippet->section_count++] = (unsigned)snippet->section;
	for (i = 0; i < ranking->count && snippet->section_count < SNIPPET_SECTIONS_MAX; i++) {
		if (ranking->scores[i] >= SECTION_SHARE * ranking->scores[0] &&
		    (int)ranking->indexes[i] != snippet->section)
			snippet->sections[snippet->section_count++] = ranking->indexes[i];
	}
}

void
snippet_make(struct analyzer *analyzer, const struct record *record,
    const struct snippet_term *terms, size_t term_count, struct snippet *ret_snippet)
{
	struct ranking sections = {.max = SECTIONS_RANKED};
	struct snippet_term weighed[SNIPPET_TERMS_MAX];
	struct terms table;
	struct window window;
	struct passage passage;
	struct topic topic;
	struct span text;
	double mean;

	find_figures(analyzer, record, terms, term_count, ret_snippet);
	term_count = put_typed_first(terms, term_count, weighed);
	terms_init(&table, weighed, term_count);
	find_topic(analyzer, record, &table, &topic);
	mean = mean_beside_title(weighed, term_count, &topic);
	weigh_terms(weighed, term_count, &topic, mean);
	terms_init(&table, weighed, term_count);
	window_init(&window, SNIPPET_BYTES, table.group_weights);
	if (window.group_count > 0)
		find_window(
		    analyzer, record, &table, mean > 0 ? 0 : LEAD_BONUS, &window, &sections);
	if (window.best.score <= 0)
		find_lead(record, &window.best);
	ret_snippet->section = window.best.source;
	choose_sections(record, &sections, ret_snippet);
	text = window.best.source < 0
		   ? record->description
		   : record_section(record, (unsigned)window.best.source).text;
	passage = passage_around(text, (struct passage){window.best.start, window.best.end},
	    window.best.sentence, SNIPPET_BYTES, SNIPPET_BYTES_MAX - PASSAGE_ELLIPSES_BYTES);
	make_text(analyzer, &table, text, passage, SNIPPET_BYTES_MAX, &ret_snippet->passage);
}

void
snippet_mark_text(struct analyzer *analyzer, struct span text, const struct snippet_term *terms,
    size_t term_count, struct snippet_text *ret_text)
{
	struct terms table;
	struct passage passage = {0, text.length};

	if (text.length > SNIPPET_TEXT_BYTES_MAX)
		passage = passage_around(text, (struct passage){0, 0}, 0,
		    SNIPPET_TEXT_BYTES_MAX, SNIPPET_TEXT_BYTES_MAX);
	terms_init(&table, terms, term_count);
	make_text(analyzer, &table, text, passage,
	    SNIPPET_TEXT_BYTES_MAX + PASSAGE_ELLIPSES_BYTES, ret_text);
}

void
snippet_text_fini(struct snippet_text *text)
{
	free(text->text);
	free(text->marks);
	*text = (struct snippet_text){.text = NULL};
}

void
snippet_fini(struct snippet *snippet)
{
	snippet_text_fini(&snippet->passage);
	snippet->section = -1;
	snippet->section_count = snippet->figure_count = 0;
}
