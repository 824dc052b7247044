/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "markdown.h"

#include <cmark.h>
#include <string.h>

#include "markdown_anchor.h"
#include "markdown_html.h"
#include "markdown_block.h"
#include "markdown_build.h"
#include "markdown_guard.h"
#include "markdown_link.h"
#include "markdown_prep.h"
#include "text.h"
#include "xalloc.h"

struct walk {
	const struct markdown_options *options;
	struct markdown_build build;
	struct article_list *notes;
	struct markdown_anchors *anchors;
	struct span source;   /* the text from the line source_line on */
	unsigned source_line; /* from 1, within the text */
	struct buffer block;  /* of the paragraph or heading: raw */
	struct buffer alt;    /* of the image: raw */
	unsigned image_depth;
	size_t link_at; /* where in block the text of the link begins */
	struct markdown_html html;
	unsigned hidden_line; /* where html.hidden began */
	struct fornix_error *err;
};

static unsigned
line_of(const struct walk *walk, cmark_node *node)
{
	return walk->options->first_line + (unsigned)cmark_node_get_start_line(node) - 1;
}

static void
take_html_image(struct span url, struct span alt, struct span title, void *context)
{
	struct walk *walk = context;
	struct buffer texts[2];

	buffer_init(&texts[0], TEXT_BYTES_MAX);
	buffer_init(&texts[1], TEXT_BYTES_MAX);
	markdown_html_decode(&texts[0], alt.data, alt.length);
	markdown_html_decode(&texts[1], title.data, title.length);
	markdown_build_figure(&walk->build, ARTICLE_FIGURE_IMAGE, url,
	    (struct span){texts[0].data, texts[0].length},
	    (struct span){texts[1].data, texts[1].length});
	buffer_fini(&texts[0]);
	buffer_fini(&texts[1]);
}

/* Where text within a line goes. */
static struct buffer *
target(struct walk *walk)
{
	return walk->image_depth > 0 ? &walk->alt : &walk->block;
}

static void
take_html(struct walk *walk, cmark_node *node, bool is_block)
{
	const char *html = cmark_node_get_literal(node);
	bool was_hidden = walk->html.hidden != NULL;

	if (is_block) {
		buffer_clear(&walk->block);
		markdown_html_block(&walk->html, html, strlen(html), &walk->block);
		markdown_block_lines(&walk->build.text, walk->block.data, walk->block.length);
		buffer_clear(&walk->block);
	} else {
		markdown_html_inline(&walk->html, html, strlen(html), target(walk));
	}
	if (!was_hidden && walk->html.hidden != NULL) {
		while (cmark_node_get_start_line(node) == 0)
			node = cmark_node_parent(node);
		walk->hidden_line = line_of(walk, node);
	}
}

static void
take_text(struct walk *walk, cmark_node *node)
{
	const char *text = cmark_node_get_literal(node);
	cmark_node *parent = cmark_node_parent(node);
	cmark_node_type outer = cmark_node_get_type(cmark_node_parent(parent));
	bool is_item = outer == CMARK_NODE_ITEM;

	if (cmark_node_get_type(parent) == CMARK_NODE_PARAGRAPH &&
	    cmark_node_previous(node) == NULL && cmark_node_previous(parent) == NULL &&
	    (is_item || outer == CMARK_NODE_BLOCK_QUOTE))
		text += markdown_block_marker(text, strlen(text), is_item);
	markdown_block_text(target(walk), text, strlen(text));
}

static void
take_image(struct walk *walk, cmark_node *node, bool is_entered)
{
	if (is_entered) {
		if (walk->image_depth++ == 0)
			buffer_clear(&walk->alt);
		return;
	}
	if (--walk->image_depth > 0)
		return;
	markdown_build_figure(&walk->build, ARTICLE_FIGURE_IMAGE,
	    span_from_string(cmark_node_get_url(node)),
	    (struct span){walk->alt.data, walk->alt.length},
	    span_from_string(cmark_node_get_title(node)));
	if (walk->alt.length == 0)
		markdown_build_reference(&walk->build,
		    span_from_string(cmark_node_get_url(node)), line_of(walk, node), true);
}

