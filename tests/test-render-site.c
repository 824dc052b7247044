/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What the pages show of the site whose they are. */

#include "page-check.h"

static void
test_contact(void)
{
	struct search_result *result = fixture_result_new();

	setup(result);
	render("without contact");
	has_not("Contact us", "nothing is made up");
	site.contact_phone = "+1 (713) 555-0100";
	render("with a number");
	has("<p>Call <a href=\"tel:+17135550100\">+1 (713) 555-0100</a>.</p>",
	    "it can be called");
	site.contact_hours = "Monday to Friday, 8 am to 5 pm";
	site.contact_url = "/contact/";
	render("with all");
	has("0100</a> (Monday to Friday, 8 am to 5 pm), or <a href=\"/contact/\">contact us</a>.",
	    "when, and where to write");
	site.contact_phone = NULL;
	render("without a number");
	has("<p>Opening hours: Monday to Friday, 8 am to 5 pm. "
	    "<a href=\"/contact/\">Contact us</a>.",
	    "hours and a page");
	site.contact_hours = "<b>\"'&";
	site.contact_url = "javascript:alert(1)";
	render("hostile");
	has("<p>Opening hours: &lt;b&gt;&quot;&#39;&amp;. </p>", "escaped, and no such link");
	search_result_free(result);
}

/* The site's own page around ours. */
static void
test_template(void)
{
	static const char before[] = "<!doctype html>\n<html lang=\"en\"><head>",
			  between[] = "</head><body class=\"ours\"><main>",
			  after[] = "</main></body></html>\n";
	struct page_template page_template = {NULL, {before, sizeof before - 1},
	    {between, sizeof between - 1}, {after, sizeof after - 1}};
	struct search_result *result = fixture_result_new();

	setup(result);
	site.page_template = &page_template;
	site.style_url = "/assets/results.css";
	render("in a template");
	tap_ok(strncmp(out.data, before, sizeof before - 1) == 0, "begins as the template");
	has("<head><title>face pain – Page 2 – Search – Example Practice</title>\n",
	    "the head");
	has("<link rel=\"stylesheet\" href=\"/assets/results.css\">\n</head><body class=\"ours\">"
	    "<main><div class=\"fornix\">\n<fornix-search>\n<form role=\"search\"",
	    "style sheet and form where they were asked for");
	has("<h1>Search results</h1>", "results");
	has("call 911", "what to do when it can't wait");
	has("</div></main></body></html>\n", "ends as the template");
	has_not("class=\"top\"", "no header of ours");
	has_not("rel=\"icon\"", "no icon of ours");
	has_not("class=\"skip\"", "no skip link of ours");
	buffer_clear(&out);
	render_html_error(&site, 404, NULL, NULL, &out);
	check_sound("an error in a template");
	has("<body class=\"ours\">", "wears it too");
	search_result_free(result);
}

int
main(void)
{
	buffer_init(&out, RENDER_BYTES_MAX);
	test_contact();
	test_template();
	buffer_fini(&out);
	return tap_done();
}
