/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "article_url.h"

#include <ctype.h>

#include "buffer.h"
#include "date.h"
#include "escape.h"
#include "span.h"
#include "text.h"
#include "xalloc.h"

#define DEFAULT_PATTERN "/{path}/"
#define HTTPS           "https://"

#define JEKYLL_DATE_BYTES 11 /* "2020-01-02-" */

struct article_name
article_name_parse(const char *id)
{
	const char *slash = strrchr(id, '/');
	struct article_name name = {slash != NULL ? slash + 1 : id, 0};
	char day[JEKYLL_DATE_BYTES];

	if (strspn(name.text, "0123456789-") < JEKYLL_DATE_BYTES || name.text[4] != '-' ||
	    name.text[7] != '-' || name.text[10] != '-' || name.text[JEKYLL_DATE_BYTES] == '\0')
		return name;
	memcpy(day, name.text, JEKYLL_DATE_BYTES - 1);
	day[JEKYLL_DATE_BYTES - 1] = '\0';
	name.date = date_parse(day);
	if (name.date != 0)
		name.text += JEKYLL_DATE_BYTES;
	return name;
}

bool
article_name_is_index(const char *name)
{
	return strcmp(name, "index") == 0 || strcmp(name, "_index") == 0;
}

static bool
is_hex_pair(const char *s)
{
	return isxdigit((unsigned char)s[0]) && isxdigit((unsigned char)s[1]);
}

/* What is no character of a URL becomes %XX; what is encoded already stays. */
static void
append_encoded(struct buffer *out, const char *url)
{
	static const char kept[] = "-._~:/?#[]@!$&'()*+,;=";

	for (; *url != '\0'; url++) {
		if (isalnum((unsigned char)*url) || strchr(kept, *url) != NULL ||
		    (*url == '%' && is_hex_pair(url + 1)))
			buffer_append_char(out, *url);
		else
			escape_url(out, url, 1);
	}
}

static bool
has_controls(const char *s)
{
	for (; *s != '\0'; s++) {
		if ((unsigned char)*s < 0x20 || *s == 0x7F)
			return true;
	}
	return false;
}

/* "." and ".." would lead somewhere else. */
static bool
has_dot_segment(const char *path)
{
	size_t length;

	for (;; path += length + 1) {
		length = strcspn(path, "/");
		if ((length == 1 || length == 2) && strspn(path, ".") >= length)
			return true;
		if (path[length] == '\0')
			return false;
	}
}

/* Why the address may not be used, or NULL. */
static const char *
find_fault(const char *url)
{
	size_t host;

	if (has_controls(url))
		return "control characters are not allowed";
	if (url[0] == '/') {
		if (url[1] == '/' || url[1] == '\\')
			return "it names another site";
		if (strstr(url, "/:") != NULL)
			return "placeholders are not read";
		return has_dot_segment(url) ? "'.' and '..' are not allowed" : NULL;
	}
	if (strncmp(url, HTTPS, strlen(HTTPS)) != 0)
		return "it must start with '/' or 'https://'";
	url += strlen(HTTPS);
	host = strcspn(url, "/?#");
	if (!isalnum((unsigned char)url[0]) || memchr(url, '@', host) != NULL ||
	    memchr(url, '\\', host) != NULL)
		return "the host's name is wrong";
	return NULL;
}

/* The address, encoded; NULL, with a note, when it may not be used. */
static char *
check_address(const char *url, unsigned line, struct article_list *notes)
{
	const char *fault = find_fault(url);
	struct buffer out;

	buffer_init(&out, ARTICLE_URL_BYTES_MAX);
	append_encoded(&out, url);
	if (fault == NULL && out.failed)
		fault = "it is too long";
	if (fault == NULL)
		return buffer_take(&out, NULL);
	buffer_fini(&out);
	text_note(notes, line, "address '%.80s' is not used: %s", url, fault);
	return NULL;
}

/* What the placeholders of a pattern stand for. */
struct parts {
	struct span folder; /* of the path, with the slash at its end */
	struct span name;   /* "" for an index page without slug */
	struct span section;
};

