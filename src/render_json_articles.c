/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render.h"

#include "render_json_parts.h"

static void
put_article(struct writer *writer, const struct browse_article *article)
{
	size_t i;

	json_object_begin(&writer->json);
	put_string(writer, "id", article->id);
	put_string(writer, "title", article->title);
	put_url(writer, "url", article->url);
	put_string(writer, "description", article->description);
	put_string(writer, "section", article->section);
	json_put_key(&writer->json, "tags");
	json_array_begin(&writer->json);
	for (i = 0; i < article->tag_count; i++)
		put_element(writer, article->tags[i]);
	json_array_end(&writer->json);
	put_date(writer, "date", article->date);
	put_date(writer, "reviewed", article->reviewed);
	put_date(writer, "reviewDue", article->review_due);
	json_object_end(&writer->json);
}

void
render_json_articles(const struct browse_result *result, struct buffer *out)
{
	struct writer writer = {.highlight = RENDER_HIGHLIGHT_HTML};
	size_t i;

	json_init(&writer.json, out);
	buffer_init(&writer.text, out->max);
	json_object_begin(&writer.json);
	put_number(&writer, "total", result->total);
	put_number(&writer, "page", result->page);
	put_number(&writer, "perPage", result->per_page);
	put_number(&writer, "pages", result->pages);
	json_put_key(&writer.json, "articles");
	json_array_begin(&writer.json);
	for (i = 0; i < result->article_count; i++)
		put_article(&writer, &result->articles[i]);
	json_array_end(&writer.json);
	put_number(&writer, "generation", result->generation);
	json_object_end(&writer.json);
	buffer_append_char(out, '\n');
	buffer_fini(&writer.text);
}

static void
put_neighbour(struct writer *writer, const struct search_neighbour *neighbour)
{
	json_object_begin(&writer->json);
	put_string(writer, "id", neighbour->id);
	put_string(writer, "title", neighbour->title);
	put_url(writer, "url", neighbour->url);
	put_string(writer, "description", neighbour->description);
	json_object_end(&writer->json);
}

void
render_json_related(const struct related_result *result, struct buffer *out)
{
	struct writer writer = {.highlight = RENDER_HIGHLIGHT_HTML};
	size_t i;

	json_init(&writer.json, out);
	buffer_init(&writer.text, out->max);
	json_object_begin(&writer.json);
	put_string(&writer, "id", result->self.id);
	put_url(&writer, "url", result->self.url);
	json_put_key(&writer.json, "results");
	json_array_begin(&writer.json);
	for (i = 0; i < result->count; i++)
		put_neighbour(&writer, &result->items[i]);
	json_array_end(&writer.json);
	put_number(&writer, "generation", result->generation);
	json_object_end(&writer.json);
	buffer_append_char(out, '\n');
	buffer_fini(&writer.text);
}
