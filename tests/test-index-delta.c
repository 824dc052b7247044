/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The check of what has changed in an index. */

#include "index_writer.h"

#include <sys/stat.h>

#include "damage.h"
#include "fixture-index.h"

static enum fornix_status
check(const char *path, uint32_t documents, const char *before, uint32_t put, uint32_t removed)
{
	struct index_delta delta = {.before = before,
	    .put = &put,
	    .put_count = put > 0,
	    .removed = &removed,
	    .removed_count = removed > 0};

	return index_check_delta(path, documents, &delta, &err);
}

static void
test_changes(void)
{
	struct index_document *document = index_document_new();
	struct index_writer *writer = NULL;

	build("before", 0, ARTICLES);
	build("after", 0, ARTICLES);
	tap_number(index_writer_open("after", &writer, &err), FORNIX_OK, "open");
	fill_words(document, "", "pain is new here");
	tap_number(index_writer_put(writer, 2, document, &err), FORNIX_OK, "replace");
	tap_number(index_writer_put(writer, 7, document, &err), FORNIX_OK, "add");
	tap_number(index_writer_delete(writer, 4, &err), FORNIX_OK, "delete");
	index_document_free(document);
	commit(writer);
	tap_number(check("after", 6, "before", 2, 4), FORNIX_OK, "one changed and one removed");
	tap_number(check("after", 6, "before", 7, 1000), FORNIX_OK, "one that is new");
	tap_number(check("after", 7, "before", 2, 4), FORNIX_ERR_CORRUPT, "another number");
	tap_number(check("after", 6, "before", 0, 2), FORNIX_ERR_CORRUPT, "not removed");
	tap_number(check("after", 6, "before", 4, 0), FORNIX_ERR_CORRUPT, "not put");
	tap_ok(strstr(err.message, "at document 4: rebuild") != NULL, "the document is named");
	tap_number(check("missing", 6, "before", 2, 4), FORNIX_ERR_NOT_FOUND, "no index");
}

static void
build_one(const char *path, const char *words, const char *tag_name, const char *date)
{
	struct index_writer *writer = create(path);
	struct index_document *document = index_document_new();

	fill_words(document, "", words);
	fill_tags(document, tag_name);
	index_document_value(document, SLOT_DATE, text(date));
	tap_number(index_writer_put(writer, 1, document, &err), FORNIX_OK, path);
	index_document_free(document);
	commit(writer);
}

/* A database that knows by document what one says, and by word what the other does. */
static void
mix(const char *by_document, const char *by_word)
{
	static const char *const files[] = {
	    "iamglass", "postlist.glass", "position.glass", "termlist.glass"};
	char from[100], to[64];
	size_t i;

	scratch_mkdir("mixed");
	for (i = 0; i < 4; i++) {
		snprintf(from, sizeof from, "%s/%s", i == 3 ? by_document : by_word, files[i]);
		snprintf(to, sizeof to, "mixed/%s", files[i]);
		damage_cut(from, to, damage_size(from));
	}
}

/* Each row: what documents say, what lists say, and whether these fit together. */
static void
test_mixed(void)
{
	static const struct {
		const char *words[2], *tags[2], *dates[2];
		enum fornix_status want;
		const char *name;
	} rows[] = {
	    {{"a nerve", "a nerve"}, {"face", "face"}, {"20200101", "20200101"}, FORNIX_OK,
		"the same"},
	    {{"a nerve", "a spine"}, {"face", "face"}, {"20200101", "20200101"},
		FORNIX_ERR_CORRUPT, "another word"},
	    {{"a nerve nerve", "a nerve a"}, {"face", "face"}, {"20200101", "20200101"},
		FORNIX_ERR_CORRUPT, "another count"},
	    {{"a nerve", "a nerve"}, {"face", "face spine"}, {"20200101", "20200101"},
		FORNIX_ERR_CORRUPT, "a tag that was left"},
	    {{"a nerve", "a nerve"}, {"face", "face"}, {"20200101", ""}, FORNIX_ERR_CORRUPT,
		"a value that was lost"},
	};
	char names[2][64];
	size_t i;
	int j;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		for (j = 0; j < 2; j++) {
			snprintf(names[j], sizeof names[j], "one-%zu-%d", i, j);
			build_one(
			    names[j], rows[i].words[j], rows[i].tags[j], rows[i].dates[j]);
		}
		mix(names[0], names[1]);
		tap_number(check("mixed", 1, names[1], 1, 0), rows[i].want, rows[i].name);
	}
}

int
main(void)
{
	assert(chdir(scratch_folder()) == 0);
	test_changes();
	test_mixed();
	return tap_done();
}