static struct parts
split_id(const char *id, const char *slug)
{
	struct article_name name = article_name_parse(id);
	const char *slash = strrchr(id, '/'), *first = strchr(id, '/');
	struct parts parts = {.folder = {id, slash != NULL ? (size_t)(slash + 1 - id) : 0}};

	parts.section = (struct span){id, first != NULL ? (size_t)(first - id) : 0};
	parts.name = span_from_string(id + parts.folder.length);
	if (article_name_is_index(name.text)) {
		/* The page of a folder: the folder's own name is the last part. */
		parts.name.length = 0;
		if (parts.folder.length > 0) {
			parts.folder.length--;
			slash = memrchr(id, '/', parts.folder.length);
			parts.name.data = slash != NULL ? slash + 1 : id;
			parts.name.length =
			    (size_t)(id + parts.folder.length - parts.name.data);
			parts.folder.length -= parts.name.length;
		}
	}
	if (slug != NULL)
		parts.name = span_from_string(slug);
	return parts;
}

/* Appends what the placeholder at pattern stands for; returns its bytes, 0 when it is none. */
static size_t
append_placeholder(
    struct buffer *out, const char *pattern, const struct parts *parts, struct span slug)
{
	static const char *const names[] = {"{path}", "{slug}", "{section}"};
	size_t i;

	for (i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strncmp(pattern, names[i], strlen(names[i])) == 0)
			break;
	}
	if (i == 0)
		escape_url_path(out, parts->folder.data, parts->folder.length);
	if (i == 0)
		escape_url_path(out, parts->name.data, parts->name.length);
	if (i == 1)
		escape_url_path(out, slug.data, slug.length);
	if (i == 2)
		escape_url(out, parts->section.data, parts->section.length);
	return i < sizeof names / sizeof names[0] ? strlen(names[i]) : 0;
}

static void
append_pattern(struct buffer *out, const char *pattern, const char *id, const char *slug)
{
	struct parts parts = split_id(id, slug);
	struct article_name name = article_name_parse(id);
	struct span last = parts.name;
	size_t used;

	if (slug == NULL && !article_name_is_index(name.text))
		last = span_from_string(name.text);
	while (*pattern != '\0') {
		/* The top page has no name: the address ends here. */
		if (*pattern == '{' && parts.name.length == 0)
			return;
		used = append_placeholder(out, pattern, &parts, last);
		if (used == 0)
			buffer_append_char(out, *pattern++);
		pattern += used;
		/* A section that is "" leaves two slashes. */
		if (used > 0 && out->length > 0 && out->data[out->length - 1] == '/')
			pattern += *pattern == '/';
	}
}

static const char *
check_slug(const struct frontmatter *frontmatter, struct article_list *notes)
{
	const char *slug = frontmatter->slug;

	if (slug == NULL || !(has_controls(slug) || has_dot_segment(slug)))
		return slug;
	text_note(notes, frontmatter->slug_line,
	    "slug '%.80s' is not used: control characters, '.' and '..' are not allowed", slug);
	return NULL;
}

enum fornix_status
article_url_make(const char *id, const char *pattern, const struct frontmatter *frontmatter,
    char **ret_url, struct article_list *notes, struct fornix_error *err)
{
	const char *slug = frontmatter->slug;
	enum fornix_status status;
	struct buffer out;
	char *url = NULL;

	if (frontmatter->url != NULL)
		url = check_address(frontmatter->url, frontmatter->url_line, notes);
	/* Docusaurus: a slug from the root is the whole address. */
	if (url == NULL && slug != NULL && slug[0] == '/') {
		url = check_address(slug, frontmatter->slug_line, notes);
		slug = NULL;
	} else if (url == NULL) {
		slug = check_slug(frontmatter, notes);
	}
	if (url != NULL) {
		*ret_url = url;
		return FORNIX_OK;
	}
	buffer_init(&out, ARTICLE_URL_BYTES_MAX);
	append_pattern(&out, pattern != NULL ? pattern : DEFAULT_PATTERN, id, slug);
	status = buffer_finish(&out, "address of an article", err);
	if (status == FORNIX_OK)
		*ret_url = buffer_take(&out, NULL);
	buffer_fini(&out);
	return status;
}
