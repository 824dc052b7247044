/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "html_page.h"

#include "html.h"
#include "render_parts.h"

/* "Call 911", or "Crisis line 988" where the label does not say the number itself. */
static void
append_phone(struct buffer *out, const struct search_phone *phone)
{
	struct buffer url CLEANUP_BUFFER;
	bool is_linked;

	buffer_init(&url, out->max);
	is_linked = render_phone_url(&url, phone->number);
	buffer_append_string(out, "<li>");
	if (is_linked)
		html_wrap(out, "<a href=\"", url.data, "\">");
	html_wrap(out, "", phone->label, "");
	if (!render_says_number(phone))
		html_wrap(out, " ", phone->number, "");
	buffer_append_string(out, is_linked ? "</a></li>\n" : "</li>\n");
	out->failed |= url.failed;
}

static void
append_link(struct buffer *out, const struct search_urgent *urgent)
{
	if (urgent->link_label == NULL || urgent->link_url == NULL)
		return;
	buffer_append_string(out, "<p>");
	if (html_link_begin(out, urgent->link_url))
		html_wrap(out, "", urgent->link_label, "</a></p>\n");
	else
		html_wrap(out, "", urgent->link_label, "</p>\n");
}

void
html_urgent(struct buffer *out, const struct search_result *result)
{
	const struct search_urgent *urgent = result->urgent;
	size_t i;

	if (urgent == NULL)
		return;
	buffer_append_string(
	    out, "<section class=\"urgent\" role=\"region\" aria-labelledby=\"urgent\">\n");
	html_wrap(out, "<h2 id=\"urgent\">", urgent->title, "</h2>\n");
	html_wrap(out, "<p>", urgent->message, "</p>\n");
	if (urgent->phone_count > 0) {
		buffer_append_string(out, "<ul class=\"phones\">\n");
		for (i = 0; i < urgent->phone_count; i++)
			append_phone(out, &urgent->phones[i]);
		buffer_append_string(out, "</ul>\n");
	}
	append_link(out, urgent);
	buffer_append_string(out, "</section>\n");
}
