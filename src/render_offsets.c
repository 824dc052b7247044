/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render_offsets.h"

#include "escape.h"
#include "render_parts.h"

/* How many code units the bytes are once they are cleaned as the text is. */
static size_t
count_units(const struct json *json, const char *s, size_t length)
{
	struct buffer clean CLEANUP_BUFFER;
	size_t i, units = 0;

	buffer_init(&clean, json->out->max);
	escape_clean(&clean, s, length);
	json->out->failed |= clean.failed;
	for (i = 0; i < clean.length; i++) {
		unsigned char byte = (unsigned char)clean.data[i];

		units += (byte & 0xC0) != 0x80; /* begins a character */
		units += byte >= 0xF0;          /* which is a pair of surrogates */
	}
	return units;
}

static void
put_pair(struct json *json, size_t start, size_t length)
{
	json_array_begin(json);
	json_put_number(json, (int64_t)start);
	json_put_number(json, (int64_t)length);
	json_array_end(json);
}

void
render_offsets(struct json *json, const struct snippet_text *text)
{
	size_t at = 0, units = 0, i = 0, marked;
	struct snippet_mark mark;

	json_array_begin(json);
	while (render_next_mark(text, at, &i, &mark)) {
		units += count_units(json, text->text + at, mark.start - at);
		marked = count_units(json, text->text + mark.start, mark.length);
		if (marked > 0)
			put_pair(json, units, marked);
		units += marked;
		at = mark.start + mark.length;
	}
	json_array_end(json);
}
