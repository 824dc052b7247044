/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Which sections and figures of the practice's articles a search leads to. */

#include <stdlib.h>

#include "fixture-corpus.h"
#include "markdown_link.h"
#include "tap.h"

static struct search_result *
search(const char *query)
{
	struct search_request request = SEARCH_REQUEST_INIT;
	struct search_result *result;

	request.query = query;
	request.query_length = strlen(query);
	if (search_run(searcher, &request, &result, &err) != FORNIX_OK) {
		printf("Bail out! %s\n", err.message);
		exit(1);
	}
	return result;
}

static const struct search_hit *
find_hit(const struct search_result *result, const char *id)
{
	size_t i;

	for (i = 0; i < result->hit_count; i++) {
		if (strcmp(result->hits[i].id, id) == 0)
			return &result->hits[i];
	}
	return NULL;
}

static void
check_section(const char *query, const char *id, const char *anchor)
{
	struct search_result *result = search(query);
	const struct search_hit *hit = find_hit(result, id);
	bool is_found = false;
	size_t i;

	for (i = 0; hit != NULL && i < hit->place_count; i++) {
		printf("# %s: #%s\n", query, hit->places[i].anchor);
		is_found |= strcmp(hit->places[i].anchor, anchor) == 0;
	}
	tap_ok(is_found, "'%s' leads to #%s", query, anchor);
	tap_ok(
	    hit != NULL && hit->place_count > 0 &&
		(!hit->has_section || strcmp(hit->places[0].anchor, hit->section_anchor) == 0),
	    "the section of the passage comes first");
	search_result_free(result);
}

static void
check_figure(const char *query, const char *id, bool is_video, const char *url)
{
	struct search_result *result = search(query);
	const struct search_hit *hit = find_hit(result, id);
	bool is_found = false;
	size_t i;

	for (i = 0; hit != NULL && i < hit->figure_count; i++) {
		printf("# %s: %s\n", query, hit->figures[i].caption.text);
		is_found |= hit->figures[i].is_video == is_video &&
			    strcmp(hit->figures[i].url, url) == 0;
	}
	tap_ok(is_found, "'%s' shows %s", query, url);
	search_result_free(result);
}

static void
test_sound(void)
{
	struct search_result *result = search("pain");
	size_t i, k, m, twice = 0, figures = 0;

	for (i = 0; i < result->hit_count; i++) {
		const struct search_hit *hit = &result->hits[i];

		figures += hit->figure_count;
		for (k = 0; k < hit->place_count; k++) {
			for (m = 0; m < k; m++)
				twice +=
				    strcmp(hit->places[k].anchor, hit->places[m].anchor) == 0;
		}
	}
	tap_ok(twice == 0, "no section is shown twice");
	search_result_free(result);
	result = search("insurance billing statement");
	for (i = figures = 0; i < result->hit_count; i++)
		figures += result->hits[i].figure_count;
	tap_ok(figures == 0, "figures that have nothing to do with the query are not shown");
	search_result_free(result);
}

static void
test_targets(void)
{
	static const struct {
		const char *from, *link, *want;
	} rows[] = {
	    {"a/b", "c.md", "a/c"},
	    {"a/b", "../d/e.md", "d/e"},
	    {"a/b", "./c.md", "a/c"},
	    {"b", "c/d.md", "c/d"},
	    {"a/b", "../../c.md", NULL},
	    {"a/b", "/c.md", NULL},
	    {"a/b", "c.html", NULL},
	    {"a/b", ".md", NULL},
	    {"a/b", "x//y.md", "a/x/y"},
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char *got = markdown_link_target(rows[i].from, rows[i].link);

		tap_string(got, rows[i].want, rows[i].link);
		free(got);
	}
}

int
main(void)
{
	open_corpus(scratch_source("corpus"));
	check_section("hemifacial spasm botox", "conditions/hemifacial-spasm",
	    "do-medicines-or-injections-help");
	check_section("how is hemifacial spasm diagnosed", "conditions/hemifacial-spasm",
	    "how-is-it-diagnosed");
	check_section("does hemifacial spasm hurt", "conditions/hemifacial-spasm",
	    "what-does-hemifacial-spasm-feel-like");
	check_figure("hemifacial spasm", "conditions/hemifacial-spasm", false,
	    "/conditions/hemifacial-spasm/#why-does-one-side-of-the-face-twitch");
	check_figure("hemifacial spasm video", "conditions/hemifacial-spasm", true,
	    "/videos/mvd-hemifacial-spasm.mp4");
	check_figure("carpal tunnel release video", "patients/video-library", true,
	    "/videos/carpal-tunnel-release.mp4");
	test_sound();
	test_targets();
	searcher_free(searcher);
	return tap_done();
}