/* Links do not nest. */
static void
take_link(struct walk *walk, cmark_node *node, bool is_entered)
{
	struct span url = span_from_string(cmark_node_get_url(node)), text;

	if (is_entered) {
		walk->link_at = walk->block.length;
		return;
	}
	if (walk->link_at > walk->block.length)
		return;
	text =
	    (struct span){walk->block.data + walk->link_at, walk->block.length - walk->link_at};
	if (markdown_link_is_video(url, text))
		markdown_build_figure(&walk->build, ARTICLE_FIGURE_VIDEO, url,
		    (struct span){"", 0}, markdown_link_caption(text));
	else
		markdown_link_add(&walk->build.result.links, url);
	markdown_build_reference(&walk->build, url, line_of(walk, node), false);
}

/* The line of the text with that number; headings come in order. */
static struct span
source_line(struct walk *walk, unsigned line)
{
	size_t next;

	while (walk->source_line < line) {
		text_line_end(walk->source.data, walk->source.length, &next);
		walk->source.data += next;
		walk->source.length -= next;
		walk->source_line++;
	}
	return (struct span){
	    walk->source.data, text_line_end(walk->source.data, walk->source.length, &next)};
}

/* raw: the heading without id, its spaces as they are, which some generators count. */
static char *
make_anchor(struct walk *walk, cmark_node *node, struct span id, struct span raw)
{
	cmark_node_type outer = cmark_node_get_type(cmark_node_parent(node));
	const char *last_line = memrchr(raw.data, '\n', raw.length);
	char *anchor;

	if (id.length > 0) {
		anchor = text_line_dup(id.data, id.length);
		markdown_anchors_reserve(walk->anchors, anchor);
		return anchor;
	}
	if (markdown_anchors_want_source(walk->anchors) && last_line != NULL)
		raw = (struct span){
		    last_line + 1, (size_t)(raw.data + raw.length - last_line - 1)};
	else if (markdown_anchors_want_source(walk->anchors) && outer == CMARK_NODE_DOCUMENT)
		raw = markdown_block_heading_source(
		    source_line(walk, (unsigned)cmark_node_get_start_line(node)));
	return markdown_anchors_make(walk->anchors, raw.data, raw.length);
}

/* The page's own title, at the top of its text. */
static bool
is_title(const struct walk *walk, const char *heading, int level)
{
	const struct markdown *result = &walk->build.result;

	if (level != 1 || result->section_count > 1 || result->figure_count > 0 ||
	    walk->build.text.length > 0 || result->first_heading != NULL)
		return false;
	return walk->options->title == NULL || strcasecmp(walk->options->title, heading) == 0;
}

static enum fornix_status
take_heading(struct walk *walk, cmark_node *node)
{
	int level = cmark_node_get_heading_level(node);
	struct markdown *result = &walk->build.result;
	struct span raw = {walk->block.data, walk->block.length}, id = {0};
	char *heading, *anchor;
	bool is_repeated;

	markdown_block_heading_id(&raw, &id);
	heading = markdown_block_line_dup(raw.data, raw.length);
	if (*heading == '\0') {
		free(heading);
		return FORNIX_OK;
	}
	is_repeated = is_title(walk, heading, level);
	if (level == 1 && result->first_h1 == NULL)
		result->first_h1 = xstrdup(heading);
	if (result->first_heading == NULL)
		result->first_heading = xstrdup(heading);
	anchor = make_anchor(walk, node, id, raw);
	/* The first one may be left out in the end. */
	if (is_repeated || result->section_count > ARTICLE_SECTIONS_MAX) {
		free(heading);
		free(anchor);
		if (is_repeated)
			return FORNIX_OK;
		return error_set(walk->err, FORNIX_ERR_LIMIT,
		    "'%s:%u': more than %d headings: split the article", walk->options->name,
		    line_of(walk, node), ARTICLE_SECTIONS_MAX);
	}
	markdown_build_section(
	    &walk->build, heading, anchor, (unsigned)level, line_of(walk, node));
	return FORNIX_OK;
}

static enum fornix_status
leave_block(struct walk *walk, cmark_node *node, cmark_node_type type)
{
	enum fornix_status status = FORNIX_OK;

	if (type == CMARK_NODE_HEADING)
		status = take_heading(walk, node);
	else
		markdown_block_paragraph(&walk->build.text, &walk->block);
	walk->build.failed |= walk->block.failed;
	buffer_clear(&walk->block);
	return status;
}

