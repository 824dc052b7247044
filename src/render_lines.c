/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render_lines.h"

#include "render_json_parts.h"

void
render_paths(const struct search_result *result, const char *corpus, bool separates_by_null,
    struct buffer *out)
{
	struct buffer path CLEANUP_BUFFER;
	size_t i;

	buffer_init(&path, out->max);
	for (i = 0; i < result->hit_count; i++) {
		if (result->hits[i].is_loose)
			continue;
		buffer_clear(&path);
		render_hit_path(&result->hits[i], corpus, &path);
		if (separates_by_null)
			buffer_append(out, path.data, path.length);
		else
			escape_terminal(out, path.data, path.length);
		buffer_append_char(out, separates_by_null ? '\0' : '\n');
		out->failed |= path.failed;
	}
}

static void
begin_event(struct writer *writer, const char *type)
{
	writer->json.needs_comma = false;
	json_object_begin(&writer->json);
	put_string(writer, "type", type);
}

static void
end_event(struct writer *writer)
{
	json_object_end(&writer->json);
	buffer_append_char(writer->json.out, '\n');
}

static void
put_place(
    struct writer *writer, const struct search_hit *hit, const char *corpus, unsigned line)
{
	struct buffer path CLEANUP_BUFFER;

	buffer_init(&path, writer->text.max);
	render_hit_path(hit, corpus, &path);
	put_string(writer, "path", path.data);
	json_put_key(&writer->json, "line");
	if (line > 0)
		json_put_number(&writer->json, line);
	else
		json_put_null(&writer->json);
}

void
render_events(const struct search_result *result, const char *corpus, const unsigned *lines,
    struct buffer *out)
{
	struct writer writer = {.highlight = RENDER_HIGHLIGHT_HTML};
	size_t first = (size_t)(result->page - 1) * result->per_page, i;

	json_init(&writer.json, out);
	buffer_init(&writer.text, out->max);
	begin_event(&writer, "begin");
	render_json_summary(&writer, result);
	render_json_understanding(&writer, result);
	end_event(&writer);
	for (i = 0; i < result->hit_count; i++) {
		begin_event(&writer, "hit");
		put_number(&writer, "rank", (int64_t)(first + i + 1));
		put_place(&writer, &result->hits[i], corpus, lines[i]);
		render_json_hit(&writer, &result->hits[i]);
		end_event(&writer);
	}
	begin_event(&writer, "end");
	put_number(&writer, "hits", (int64_t)result->hit_count);
	render_json_ending(&writer, result);
	end_event(&writer);
	buffer_fini(&writer.text);
}
