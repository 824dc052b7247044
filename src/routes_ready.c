/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "routes_ready.h"

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
put_served(struct json *json, const struct routes_index_state *state)
{
	put_member(json, "status", state->trouble[0] == '\0' ? "ready" : "degraded");
	put_number(json, "generation", state->number);
	put_number(json, "articles", state->articles);
	put_number(json, "builtAt", state->built_at);
}

static void
put_unavailable(struct json *json, const struct routes_index_state *state)
{
	put_member(json, "status", "unavailable");
	put_member(json, "code", state->is_damaged ? "index_damaged" : "index_missing");
}

void
routes_ready(struct routes_index *index, struct http_response *response)
{
	struct routes_index_state state;
	bool is_served = routes_index_get(index, &state);
	struct json json;

	routes_answer_headers(response, "application/json", ROUTES_KEEP_NOT);
	response->status = is_served ? 200 : 503;
	json_init(&json, &response->body);
	json_object_begin(&json);
	if (is_served)
		put_served(&json, &state);
	else
		put_unavailable(&json, &state);
	if (state.trouble[0] != '\0')
		put_member(&json, "trouble", state.trouble);
	json_object_end(&json);
	buffer_append_char(&response->body, '\n');
}
