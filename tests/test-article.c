/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "article.h"

#include <dirent.h>
#include <stdlib.h>

#include "article_url.h"
#include "buffer.h"
#include "record.h"
#include "tap.h"
#include "text.h"

static const struct article_options defaults = {ARTICLE_ANCHORS_GITHUB, NULL, 20260115};

static struct article *
parse(const char *text, const char *path, const struct article_options *options)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct article *article = NULL;

	if (article_parse(text, strlen(text), path, options, &article, &err) != FORNIX_OK)
		printf("# %s\n", err.message);
	return article;
}

static void
test_url_patterns(void)
{
	static const struct {
		const char *pattern, *path, *want;
	} cases[] = {
	    {NULL, "conditions/a.md", "/conditions/a/"},
	    {NULL, "a.md", "/a/"},
	    {NULL, "index.md", "/"},
	    {NULL, "_index.md", "/"},
	    {NULL, "conditions/index.md", "/conditions/"},
	    {NULL, "a/b/_index.md", "/a/b/"},
	    {NULL, "a/user-centered design.md", "/a/user-centered%20design/"},
	    {NULL, "a/M\xC3\xA9ni\xC3\xA8re.md", "/a/M%C3%A9ni%C3%A8re/"},
	    {NULL, "a/50% <b>?#.md", "/a/50%25%20%3Cb%3E%3F%23/"},
	    {NULL, "2020-01-02-name.md", "/2020-01-02-name/"},
	    {"/{path}.html", "a/b.md", "/a/b.html"},
	    {"/{path}.html", "a/index.md", "/a.html"},
	    {"/{path}.html", "index.md", "/"},
	    {"https://example.org/docs/{path}", "a/b.md", "https://example.org/docs/a/b"},
	    {"/{section}/{slug}/", "a/x/2020-01-02-name.md", "/a/name/"},
	    {"/{section}/{slug}/", "name.md", "/name/"},
	    {"/{section}/{slug}/", "index.md", "/"},
	    {"/{section}/{slug}/", "a/x/index.md", "/a/x/"},
	    {"/{slug}/", "2020-13-02-name.md", "/2020-13-02-name/"},
	    {"/{slug}/", "2020-01-02-.md", "/2020-01-02-/"},
	    {"/{other}/{slug}/", "a.md", "/{other}/a/"},
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct article_options options = {ARTICLE_ANCHORS_GITHUB, cases[i].pattern, 0};
		struct article *article = parse("text", cases[i].path, &options);

		tap_string(article->url, cases[i].want, cases[i].path);
		article_free(article);
	}
}

static void
test_url_keys(void)
{
	static const struct {
		const char *key, *want;
		unsigned notes;
	} cases[] = {
	    {"url: /x/", "/x/", 0},
	    {"url: /x y/\xC3\xA9", "/x%20y/%C3%A9", 0},
	    {"url: /x%20y/%zz", "/x%20y/%25zz", 0},
	    {"url: /x?a=b#c", "/x?a=b#c", 0},
	    {"url: https://example.org/x", "https://example.org/x", 0},
	    {"url: https://example.org", "https://example.org", 0},
	    {"permalink: /x\\y\"<>", "/x%5Cy%22%3C%3E", 0},
	    {"slug: x", "/a/x/", 0},
	    {"slug: x y/z", "/a/x%20y/z/", 0},
	    {"slug: /x/", "/x/", 0},
	    {"slug: javascript:x", "/a/javascript%3Ax/", 0},
	    {"slug: \"\"", "/a/b/", 0},
	    {"slug: ../x", "/a/b/", 1},
	    {"slug: \"x\\ny\"", "/a/b/", 1},
	    {"slug: //evil/", "/a/b/", 1},
	    {"url: //evil/", "/a/b/", 1},
	    {"url: /\\evil/", "/a/b/", 1},
	    {"url: /a/../b", "/a/b/", 1},
	    {"url: javascript:alert(1)", "/a/b/", 1},
	    {"url: JAVASCRIPT:alert(1)", "/a/b/", 1},
	    {"url: data:text/html,x", "/a/b/", 1},
	    {"url: http://example.org/", "/a/b/", 1},
	    {"url: https:///x", "/a/b/", 1},
	    {"url: https://user@evil/", "/a/b/", 1},
	    {"url: https://a\\@evil/", "/a/b/", 1},
	    {"url: x/y", "/a/b/", 1},
	    {"url: \"/x\\ny\"", "/a/b/", 1},
	    {"url: \"/x\\e\"", "/a/b/", 1},
	    {"url: \"\\t/x\"", "/a/b/", 1},
	    {"permalink: /:categories/:title/", "/a/b/", 1},
	    {"permalink: pretty", "/a/b/", 1},
	    {"url: [x]", "/a/b/", 1},
	};
	char text[300];
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct article *article;

		snprintf(text, sizeof text, "---\ntitle: t\n%s\n---\ntext", cases[i].key);
		article = parse(text, "a/b.md", &defaults);
		tap_string(article->url, cases[i].want, cases[i].key);
		tap_ok(article->notes.count == cases[i].notes, "%s",
		    article->notes.count > 0 ? article->notes.items[0] : "no note");
		article_free(article);
	}
}

