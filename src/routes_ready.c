/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "routes_ready.h"

#include <stdio.h>

#include "http_clock.h"
#include "index_reader.h"
#include "json.h"
#include "routes_answer.h"

static void
put_member(struct json *json, const char *key, const char *text)
{
	json_put_key(json, key);
	json_put_string(json, text);
}

static void
put_number(struct json *json, const char *key, int64_t number)
{
	json_put_key(json, key);
	json_put_number(json, number);
}

static void
put_served(struct json *json, const struct routes_index_state *state,
    const struct index_shards *shards)
{
	put_member(json, "status", state->trouble[0] == '\0' ? "ready" : "degraded");
	put_number(json, "generation", state->number);
	put_number(json, "articles", state->articles);
	put_number(json, "builtAt", state->built_at);
	if (shards->count > 0) {
		put_number(json, "shards", shards->count);
		put_number(json, "shardsDown", shards->down);
		put_number(json, "shardsReplaced", shards->replaced);
	}
}

static void
put_unavailable(struct json *json, const struct routes_index_state *state)
{
	put_member(json, "status", "unavailable");
	put_member(json, "code", state->is_damaged ? "index_damaged" : "index_missing");
}

static void
tell_of_shards(const struct index_shards *shards, char *ret_trouble, size_t size)
{
	if (shards->down > 0)
		snprintf(ret_trouble, size, "%u of %u shards cannot be searched", shards->down,
		    shards->count);
	else if (shards->replaced > 0)
		snprintf(ret_trouble, size,
		    "%u of %u shards have another index than was joined: run 'fornix index "
		    "--join'",
		    shards->replaced, shards->count);
}

void
routes_ready(struct routes_index *index, struct http_response *response)
{
	struct routes_index_state state;
	const struct index_shards shards = index_shards_count();
	bool is_served = routes_index_get(index, &state);
	struct json json;

	if (state.trouble[0] == '\0')
		tell_of_shards(&shards, state.trouble, sizeof state.trouble);
	routes_answer_headers(response, "application/json", ROUTES_KEEP_NOT);
	response->status = is_served ? 200 : 503;
	json_init(&json, &response->body);
	json_object_begin(&json);
	if (is_served)
		put_served(&json, &state, &shards);
	else
		put_unavailable(&json, &state);
	if (state.trouble[0] != '\0')
		put_member(&json, "trouble", state.trouble);
	json_object_end(&json);
	buffer_append_char(&response->body, '\n');
}

static void
put_gauge(struct buffer *out, const char *name, const char *help, uint64_t value)
{
	buffer_printf(out, "# HELP fornix_%s %s\n# TYPE fornix_%s gauge\nfornix_%s %llu\n",
	    name, help, name, name, (unsigned long long)value);
}

static void
put_latency(struct buffer *out, struct routes_latency *latency)
{
	static const char name[] = "fornix_search_seconds";

	buffer_printf(out,
	    "# HELP %s How long searches took, the wait for a worker included.\n"
	    "# TYPE %s histogram\n",
	    name, name);
	latency_print(&latency->cached, name, "answer=\"cached\"", out);
	latency_print(&latency->fresh, name, "answer=\"fresh\"", out);
}

void
routes_latency_add(struct latency *latency, const struct http_request *request)
{
	if (request->since_us != 0)
		latency_add(latency, http_clock_us() - request->since_us);
}

void
routes_metrics(
    struct routes_index *index, struct routes_latency *latency, struct http_response *response)
{
	struct routes_index_state state;
	const struct index_shards shards = index_shards_count();
	bool is_served = routes_index_get(index, &state);

	routes_answer_headers(response, "text/plain; version=0.0.4", ROUTES_KEEP_NOT);
	put_gauge(&response->body, "ready", "Whether an index is open.", is_served);
	put_gauge(&response->body, "degraded",
	    "Whether something is wrong with it; /readyz says what.",
	    state.trouble[0] != '\0' || shards.down > 0 || shards.replaced > 0);
	put_gauge(&response->body, "shards", "Indexes that share the articles.", shards.count);
	put_gauge(
	    &response->body, "shards_down", "Those that cannot be searched now.", shards.down);
	put_gauge(&response->body, "shards_replaced", "Those that are others than were joined.",
	    shards.replaced);
	put_latency(&response->body, latency);
}