static void
take_leaf(struct walk *walk, cmark_node *node, cmark_node_type type)
{
	const char *literal = cmark_node_get_literal(node);

	switch (type) {
	case CMARK_NODE_TEXT:
		take_text(walk, node);
		break;
	case CMARK_NODE_CODE:
		buffer_append_string(target(walk), literal);
		break;
	case CMARK_NODE_SOFTBREAK:
	case CMARK_NODE_LINEBREAK:
		buffer_append_char(target(walk), '\n');
		break;
	case CMARK_NODE_CODE_BLOCK:
		markdown_block_lines(&walk->build.text, literal, strlen(literal));
		break;
	default:
		break;
	}
}

static enum fornix_status
take_node(struct walk *walk, cmark_node *node, bool is_entered)
{
	cmark_node_type type = cmark_node_get_type(node);

	if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE)
		take_html(walk, node, type == CMARK_NODE_HTML_BLOCK);
	else if (!is_entered && (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING))
		return leave_block(walk, node, type);
	else if (type == CMARK_NODE_IMAGE)
		take_image(walk, node, is_entered);
	else if (type == CMARK_NODE_LINK && walk->image_depth == 0)
		take_link(walk, node, is_entered);
	else if (walk->html.hidden == NULL)
		take_leaf(walk, node, type);
	return FORNIX_OK;
}

static enum fornix_status
walk_tree(struct walk *walk, cmark_node *root)
{
	cmark_iter *iter = cmark_iter_new(root);
	enum fornix_status status = FORNIX_OK;
	cmark_event_type event;

	while (status == FORNIX_OK && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE)
		status = take_node(walk, cmark_iter_get_node(iter), event == CMARK_EVENT_ENTER);
	cmark_iter_free(iter);
	return status;
}

static enum fornix_status
finish(struct walk *walk)
{
	if (walk->html.hidden != NULL)
		text_note(walk->notes, walk->hidden_line,
		    "<%s> is never closed: all text behind it is left out", walk->html.hidden);
	if (!markdown_build_finish(&walk->build))
		return error_set(walk->err, FORNIX_ERR_LIMIT,
		    "'%s': more than %d figures, %d headings or %d bytes: split the article",
		    walk->options->name, ARTICLE_FIGURES_MAX, ARTICLE_SECTIONS_MAX,
		    TEXT_BYTES_MAX);
	return FORNIX_OK;
}

static enum fornix_status
parse_prepared(struct walk *walk, const struct buffer *prepared)
{
	enum fornix_status status;
	cmark_node *root;

	status = markdown_guard_check(prepared->data, prepared->length, walk->options->name,
	    walk->options->first_line, walk->err);
	if (status != FORNIX_OK)
		return status;
	root = cmark_parse_document(prepared->data, prepared->length, CMARK_OPT_VALIDATE_UTF8);
	/* Brackets are nodes of their own: footnote markers would be in pieces. */
	cmark_consolidate_text_nodes(root);
	walk->source = (struct span){prepared->data, prepared->length};
	walk->source_line = 1;
	status = walk_tree(walk, root);
	cmark_node_free(root);
	return status == FORNIX_OK ? finish(walk) : status;
}

enum fornix_status
markdown_parse(const char *text, size_t length, const struct markdown_options *options,
    struct markdown *ret, struct article_list *notes, struct fornix_error *err)
{
	struct walk walk = {.options = options, .notes = notes, .err = err};
	struct buffer prepared;
	enum fornix_status status;

	markdown_build_init(&walk.build, options->first_line);
	walk.anchors = markdown_anchors_new(options->anchors);
	walk.html.image = take_html_image;
	walk.html.context = &walk;
	buffer_init(&walk.block, TEXT_BYTES_MAX);
	buffer_init(&walk.alt, TEXT_BYTES_MAX);
	buffer_init(&prepared, TEXT_BYTES_MAX);
	markdown_prep(text, length, &prepared);
	status = buffer_finish(&prepared, "text of an article", err);
	if (status == FORNIX_OK)
		status = parse_prepared(&walk, &prepared);
	buffer_fini(&prepared);
	buffer_fini(&walk.build.text);
	buffer_fini(&walk.alt);
	buffer_fini(&walk.block);
	markdown_anchors_free(walk.anchors);
	if (status == FORNIX_OK)
		*ret = walk.build.result;
	else
		markdown_fini(&walk.build.result);
	return status;
}