static void
test_titles(void)
{
	static const struct {
		const char *text, *path, *want;
	} cases[] = {
	    {"---\ntitle: A\n---\n# B", "c.md", "A"},
	    {"---\ntitle: \" \\e \"\n---\n# B", "c.md", "B"},
	    {"---\ntitle:\n---\n## C\n\n# B", "c.md", "B"},
	    {"## C\n\ntext", "c.md", "C"},
	    {"text", "a/user-centered_design.md", "User centered design"},
	    {"text", "a/2020-01-02-the-name.md", "The name"},
	    {"text", "a/vestibular-schwannoma/index.md", "Vestibular schwannoma"},
	    {"text", "index.md", "Home"},
	    {"text", "---.md", "Home"},
	    {"text", "\xC3\xA9tat.md", "\xC3\xA9tat"},
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct article *article = parse(cases[i].text, cases[i].path, &defaults);

		tap_string(article->title, cases[i].want, cases[i].path);
		article_free(article);
	}
}

static void
test_dates(void)
{
	static const struct {
		const char *keys, *path;
		uint32_t date;
		const char *skip;
	} cases[] = {
	    {"date: 2020-01-01", "2019-05-05-x.md", 20200101, NULL},
	    {"lastmod: 2021-01-01", "2019-05-05-x.md", 20190505, NULL},
	    {"lastmod: 2021-01-01", "x.md", 20210101, NULL},
	    {"publishDate: 2020-02-02\nlastmod: 2021-01-01", "x.md", 20200202, NULL},
	    {"date: 2026-01-15", "x.md", 20260115, NULL},
	    {"date: 2026-01-16", "x.md", 20260116, "not yet published"},
	    {"date: 2030-01-01\npublishDate: 2020-01-01", "x.md", 20300101, NULL},
	    {"title: x", "2030-01-01-x.md", 20300101, "not yet published"},
	    {"expiryDate: 2026-01-15", "x.md", 0, "expired"},
	    {"expiryDate: 2026-01-16", "x.md", 0, NULL},
	    {"draft: true\nexpiryDate: 2020-01-01", "x.md", 0, "draft"},
	};
	char text[300];
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct article *article;

		snprintf(text, sizeof text, "---\n%s\n---\ntext", cases[i].keys);
		article = parse(text, cases[i].path, &defaults);
		tap_number(article->date, cases[i].date, "date");
		tap_string(article->skip_reason, cases[i].skip, "skipped or not");
		article_free(article);
	}
}

static void
test_refused(void)
{
	static const struct {
		const char *text, *path;
		enum fornix_status status;
		const char *message;
	} cases[] = {
	    {"text", "a\nb.md", FORNIX_ERR_INPUT, "'a b.md': file name is not clean UTF-8"},
	    {"text", "a\xFF.md", FORNIX_ERR_INPUT, "'a\xEF\xBF\xBD.md': file name"},
	    {"text", "\033[31m.md", FORNIX_ERR_INPUT, "'[31m.md': file name"},
	    {"text", "a\xE2\x80\xAE.md", FORNIX_ERR_INPUT, "'a.md': file name"},
	    {"---\na: b: c\n---\n", "x/y.md", FORNIX_ERR_INPUT, "'x/y.md:2': mapping values"},
	};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct article *article = NULL;
	struct buffer text;
	char path[700];
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		enum fornix_status status = article_parse(cases[i].text, strlen(cases[i].text),
		    cases[i].path, &defaults, &article, &err);

		tap_ok(status == cases[i].status && strncmp(err.message, cases[i].message,
							strlen(cases[i].message)) == 0,
		    "refused: %s", err.message);
	}
	memset(path, 'a', sizeof path);
	memcpy(path + 600, ".md", 4);
	tap_number(article_parse("x", 1, path, &defaults, &article, &err), FORNIX_ERR_LIMIT,
	    "a path of 603 bytes");
	buffer_init(&text, 2 * ARTICLE_FILE_BYTES_MAX);
	for (i = 0; i <= ARTICLE_FILE_BYTES_MAX; i++)
		buffer_append_char(&text, i % 80 == 79 ? '\n' : 'a');
	tap_number(article_parse(text.data, text.length, "a.md", &defaults, &article, &err),
	    FORNIX_ERR_LIMIT, "a file of 1 MiB and a byte");
	tap_ok(article == NULL, "the output is untouched");
	tap_number(article_parse(text.data, text.length - 1, "a.md", &defaults, &article, &err),
	    FORNIX_OK, "a file of 1 MiB");
	tap_string(article->notes.items[1], "file has 1048576 bytes: consider splitting it",
	    "has a note");
	article_free(article);
	buffer_fini(&text);
}

