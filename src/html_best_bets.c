/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "html_page.h"

#include "html.h"

static void
append_bet(struct buffer *out, const struct search_best_bet *bet)
{
	bool is_linked;

	buffer_append_string(out, "<li>");
	is_linked = html_link_begin(out, bet->url);
	html_wrap(out, "", bet->label, is_linked ? "</a></li>\n" : "</li>\n");
}

void
html_best_bets(struct buffer *out, const struct search_result *result)
{
	size_t i;

	if (result->best_bet_count == 0)
		return;
	buffer_append_string(out, "<section class=\"bets\" aria-labelledby=\"bets\">\n"
				  "<h2 id=\"bets\">Recommended</h2>\n"
				  "<ul>\n");
	for (i = 0; i < result->best_bet_count; i++)
		append_bet(out, &result->best_bets[i]);
	buffer_append_string(out, "</ul>\n</section>\n");
}
