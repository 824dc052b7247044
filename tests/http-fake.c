/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "http-fake.h"

#include <stdio.h>
#include <string.h>

atomic_int fake_smuggled, fake_in_worker;
sem_t fake_worker_gate, fake_io_gate, fake_io_entered;

static char big[FAKE_BIG_BYTES];

static void
put(struct http_response *response, const char *text)
{
	http_response_header(response, "Content-Type", "text/plain; charset=utf-8");
	buffer_append_string(&response->body, text);
}

static bool
fake_now(void *context, const struct http_request *request, struct http_response *response)
{
	size_t i;

	(void)context;
	if (strcmp(request->path, "/smuggled") == 0)
		fake_smuggled++;
	if (strcmp(request->path, "/work") == 0 || strcmp(request->path, "/gate") == 0)
		return false;
	if (strcmp(request->path, "/io-gate") == 0) {
		sem_post(&fake_io_entered);
		sem_wait(&fake_io_gate);
	}
	if (strcmp(request->path, "/big") == 0) {
		response->constant_body = big;
		response->constant_length = sizeof big;
		return true;
	}
	if (strcmp(request->path, "/too-big") == 0) {
		buffer_fini(&response->body);
		buffer_init(&response->body, 2);
	}
	if (request->method == HTTP_POST) {
		put(response, "POST ");
		buffer_printf(
		    &response->body, "%zu %.100s", request->body_length, request->body);
		return true;
	}
	put(response, request->method == HTTP_HEAD ? "HEAD" : "GET");
	for (i = 0; i < request->parameter_count; i++)
		buffer_printf(&response->body, " %s=%.*s/%zu", request->parameters[i].name,
		    (int)request->parameters[i].value_length, request->parameters[i].value,
		    request->parameters[i].value_length);
	return true;
}

static void
fake_worker(void *context, unsigned worker, const struct http_request *request,
    struct http_response *response)
{
	(void)context;
	fake_in_worker++;
	if (strcmp(request->path, "/gate") == 0)
		sem_wait(&fake_worker_gate);
	put(response, "worked ");
	if (request->method == HTTP_POST)
		buffer_printf(
		    &response->body, "%zu %.100s ", request->body_length, request->body);
	buffer_printf(&response->body, "%s", worker < 2 ? request->path : "in no worker");
}

static void
fake_error(void *context, const struct http_request *request, int status, const char *detail,
    struct http_response *response)
{
	(void)context;
	(void)status;
	put(response, request->path);
	buffer_printf(&response->body, ": %s", detail);
}

static unsigned
fake_methods(void *context, const char *path)
{
	(void)context;
	if (strcmp(path, "/post") == 0)
		return HTTP_METHOD(HTTP_POST) | HTTP_METHOD(HTTP_OPTIONS);
	if (strcmp(path, "/work") == 0)
		return HTTP_METHODS_READ | HTTP_METHOD(HTTP_POST);
	return strcmp(path, "/none") == 0 ? 0 : HTTP_METHODS_READ;
}

struct http_handlers
fake_handlers(void)
{
	return (struct http_handlers){.methods = fake_methods,
	    .answer_now = fake_now,
	    .answer_in_worker = fake_worker,
	    .answer_error = fake_error};
}

void
fake_init(void)
{
	sem_init(&fake_worker_gate, 0, 0);
	sem_init(&fake_io_gate, 0, 0);
	sem_init(&fake_io_entered, 0, 0);
	memset(big, 'b', sizeof big);
}

struct http_server *
fake_start(const char *listen, const struct http_limits *limits)
{
	struct http_handlers handlers = fake_handlers();
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct http_server *server = NULL;

	if (http_server_start(&listen, 1, 2, limits, &handlers, &server, &err) != FORNIX_OK) {
		printf("# %s\n", err.message);
		return NULL;
	}
	return server;
}

struct http_limits
fake_limits(void)
{
	struct http_limits limits = HTTP_LIMITS_DEFAULT;

	limits.idle_timeout_s = 1;
	limits.request_deadline_ms = 600;
	limits.answer_deadline_ms = 1500;
	limits.queue_deadline_ms = 200;
	limits.drain_ms = 3000;
	return limits;
}
