/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * What is near to each of many articles: held, after a change of some, to comparing every
 * one with every other.
 */

#include "related_write.h"

#include <stdlib.h>
#include <string.h>

#include "index_reader.h"
#include "index_writer.h"
#include "record.h"
#include "related_compare.h"
#include "scratch.h"
#include "tap.h"
#include "xalloc.h"

#define FIRST    1100 /* articles: more than RELATED_FEW */
#define WORDS    12   /* of an article */
#define RARE     150  /* words to choose from */
#define LINKS    2
#define SECTIONS 3

static struct fornix_error err;
static unsigned seed = 7;

static unsigned
draw(unsigned below)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % below;
}

static char *
make_text(const char *before, unsigned number, const char *after)
{
	char text[40];

	snprintf(text, sizeof text, "%s%u%s", before, number, after);
	return xstrdup(text);
}

static void
must(enum fornix_status status, const char *what)
{
	if (status == FORNIX_OK)
		return;
	printf("Bail out! %s: %s\n", what, err.message);
	exit(1);
}

static void
put_record(struct articles *articles, uint32_t number)
{
	char *links[LINKS] = {
	    make_text("/a/", 1 + draw(FIRST), "/"), make_text("a/", 1 + draw(FIRST), "")};
	char *tags[1] = {make_text("tag", draw(20), "")};
	struct article article = {.id = make_text("a/", number, ""),
	    .url = make_text("/a/", number, "/"),
	    .title = make_text("Article ", number, ""),
	    .description = xstrdup(""),
	    .author = xstrdup(""),
	    .section = make_text("s", draw(SECTIONS), ""),
	    .tags = {.items = tags, .count = 1},
	    .links = {.items = links, .count = draw(LINKS + 1)}};
	struct buffer record CLEANUP_BUFFER;
	unsigned i;

	buffer_init(&record, RECORD_BYTES_MAX);
	record_encode(&article, &record);
	must(articles_put(articles, number, span_from_string(article.id),
		 (struct span){record.data, record.length}, &err),
	    "put");
	must(articles_source_put(articles, span_from_string(article.id),
		 &(struct articles_source){.document = number}, &err),
	    "source");
	for (i = 0; i < LINKS; i++)
		free(links[i]);
	free(tags[0]);
	free(article.id);
	free(article.url);
	free(article.title);
	free(article.description);
	free(article.author);
	free(article.section);
}

static void
put_words(struct index_writer *writer, uint32_t number)
{
	struct index_document *document = index_document_new();
	unsigned i;

	for (i = 0; i < WORDS; i++) {
		char *word = make_text("word", draw(RARE), "");

		index_document_posting(document, "", span_from_string(word), i + 1, 1);
		free(word);
	}
	must(index_writer_put(writer, number, document, &err), "words");
	index_document_free(document);
}

static void
put_article(struct articles *articles, struct index_writer *writer, uint32_t number)
{
	put_record(articles, number);
	put_words(writer, number);
}

static void
remove_article(struct articles *articles, struct index_writer *writer, uint32_t number)
{
	char *id = make_text("a/", number, "");

	must(articles_remove(articles, number, span_from_string(id), &err), "remove");
	must(articles_source_remove(articles, span_from_string(id), &err), "remove");
	must(index_writer_delete(writer, number, &err), "delete");
	free(id);
}

static struct span
get_fact(struct articles *articles, const char *name)
{
	struct span fact;

	must(articles_fact_get(articles, name, &fact, &err), name);
	return fact;
}

/* The row by definition: all others, each compared by itself. */
static struct related_row
make_row(const struct telling *list, const struct related_article *others, size_t count,
    size_t index)
{
	struct related_row row = {.count = 0};
	size_t i, k, m;

	for (i = 0; i < count; i++) {
		uint32_t sum = 0, nearness;

		for (k = 0; k < WORDS; k++) {
			for (m = 0; m < WORDS; m++) {
				if (list[i].words[m] == list[index].words[k] &&
				    list[index].words[k] != 0)
					sum += (uint32_t)list[i].weights[m] *
					       list[index].weights[k];
			}
		}
		if (i == index || sum == 0)
			continue;
		nearness = (uint32_t)((telling_overlap(sum) +
					  related_pair_score(&others[index], &others[i])) *
				      SPREAD_UNIT);
		related_row_insert(&row, (struct spread_neighbour){list[i].document, nearness});
	}
	return row;
}

