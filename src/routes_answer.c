/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "routes_answer.h"

#include <string.h>
#include <strings.h>

#include "assets.h"
#include "escape.h"
#include "render.h"
#include "routes_meili.h"

#define POLICY                                                                                 \
	"default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "        \
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
/* What the search box needs, where there is one. */
#define BOX_POLICY "; script-src 'self'; connect-src 'self'"

static const char *
policy_for(const char *media_type)
{
	bool is_page = strncmp(media_type, "text/html", strlen("text/html")) == 0;

	return is_page && asset_by_name("search-box.js") != NULL ? POLICY BOX_POLICY : POLICY;
}

void
routes_answer_headers(
    struct http_response *response, const char *media_type, enum routes_keep keep)
{
	static const char *const controls[] = {
	    [ROUTES_KEEP_NOT] = "no-store",
	    [ROUTES_KEEP_MINUTES] = "public, max-age=600",
	    [ROUTES_KEEP_DAY] = "public, max-age=86400",
	    [ROUTES_KEEP_ALWAYS] = "public, max-age=31536000, immutable",
	};

	http_response_header(response, "Content-Type", media_type);
	http_response_header(response, "Cache-Control", controls[keep]);
	if (keep == ROUTES_KEEP_NOT)
		http_response_header(response, "X-Robots-Tag", "noindex, nofollow");
	http_response_header(response, "Content-Security-Policy", policy_for(media_type));
	http_response_header(response, "Cross-Origin-Opener-Policy", "same-origin");
	http_response_header(response, "Cross-Origin-Resource-Policy", "same-origin");
	http_response_header(response, "X-Frame-Options", "DENY");
	http_response_header(response, "Permissions-Policy",
	    "geolocation=(), camera=(), microphone=(), interest-cohort=(), browsing-topics=()");
}

/* One member of an Accept header: "text/html;q=0.8". */
struct accepted {
	const char *range;
	size_t length;
	int quality; /* in thousandths */
};

/* "0.8" is 800; anything odd is taken for some weight. */
static int
parse_quality(const char *text)
{
	int quality = 0, scale = 1000;

	for (; (*text == '.' || (*text >= '0' && *text <= '9')) && scale > 0; text++) {
		if (*text == '.')
			continue;
		quality += (*text - '0') * scale;
		scale /= 10;
	}
	return quality < 1000 ? quality : 1000;
}

/* Parses the member at text and returns where the next one begins. */
static const char *
parse_accepted(const char *text, struct accepted *ret_accepted)
{
	const char *end = text + strcspn(text, ",");
	const char *parameter;

	text += strspn(text, " \t");
	ret_accepted->range = text;
	ret_accepted->length = text < end ? strcspn(text, ",; \t") : 0;
	ret_accepted->quality = 1000;
	for (parameter = text; parameter < end; parameter++) {
		parameter += strcspn(parameter, ";,");
		if (*parameter != ';')
			break;
		parameter += 1 + strspn(parameter + 1, " \t");
		if (strncasecmp(parameter, "q=", 2) == 0)
			ret_accepted->quality = parse_quality(parameter + 2);
		parameter--;
	}
	return *end == ',' ? end + 1 : end;
}

/* 3 for the type itself, 2 for "text" and a star, 1 for both stars, 0 when it is another. */
static int
fit(const struct accepted *accepted, const char *type)
{
	size_t family = strcspn(type, "/") + 1;

	if (accepted->length == strlen(type) &&
	    strncasecmp(accepted->range, type, accepted->length) == 0)
		return 3;
	if (accepted->length == family + 1 && accepted->range[family] == '*' &&
	    strncasecmp(accepted->range, type, family) == 0)
		return 2;
	return accepted->length == 3 && memcmp(accepted->range, "*/*", 3) == 0;
}

/* The weight of type, in thousandths: that of the member that fits it best. */
static int
quality_of(const char *accept, const char *type)
{
	struct accepted accepted;
	int quality = 0, best = 0, fits;

	while (*accept != '\0') {
		accept = parse_accepted(accept, &accepted);
		fits = fit(&accepted, type);
		if (fits > best) {
			best = fits;
			quality = accepted.quality;
		}
	}
	return quality;
}

bool
routes_answer_wants_json(const struct http_request *request)
{
	int html = quality_of(request->accept, "text/html");

	return strncmp(request->path, "/api/", strlen("/api/")) == 0 ||
	       quality_of(request->accept, "application/json") > html ||
	       quality_of(request->accept, "application/problem+json") > html;
}

struct status_text {
	int status;
	const char *title, *code;
};

static const struct status_text *
text_of(int status)
{
	static const struct status_text texts[] = {
	    {400, "Bad request", "bad_request"}, {404, "Not found", "not_found"},
	    {405, "Method not allowed", "method_not_allowed"},
	    {413, "Content too large", "content_too_large"},
	    {414, "Address too long", "uri_too_long"},
	    {417, "Expectation failed", "expectation_failed"},
	    {429, "Too many requests", "too_many_requests"},
	    {431, "Headers too large", "headers_too_large"},
	    {503, "Search is not available", "unavailable"},
	    {500, "Internal error", "internal"}, /* the last stands for all others */
	};
	size_t i, count = sizeof texts / sizeof texts[0];

	for (i = 0; i + 1 < count && texts[i].status != status; i++)
		continue;
	return &texts[i];
}

static void
append_member(struct buffer *out, const char *name, const char *value)
{
	buffer_printf(out, ",\"%s\":\"", name);
	escape_json(out, value, strlen(value));
	buffer_append_char(out, '"');
}

static void
append_problem(
    const struct routes_problem *problem, const struct status_text *text, struct buffer *out)
{
	buffer_append_string(out, "{\"type\":\"about:blank\"");
	append_member(out, "title", text->title);
	buffer_printf(out, ",\"status\":%d", problem->status);
	append_member(out, "detail", problem->detail);
	append_member(out, "message", problem->detail);
	append_member(out, "code", problem->code != NULL ? problem->code : text->code);
	if (problem->parameter != NULL)
		append_member(out, "parameter", problem->parameter);
	buffer_append_string(out, "}\n");
}

void
routes_answer_problem(const struct http_request *request, const struct render_site *site,
    const struct routes_problem *problem, struct http_response *response)
{
	const struct status_text *text = text_of(problem->status);

	response->status = problem->status;
	if (routes_meili_is_path(request->path)) {
		routes_meili_error(problem->status, problem->code, problem->detail, response);
		return;
	}
	if (routes_answer_wants_json(request)) {
		routes_answer_headers(response, "application/problem+json", ROUTES_KEEP_NOT);
		append_problem(problem, text, &response->body);
		return;
	}
	routes_answer_headers(response, "text/html; charset=utf-8", ROUTES_KEEP_NOT);
	render_html_error(site, problem->status, text->title, problem->detail, &response->body);
}
