/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render.h"

#include <inttypes.h>
#include <string.h>

#include "escape.h"
#include "render_parts.h"

#define BOLD        "1"
#define CYAN        "36"
#define BOLD_RED    "1;31"
#define DIM         "2"
#define INDENT      4  /* columns before all lines of a hit but the first */
#define COLUMNS_MIN 24 /* a narrower terminal does not make narrower text */

/*
 * Where the next character goes.  A code point counts as one column: wide
 * scripts come out up to twice as long, combining marks make a line a little
 * short, and neither spoils more than the right edge.
 */
struct page {
	const struct render_text_options *options;
	struct buffer *out;
	struct buffer word; /* one word as it will be shown, to see whether it fits */
	const char *colour; /* in force, or NULL */
	unsigned column;
};

static size_t
count_columns(const char *s, size_t length)
{
	size_t i, columns = 0;

	for (i = 0; i < length; i++)
		columns += ((unsigned char)s[i] & 0xC0) != 0x80;
	return columns;
}

static bool
is_in_force(const struct page *page, const char *colour)
{
	if (colour == NULL || page->colour == NULL)
		return colour == page->colour;
	return strcmp(colour, page->colour) == 0;
}

/* What is in one colour gets one sequence before and one behind it. */
static void
set_colour(struct page *page, const char *colour)
{
	if (!page->options->with_colour || is_in_force(page, colour))
		return;
	if (page->colour != NULL)
		buffer_append_string(page->out, "\033[0m");
	if (colour != NULL)
		buffer_printf(page->out, "\033[%sm", colour);
	page->colour = colour;
}

/* Appends text without controls, in a colour. */
static void
put(struct page *page, const char *colour, const char *s, size_t length)
{
	size_t start;

	set_colour(page, colour);
	start = page->out->length;
	escape_terminal(page->out, s, length);
	page->column +=
	    (unsigned)count_columns(page->out->data + start, page->out->length - start);
}

/* Pagers forget the colour at the end of a line. */
static void
new_line(struct page *page)
{
	set_colour(page, NULL);
	buffer_printf(page->out, "\n%*s", INDENT, "");
	page->column = INDENT;
}

/* Whether a space and that many columns still go on the line. */
static bool
fits(const struct page *page, size_t columns)
{
	unsigned width = page->options->width;

	if (width > 0 && width < COLUMNS_MIN)
		width = COLUMNS_MIN;
	return width == 0 || page->column + 1 + columns <= width;
}

/* Makes room for a word of a colour: a space, which is in the colour of both, or a line. */
static void
put_space(struct page *page, size_t columns, const char *colour)
{
	if (page->column <= INDENT)
		return;
	if (!fits(page, columns)) {
		new_line(page);
		return;
	}
	if (!is_in_force(page, colour))
		set_colour(page, NULL);
	buffer_append_char(page->out, ' ');
	page->column++;
}

/*
 * The colour at one place of the text, which goes on until *end, or sets *end
 * to where it changes.
 */
static const char *
colour_at(const struct snippet_text *text, const char *colour, size_t at, size_t *end)
{
	size_t i;

	for (i = 0; i < text->mark_count; i++) {
		const struct snippet_mark *mark = &text->marks[i];

		if (mark->length == 0 || mark->start >= *end ||
		    (mark->start <= at && mark->length <= at - mark->start))
			continue;
		if (mark->start > at) {
			*end = mark->start;
			return colour;
		}
		if (mark->length < *end - mark->start)
			*end = mark->start + mark->length;
		return BOLD_RED;
	}
	return colour;
}

/* The part of the text from start to end, which is one word. */
static void
put_word(struct page *page, const struct snippet_text *text, const char *colour, size_t start,
    size_t end)
{
	const char *piece_colour;
	size_t piece_end = end, columns;

	buffer_clear(&page->word);
	escape_terminal(&page->word, text->text + start, end - start);
	page->out->failed |= page->word.failed;
	columns = count_columns(page->word.data, page->word.length);
	if (columns == 0)
		return;
	put_space(page, columns, colour_at(text, colour, start, &piece_end));
	for (; start < end; start = piece_end) {
		piece_end = end;
		piece_colour = colour_at(text, colour, start, &piece_end);
		put(page, piece_colour, text->text + start, piece_end - start);
	}
}

