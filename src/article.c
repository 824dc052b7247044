/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "article.h"

#include <ctype.h>

#include "article_url.h"
#include "escape.h"
#include "frontmatter.h"
#include "markdown.h"
#include "markdown_link.h"
#include "span.h"
#include "text.h"
#include "xalloc.h"

#define ID_BYTES_MAX      500
#define FILE_BYTES_MUCH   (256 * 1024) /* worth a note */
#define FILE_EXTENSION    ".md"
#define TITLE_OF_TOP_PAGE "Home"

/* While an article is put together. */
struct parsing {
	const char *bytes;
	size_t length;
	const struct article_options *options;
	struct frontmatter frontmatter;
	struct markdown markdown;
	struct article *article;
	struct fornix_error *err;
};

static char *
move(char **from)
{
	char *text = *from != NULL ? *from : xstrdup("");

	*from = NULL;
	return text;
}

static void
move_list(struct article_list *to, struct article_list *from)
{
	*to = *from;
	*from = (struct article_list){0};
}

static enum fornix_status
check_file(const struct parsing *parsing, const char *path)
{
	size_t length = strlen(path);
	char *clean = text_line_dup(path, length);
	bool is_clean = strcmp(clean, path) == 0;
	enum fornix_status status = FORNIX_OK;

	if (!is_clean)
		status = error_set(parsing->err, FORNIX_ERR_INPUT,
		    "'%s': file name is not clean UTF-8: rename the file", clean);
	else if (length > ID_BYTES_MAX)
		status = error_set(parsing->err, FORNIX_ERR_LIMIT,
		    "'%s': path is longer than %d bytes: rename the file", clean, ID_BYTES_MAX);
	else if (parsing->length > ARTICLE_FILE_BYTES_MAX)
		status = error_set(parsing->err, FORNIX_ERR_LIMIT,
		    "'%s': file is larger than %d bytes: split the article", clean,
		    ARTICLE_FILE_BYTES_MAX);
	free(clean);
	return status;
}

static char *
make_id(const char *path)
{
	size_t length = strlen(path), extension = strlen(FILE_EXTENSION);

	if (length > extension && strcasecmp(path + length - extension, FILE_EXTENSION) == 0)
		length -= extension;
	return xstrndup(path, length);
}

/* The last part of the path without a date; an index page has its folder's name. */
static struct span
name_of(const char *id)
{
	struct span name = span_from_string(article_name_parse(id).text);
	const char *slash;

	if (!article_name_is_index(name.data))
		return name;
	if (name.data == id)
		return (struct span){id, 0};
	name.length = (size_t)(name.data - 1 - id);
	slash = memrchr(id, '/', name.length);
	name.data = slash != NULL ? slash + 1 : id;
	name.length -= (size_t)(name.data - id);
	return name;
}

/* "user-centered_design" is "User centered design". */
static char *
title_from_id(const char *id)
{
	struct span name = name_of(id);
	char *words CLEANUP_FREE = xstrndup(name.data, name.length), *title;
	size_t i;

	for (i = 0; i < name.length; i++) {
		if (words[i] == '-' || words[i] == '_')
			words[i] = ' ';
	}
	title = text_line_dup(words, name.length);
	if (*title == '\0') {
		free(title);
		return xstrdup(TITLE_OF_TOP_PAGE);
	}
	*title = (char)toupper((unsigned char)*title);
	return title;
}

static void
take_title(struct parsing *parsing)
{
	struct article *article = parsing->article;
	struct markdown *markdown = &parsing->markdown;
	const char *source = "first heading";

	article->title = parsing->frontmatter.title;
	parsing->frontmatter.title = NULL;
	if (article->title != NULL)
		return;
	if (markdown->first_h1 != NULL)
		article->title = move(&markdown->first_h1);
	else if (markdown->first_heading != NULL)
		article->title = move(&markdown->first_heading);
	else
		source = "file's name";
	if (article->title == NULL)
		article->title = title_from_id(article->id);
	text_note(&article->notes, 0, "%s: title is taken from the %s",
	    parsing->frontmatter.is_present ? "no title in the front matter"
					    : "no front matter",
	    source);
}

static void
take_dates(struct parsing *parsing)
{
	const struct frontmatter *frontmatter = &parsing->frontmatter;
	const uint32_t days[] = {frontmatter->date, frontmatter->publish_date,
	    article_name_parse(parsing->article->id).date, frontmatter->lastmod};
	size_t i;

	for (i = 0; i < sizeof days / sizeof days[0] && parsing->article->date == 0; i++)
		parsing->article->date = days[i];
	parsing->article->reviewed = frontmatter->reviewed;
	parsing->article->review_due = frontmatter->review_due;
	parsing->article->expires = frontmatter->expiry_date;
}

static bool
has_text(const struct article *article)
{
	size_t i;

	for (i = 0; i < article->section_count; i++) {
		if (article->sections[i].text[0] != '\0' ||
		    article->sections[i].heading[0] != '\0')
			return true;
	}
	return article->figure_count > 0;
}

static const char *
find_skip_reason(const struct parsing *parsing)
{
	const struct frontmatter *frontmatter = &parsing->frontmatter;
	uint32_t today = parsing->options->today, first = frontmatter->publish_date;

	if (frontmatter->skip_reason != NULL)
		return frontmatter->skip_reason;
	if (first == 0)
		first = parsing->article->date;
	if (today > 0 && first > today)
		return "not yet published";
	if (today > 0 && frontmatter->expiry_date > 0 && frontmatter->expiry_date <= today)
		return "expired";
	if (!frontmatter->is_present && !has_text(parsing->article))
		return "empty";
	return NULL;
}

