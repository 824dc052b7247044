/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "known.h"

#include "analyze.h"
#include "document.h"
#include "fields.h"
#include "path.h"
#include "record.h"
#include "suggest_file.h"
#include "vocabulary.h"

#define FACT_FINGERPRINT   "fingerprint"
#define FACT_LAST_DOCUMENT "last_document"

#define FINGERPRINT_BYTES_MAX 8192

char *
known_fingerprint(
    const struct article_options *options, const struct share *share, const char *rules_hash)
{
	struct buffer text;
	size_t i;

	buffer_init(&text, FINGERPRINT_BYTES_MAX);
	buffer_printf(&text,
	    "format %d record %d analyze %d document %d gap %d vocabulary %d "
	    "suggestions %d anchors %d rules %s url %s",
	    GENERATION_FORMAT, RECORD_VERSION, ANALYZE_VERSION, DOCUMENT_VERSION,
	    DOCUMENT_POSITION_GAP, VOCABULARY_VERSION, SUGGEST_VERSION, (int)options->anchors,
	    rules_hash, options->url_pattern);
	for (i = 0; i < FIELD_COUNT; i++)
		buffer_printf(&text, " %s:%s:%u:%d", fields[i].name,
		    fields[i].prefix != NULL ? fields[i].prefix : "-", fields[i].weight,
		    fields[i].slot);
	if (share->count > 0)
		buffer_printf(&text, " share %u/%u", share->place, share->count);
	return buffer_take(&text, NULL);
}

struct loading {
	struct known *known;
	size_t capacity;
};

static bool
load_file(struct span path, const struct articles_source *source, void *context)
{
	struct loading *loading = context;
	struct known *known = loading->known;
	struct known_file *file;

	XALLOC_GROW(known->files, known->file_count, loading->capacity);
	file = &known->files[known->file_count++];
	*file = (struct known_file){.path = xstrndup(path.data, path.length),
	    .size = source->size,
	    .mtime_ns = source->mtime_ns,
	    .ctime_ns = source->ctime_ns,
	    .inode = source->inode,
	    .document = source->document,
	    .reason = xstrndup(source->reason.data, source->reason.length)};
	memcpy(file->hash, source->hash, sizeof file->hash);
	return true;
}

static uint32_t
number_from_span(struct span digits)
{
	uint32_t number = 0;
	size_t i;

	for (i = 0; i < digits.length && i < 9; i++)
		number = number * 10 + (uint32_t)(digits.data[i] - '0');
	return number;
}

void
known_init(struct known *known, const struct generation *generation, const char *fingerprint)
{
	struct loading loading = {.known = known};
	struct fornix_error ignored = FORNIX_ERROR_INIT;
	struct span made_by, last;
	enum fornix_status status;
	char *path;

	*known = (struct known){0};
	if (generation == NULL)
		return;
	path = path_join(generation->path, GENERATION_ARTICLES);
	status = articles_open(path, ARTICLES_READ, &known->articles, &ignored);
	free(path);
	if (status == FORNIX_OK)
		status =
		    articles_fact_get(known->articles, FACT_FINGERPRINT, &made_by, &ignored);
	if (status == FORNIX_OK)
		status =
		    articles_fact_get(known->articles, FACT_LAST_DOCUMENT, &last, &ignored);
	if (status == FORNIX_OK)
		status = articles_sources(known->articles, load_file, &loading, &ignored);
	if (status != FORNIX_OK) {
		known_fini(known);
		return;
	}
	known->is_current = span_equals(made_by, span_from_string(fingerprint));
	known->last_document = number_from_span(last);
}

void
known_fini(struct known *known)
{
	size_t i;

	for (i = 0; i < known->file_count; i++) {
		free(known->files[i].path);
		free(known->files[i].reason);
	}
	free(known->files);
	articles_free(known->articles);
	*known = (struct known){0};
}

static int
compare_path(const void *key, const void *element)
{
	return strcmp(key, ((const struct known_file *)element)->path);
}

struct known_file *
known_find(const struct known *known, const char *path)
{
	if (known->file_count == 0)
		return NULL;
	return bsearch(
	    path, known->files, known->file_count, sizeof *known->files, compare_path);
}

enum fornix_status
known_store(struct articles *articles, const char *fingerprint, uint32_t last_document,
    struct fornix_error *err)
{
	enum fornix_status status;
	char digits[16];

	snprintf(digits, sizeof digits, "%u", last_document);
	status =
	    articles_fact_put(articles, FACT_FINGERPRINT, span_from_string(fingerprint), err);
	if (status != FORNIX_OK)
		return status;
	return articles_fact_put(articles, FACT_LAST_DOCUMENT, span_from_string(digits), err);
}
