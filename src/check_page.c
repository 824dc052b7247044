/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check_page.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "file.h"
#include "path.h"

static bool
read_form(const char *folder, const char *path, const char *ending, struct buffer *out)
{
	char *whole CLEANUP_FREE = path_join(folder, path);
	size_t size = strlen(whole) + strlen(ending) + 1;
	char *name CLEANUP_FREE = xmalloc(size);

	snprintf(name, size, "%s%s", whole, ending);
	buffer_clear(out);
	return file_read(name, out, NULL) == FORNIX_OK;
}

bool
check_page_read(const char *folder, const char *url, struct buffer *out)
{
	size_t length = strcspn(url, "?#");
	char *path CLEANUP_FREE = NULL;

	if (url[0] != '/')
		return false;
	path = xstrndup(url + 1, length - 1);
	if (strstr(path, "..") != NULL)
		return false;
	if (path[0] == '\0' || path[strlen(path) - 1] == '/')
		return read_form(folder, path, "index.html", out);
	return read_form(folder, path, "", out) || read_form(folder, path, ".html", out) ||
	       read_form(folder, path, "/index.html", out);
}

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Whether the value that stands behind "id" or "name" is the anchor. */
static bool
is_value(const char *s, const char *end, const char *anchor)
{
	size_t length = strlen(anchor);
	char quote = 0;

	while (s < end && is_space(*s))
		s++;
	if (s == end || *s++ != '=')
		return false;
	while (s < end && is_space(*s))
		s++;
	if (s < end && (*s == '"' || *s == '\''))
		quote = *s++;
	if ((size_t)(end - s) < length || memcmp(s, anchor, length) != 0)
		return false;
	s += length;
	if (quote != 0)
		return s < end && *s == quote;
	return s == end || is_space(*s) || *s == '>' || *s == '/';
}

static bool
is_within_tag(const char *html, const char *at)
{
	while (at > html && *at != '<' && *at != '>')
		at--;
	return *at == '<';
}

static bool
is_named(const char *html, const char *end, const char *attribute)
{
	ptrdiff_t length = (ptrdiff_t)strlen(attribute);

	return end - html > length &&
	       strncasecmp(end - length, attribute, (size_t)length) == 0 &&
	       is_space(end[-length - 1]);
}

bool
check_page_has_anchor(const char *html, size_t length, const char *anchor)
{
	const char *end = html + length, *at = html;

	while ((at = memmem(at, (size_t)(end - at), anchor, strlen(anchor))) != NULL) {
		const char *name = at;

		while (name > html && (is_space(name[-1]) || strchr("\"'=", name[-1]) != NULL))
			name--;
		if ((is_named(html, name, "id") || is_named(html, name, "name")) &&
		    is_value(name, end, anchor) && is_within_tag(html, name))
			return true;
		at++;
	}
	return false;
}
