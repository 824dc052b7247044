/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "related_pair.h"

#include <stdlib.h>

#include "record.h"
#include "xalloc.h"

/* A tag that is there twice counts once. */
static void
add_tag(struct related_article *article, uint64_t tag)
{
	unsigned i;

	for (i = 0; i < article->tag_count; i++) {
		if (article->tags[i] == tag)
			return;
	}
	article->tags[article->tag_count++] = tag;
}

enum fornix_status
related_article_open(struct articles *articles, uint32_t document,
    struct related_article *ret_article, struct fornix_error *err)
{
	enum fornix_status status;
	struct record record;
	struct span bytes;
	unsigned i;

	status = articles_get(articles, document, &bytes, err);
	if (status == FORNIX_OK)
		status = record_open(bytes.data, bytes.length, &record, err);
	if (status != FORNIX_OK)
		return status;
	*ret_article = (struct related_article){.is_open = true,
	    .id = span_hash(record.id),
	    .url = span_hash(record.url),
	    .section = span_hash(record.section),
	    .links = xcalloc(record.link_count, sizeof *ret_article->links),
	    .tags = xcalloc(record.tag_count, sizeof *ret_article->tags),
	    .link_count = record.link_count};
	for (i = 0; i < record.link_count; i++)
		ret_article->links[i] = span_hash(record_link(&record, i));
	for (i = 0; i < record.tag_count; i++)
		add_tag(ret_article, span_hash(record_tag(&record, i)));
	return FORNIX_OK;
}

void
related_article_fini(struct related_article *article)
{
	free(article->links);
	free(article->tags);
}

static bool
links_to(const struct related_article *from, const struct related_article *to)
{
	unsigned i;

	for (i = 0; i < from->link_count; i++) {
		if (from->links[i] == to->id || from->links[i] == to->url)
			return true;
	}
	return false;
}

static double
share_of_tags(const struct related_article *a, const struct related_article *b)
{
	unsigned i, k, common = 0;

	for (i = 0; i < a->tag_count; i++) {
		for (k = 0; k < b->tag_count; k++)
			common += a->tags[i] == b->tags[k];
	}
	return common == 0 ? 0 : (double)common / (a->tag_count + b->tag_count - common);
}

double
related_pair_score(const struct related_article *from, const struct related_article *to)
{
	return (links_to(from, to) ? RELATED_LINK_WEIGHT : 0) +
	       (links_to(to, from) ? RELATED_BACK_WEIGHT / (1 + to->link_count / RELATED_LINKS)
				   : 0) +
	       RELATED_TAG_WEIGHT * share_of_tags(from, to) +
	       (from->section == to->section ? RELATED_SECTION_WEIGHT : 0);
}
