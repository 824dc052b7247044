/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "remote.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "buffer.h"
#include "child.h"
#include "escape.h"
#include "xalloc.h"

/* Every byte of the query, of the filters and of the url may become three. */
#define SETTINGS_BYTES_MAX (512 * 1024)
#define SOCKET_SCHEME      "unix:"
#define CURL_TIMED_OUT     28

/* What curl says behind the body. */
struct reply {
	struct buffer body;
	unsigned status; /* of HTTP; 0: there was no answer */
	char *message;   /* of curl, "" without */
};

static void
reply_fini(struct reply *reply)
{
	buffer_fini(&reply->body);
	free(reply->message);
}

/* Nothing that would end the line, the quotes or the path in curl's settings. */
static enum fornix_status
check_url(const char *url, struct fornix_error *err)
{
	static const char *const schemes[] = {"http://", "https://", SOCKET_SCHEME "/"};
	const char *c;
	size_t i;

	if (strlen(url) > REMOTE_URL_BYTES_MAX)
		return error_set(err, FORNIX_ERR_USAGE,
		    "the address of the server is longer than %d bytes", REMOTE_URL_BYTES_MAX);
	for (c = url; *c != '\0'; c++) {
		if ((unsigned char)*c <= ' ' || strchr("\"\\?#\x7f", *c) != NULL)
			return error_set(err, FORNIX_ERR_USAGE,
			    "'%s' is no address of a server: leave spaces, quotes, '?' and '#' out",
			    url);
	}
	for (i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
		if (strncmp(url, schemes[i], strlen(schemes[i])) == 0 &&
		    url[strlen(schemes[i])] != '\0')
			return FORNIX_OK;
	}
	return error_set(err, FORNIX_ERR_USAGE,
	    "'%s' is no address of a server: name it as http://HOST:PORT, https://HOST or "
	    "unix:/PATH",
	    url);
}

static void
put_filters(struct buffer *out, const char *name, const char *const *filters, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		buffer_printf(out, "&%s=", name);
		escape_url(out, filters[i], strlen(filters[i]));
	}
}

static void
put_target(struct buffer *out, const struct search_request *request)
{
	buffer_append_string(out, "/api/search?q=");
	escape_url(out, request->query, request->query_length);
	buffer_printf(out, "&page=%u&perPage=%u&sort=%s", request->page, request->per_page,
	    search_sort_name(request->sort));
	put_filters(out, "tag", request->tags, request->tag_count);
	put_filters(out, "section", request->sections, request->section_count);
	if (request->since != 0)
		buffer_printf(out, "&since=%04u-%02u-%02u", request->since / 10000,
		    request->since / 100 % 100, request->since % 100);
	if (request->without_correction)
		buffer_append_string(out, "&correct=0");
	if (request->without_synonyms)
		buffer_append_string(out, "&synonyms=0");
}

/* In curl's own language, one setting a line. */
static void
put_settings(struct buffer *out, const char *url, const struct search_request *request)
{
	size_t length = strlen(url);

	while (length > 0 && url[length - 1] == '/')
		length--;
	buffer_printf(out,
	    "silent\ngloboff\nproto = \"=http,https\"\nheader = \"Accept: application/json\"\n"
	    "connect-timeout = %d\nmax-time = %d\nmax-filesize = %d\n"
	    "write-out = \"\\n%%{http_code} %%{errormsg}\"\n",
	    REMOTE_CONNECT_S, REMOTE_ANSWER_S, ANSWER_BYTES_MAX);
	if (strncmp(url, SOCKET_SCHEME, strlen(SOCKET_SCHEME)) == 0) {
		buffer_printf(out, "unix-socket = \"%s\"\n", url + strlen(SOCKET_SCHEME));
		url = "http://localhost";
		length = strlen(url);
	}
	buffer_append_string(out, "url = \"");
	buffer_append(out, url, length);
	put_target(out, request);
	buffer_append_string(out, "\"\n");
}

/* Takes curl's line off the end of the body; false when there is none. */
static bool
split_reply(struct reply *reply)
{
	struct buffer *body = &reply->body;
	char *line = memrchr(body->data, '\n', body->length), *end;

	if (line == NULL)
		return false;
	reply->status = (unsigned)strtoul(line + 1, &end, 10);
	reply->message = xstrdup(*end == ' ' ? end + 1 : "");
	buffer_truncate(body, (size_t)(line - body->data));
	return true;
}

static enum fornix_status
run_curl(const char *url, const struct buffer *settings, struct reply *reply,
    struct fornix_error *err)
{
	static const char *const argv[] = {"curl", "-q", "-K", "-", NULL};
	enum fornix_status status;
	int code;

	status = child_converse(
	    argv, (struct span){settings->data, settings->length}, &reply->body, &code, err);
	if (status != FORNIX_OK)
		return status;
	if (reply->body.failed)
		return error_set(err, FORNIX_ERR_IO, "'%s' answered with more than %d bytes",
		    url, ANSWER_BYTES_MAX);
	if (split_reply(reply) && code == 0)
		return FORNIX_OK;
	if (code == CHILD_NOT_FOUND)
		return error_set(err, FORNIX_ERR_IO, "cannot run 'curl': install it");
	return error_set(err, code == CURL_TIMED_OUT ? FORNIX_ERR_TIMEOUT : FORNIX_ERR_IO,
	    "cannot ask '%s': %s (curl ended with %d): see that fornixd runs there", url,
	    reply->message != NULL && reply->message[0] != '\0' ? reply->message : "no answer",
	    code);
}

/* What the service says of a request that it does not answer. */
static enum fornix_status
refuse(const char *url, const struct reply *reply, struct fornix_error *err)
{
	char *detail CLEANUP_FREE = answer_read_problem(reply->body.data, reply->body.length);
	enum fornix_status status = FORNIX_ERR_IO;

	if (detail == NULL)
		return error_set(err, FORNIX_ERR_IO,
		    "'%s' answered %u, and not as fornixd does: see that the address is that of "
		    "the service",
		    url, reply->status);
	if (reply->status >= 400 && reply->status < 500 && reply->status != 429)
		status = FORNIX_ERR_USAGE;
	return error_set(err, status, "'%s' answered %u: %s", url, reply->status, detail);
}

enum fornix_status
remote_search(const char *url, const struct search_request *request,
    struct search_result **ret_result, struct fornix_error *err)
{
	struct reply reply = {.status = 0};
	struct buffer settings CLEANUP_BUFFER;
	enum fornix_status status = check_url(url, err);

	buffer_init(&settings, SETTINGS_BYTES_MAX);
	buffer_init(&reply.body, ANSWER_BYTES_MAX);
	if (status == FORNIX_OK) {
		put_settings(&settings, url, request);
		status = buffer_finish(&settings, "the request", err);
	}
	if (status == FORNIX_OK)
		status = run_curl(url, &settings, &reply, err);
	if (status == FORNIX_OK && reply.status != 200)
		status = refuse(url, &reply, err);
	else if (status == FORNIX_OK &&
		 answer_read(reply.body.data, reply.body.length, ret_result, err) != FORNIX_OK)
		status = error_set(err, FORNIX_ERR_IO,
		    "'%s' does not answer as fornixd does: see that the address is that of the "
		    "service",
		    url);
	reply_fini(&reply);
	return status;
}
