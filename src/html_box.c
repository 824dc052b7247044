/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "html.h"

/*
 * Filters are not carried along: new words in the form start a new search, and
 * nobody wonders why an old filter leaves it empty.
 */
void
html_box(struct buffer *out, const struct html_box *box)
{
	html_wrap(out, "<fornix-search>\n<form role=\"search\" action=\"", box->search_path,
	    "\" method=\"get\"");
	if (box->name != NULL)
		html_wrap(out, " aria-label=\"", box->name, "\"");
	html_wrap(out, ">\n<label for=\"", box->id, "\">");
	html_wrap(out, "", box->label, "</label>\n<div class=\"box\">\n");
	html_wrap(out, "<input type=\"search\" id=\"", box->id, "\" name=\"q\" ");
	html_wrap(out,
	    "dir=\"auto\" maxlength=\"256\" autocomplete=\"off\" enterkeyhint=\"search\" value=\"",
	    box->query, "\">\n");
	buffer_append_string(out, "<button type=\"submit\">Search</button>\n</div>\n</form>\n"
				  "</fornix-search>\n");
}
