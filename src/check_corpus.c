/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check_corpus.h"

#include <stdlib.h>
#include <string.h>

#include "check_page.h"
#include "markdown_link.h"
#include "xalloc.h"

#define SHOWN 80 /* bytes of a text in a finding */

struct checked {
	const char *path;        /* of the corpus */
	struct article *article; /* NULL when it cannot be read */
	struct findings findings;
};

struct check {
	const struct corpus *corpus;
	const struct check_options *options;
	size_t count;
	struct checked *files;
	struct checked **by_url, **by_title; /* of the articles that are shown */
	size_t shown;
};

static int
compare_urls(const void *a, const void *b)
{
	const struct checked *x = *(struct checked *const *)a, *y = *(struct checked *const *)b;
	int order = strcmp(x->article->url, y->article->url);

	return order != 0 ? order : strcmp(x->path, y->path);
}

static int
compare_titles(const void *a, const void *b)
{
	const struct checked *x = *(struct checked *const *)a, *y = *(struct checked *const *)b;
	int order = strcasecmp(x->article->title, y->article->title);

	return order != 0 ? order : strcmp(x->path, y->path);
}

static int
compare_path(const void *key, const void *item)
{
	return strcmp(key, ((const struct checked *)item)->path);
}

/* Files are in order of path. */
static struct checked *
find_id(const struct check *check, const char *id)
{
	size_t size = strlen(id) + sizeof ".md";
	char *path CLEANUP_FREE = xmalloc(size);
	struct checked *found;

	snprintf(path, size, "%s.md", id);
	found = bsearch(path, check->files, check->count, sizeof *check->files, compare_path);
	return found != NULL && found->article != NULL ? found : NULL;
}

static struct checked *
find_url(const struct check *check, const char *url, size_t length)
{
	size_t least = 0, most = check->shown;

	while (least < most) {
		size_t middle = least + (most - least) / 2;
		const char *other = check->by_url[middle]->article->url;
		int order = strncmp(other, url, length);

		if (order == 0)
			order = other[length] != '\0';
		if (order == 0)
			return check->by_url[middle];
		if (order < 0)
			least = middle + 1;
		else
			most = middle;
	}
	return NULL;
}

static void
read_file(const struct check *check, struct corpus_file *file, struct checked *ret)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct buffer text CLEANUP_BUFFER;
	size_t i;

	buffer_init(&text, ARTICLE_FILE_BYTES_MAX);
	ret->path = file->path;
	if (corpus_read(check->corpus, file, &text, &err) != FORNIX_OK ||
	    article_parse(text.data, text.length, file->path, &check->options->article,
		&ret->article, &err) != FORNIX_OK) {
		findings_add(&ret->findings, 1, true, "%s", err.message);
		return;
	}
	for (i = 0; i < ret->article->section_count; i++) { /* all texts would be much */
		free(ret->article->sections[i].text);
		ret->article->sections[i].text = NULL;
	}
}

static void
read_files(struct check *check)
{
	size_t i;

	check->count = check->corpus->file_count;
	check->files = xcalloc(check->count, sizeof *check->files);
	check->by_url = xcalloc(check->count, sizeof *check->by_url);
	check->by_title = xcalloc(check->count, sizeof *check->by_title);
	for (i = 0; i < check->count; i++) {
		struct checked *checked = &check->files[i];

		read_file(check, &check->corpus->files[i], checked);
		if (checked->article == NULL || checked->article->skip_reason != NULL)
			continue;
		check->by_url[check->shown] = check->by_title[check->shown] = checked;
		check->shown++;
	}
	qsort(check->by_url, check->shown, sizeof *check->by_url, compare_urls);
	qsort(check->by_title, check->shown, sizeof *check->by_title, compare_titles);
}

/* The later one of two is told, and where the earlier one is. */
static void
find_twins(struct check *check)
{
	size_t i;

	for (i = 1; i < check->shown; i++) {
		struct checked *a = check->by_url[i - 1], *b = check->by_url[i];

		if (strcmp(a->article->url, b->article->url) == 0)
			findings_add(&b->findings, 1, true,
			    "'%.*s' is the address of '%.*s' too: give one of them another",
			    SHOWN, b->article->url, SHOWN, a->path);
		a = check->by_title[i - 1];
		b = check->by_title[i];
		if (strcasecmp(a->article->title, b->article->title) == 0)
			findings_add(&b->findings, 1, false,
			    "'%.*s' is the title of '%.*s' too: nobody can tell them apart",
			    SHOWN, b->article->title, SHOWN, a->path);
	}
}

static bool
has_section(const struct check *check, const struct checked *target, const char *anchor)
{
	struct corpus_file file = {.path = (char *)target->path};
	struct buffer text CLEANUP_BUFFER = {0};
	size_t i;

	for (i = 0; i < target->article->section_count; i++) {
		if (strcmp(target->article->sections[i].anchor, anchor) == 0)
			return true;
	}
	/* Raw HTML may have it. */
	buffer_init(&text, ARTICLE_FILE_BYTES_MAX);
	return corpus_read(check->corpus, &file, &text, NULL) == FORNIX_OK &&
	       check_page_has_anchor(text.data, text.length, anchor);
}

