/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The practice's rules in the three faces: the card for an emergency, what is recommended. */

#include <stdlib.h>

#include "page-check.h"

#include "escape.h"

static const char *
json(const struct search_result *result)
{
	buffer_clear(&out);
	render_json(result, &out);
	return out.data;
}

static const char *
plain(const struct search_result *result)
{
	struct render_text_options options = {.corpus = "corpus", .width = 60};

	buffer_clear(&out);
	render_text(result, &options, &out);
	return out.data;
}

#define CARD                                                                                   \
	"<main id=\"main\" class=\"inner\" tabindex=\"-1\">\n"                                 \
	"<section class=\"urgent\" role=\"region\" aria-labelledby=\"urgent\">\n"              \
	"<h2 id=\"urgent\">Signs of a stroke &amp; what to do</h2>\n"                          \
	"<p>Call 911 now, even if they have gone.</p>\n"                                       \
	"<ul class=\"phones\">\n"                                                              \
	"<li><a href=\"tel:911\">Call 911</a></li>\n"                                          \
	"<li><a href=\"tel:+19725550100\">The office +1 (972) 555-0100</a></li>\n"             \
	"</ul>\n"                                                                              \
	"<p><a href=\"/patients/emergency/#stroke\">All signs</a></p>\n"                       \
	"</section>\n"

static void
test_page(void)
{
	struct search_result *result = fixture_result_new();

	setup(result);
	fixture_result_add_urgent(result);
	render("with a card");
	has(CARD "<h1>", "the card is the first in main");
	has("<a class=\"skip\" href=\"#main\">Skip to the content</a>",
	    "and is not skipped over");
	result->hit_count = 0;
	render("past the end");
	has(CARD "<h1>No more results", "also where the list has ended");
	result->total = result->pages = 0;
	render("nothing found");
	has(CARD "<h1>Nothing found", "or nothing is found");
	free(result->urgent->link_url);
	result->urgent->link_url = NULL;
	render("without a link");
	has_not("All signs", "none is named");
	fixture_string_set(&result->urgent->link_url, "javascript:alert(1)");
	fixture_string_set(&result->urgent->phones[0].number, "none");
	render("with a bad link");
	has("<p>All signs</p>", "text only");
	has("<li>Call 911 none</li>", "nor is it a number");
	result->hit_count = 5;
	search_result_free(result);
	result = fixture_result_new();
	setup(result);
	render("without a card");
	has_not("urgent", "nothing is said");
	search_result_free(result);
}

static void
test_json(void)
{
	struct search_result *result = fixture_result_new();

	json(result);
	has("\"urgent\":null,", "null without a rule");
	fixture_result_add_urgent(result);
	json(result);
	has("\"urgent\":{\"rule\":\"stroke\",\"title\":\"Signs of a stroke \\u0026 what to do\","
	    "\"message\":\"Call 911 now, even if they have gone.\",\"phones\":["
	    "{\"label\":\"Call 911\",\"number\":\"911\",\"url\":\"tel:911\"},"
	    "{\"label\":\"The office\",\"number\":\"+1 (972) 555-0100\","
	    "\"url\":\"tel:+19725550100\"}],"
	    "\"link\":{\"label\":\"All signs\",\"url\":\"/patients/emergency/#stroke\"}},",
	    "all members");
	fixture_string_set(&result->urgent->link_url, "javascript:alert(1)");
	fixture_string_set(&result->urgent->phones[0].number, "none");
	json(result);
	has("\"link\":{\"label\":\"All signs\",\"url\":null}", "no bad link");
	has("\"number\":\"none\",\"url\":null}", "no bad number");
	free(result->urgent->link_label);
	result->urgent->link_label = NULL;
	json(result);
	has("\"link\":null}", "no link");
	search_result_free(result);
}

static void
test_text(void)
{
	struct search_result *result = fixture_result_new();

	fixture_result_add_urgent(result);
	fixture_string_set(&result->urgent->message,
	    "Call 911 now, even if they have gone, and do not wait for anything else.");
	tap_ok(strncmp(plain(result),
		   "  ! Signs of a stroke & what to do\n"
		   "    Call 911 now, even if they have gone, and do not wait\n"
		   "    for anything else.\n"
		   "    Call 911\n"
		   "    The office +1 (972) 555-0100\n"
		   "    All signs /patients/emergency/#stroke\n"
		   "\n",
		   200) == 0,
	    "text begins with the card");
	printf("# %.200s\n", out.data);
	result->hit_count = 0;
	result->total = result->pages = 0;
	plain(result);
	has("  ! Signs", "also when nothing is found");
	result->hit_count = 5;
	search_result_free(result);
}

#define BETS                                                                                   \
	"<section class=\"bets\" aria-labelledby=\"bets\">\n"                                  \
	"<h2 id=\"bets\">Recommended</h2>\n"                                                   \
	"<ul>\n"                                                                               \
	"<li><a href=\"/patients/contact/#phone\">Make &amp; change an appointment</a></li>\n" \
	"<li><a href=\"https://hospital.example.org/\">The hospital</a></li>\n"                \
	"</ul>\n"                                                                              \
	"</section>\n"

static void
test_bets_page(void)
{
	struct search_result *result = fixture_result_new();
	const char *bets;

	setup(result);
	render("without best bets");
	has_not("class=\"bets\"", "none is recommended");
	fixture_result_add_best_bets(result);
	fixture_result_add_urgent(result);
	render("with best bets");
	has(BETS "<div class=\"area\">\n<div class=\"columns\">",
	    "best bets stand before the hits");
	bets = strstr(out.data, BETS);
	tap_ok(bets != NULL && strstr(out.data, CARD) < bets, "and below the card");
	fixture_string_set(&result->best_bets[1].url, "javascript:alert(1)");
	render("with a bad address");
	has("<li>The hospital</li>", "a bad address is no link");
	result->hit_count = 0;
	result->total = result->pages = 0;
	render("nothing found");
	has("class=\"bets\"", "they are there where nothing is found");
	result->hit_count = 5;
	search_result_free(result);
}

static void
test_bets_json(void)
{
	struct search_result *result = fixture_result_new();

	json(result);
	has("\"bestBets\":[],", "none without a rule");
	fixture_result_add_best_bets(result);
	json(result);
	has("\"bestBets\":[{\"label\":\"Make \\u0026 change an appointment\","
	    "\"url\":\"/patients/contact/#phone\",\"id\":\"patients/contact\"},"
	    "{\"label\":\"The hospital\",\"url\":\"https://hospital.example.org/\",\"id\":null}],",
	    "all members");
	fixture_string_set(&result->best_bets[0].url, "//evil.example");
	json(result);
	has("\"url\":null,\"id\":\"patients/contact\"}", "no bad address");
	search_result_free(result);
}

static void
test_bets_text(void)
{
	static const char wanted[] = "  * Make & change an appointment\n"
				     "    /patients/contact/#phone\n"
				     "\n"
				     "  * The hospital\n"
				     "    https://hospital.example.org/\n"
				     "\n";
	struct search_result *result = fixture_result_new();

	fixture_result_add_best_bets(result);
	tap_ok(strncmp(plain(result), wanted, strlen(wanted)) == 0, "text begins with them");
	printf("# %.200s\n", out.data);
	fixture_result_add_urgent(result);
	tap_ok(strncmp(plain(result), "  ! ", 4) == 0, "but for the card");
	search_result_free(result);
}

int
main(void)
{
	buffer_init(&out, RENDER_BYTES_MAX);
	test_page();
	test_json();
	test_text();
	test_bets_page();
	test_bets_json();
	test_bets_text();
	buffer_fini(&out);
	return tap_done();
}