static void
put_marked(struct page *page, const struct snippet_text *text, const char *colour)
{
	const char *s = text->text != NULL ? text->text : "";
	size_t start, end;

	for (start = strspn(s, " \t\n"); s[start] != '\0';) {
		end = start + strcspn(s + start, " \t\n");
		put_word(page, text, colour, start, end);
		start = end + strspn(s + end, " \t\n");
	}
	set_colour(page, NULL);
}

/* Without marks. */
static void
put_string(struct page *page, const char *colour, const char *s)
{
	put(page, colour, s, strlen(s));
	set_colour(page, NULL);
}

/* OSC 8: terminals that know it make the text a link, others leave the text. */
static void
begin_link(struct page *page, const struct search_hit *hit, unsigned line)
{
	const char *host = page->options->link_host != NULL ? page->options->link_host : "";
	struct buffer path CLEANUP_BUFFER;

	buffer_init(&path, page->out->max);
	render_hit_path(hit, page->options->link_folder, &path);
	buffer_append_string(page->out, "\033]8;;file://");
	escape_url(page->out, host, strlen(host));
	escape_url_path(page->out, path.data, path.length);
	if (line > 0)
		buffer_printf(page->out, "#%u", line);
	buffer_append_string(page->out, "\033\\");
	page->out->failed |= path.failed;
}

/* "corpus/conditions/bells-palsy.md:12" */
static void
put_path(struct page *page, const struct search_hit *hit, unsigned line)
{
	const char *folder = page->options->link_folder;
	bool is_linked = folder != NULL && folder[0] == '/';
	struct buffer path CLEANUP_BUFFER;

	buffer_init(&path, page->out->max);
	render_hit_path(hit, page->options->corpus, &path);
	if (line > 0)
		buffer_printf(&path, ":%u", line);
	if (is_linked)
		begin_link(page, hit, line);
	put(page, CYAN, path.data, path.length);
	set_colour(page, NULL);
	if (is_linked)
		buffer_append_string(page->out, "\033]8;;\033\\");
	page->out->failed |= path.failed;
}

/* Beside the path, or all of it on the next line. */
static void
put_heading(struct page *page, const struct search_hit *hit)
{
	const char *heading = render_hit_heading(hit);
	struct snippet_text text = {.mark_count = 0};

	if (heading == NULL)
		return;
	if (!fits(page, 2 + count_columns(heading, strlen(heading))))
		new_line(page);
	put_space(page, 1, NULL);
	put(page, NULL, "›", strlen("›"));
	text.text = (char *)heading; /* which put_marked() only reads */
	put_marked(page, &text, DIM);
}

static void
put_hit(struct page *page, const struct search_hit *hit, size_t number, unsigned line)
{
	buffer_printf(page->out, "%*zu ", INDENT - 1, number);
	page->column = INDENT;
	put_marked(page, &hit->title, BOLD);
	new_line(page);
	put_path(page, hit, line);
	put_heading(page, hit);
	new_line(page);
	put_marked(page, &hit->snippet, NULL);
	buffer_append_string(page->out, "\n\n");
}

/* "'facial nerve', 'facial nerves' or 'racial nerve'?", from number first on. */
static void
put_suggestions(struct page *page, const struct search_correction *correction, size_t first)
{
	size_t i, count = correction->suggestion_count;

	buffer_append_char(page->out, '\'');
	for (i = first; i < count; i++) {
		if (i > first)
			buffer_append_string(page->out, i + 1 < count ? "', '" : "' or '");
		put_string(page, i == 0 ? BOLD : NULL, correction->suggestions[i]);
	}
	buffer_append_string(page->out, "'?\n");
}

static void
put_correction(struct page *page, const struct search_result *result)
{
	const struct search_correction *correction = &result->correction;

	if (correction->mode == SEARCH_CORRECTION_NONE || correction->suggestion_count == 0)
		return;
	if (correction->mode == SEARCH_CORRECTION_SUGGEST) {
		buffer_append_string(page->out, "did you mean ");
		put_suggestions(page, correction, 0);
		return;
	}
	buffer_append_string(page->out, "showing results for '");
	put_string(page, BOLD, correction->suggestions[0]);
	buffer_append_string(page->out, "'; --no-correction searches for '");
	put_string(page, NULL, result->query);
	buffer_append_string(page->out, "' instead\n");
	if (correction->suggestion_count > 1) {
		buffer_append_string(page->out, "or did you mean ");
		put_suggestions(page, correction, 1);
	}
}