/* The line of the byte at offset. */
static unsigned
line_at(const struct parsing *parsing, size_t offset)
{
	size_t at, next;
	unsigned line = 1;

	for (at = 0; at < offset; at += next, line++) {
		text_line_end(parsing->bytes + at, parsing->length - at, &next);
		if (at + next > offset)
			break;
	}
	return line;
}

static void
note_bytes(const struct parsing *parsing)
{
	struct article_list *notes = &parsing->article->notes;
	const char *nul = memchr(parsing->bytes, '\0', parsing->length);
	int32_t code_point;
	size_t i;

	if (parsing->length > FILE_BYTES_MUCH)
		text_note(
		    notes, 0, "file has %zu bytes: consider splitting it", parsing->length);
	if (nul != NULL)
		text_note(notes, line_at(parsing, (size_t)(nul - parsing->bytes)),
		    "NUL byte: remove it");
	for (i = 0; i < parsing->length;) {
		size_t size =
		    escape_utf8_decode(parsing->bytes + i, parsing->length - i, &code_point);

		if (code_point < 0) {
			text_note(notes, line_at(parsing, i),
			    "not valid UTF-8: save the file as UTF-8");
			return;
		}
		i += size;
	}
}

/* Links to articles by their ids, others as they are. */
static void
take_links(struct article *article, const struct article_list *links)
{
	size_t i;

	for (i = 0; i < links->count; i++) {
		char *link = links->items[i][0] == '/'
				 ? xstrdup(links->items[i])
				 : markdown_link_target(article->id, links->items[i]);

		if (link != NULL && text_list_has(&article->links, link))
			free(link);
		else if (link != NULL)
			text_list_take(&article->links, link);
	}
}

static void
take_parts(struct parsing *parsing)
{
	struct frontmatter *frontmatter = &parsing->frontmatter;
	struct markdown *markdown = &parsing->markdown;
	struct article *article = parsing->article;
	const char *slash = strchr(article->id, '/');

	article->section =
	    xstrndup(article->id, slash != NULL ? (size_t)(slash - article->id) : 0);
	article->description = move(&frontmatter->description);
	article->author = move(&frontmatter->author);
	move_list(&article->tags, &frontmatter->tags);
	move_list(&article->keywords, &frontmatter->keywords);
	move_list(&article->synonyms, &frontmatter->synonyms);
	move_list(&article->misspellings, &frontmatter->misspellings);
	take_links(article, &markdown->links);
	article->section_count = markdown->section_count;
	article->sections = markdown->sections;
	article->figure_count = markdown->figure_count;
	article->figures = markdown->figures;
	article->reference_count = markdown->reference_count;
	article->references = markdown->references;
	markdown->section_count = markdown->figure_count = markdown->reference_count = 0;
	markdown->references = NULL;
	markdown->sections = NULL;
	markdown->figures = NULL;
}

static enum fornix_status
assemble(struct parsing *parsing)
{
	struct article *article = parsing->article;
	const char *reason;

	take_title(parsing);
	take_parts(parsing);
	take_dates(parsing);
	reason = find_skip_reason(parsing);
	if (reason != NULL)
		article->skip_reason = xstrdup(reason);
	if (!has_text(article))
		text_note(&article->notes, 0, "no text");
	note_bytes(parsing);
	return article_url_make(article->id, parsing->options->url_pattern,
	    &parsing->frontmatter, &article->url, &article->notes, parsing->err);
}

static enum fornix_status
parse(struct parsing *parsing, const char *path)
{
	struct markdown_options options = {.anchors = parsing->options->anchors, .name = path};
	struct article_list *notes = &parsing->article->notes;
	enum fornix_status status = check_file(parsing, path);

	if (status != FORNIX_OK)
		return status;
	parsing->article->id = make_id(path);
	status = frontmatter_parse(
	    parsing->bytes, parsing->length, path, &parsing->frontmatter, notes, parsing->err);
	if (status != FORNIX_OK)
		return status;
	options.first_line = parsing->frontmatter.body_line;
	options.title = parsing->frontmatter.title;
	status = markdown_parse(parsing->bytes + parsing->frontmatter.body,
	    parsing->length - parsing->frontmatter.body, &options, &parsing->markdown, notes,
	    parsing->err);
	return status == FORNIX_OK ? assemble(parsing) : status;
}

enum fornix_status
article_parse(const char *bytes, size_t length, const char *path,
    const struct article_options *options, struct article **ret_article,
    struct fornix_error *err)
{
	struct parsing parsing = {
	    .bytes = bytes, .length = length, .options = options, .err = err};
	enum fornix_status status;

	parsing.article = xcalloc(1, sizeof *parsing.article);
	status = parse(&parsing, path);
	frontmatter_fini(&parsing.frontmatter);
	markdown_fini(&parsing.markdown);
	if (status == FORNIX_OK)
		*ret_article = parsing.article;
	else
		article_free(parsing.article);
	return status;
}

void
article_free(struct article *article)
{
	struct markdown parts;

	if (article == NULL)
		return;
	parts = (struct markdown){.section_count = article->section_count,
	    .sections = article->sections,
	    .figure_count = article->figure_count,
	    .figures = article->figures,
	    .reference_count = article->reference_count,
	    .references = article->references};
	markdown_fini(&parts);
	free(article->id);
	free(article->url);
	free(article->title);
	free(article->description);
	free(article->author);
	free(article->section);
	free(article->skip_reason);
	text_list_fini(&article->tags);
	text_list_fini(&article->keywords);
	text_list_fini(&article->synonyms);
	text_list_fini(&article->misspellings);
	text_list_fini(&article->links);
	text_list_fini(&article->notes);
	free(article);
}
