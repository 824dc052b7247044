/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_RENDER_JSON_PARTS_H
#define FORNIX_RENDER_JSON_PARTS_H

/* Members of the JSON answers, written the same way in all of them; private to render_json*.c.
 */

#include <stdio.h>
#include <string.h>

#include "escape.h"
#include "html.h"
#include "json.h"
#include "render.h"
#include "render_offsets.h"
#include "render_parts.h"

/* The answer, and a buffer for what is made of a text before it is written. */
struct writer {
	struct json json;
	struct buffer text;
	enum render_highlight highlight;
};

/* Members of the answer to a search, in its order, without the object around them. */
void render_json_summary(struct writer *writer, const struct search_result *result);
void render_json_understanding(struct writer *writer, const struct search_result *result);
void render_json_hit(struct writer *writer, const struct search_hit *hit);
void render_json_ending(struct writer *writer, const struct search_result *result);

static inline void
put_text(struct writer *writer)
{
	json_put_bytes(&writer->json, writer->text.data, writer->text.length);
	writer->json.out->failed |= writer->text.failed;
	buffer_clear(&writer->text);
}

/* Cleaned as in the other faces, so that all three say the same. */
static inline void
put_string(struct writer *writer, const char *key, const char *s)
{
	json_put_key(&writer->json, key);
	if (s != NULL)
		escape_clean(&writer->text, s, strlen(s));
	put_text(writer);
}

static inline void
put_key(struct writer *writer, const char *name, const char *ending)
{
	char key[32];

	snprintf(key, sizeof key, "%s%s", name, ending);
	json_put_key(&writer->json, key);
}

/* The plain text as NAME, and where it was found as NAMEHtml or NAMEMatches. */
static inline void
put_marked_text(struct writer *writer, const char *name, const struct snippet_text *text)
{
	put_string(writer, name, text->text);
	switch (writer->highlight) {
	case RENDER_HIGHLIGHT_HTML:
		put_key(writer, name, "Html");
		html_marked(&writer->text, text);
		put_text(writer);
		break;
	case RENDER_HIGHLIGHT_OFFSETS:
		put_key(writer, name, "Matches");
		render_offsets(&writer->json, text);
		break;
	case RENDER_HIGHLIGHT_NONE:
		break;
	}
}

static inline void
put_number(struct writer *writer, const char *key, int64_t number)
{
	json_put_key(&writer->json, key);
	json_put_number(&writer->json, number);
}

static inline void
put_date(struct writer *writer, const char *key, uint32_t date)
{
	json_put_key(&writer->json, key);
	render_date(date, &writer->text);
	if (writer->text.length > 0)
		put_text(writer);
	else
		json_put_null(&writer->json);
}

/* Readers put it in a link: what must not be linked to is null. */
static inline void
put_url(struct writer *writer, const char *key, const char *url)
{
	json_put_key(&writer->json, key);
	if (render_url(&writer->text, url))
		put_text(writer);
	else
		json_put_null(&writer->json);
}

/* An element of an array. */
static inline void
put_element(struct writer *writer, const char *s)
{
	escape_clean(&writer->text, s, strlen(s));
	put_text(writer);
}

#endif