/* Whether some article's address begins with the folder that the URL begins with. */
static bool
is_below_articles(const struct check *check, const char *url, size_t length)
{
	const char *slash = memchr(url + 1, '/', length - 1);
	size_t folder = slash != NULL ? (size_t)(slash - url) + 1 : 0, i;

	if (folder == 0 || memchr(slash, '.', length - folder) != NULL)
		return false; /* a picture, perhaps */
	for (i = 0; i < check->shown; i++) {
		if (strncmp(check->by_url[i]->article->url, url, folder) == 0)
			return true;
	}
	return false;
}

static void
check_link(
    const struct check *check, struct checked *checked, const struct article_reference *link)
{
	size_t length = strcspn(link->url, "?#");
	char *path CLEANUP_FREE = xstrndup(link->url, length), *id CLEANUP_FREE = NULL;
	const char *anchor = strchr(link->url, '#');
	struct checked *target = NULL;

	if (length == 0) {
		target = checked;
	} else if (path[0] == '/') {
		target = find_url(check, path, length);
		if (target == NULL && length > 1 && path[length - 1] == '/')
			target = find_url(check, path, length - 1);
		if (target == NULL && is_below_articles(check, path, length))
			findings_add(&checked->findings, link->line, false,
			    "no article has the address '%.*s'", SHOWN, path);
	} else {
		id = markdown_link_target(checked->article->id, path);
		target = id != NULL ? find_id(check, id) : NULL;
		if (id != NULL && target == NULL)
			findings_add(&checked->findings, link->line, true,
			    "a link to '%.*s', which is not there", SHOWN, path);
	}
	if (target != NULL && target->article->skip_reason != NULL &&
	    checked->article->skip_reason == NULL)
		findings_add(&checked->findings, link->line, true,
		    "a link to '%.*s', which is not shown: %s", SHOWN, target->path,
		    target->article->skip_reason);
	else if (target != NULL && anchor != NULL && anchor[1] != '\0' &&
		 strcmp(anchor, "#top") != 0 && !has_section(check, target, anchor + 1))
		findings_add(&checked->findings, link->line, true,
		    "'%.*s' has no section '%.*s': name one of its headings' anchors", SHOWN,
		    target->path, SHOWN, anchor);
}

/* Parsing says "line 12: ..." where it knows. */
static void
add_note(struct checked *checked, const char *note)
{
	unsigned line = 1;
	char *end = NULL;

	if (strncmp(note, "line ", 5) == 0) {
		line = (unsigned)strtoul(note + 5, &end, 10);
		if (strncmp(end, ": ", 2) == 0)
			note = end + 2;
	}
	findings_add(&checked->findings, line > 0 ? line : 1, false, "%s", note);
}

static void
check_text(const struct check *check, struct checked *checked)
{
	const struct article *article = checked->article;
	size_t i;

	for (i = 0; i < article->notes.count; i++)
		add_note(checked, article->notes.items[i]);
	if (article->description[0] == '\0')
		findings_add(&checked->findings, 1, false,
		    "no description: say in a sentence what it answers");
	if (article->reviewed == 0)
		findings_add(&checked->findings, 1, false, "no day of review: add 'reviewed'");
	if (article->review_due != 0 && article->review_due <= check->options->article.today)
		findings_add(&checked->findings, 1, false,
		    "the review was due on %04u-%02u-%02u", article->review_due / 10000,
		    article->review_due / 100 % 100, article->review_due % 100);
	for (i = 0; i < article->reference_count; i++) {
		if (article->references[i].is_image)
			findings_add(&checked->findings, article->references[i].line, false,
			    "'%.*s' is an image that says nothing in words: describe it", SHOWN,
			    article->references[i].url);
		else
			check_link(check, checked, &article->references[i]);
	}
}

static void
check_page(const struct check *check, struct checked *checked)
{
	const struct article *article = checked->article;
	struct buffer html CLEANUP_BUFFER;
	size_t i;

	buffer_init(&html, CHECK_PAGE_BYTES_MAX);
	if (!check_page_read(check->options->pages, article->url, &html)) {
		findings_add(&checked->findings, 1, true,
		    "'%.*s' has no page in '%.*s': see 'url_pattern' in fornix.yaml(5)", SHOWN,
		    article->url, SHOWN, check->options->pages);
		return;
	}
	for (i = 0; i < article->section_count; i++) {
		const struct article_section *section = &article->sections[i];

		if (section->anchor[0] != '\0' &&
		    !check_page_has_anchor(html.data, html.length, section->anchor))
			findings_add(&checked->findings, section->line, true,
			    "the page has no '#%.*s': see 'anchors' in fornix.yaml(5)", SHOWN,
			    section->anchor);
	}
}

static void
check_files(struct check *check)
{
	size_t i;

	for (i = 0; i < check->count; i++) {
		struct checked *checked = &check->files[i];

		if (checked->article == NULL || checked->article->skip_reason != NULL)
			continue;
		check_text(check, checked);
		if (check->options->pages != NULL)
			check_page(check, checked);
	}
}

size_t
check_corpus(const struct corpus *corpus, const struct check_options *options,
    check_corpus_callback *callback, void *context)
{
	struct check check = {.corpus = corpus, .options = options};
	size_t i;

	read_files(&check);
	find_twins(&check);
	check_files(&check);
	for (i = 0; i < check.count; i++) {
		findings_sort(&check.files[i].findings);
		if (check.files[i].findings.count > 0)
			callback(check.files[i].path, &check.files[i].findings, context);
	}
	for (i = 0; i < check.count; i++) {
		findings_fini(&check.files[i].findings);
		article_free(check.files[i].article);
	}
	free(check.files);
	free(check.by_url);
	free(check.by_title);
	return check.shown;
}