/* "in no article: 'quxly', 'flurb'"; which of them they are is said before. */
static void
put_dropped(struct page *page, const char *before, const struct search_result *result)
{
	bool is_first = true;
	size_t i;

	for (i = 0; i < result->part_count; i++) {
		if (!render_part_is_missing(result, i))
			continue;
		buffer_append_string(page->out, is_first ? before : ", ");
		buffer_append_char(page->out, '\'');
		put_string(page, NULL, result->parts[i].text);
		buffer_append_char(page->out, '\'');
		is_first = false;
	}
	if (!is_first)
		buffer_append_char(page->out, '\n');
}

static void
put_synonyms(struct page *page, const struct search_result *result)
{
	struct buffer names CLEANUP_BUFFER;

	buffer_init(&names, page->out->max);
	if (result->synonym_count == 0)
		return;
	render_synonyms(&names, result);
	buffer_append_string(page->out, "also searching for ");
	put_string(page, NULL, names.data);
	buffer_append_string(page->out, "; --no-synonyms searches for your words only\n");
	page->out->failed |= names.failed;
}

/* Text without marks, wrapped between the margins. */
static void
put_plain(struct page *page, const char *colour, const char *s)
{
	struct snippet_text text = {.text = (char *)s}; /* which put_marked() only reads */

	put_marked(page, &text, colour);
}

/* What may be an emergency stands first, whatever else is found. */
static void
put_urgent(struct page *page, const struct search_urgent *urgent)
{
	size_t i;

	if (urgent == NULL)
		return;
	buffer_printf(page->out, "%*s ", INDENT - 1, "!");
	page->column = INDENT;
	put_plain(page, BOLD_RED, urgent->title);
	new_line(page);
	put_plain(page, NULL, urgent->message);
	for (i = 0; i < urgent->phone_count; i++) {
		new_line(page);
		put_plain(page, BOLD, urgent->phones[i].label);
		if (render_says_number(&urgent->phones[i]))
			continue;
		put_plain(page, BOLD, urgent->phones[i].number);
	}
	if (urgent->link_label != NULL && urgent->link_url != NULL) {
		new_line(page);
		put_plain(page, NULL, urgent->link_label);
		put_plain(page, CYAN, urgent->link_url);
	}
	buffer_append_string(page->out, "\n\n");
}

/* What the practice recommends stands before what was found. */
static void
put_best_bets(struct page *page, const struct search_result *result)
{
	size_t i;

	for (i = 0; i < result->best_bet_count; i++) {
		buffer_printf(page->out, "%*s ", INDENT - 1, "*");
		page->column = INDENT;
		put_plain(page, BOLD, result->best_bets[i].label);
		new_line(page);
		put_plain(page, CYAN, result->best_bets[i].url);
		buffer_append_string(page->out, "\n\n");
	}
}

/* How the query was understood, before the hits. */
static void
put_notes(struct page *page, const struct search_result *result)
{
	size_t start = page->out->length;

	put_correction(page, result);
	put_synonyms(page, result);
	if (result->hit_count > 0)
		put_dropped(page, "in no article: ", result);
	if (page->out->length > start)
		buffer_append_char(page->out, '\n');
}

static void
put_hits(struct page *page, const struct search_result *result, const unsigned *lines)
{
	size_t i, first = 1, loose = result->hit_count - render_loose_count(result);

	if (result->page > 1)
		first += (size_t)(result->page - 1) * result->per_page;
	for (i = 0; i < result->hit_count; i++) {
		if (i == loose)
			buffer_append_string(
			    page->out, result->total == 0
					   ? "no article matches closely; these may help:\n\n"
					   : "less closely related:\n\n");
		put_hit(page, &result->hits[i], first + i, lines != NULL ? lines[i] : 0);
	}
}

/* "topics: facial-pain (12), spine (9): search for tag:facial-pain" */
static void
put_topics(struct page *page, const struct search_facet *topics)
{
	size_t i;

	for (i = 0; i < topics->value_count; i++) {
		buffer_append_string(page->out, i == 0 ? "topics: " : ", ");
		put_string(page, NULL, topics->values[i].value);
		buffer_append_string(page->out, " (");
		render_number(page->out, topics->values[i].count);
		buffer_append_char(page->out, ')');
	}
	if (topics->value_count > 0) {
		buffer_printf(page->out, ": search for %s:", topics->name);
		put_string(page, NULL, topics->values[0].value);
		buffer_append_string(page->out, "\n\n");
	}
}

