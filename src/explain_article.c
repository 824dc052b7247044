/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "explain_article.h"

#include <stdlib.h>

#include "buffer.h"
#include "corpus.h"
#include "nearest.h"
#include "searcher.h"
#include "xalloc.h"

#define ENDING ".md"

struct names {
	char **items;
	size_t count, capacity;
};

static bool
take_name(struct span path, const struct articles_source *source, void *context)
{
	struct names *names = context;
	size_t ending = strlen(ENDING);

	(void)source;
	if (path.length > ending) {
		XALLOC_GROW(names->items, names->count, names->capacity);
		names->items[names->count++] = xstrndup(path.data, path.length - ending);
	}
	return names->count < CORPUS_FILES_MAX;
}

static enum fornix_status
fail(struct searcher *searcher, const char *id, struct fornix_error *err)
{
	struct names names = {.count = 0};
	struct fornix_error ignored;
	const char *near = NULL;

	if (articles_sources(searcher->articles, take_name, &names, &ignored) == FORNIX_OK)
		near = nearest_name(id, (const char *const *)names.items, names.count);
	if (near != NULL)
		error_set(err, FORNIX_ERR_NOT_FOUND,
		    "there is no article '%s': did you mean '%s'?", id, near);
	else
		error_set(err, FORNIX_ERR_NOT_FOUND,
		    "there is no article '%s': name it by its path below the articles' folder",
		    id);
	while (names.count > 0)
		free(names.items[--names.count]);
	free(names.items);
	return FORNIX_ERR_NOT_FOUND;
}

enum fornix_status
explain_article_find(struct searcher *searcher, const char *id,
    struct explain_article *ret_article, struct fornix_error *err)
{
	struct articles_source source;
	struct buffer path CLEANUP_BUFFER;
	enum fornix_status status;

	buffer_init(&path, CORPUS_PATH_BYTES_MAX + strlen(ENDING));
	buffer_append_string(&path, id);
	buffer_append_string(&path, ENDING);
	if (path.failed)
		return fail(searcher, id, err);
	status = articles_source_get(
	    searcher->articles, (struct span){path.data, path.length}, &source, err);
	if (status == FORNIX_ERR_NOT_FOUND)
		return fail(searcher, id, err);
	if (status == FORNIX_OK)
		*ret_article = (struct explain_article){.document = source.document,
		    .reason = source.document == 0
				  ? xstrndup(source.reason.data, source.reason.length)
				  : NULL,
		    .size = source.size,
		    .mtime_ns = source.mtime_ns};
	return status;
}
