/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render_suggest.h"

#include <string.h>

#include "escape.h"
#include "html.h"
#include "json.h"
#include "render_parts.h"
#include "xalloc.h"

/* The answer, and a buffer for what is made of a text before it is written. */
struct writer {
	struct json json;
	struct buffer text;
};

static void
writer_init(struct writer *writer, struct buffer *out)
{
	json_init(&writer->json, out);
	buffer_init(&writer->text, out->max);
}

static void
put_text(struct writer *writer)
{
	json_put_bytes(&writer->json, writer->text.data, writer->text.length);
	writer->json.out->failed |= writer->text.failed;
	buffer_clear(&writer->text);
}

static void
put_clean(struct writer *writer, const char *s, size_t length)
{
	escape_clean(&writer->text, s, length);
	put_text(writer);
}

static void
put_marked(struct writer *writer, const char *key, const char *html_key,
    const struct snippet_text *text)
{
	json_put_key(&writer->json, key);
	if (text->text == NULL) {
		json_put_null(&writer->json);
		json_put_key(&writer->json, html_key);
		json_put_null(&writer->json);
		return;
	}
	put_clean(writer, text->text, strlen(text->text));
	json_put_key(&writer->json, html_key);
	html_marked(&writer->text, text);
	put_text(writer);
}

/* Readers put it in a link: false for what must not be linked to. */
static bool
append_url(struct writer *writer, struct span url)
{
	char *text CLEANUP_FREE = xstrndup(url.data, url.length);

	return render_url(&writer->text, text);
}

static void
put_article(struct writer *writer, const struct suggest_result_article *article)
{
	json_object_begin(&writer->json);
	json_put_key(&writer->json, "id");
	put_clean(writer, article->id.data, article->id.length);
	put_marked(writer, "title", "titleHtml", &article->title);
	put_marked(writer, "name", "nameHtml", &article->name);
	json_put_key(&writer->json, "url");
	if (append_url(writer, article->url))
		put_text(writer);
	else
		json_put_null(&writer->json);
	json_object_end(&writer->json);
}

void
render_suggest_json(const char *query, const struct suggest_result *result, struct buffer *out)
{
	struct writer writer;
	size_t i;

	writer_init(&writer, out);
	json_object_begin(&writer.json);
	json_put_key(&writer.json, "query");
	put_clean(&writer, query, strlen(query));
	json_put_key(&writer.json, "articles");
	json_array_begin(&writer.json);
	for (i = 0; i < result->article_count; i++)
		put_article(&writer, &result->articles[i]);
	json_array_end(&writer.json);
	json_put_key(&writer.json, "completions");
	json_array_begin(&writer.json);
	for (i = 0; i < result->completion_count; i++) {
		json_object_begin(&writer.json);
		put_marked(&writer, "text", "textHtml", &result->completions[i]);
		json_object_end(&writer.json);
	}
	json_array_end(&writer.json);
	json_put_key(&writer.json, "generation");
	json_put_number(&writer.json, result->generation);
	json_put_key(&writer.json, "processingTimeMs");
	json_put_decimal(&writer.json, result->processing_time_ms, 3);
	json_object_end(&writer.json);
	buffer_append_char(out, '\n');
	buffer_fini(&writer.text);
}

static void
put_article_url(
    struct writer *writer, const struct suggest_result_article *article, const char *public_url)
{
	if (article->url.length > 0 && article->url.data[0] == '/')
		buffer_append_string(&writer->text, public_url);
	if (!append_url(writer, article->url))
		buffer_clear(&writer->text);
	put_text(writer);
}

static void
put_search_url(
    struct writer *writer, const char *text, const char *public_url, const char *search_path)
{
	buffer_append_string(&writer->text, public_url);
	buffer_append_string(&writer->text, search_path);
	buffer_append_string(&writer->text, "?q=");
	escape_url(&writer->text, text, strlen(text));
	put_text(writer);
}

static void
put_texts(struct writer *writer, const struct suggest_result *result)
{
	size_t i;

	json_array_begin(&writer->json);
	for (i = 0; i < result->article_count; i++)
		put_clean(writer, result->articles[i].title.text,
		    strlen(result->articles[i].title.text));
	for (i = 0; i < result->completion_count; i++)
		put_clean(
		    writer, result->completions[i].text, strlen(result->completions[i].text));
	json_array_end(&writer->json);
}

/* Of an article the other name that it was found by, if it was. */
static void
put_descriptions(struct writer *writer, const struct suggest_result *result)
{
	const char *name;
	size_t i;

	json_array_begin(&writer->json);
	for (i = 0; i < result->article_count; i++) {
		name = result->articles[i].name.text;
		name = name != NULL ? name : "Article";
		put_clean(writer, name, strlen(name));
	}
	for (i = 0; i < result->completion_count; i++)
		json_put_string(&writer->json, "Search");
	json_array_end(&writer->json);
}

void
render_suggest_opensearch(const char *query, const struct suggest_result *result,
    const char *public_url, const char *search_path, struct buffer *out)
{
	struct writer writer;
	size_t i;

	writer_init(&writer, out);
	json_array_begin(&writer.json);
	put_clean(&writer, query, strlen(query));
	put_texts(&writer, result);
	put_descriptions(&writer, result);
	json_array_begin(&writer.json);
	for (i = 0; i < result->article_count; i++)
		put_article_url(&writer, &result->articles[i], public_url);
	for (i = 0; i < result->completion_count; i++)
		put_search_url(&writer, result->completions[i].text, public_url, search_path);
	json_array_end(&writer.json);
	json_array_end(&writer.json);
	buffer_append_char(out, '\n');
	buffer_fini(&writer.text);
}
