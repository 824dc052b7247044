/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * Articles in tests/data/markdown/: each NAME.md gives what NAME.txt says.
 * With FORNIX_GOLDEN_UPDATE=1 the answers are written anew: read them after.
 */

#include <dirent.h>
#include <stdlib.h>

#include "article.h"
#include "buffer.h"
#include "escape.h"
#include "tap.h"

#define BYTES_MAX (1024 * 1024)
#define NAMES_MAX 200

static void
read_file(const char *path, struct buffer *out)
{
	FILE *file = fopen(path, "rb");
	int c;

	buffer_init(out, BYTES_MAX);
	if (file == NULL)
		return;
	while ((c = getc(file)) != EOF)
		buffer_append_char(out, (char)c);
	fclose(file);
}

static void
dump_line(struct buffer *out, const char *name, const char *text)
{
	if (text != NULL && *text != '\0')
		buffer_printf(out, "%s: %s\n", name, text);
}

static void
dump_list(struct buffer *out, const char *name, const struct article_list *list)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		buffer_printf(out, "%s: %s\n", name, list->items[i]);
}

static void
dump_date(struct buffer *out, const char *name, unsigned date)
{
	if (date != 0)
		buffer_printf(out, "%s: %u\n", name, date);
}

/* A section's text, each line behind a bar. */
static void
dump_text(struct buffer *out, const char *text)
{
	size_t length;

	for (; *text != '\0'; text += length + (text[length] == '\n')) {
		length = strcspn(text, "\n");
		buffer_append_string(out, "  | ");
		buffer_append(out, text, length);
		buffer_append_char(out, '\n');
	}
}

static void
dump_article(struct buffer *out, const struct article *article)
{
	size_t i;

	dump_line(out, "id", article->id);
	dump_line(out, "url", article->url);
	dump_line(out, "title", article->title);
	dump_line(out, "description", article->description);
	dump_line(out, "author", article->author);
	dump_line(out, "section", article->section);
	dump_date(out, "date", article->date);
	dump_date(out, "reviewed", article->reviewed);
	dump_date(out, "review_due", article->review_due);
	dump_list(out, "tag", &article->tags);
	dump_list(out, "keyword", &article->keywords);
	dump_list(out, "synonym", &article->synonyms);
	dump_list(out, "misspelling", &article->misspellings);
	dump_line(out, "skipped", article->skip_reason);
	dump_list(out, "note", &article->notes);
	for (i = 0; i < article->section_count; i++) {
		const struct article_section *section = &article->sections[i];

		buffer_printf(out, "\n[%zu] level %u, line %u, #%s, '%s'\n", i, section->level,
		    section->line, section->anchor, section->heading);
		dump_text(out, section->text);
	}
	for (i = 0; i < article->figure_count; i++) {
		const struct article_figure *figure = &article->figures[i];

		buffer_printf(out, "\nfigure in [%u]: %s\n  alt: %s\n  caption: %s\n",
		    figure->section, figure->url, figure->alt, figure->caption);
	}
}

/* The generator is the first part of the name: "hugo-shortcodes". */
static enum article_anchors
anchors_of(const char *name)
{
	if (strncmp(name, "hugo-", 5) == 0)
		return ARTICLE_ANCHORS_HUGO;
	if (strncmp(name, "kramdown-", 9) == 0)
		return ARTICLE_ANCHORS_KRAMDOWN;
	if (strncmp(name, "docusaurus-", 11) == 0)
		return ARTICLE_ANCHORS_DOCUSAURUS;
	return ARTICLE_ANCHORS_GITHUB;
}

static void
dump_file(const char *path, const char *name, struct buffer *out)
{
	struct article_options options = {anchors_of(name), "/{path}/", 20260115};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct article *article = NULL;
	struct buffer markdown, id;

	buffer_init(out, BYTES_MAX);
	buffer_init(&id, BYTES_MAX);
	buffer_printf(&id, "golden/%s", name);
	read_file(path, &markdown);
	if (article_parse(markdown.data, markdown.length, id.data, &options, &article, &err) ==
	    FORNIX_OK)
		dump_article(out, article);
	else
		buffer_printf(
		    out, "error: %s: %s\n", error_status_name(err.status), err.message);
	article_free(article);
	buffer_fini(&markdown);
	buffer_fini(&id);
}

static void
show_difference(const char *got, const char *want)
{
	unsigned line = 1;

	for (; *got != '\0' && *got == *want; got++, want++)
		line += *got == '\n';
	printf("# differs at line %u\n#  got: %.*s\n# want: %.*s\n", line,
	    (int)strcspn(got, "\n"), got, (int)strcspn(want, "\n"), want);
}

static void
check_file(const char *folder, const char *name)
{
	char path[1000], answer[1000];
	struct buffer got, want;
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	snprintf(answer, sizeof answer, "%s/%.*s.txt", folder, (int)strlen(name) - 3, name);
	dump_file(path, name, &got);
	if (getenv("FORNIX_GOLDEN_UPDATE") != NULL) {
		file = fopen(answer, "wb");
		assert(file != NULL);
		fwrite(got.data, 1, got.length, file);
		fclose(file);
	}
	read_file(answer, &want);
	if (!tap_ok(strcmp(got.data, want.data) == 0, "%s", name))
		show_difference(got.data, want.data);
	if (!tap_ok(escape_utf8_is_valid(got.data, got.length) &&
			strpbrk(got.data, "\033\r\001\177") == NULL,
		"%s gives clean text", name))
		printf("# read the dump\n");
	buffer_fini(&got);
	buffer_fini(&want);
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int
main(void)
{
	const char *srcdir = getenv("srcdir");
	char folder[500], *names[NAMES_MAX];
	size_t count = 0, i;
	struct dirent *entry;
	DIR *dir;

	snprintf(
	    folder, sizeof folder, "%s/tests/data/markdown", srcdir != NULL ? srcdir : ".");
	dir = opendir(folder);
	assert(dir != NULL);
	while ((entry = readdir(dir)) != NULL) {
		size_t length = strlen(entry->d_name);

		if (length < 4 || strcmp(entry->d_name + length - 3, ".md") != 0)
			continue;
		assert(count < NAMES_MAX);
		names[count++] = strdup(entry->d_name);
	}
	closedir(dir);
	qsort(names, count, sizeof names[0], compare_names);
	tap_ok(count > 0, "%zu articles", count);
	for (i = 0; i < count; i++) {
		check_file(folder, names[i]);
		free(names[i]);
	}
	return tap_done();
}
