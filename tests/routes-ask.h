/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_TEST_ROUTES_ASK_H
#define FORNIX_TEST_ROUTES_ASK_H

/* Asking the routes without a server, and an index to ask. */

#include <stdlib.h>

#include "indexer.h"
#include "routes.h"
#include "scratch.h"
#include "tap.h"

/* An answer, and whether the I/O thread gave it. */
struct got {
	struct http_response response;
	bool is_from_worker;
};

/* target: path and decoded parameters, as "/search?q=back pain&page=2". */
static inline void
ask_as(
    struct routes *routes, const struct http_request *head, const char *target, struct got *got)
{
	struct http_handlers handlers = routes_handlers(routes);
	struct http_request request = *head;
	char text[4096];
	char *rest = text, *name, *value;

	snprintf(text, sizeof text, "%s", target);
	request.path = strsep(&rest, "?");
	while (rest != NULL) {
		value = strsep(&rest, "&");
		name = strsep(&value, "=");
		request.parameters[request.parameter_count++] = (struct http_parameter){
		    name, value != NULL ? value : "", value != NULL ? strlen(value) : 0};
	}
	http_response_init(&got->response, 200);
	got->is_from_worker = !handlers.answer_now(handlers.context, &request, &got->response);
	if (got->is_from_worker)
		handlers.answer_in_worker(handlers.context, 1, &request, &got->response);
}

static inline void
ask(struct routes *routes, const char *target, const char *accept, struct got *got)
{
	struct http_request head = {
	    .method = HTTP_GET, .accept = accept, .origin = "", .preflight_method = ""};

	ask_as(routes, &head, target, got);
}

static inline const char *
header(const struct got *got, const char *name)
{
	size_t i;

	for (i = 0; i < got->response.header_count; i++) {
		if (strcmp(got->response.headers[i].name, name) == 0)
			return got->response.headers[i].value;
	}
	return NULL;
}

static inline void
write_article(const char *path, const char *title, const char *text)
{
	char bytes[512];

	snprintf(bytes, sizeof bytes, "---\ntitle: %s\n---\n\n%s\n", title, text);
	scratch_write_text(path, bytes);
}

static inline void
run_index(const char *corpus, const char *index)
{
	struct indexer_options options = {.corpus = corpus,
	    .index = index,
	    .article = {.url_pattern = "/{path}/"},
	    .workers = 1};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct indexer_summary summary;

	if (indexer_run(&options, &summary, &err) == FORNIX_OK)
		return;
	printf("Bail out! %s\n", err.message);
	exit(1);
}

#endif