static bool
is_row(struct span fact, uint32_t document, const struct related_row *row)
{
	struct spread_neighbour found[SPREAD_NEAR];
	size_t i, count = spread_get(fact, document, found);

	for (i = 0; i < count && i < row->count; i++) {
		if (found[i].document != row->items[i].document ||
		    found[i].nearness != row->items[i].nearness)
			return false;
	}
	return count == row->count;
}

static void
check_lists(struct articles *articles, const char *name)
{
	struct span fact = get_fact(articles, TELLING_FACT),
		    near = get_fact(articles, SPREAD_FACT);
	size_t count = fact.length / TELLING_ENTRY_BYTES, wrong = 0, i;
	struct telling *list = xcalloc(count, sizeof *list);
	struct related_article *others = xcalloc(count, sizeof *others);

	for (i = 0; i < count; i++) {
		telling_get(fact.data + i * TELLING_ENTRY_BYTES, &list[i]);
		must(
		    related_article_open(articles, list[i].document, &others[i], &err), "open");
	}
	tap_number((long long)count, articles_count(articles), name);
	for (i = 0; i < count; i++) {
		struct related_row row = make_row(list, others, count, i);

		wrong += !is_row(near, list[i].document, &row);
	}
	tap_number((long long)wrong, 0, name);
	for (i = 0; i < count; i++)
		related_article_fini(&others[i]);
	free(others);
	free(list);
}

static uint32_t
stale(struct articles *articles)
{
	struct span fact = get_fact(articles, "telling_stale");

	return (unsigned char)fact.data[0];
}

static void
write_related(struct articles *articles, struct index_writer *writer, const char *index,
    const struct related_changes *changes)
{
	must(index_writer_commit(writer, &err), "commit");
	must(related_write(articles, index, changes, &err), "write");
	must(articles_commit(articles, &err), "commit");
}

static void
change(struct articles *articles, struct index_writer *writer, const char *index)
{
	static const uint32_t put[] = {5, 77, 78, 500, FIRST + 1}, removed[] = {9, 1000};
	const struct related_changes changes = {put, removed, 5, 2};
	size_t i;

	for (i = 0; i < 5; i++)
		put_article(articles, writer, put[i]);
	for (i = 0; i < 2; i++)
		remove_article(articles, writer, removed[i]);
	write_related(articles, writer, index, &changes);
	tap_number(stale(articles), 7, "what has changed is counted");
	check_lists(articles, "after some changes every list is as if all were compared");
}

/* More than a hundredth has changed by now. */
static void
change_more(struct articles *articles, struct index_writer *writer, const char *index)
{
	static const uint32_t put[] = {1, 2, 3, 4, 6};
	const struct related_changes changes = {put, NULL, 5, 0};
	size_t i;

	for (i = 0; i < 5; i++)
		put_article(articles, writer, put[i]);
	write_related(articles, writer, index, &changes);
	tap_number(stale(articles), 0, "then all are weighed again");
	check_lists(articles, "and compared");
}

int
main(void)
{
	char *path = scratch_path("articles.mdb"), *index = scratch_path("xapian");
	struct articles *articles;
	struct index_writer *writer;
	uint32_t number;

	must(articles_open(path, ARTICLES_CREATE, &articles, &err), "open");
	must(index_writer_create(index, &writer, &err), "create");
	for (number = 1; number <= FIRST; number++)
		put_article(articles, writer, number);
	write_related(articles, writer, index, NULL);
	tap_number(stale(articles), 0, "none has changed at first");
	check_lists(articles, "every list is what comparing all gives");
	change(articles, writer, index);
	change_more(articles, writer, index);
	index_writer_free(writer);
	articles_free(articles);
	free(index);
	free(path);
	return tap_done();
}
