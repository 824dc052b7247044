/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "markdown_link.h"

#include <string.h>
#include <strings.h>

#include "text.h"
#include "xalloc.h"

static const char label[] = "video:";

/* The part of a URL that names a file. */
static size_t
path_length(struct span url)
{
	size_t length = 0;

	while (length < url.length && url.data[length] != '?' && url.data[length] != '#')
		length++;
	return length;
}

static bool
ends_with(struct span text, const char *end)
{
	size_t length = strlen(end);

	return text.length > length &&
	       strncasecmp(text.data + text.length - length, end, length) == 0;
}

bool
markdown_link_is_video(struct span url, struct span text)
{
	static const char *const ends[] = {".mp4", ".m4v", ".webm", ".ogv", ".mov"};
	struct span path = {url.data, path_length(url)};
	size_t i;

	for (i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		if (ends_with(path, ends[i]))
			return true;
	}
	return markdown_link_caption(text).length < text.length;
}

struct span
markdown_link_caption(struct span text)
{
	size_t skip = sizeof label - 1;

	if (text.length < skip || strncasecmp(text.data, label, skip) != 0)
		return text;
	while (skip < text.length && text.data[skip] == ' ')
		skip++;
	return (struct span){text.data + skip, text.length - skip};
}

void
markdown_link_add(struct article_list *links, struct span url)
{
	size_t length = path_length(url);
	char *link;

	if (length == 0 || length > ARTICLE_URL_BYTES_MAX ||
	    memchr(url.data, ':', length) != NULL ||
	    (length > 1 && url.data[0] == '/' && url.data[1] == '/'))
		return;
	link = text_line_dup(url.data, length);
	if (text_list_has(links, link))
		free(link);
	else
		text_list_take(links, link); /* which frees it when there is no room */
}

/* Takes the last part off a path. */
static void
drop_part(struct buffer *path)
{
	while (path->length > 0 && path->data[path->length - 1] != '/')
		buffer_truncate(path, path->length - 1);
	if (path->length > 0)
		buffer_truncate(path, path->length - 1);
}

static bool
append_part(struct buffer *path, const char *part, size_t length)
{
	if (length == 0 || (length == 1 && part[0] == '.'))
		return true;
	if (length == 2 && memcmp(part, "..", 2) == 0) {
		if (path->length == 0)
			return false; /* out of the corpus */
		drop_part(path);
		return true;
	}
	if (path->length > 0)
		buffer_append_char(path, '/');
	buffer_append(path, part, length);
	return true;
}

char *
markdown_link_target(const char *from, const char *link)
{
	size_t length = strlen(link), part;
	struct buffer path;
	bool is_inside = true;

	if (link[0] == '/' || !ends_with(span_from_string(link), ".md"))
		return NULL;
	buffer_init(&path, 2 * ARTICLE_URL_BYTES_MAX);
	buffer_append_string(&path, from);
	drop_part(&path);
	for (length -= strlen(".md"); length > 0 && is_inside; length -= part) {
		part = 0;
		while (part < length && link[part] != '/')
			part++;
		is_inside = append_part(&path, link, part);
		part += part < length;
		link += part;
	}
	if (!is_inside || path.failed || path.length == 0) {
		buffer_fini(&path);
		return NULL;
	}
	return buffer_take(&path, NULL);
}