/* What comes closest, in the place of hits. */
static void
put_help(struct page *page, const struct search_help *help)
{
	const struct search_result *closest;

	if (help == NULL)
		return;
	closest = help->closest;
	if (closest == NULL) {
		put_topics(page, &help->topics[0]);
		return;
	}
	buffer_append_string(page->out, "closest articles, for '");
	put_string(page, BOLD, closest->query);
	buffer_append_string(page->out, "'");
	if ((help->relaxed & SEARCH_RELAX_FILTERS) != 0)
		buffer_append_string(page->out, " without the filters");
	buffer_append_char(page->out, '\n');
	put_dropped(page, "left out: ", closest);
	put_correction(page, closest);
	put_synonyms(page, closest);
	buffer_append_char(page->out, '\n');
	put_hits(page, closest, NULL); /* the lines are those of the answer's own hits */
}

static void
put_warnings(struct page *page, const struct search_result *result)
{
	size_t i;

	for (i = 0; i < result->warning_count && i < SEARCH_WARNINGS_MAX; i++) {
		const char *message = result->warnings[i].message;

		buffer_append_string(page->out, "note: ");
		escape_terminal(page->out, message, strlen(message));
		buffer_append_char(page->out, '\n');
	}
}

static void
put_nothing(struct page *page, const struct search_result *result)
{
	const char *query = result->query != NULL ? result->query : "";

	if (query[0] == '\0') {
		buffer_append_string(
		    page->out, "nothing to search for: give at least one word");
	} else if (result->total > 0 || result->pages > 0) {
		buffer_printf(page->out, "page %u is past the last one, which is page %u",
		    result->page, result->pages);
	} else {
		buffer_append_string(page->out, "nothing found for '");
		escape_terminal(page->out, query, strlen(query));
		buffer_append_string(
		    page->out, result->help != NULL && result->help->closest != NULL
				   ? "': what comes closest is above"
				   : "': check the spelling, or try fewer or other words");
	}
}

/* "12 articles match", "no article matches closely" */
static void
put_total(struct page *page, const struct search_result *result)
{
	if (result->total == 0) {
		buffer_append_string(page->out, "no article matches closely");
		return;
	}
	buffer_append_string(page->out, result->total_is_exact ? "" : "about ");
	render_number(page->out, result->total);
	buffer_append_string(
	    page->out, result->total == 1 ? " article matches" : " articles match");
	if (result->total > 1 && result->sort != SEARCH_SORT_RELEVANCE)
		buffer_append_string(page->out, result->sort == SEARCH_SORT_DATE
						    ? ", newest first"
						    : ", last reviewed first");
}

/* ", 1–10 shown, 8 of them less closely related" */
static void
put_range(struct page *page, const struct search_result *result)
{
	size_t loose = render_loose_count(result);
	uint64_t first = 1;

	if (result->page > 1)
		first += (uint64_t)(result->page - 1) * result->per_page;
	if (result->hit_count > 1)
		buffer_printf(page->out, ", %" PRIu64 "–%" PRIu64 " shown", first,
		    first + result->hit_count - 1);
	else if (result->total > 1 || first > 1)
		buffer_printf(page->out, ", number %" PRIu64 " shown", first);
	if (result->total > 0 && loose > 0 && result->hit_count > 1)
		buffer_printf(page->out, ", %zu of them less closely related", loose);
	else if (result->total > 0 && loose > 0)
		buffer_append_string(page->out, ", less closely related");
}

/* "12 articles match, 1–10 shown (4.2 ms)" */
static void
put_footer(struct page *page, const struct search_result *result)
{
	uint64_t tenths = 0;

	if (result->hit_count == 0) {
		put_nothing(page, result);
	} else {
		put_total(page, result);
		put_range(page, result);
	}
	/* Not by printf(), which would write the comma of the locale. */
	if (result->processing_time_ms > 0 && result->processing_time_ms < 1e9)
		tenths = (uint64_t)(result->processing_time_ms * 10 + 0.5);
	buffer_printf(page->out, " (%" PRIu64 ".%" PRIu64 " ms)\n", tenths / 10, tenths % 10);
}

void
render_text(const struct search_result *result, const struct render_text_options *options,
    struct buffer *out)
{
	struct page page = {.options = options, .out = out};

	buffer_init(&page.word, out->max);
	put_urgent(&page, result->urgent);
	put_best_bets(&page, result);
	put_notes(&page, result);
	put_hits(&page, result, options->lines);
	put_help(&page, result->help);
	put_warnings(&page, result);
	put_footer(&page, result);
	buffer_fini(&page.word);
}
