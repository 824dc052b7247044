/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "markdown_build.h"

#include "escape.h"
#include "markdown_block.h"
#include "text.h"
#include "xalloc.h"

/* Titles of images come again with every use of a reference. */
#define FIGURE_TEXT_BYTES_MAX 2000

static void
open_section(struct markdown_build *build, char *own_heading, char *own_anchor, unsigned level,
    unsigned line)
{
	struct markdown *result = &build->result;

	result->sections = xreallocarray(
	    result->sections, result->section_count + 1, sizeof *result->sections);
	result->sections[result->section_count++] =
	    (struct article_section){own_heading, own_anchor, level, line, NULL};
}

static void
close_section(struct markdown_build *build)
{
	build->failed |= build->text.failed;
	text_trim_end(&build->text);
	build->result.sections[build->result.section_count - 1].text =
	    buffer_take(&build->text, NULL);
}

void
markdown_build_init(struct markdown_build *build, unsigned line)
{
	*build = (struct markdown_build){0};
	buffer_init(&build->text, TEXT_BYTES_MAX);
	open_section(build, xstrdup(""), xstrdup(""), 0, line);
}

void
markdown_build_section(struct markdown_build *build, char *own_heading, char *own_anchor,
    unsigned level, unsigned line)
{
	close_section(build);
	open_section(build, own_heading, own_anchor, level, line);
}

/* Relative, http or https; anything else, data for one, is dropped. */
static char *
image_url_dup(struct span url)
{
	size_t scheme = 0;
	char *line;

	while (scheme < url.length && strchr(":/?#", url.data[scheme]) == NULL)
		scheme++;
	if (scheme < url.length && url.data[scheme] == ':' &&
	    !(scheme == 4 && strncasecmp(url.data, "http", 4) == 0) &&
	    !(scheme == 5 && strncasecmp(url.data, "https", 5) == 0))
		return xstrdup("");
	line = text_line_dup(url.data, url.length);
	if (strlen(line) > ARTICLE_URL_BYTES_MAX)
		*line = '\0';
	return line;
}

static char *
figure_text_dup(struct span text)
{
	char *line = markdown_block_line_dup(text.data, text.length);

	line[escape_utf8_cut(line, strlen(line), FIGURE_TEXT_BYTES_MAX)] = '\0';
	return line;
}

void
markdown_build_figure(struct markdown_build *build, enum article_figure_kind kind,
    struct span url, struct span alt, struct span caption)
{
	struct article_figure figure = {
	    .kind = kind, .alt = figure_text_dup(alt), .caption = figure_text_dup(caption)};
	struct markdown *result = &build->result;

	/* One more than there may be, for markdown_build_finish() to see. */
	if (result->figure_count > ARTICLE_FIGURES_MAX ||
	    (*figure.alt == '\0' && *figure.caption == '\0')) {
		free(figure.alt);
		free(figure.caption);
		return;
	}
	figure.url = image_url_dup(url);
	figure.section = (unsigned)result->section_count - 1;
	result->figures =
	    xreallocarray(result->figures, result->figure_count + 1, sizeof *result->figures);
	result->figures[result->figure_count++] = figure;
}

void
markdown_build_reference(
    struct markdown_build *build, struct span url, unsigned line, bool is_image)
{
	struct markdown *result = &build->result;
	size_t length = 0;

	while (length < url.length && strchr("/?#", url.data[length]) == NULL)
		length++;
	if (result->reference_count == ARTICLE_REFERENCES_MAX ||
	    url.length > ARTICLE_URL_BYTES_MAX ||
	    (!is_image && (url.length == 0 || memchr(url.data, ':', length) != NULL ||
			      (url.length > 1 && url.data[0] == '/' && url.data[1] == '/'))))
		return;
	XALLOC_GROW(result->references, result->reference_count, build->reference_capacity);
	result->references[result->reference_count++] = (struct article_reference){
	    .url = text_line_dup(url.data, url.length), .line = line, .is_image = is_image};
}

static void
free_section(struct article_section *section)
{
	free(section->heading);
	free(section->anchor);
	free(section->text);
}

/* The section before the first heading goes when nothing came. */
static void
drop_empty_start(struct markdown *result)
{
	size_t i;

	if (result->sections[0].text[0] != '\0')
		return;
	for (i = 0; i < result->figure_count; i++) {
		if (result->figures[i].section == 0)
			return;
	}
	free_section(&result->sections[0]);
	result->section_count--;
	memmove(result->sections, result->sections + 1,
	    result->section_count * sizeof *result->sections);
	for (i = 0; i < result->figure_count; i++)
		result->figures[i].section--;
}

bool
markdown_build_finish(struct markdown_build *build)
{
	close_section(build);
	drop_empty_start(&build->result);
	return !build->failed && build->result.section_count <= ARTICLE_SECTIONS_MAX &&
	       build->result.figure_count <= ARTICLE_FIGURES_MAX;
}

void
markdown_fini(struct markdown *markdown)
{
	size_t i;

	for (i = 0; i < markdown->section_count; i++)
		free_section(&markdown->sections[i]);
	for (i = 0; i < markdown->figure_count; i++) {
		free(markdown->figures[i].url);
		free(markdown->figures[i].alt);
		free(markdown->figures[i].caption);
	}
	for (i = 0; i < markdown->reference_count; i++)
		free(markdown->references[i].url);
	free(markdown->references);
	free(markdown->sections);
	free(markdown->figures);
	text_list_fini(&markdown->links);
	free(markdown->first_h1);
	free(markdown->first_heading);
	*markdown = (struct markdown){0};
}
