/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What the practice recommends ends at midnight, also where answers are kept. */

#include <time.h>

#include "date.h"
#include "routes-ask.h"

static time_t clock_time = 1795651199; /* 2026-11-25 23:59:59 UTC */

/* In the place of the C library's, so that a day can end. */
time_t
time(time_t *ret_time)
{
	if (ret_time != NULL)
		*ret_time = clock_time;
	return clock_time;
}

static struct routes *
make_routes(void)
{
	char *corpus = scratch_path("corpus"), *index = scratch_path("index");
	struct routes_options options = {.index = index,
	    .workers = 2,
	    .site_name = "Example",
	    .answer_cache_bytes = 1024 * 1024};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct routes *routes = NULL;

	scratch_mkdir("corpus");
	scratch_mkdir("corpus/_search");
	write_article("corpus/flu.md", "Flu shots", "Where to get a shot.");
	scratch_write_text("corpus/_search/best-bets.yaml",
	    "- label: Flu clinic this week\n  article: flu\n  alone: shot\n"
	    "  until: 2026-11-25\n  owner: O\n  reason: R\n"
	    "- label: Flu shots\n  url: /shots/\n  alone: shot\n  owner: O\n  reason: R\n");
	run_index(corpus, index);
	if (routes_new(&options, &routes, &err) != FORNIX_OK) {
		printf("Bail out! %s\n", err.message);
		exit(1);
	}
	free(corpus);
	free(index);
	return routes;
}

static void
check(struct routes *routes, const char *target, bool is_shown, bool is_from_worker,
    const char *name)
{
	struct got got;

	ask(routes, target, "", &got);
	tap_ok((strstr(got.response.body.data, "Flu clinic this week") != NULL) == is_shown,
	    "%s: %s", target, name);
	tap_ok(strstr(got.response.body.data, "/shots/") != NULL, "the other is always shown");
	tap_ok(got.is_from_worker == is_from_worker, "%s",
	    is_from_worker ? "searched for" : "kept from before");
	http_response_fini(&got.response);
}

int
main(void)
{
	struct routes *routes;

	setenv("TZ", "UTC", 1);
	tap_number(date_today(), 20261125, "the day");
	routes = make_routes();
	check(routes, "/api/search?q=shot", true, true, "on its last day");
	check(routes, "/api/search?q=shot", true, false, "on its last day");
	check(routes, "/search?q=shot", true, true, "on its last day");
	check(routes, "/search?q=shot", true, false, "on its last day");
	clock_time++;
	tap_number(date_today(), 20261126, "midnight");
	check(routes, "/api/search?q=shot", false, true, "it is over");
	check(routes, "/api/search?q=shot", false, false, "it stays so");
	check(routes, "/search?q=shot", false, true, "it is over");
	check(routes, "/search?q=shot", false, false, "it stays so");
	routes_free(routes);
	return tap_done();
}