static void
test_large(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct article *article = NULL;
	struct buffer text;
	size_t i;

	buffer_init(&text, 2 * ARTICLE_FILE_BYTES_MAX);
	buffer_append_string(&text, "---\ntitle: Reference\n---\n");
	for (i = 0; text.length < 651000; i++)
		buffer_printf(&text,
		    "%s option %zu\n\n| a | b |\n|---|---|\n| word | *%zu* |\n\n",
		    i % 20 == 0 ? "## Group of" : "One more", i, i);
	tap_number(article_parse(text.data, text.length, "r.md", &defaults, &article, &err),
	    FORNIX_OK, "651 KB");
	tap_ok(article->section_count > 500, "in %zu sections", article->section_count);
	article_free(article);
	buffer_clear(&text);
	buffer_append_string(&text, "---\ntitle: One line\n---\n");
	for (i = 0; i < 20000; i++)
		buffer_printf(&text, "word%zu ", i);
	tap_number(article_parse(text.data, text.length, "r.md", &defaults, &article, &err),
	    FORNIX_OK, "a line of more than 100,000 bytes");
	tap_ok(strstr(article->sections[0].text, "word0 word1 ") != NULL &&
		   strstr(article->sections[0].text, " word19999") != NULL,
	    "is there from start to end");
	article_free(article);
	buffer_fini(&text);
}

static void
read_file(const char *path, struct buffer *out)
{
	FILE *file = fopen(path, "rb");
	int c;

	assert(file != NULL);
	buffer_clear(out);
	while ((c = getc(file)) != EOF)
		buffer_append_char(out, (char)c);
	fclose(file);
}

/* Whether the article of the practice is as its README wants it. */
static bool
is_good(const struct article *article)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct record record;
	struct buffer bytes;
	bool opens;

	buffer_init(&bytes, RECORD_BYTES_MAX);
	record_encode(article, &bytes);
	opens = !bytes.failed &&
		record_open(bytes.data, bytes.length, &record, &err) == FORNIX_OK &&
		record.section_count == article->section_count &&
		span_equals(record.title, span_from_string(article->title));
	buffer_fini(&bytes);
	return opens && article->notes.count == 0 && article->skip_reason == NULL &&
	       article->section_count > 1 && article->description[0] != '\0' &&
	       article->author[0] != '\0' && article->date != 0 && article->reviewed != 0 &&
	       article->review_due > article->reviewed && article->tags.count > 0 &&
	       article->keywords.count > 0;
}

static void
check_file(const char *corpus, const char *folder, const char *name, struct buffer *text)
{
	char path[1000], id[500];
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct article *article = NULL;

	snprintf(path, sizeof path, "%s/%s/%s", corpus, folder, name);
	snprintf(id, sizeof id, "%s/%s", folder, name);
	read_file(path, text);
	if (article_parse(text->data, text->length, id, &defaults, &article, &err) != FORNIX_OK)
		printf("# %s\n", err.message);
	if (!tap_ok(article != NULL && is_good(article), "%s", id) && article != NULL &&
	    article->notes.count > 0)
		printf("# %s\n", article->notes.items[0]);
	article_free(article);
}

static void
test_corpus(void)
{
	static const char *const folders[] = {
	    "conditions", "diagnosis", "patients", "reviews", "treatments"};
	const char *srcdir = getenv("srcdir");
	char corpus[400], path[500];
	struct dirent *entry;
	struct buffer text;
	unsigned count = 0;
	size_t i;

	buffer_init(&text, ARTICLE_FILE_BYTES_MAX);
	snprintf(corpus, sizeof corpus, "%s/corpus", srcdir != NULL ? srcdir : ".");
	for (i = 0; i < sizeof folders / sizeof folders[0]; i++) {
		DIR *dir;

		snprintf(path, sizeof path, "%s/%s", corpus, folders[i]);
		dir = opendir(path);
		assert(dir != NULL);
		while ((entry = readdir(dir)) != NULL) {
			if (entry->d_name[0] == '.')
				continue;
			check_file(corpus, folders[i], entry->d_name, &text);
			count++;
		}
		closedir(dir);
	}
	tap_ok(count >= 63, "%u articles of the practice parse without a note", count);
	buffer_fini(&text);
}

int
main(void)
{
	test_url_patterns();
	test_url_keys();
	test_titles();
	test_dates();
	test_refused();
	test_large();
	test_corpus();
	return tap_done();
}
