/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "routes_cors.h"

#include <string.h>

#include "routes_answer.h"
#include "routes_box.h"
#include "xalloc.h"

/* What the clients of Meilisearch send; each is as harmless as a query. */
#define ALLOWED_HEADERS "accept, authorization, content-type, x-meilisearch-client"

/* How long browsers may remember it; each takes its own, lower, ceiling. */
#define PREFLIGHT_SECONDS "86400"

static bool
begins_with(const char *path, const char *start)
{
	return strncmp(path, start, strlen(start)) == 0;
}

static bool
is_box(const char *path)
{
	return strcmp(path, ROUTES_BOX_SCRIPT_PATH) == 0 ||
	       strcmp(path, ROUTES_BOX_STYLE_PATH) == 0 ||
	       begins_with(path, "/assets/search-box.");
}

static bool
is_shared(const char *path)
{
	return begins_with(path, "/api/") || begins_with(path, "/meili/") ||
	       strcmp(path, "/openapi.json") == 0 || is_box(path);
}

static bool
is_any(const struct routes_cors *cors)
{
	size_t i;

	for (i = 0; i < cors->count; i++) {
		if (strcmp(cors->origins[i], "*") == 0)
			return true;
	}
	return false;
}

/* The value of Access-Control-Allow-Origin, NULL when it may not ask. */
static const char *
find_origin(const struct routes_cors *cors, const char *origin)
{
	size_t i;

	if (is_any(cors))
		return "*";
	for (i = 0; i < cors->count; i++) {
		if (strcmp(cors->origins[i], origin) == 0)
			return cors->origins[i];
	}
	return NULL;
}

/* Style sheets and plain scripts are loaded without asking; this lets them be. */
static void
open_resource(struct http_response *response)
{
	size_t i;

	for (i = 0; i < response->header_count; i++) {
		struct http_header *header = &response->headers[i];

		if (strcmp(header->name, "Cross-Origin-Resource-Policy") != 0)
			continue;
		free(header->value);
		header->value = xstrdup("cross-origin");
	}
}

void
routes_cors_answer(const struct routes_cors *cors, const struct http_request *request,
    struct http_response *response)
{
	const char *origin;

	if (cors->count == 0 || !is_shared(request->path))
		return;
	if (is_box(request->path))
		open_resource(response);
	if (!is_any(cors))
		http_response_header(response, "Vary", "Origin");
	origin = find_origin(cors, request->origin);
	if (origin == NULL)
		return;
	http_response_header(response, "Access-Control-Allow-Origin", origin);
	http_response_header(response, "Access-Control-Expose-Headers", "Link, Retry-After");
}

void
routes_cors_options(const struct routes_cors *cors, const struct http_request *request,
    unsigned methods, struct http_response *response)
{
	char text[HTTP_METHODS_TEXT_BYTES];

	response->status = 204;
	http_response_header(response, "Allow", http_methods_text(methods, text));
	http_response_header(response, "Cache-Control", "no-store");
	if (!is_shared(request->path) || request->preflight_method[0] == '\0' ||
	    find_origin(cors, request->origin) == NULL)
		return;
	http_response_header(response, "Access-Control-Allow-Methods", text);
	http_response_header(response, "Access-Control-Allow-Headers", ALLOWED_HEADERS);
	http_response_header(response, "Access-Control-Max-Age", PREFLIGHT_SECONDS);
}
