/* SPDX-License-Identifier: GPL-2.0-or-later */

/* A Markdown file to an article, to a record, and back. */

#include "record.h"
#include "texts.h"

static void
check_record(const struct article *article)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct buffer bytes;
	struct record record;

	buffer_init(&bytes, RECORD_BYTES_MAX);
	record_encode(article, &bytes);
	if (!bytes.failed) {
		assert(record_open(bytes.data, bytes.length, &record, &err) == FORNIX_OK);
		assert(record.section_count == article->section_count);
		assert(record.figure_count == article->figure_count);
		assert(record.title.length == strlen(article->title));
	}
	buffer_fini(&bytes);
}

static void
check_article(const struct article *article)
{
	size_t i;

	check_clean(article->title, false);
	assert(article->title[0] != '\0');
	check_clean(article->url, false);
	check_clean(article->id, false);
	assert(article->url[0] == '/' || strncmp(article->url, "https://", 8) == 0);
	assert(article->url[1] != '/' || article->url[0] != '/');
	check_clean_list(&article->tags);
	check_clean_list(&article->keywords);
	check_clean_list(&article->synonyms);
	check_clean_list(&article->misspellings);
	check_clean_list(&article->notes);
	assert(article->section_count <= ARTICLE_SECTIONS_MAX);
	for (i = 0; i < article->section_count; i++) {
		check_clean(article->sections[i].heading, false);
		check_clean(article->sections[i].anchor, false);
		check_clean(article->sections[i].text, true);
		assert(article->sections[i].level <= 6);
	}
	assert(article->figure_count <= ARTICLE_FIGURES_MAX);
	for (i = 0; i < article->figure_count; i++) {
		check_clean(article->figures[i].alt, false);
		check_clean(article->figures[i].caption, false);
		assert(article->figures[i].section < article->section_count);
	}
	assert(article->reference_count <= ARTICLE_REFERENCES_MAX);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct article_options options = {.url_pattern = "/{path}/", .today = 20260101};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct article *article = NULL;

	/* All four ways to make anchors, each for some of the inputs. */
	options.anchors = (enum article_anchors)(length % 4);
	if (article_parse((const char *)bytes, length, "a/b.md", &options, &article, &err) !=
	    FORNIX_OK) {
		assert(err.status == FORNIX_ERR_INPUT || err.status == FORNIX_ERR_LIMIT);
		assert(err.message[0] != '\0');
		return 0;
	}
	check_article(article);
	check_record(article);
	article_free(article);
	return 0;
}
