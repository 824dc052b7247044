/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "markdown_anchor.h"

#include <ctype.h>
#include <locale.h>
#include <wctype.h>

#include "escape.h"
#include "text.h"
#include "xalloc.h"

struct used {
	char *anchor;
	unsigned repeats; /* numbers given out for it */
};

struct markdown_anchors {
	enum article_anchors style;
	locale_t locale; /* knows Unicode's letters; (locale_t)0 when there is none */
	struct used *used;
	size_t used_count, used_capacity;
};

struct markdown_anchors *
markdown_anchors_new(enum article_anchors style)
{
	struct markdown_anchors *anchors = xcalloc(1, sizeof *anchors);

	anchors->style = style;
	anchors->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	return anchors;
}

void
markdown_anchors_free(struct markdown_anchors *anchors)
{
	size_t i;

	if (anchors == NULL)
		return;
	for (i = 0; i < anchors->used_count; i++)
		free(anchors->used[i].anchor);
	free(anchors->used);
	if (anchors->locale != (locale_t)0)
		freelocale(anchors->locale);
	free(anchors);
}

bool
markdown_anchors_want_source(const struct markdown_anchors *anchors)
{
	return anchors->style == ARTICLE_ANCHORS_HUGO ||
	       anchors->style == ARTICLE_ANCHORS_KRAMDOWN;
}

/* Combining marks and variation selectors: part of a word for GitHub. */
static bool
is_mark(int32_t c)
{
	return (c >= 0x300 && c <= 0x36F) || (c >= 0x1AB0 && c <= 0x1AFF) ||
	       (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20FF) ||
	       (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xFE20 && c <= 0xFE2F);
}

static bool
is_kept(const struct markdown_anchors *anchors, int32_t c)
{
	if (c < 0x80)
		return isalnum(c) || c == '_' || c == '-';
	if (is_mark(c))
		return anchors->style != ARTICLE_ANCHORS_HUGO;
	return anchors->locale == (locale_t)0 || iswalnum_l((wint_t)c, anchors->locale);
}

static int32_t
to_lower(const struct markdown_anchors *anchors, int32_t c)
{
	if (c < 0x80)
		return tolower(c);
	if (anchors->locale == (locale_t)0)
		return c;
	return (int32_t)towlower_l((wint_t)c, anchors->locale);
}

static void
slug_words(
    const struct markdown_anchors *anchors, struct buffer *out, const char *s, size_t length)
{
	int32_t c;
	size_t i;

	for (i = 0; i < length;) {
		i += escape_utf8_decode(s + i, length - i, &c);
		if (c == ' ')
			buffer_append_char(out, '-');
		else if (c >= 0 && is_kept(anchors, c))
			text_append_code_point(out, (uint32_t)to_lower(anchors, c));
	}
}

static void
slug_ascii(struct buffer *out, const char *s, size_t length)
{
	size_t i = 0;

	while (i < length && !isalpha((unsigned char)s[i]))
		i++;
	for (; i < length; i++) {
		if (s[i] == ' ' || s[i] == '-')
			buffer_append_char(out, '-');
		else if (isalnum((unsigned char)s[i]))
			buffer_append_char(out, (char)tolower((unsigned char)s[i]));
	}
}

static struct used *
find_used(struct markdown_anchors *anchors, const char *anchor)
{
	size_t i;

	for (i = 0; i < anchors->used_count; i++) {
		if (strcmp(anchors->used[i].anchor, anchor) == 0)
			return &anchors->used[i];
	}
	return NULL;
}

void
markdown_anchors_reserve(struct markdown_anchors *anchors, const char *anchor)
{
	if (find_used(anchors, anchor) != NULL)
		return;
	XALLOC_GROW(anchors->used, anchors->used_count, anchors->used_capacity);
	anchors->used[anchors->used_count++] = (struct used){xstrdup(anchor), 0};
}

/* Adds "-1", "-2" ... to slug where another heading has it. */
static void
make_unique(struct markdown_anchors *anchors, struct buffer *slug)
{
	bool may_collide = !(anchors->style == ARTICLE_ANCHORS_GITHUB ||
			     anchors->style == ARTICLE_ANCHORS_KRAMDOWN);
	size_t base_length = slug->length, base;
	struct used *used = find_used(anchors, slug->data);

	if (used == NULL) {
		markdown_anchors_reserve(anchors, slug->data);
		return;
	}
	base = (size_t)(used - anchors->used);
	do {
		buffer_truncate(slug, base_length);
		buffer_printf(slug, "-%u", ++anchors->used[base].repeats);
	} while (may_collide && find_used(anchors, slug->data) != NULL);
	if (may_collide)
		markdown_anchors_reserve(anchors, slug->data);
}

char *
markdown_anchors_make(struct markdown_anchors *anchors, const char *heading, size_t length)
{
	struct buffer slug;

	buffer_init(&slug, TEXT_BYTES_MAX);
	if (anchors->style == ARTICLE_ANCHORS_KRAMDOWN)
		slug_ascii(&slug, heading, length);
	else
		slug_words(anchors, &slug, heading, length);
	if (slug.length == 0 && anchors->style == ARTICLE_ANCHORS_KRAMDOWN)
		buffer_append_string(&slug, "section");
	if (slug.length == 0 && anchors->style == ARTICLE_ANCHORS_HUGO)
		buffer_append_string(&slug, "heading");
	make_unique(anchors, &slug);
	return buffer_take(&slug, NULL);
}
