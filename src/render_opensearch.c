/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render_opensearch.h"

#include <string.h>

#include "escape.h"
#include "html.h"

/* A template gets its ending from us: it is XML already. */
static void
append_url(struct buffer *out, const struct render_opensearch *description,
    const char *attributes, const char *path, const char *ending)
{
	buffer_printf(out, "<Url type=\"%s\" template=\"", attributes);
	html_wrap(out, "", description->public_url, "");
	html_wrap(out, "", path, "");
	buffer_append_string(out, ending);
	buffer_append_string(out, "\"/>\n");
}

/*
 * At most 16 characters, of whole words where there is one that short:
 * "Neurosurgical Consultants, P.A." is "Neurosurgical".
 */
static size_t
short_name(const char *name)
{
	size_t length = strlen(name), at = 0, word = 0;
	unsigned characters;
	int32_t code_point;

	for (characters = 0; at < length && characters < RENDER_OPENSEARCH_NAME_MAX;
	     characters++) {
		if (name[at] == ' ')
			word = at;
		at += escape_utf8_decode(name + at, length - at, &code_point);
	}
	if (at == length || name[at] == ' ' || word == 0)
		return at;
	return word;
}

void
render_opensearch(const struct render_opensearch *description, struct buffer *out)
{
	buffer_append_string(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
				  "<OpenSearchDescription "
				  "xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n");
	buffer_append_string(out, "<ShortName>");
	html_text(out, description->site_name, short_name(description->site_name));
	buffer_append_string(out, "</ShortName>\n");
	html_wrap(out, "<Description>Search the articles of ", description->site_name,
	    "</Description>\n");
	buffer_append_string(out, "<InputEncoding>UTF-8</InputEncoding>\n");
	html_wrap(out, "<Image type=\"image/svg+xml\">", description->public_url, "");
	html_wrap(out, "", description->icon_url, "</Image>\n");
	append_url(out, description, "text/html", description->search_path, "?q={searchTerms}");
	append_url(out, description, "application/x-suggestions+json",
	    description->suggest_path, "?q={searchTerms}&amp;format=opensearch");
	append_url(out, description, "application/opensearchdescription+xml\" rel=\"self",
	    description->own_path, "");
	buffer_append_string(out, "</OpenSearchDescription>\n");
}
