/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <jansson.h>
#include <string.h>

#include "meili_take.h"
#include "xalloc.h"

/* Cheap, and before libjansson, which would go 2,048 levels down. */
static bool
is_too_deep(const char *body, size_t length)
{
	bool is_string = false;
	unsigned depth = 0;
	size_t i;

	for (i = 0; i < length; i++) {
		char c = body[i];

		if (is_string) {
			if (c == '\\')
				i++;
			else if (c == '"')
				is_string = false;
		} else if (c == '"') {
			is_string = true;
		} else if (c == '[' || c == '{') {
			if (++depth > MEILI_DEPTH_MAX)
				return true;
		} else if ((c == ']' || c == '}') && depth > 0) {
			depth--;
		}
	}
	return false;
}

/* The object that the body is; the caller frees it. */
static json_t *
load(const char *body, size_t length, struct meili_mistake *ret_mistake)
{
	json_error_t error;
	json_t *value;

	if (length == 0) {
		meili_refuse(ret_mistake, 400, "missing_payload", "A json payload is missing.");
		return NULL;
	}
	if (is_too_deep(body, length)) {
		meili_refuse(ret_mistake, 400, "malformed_payload",
		    "The json payload has more than %d levels.", MEILI_DEPTH_MAX);
		return NULL;
	}
	value = json_loadb(body, length, JSON_REJECT_DUPLICATES, &error);
	if (value == NULL)
		meili_refuse(ret_mistake, 400, "malformed_payload",
		    "The json payload provided is malformed in line %d, column %d.", error.line,
		    error.column);
	else if (!json_is_object(value)) {
		json_decref(value);
		value = NULL;
		meili_refuse(
		    ret_mistake, 400, "bad_request", "The json payload must be an object.");
	}
	return value;
}

static bool
refuse_kind(struct meili_mistake *ret_mistake, const char *name, const char *wanted)
{
	return meili_refuse(ret_mistake, 400, "bad_request",
	    "Invalid value type at `.%s`: expected %s.", name, wanted);
}

static bool
read_list(struct meili_query *query, const char *name, const json_t *list,
    struct meili_mistake *ret_mistake)
{
	const json_t *item;
	size_t i;

	if (!json_is_array(list))
		return refuse_kind(ret_mistake, name, "an array of strings");
	if (json_array_size(list) == 0 && strcmp(name, "attributesToRetrieve") == 0)
		query->retrieve = 0;
	json_array_foreach(list, i, item)
	{
		if (!json_is_string(item))
			return refuse_kind(ret_mistake, name, "an array of strings");
		if (!meili_take_list_item(query, name, json_string_value(item),
			json_string_length(item), i == 0, ret_mistake))
			return false;
	}
	return true;
}

/* A node, or -1 with the mistake. */
static int
add_node(struct meili_query *query, size_t parent, enum filter_kind kind,
    struct meili_mistake *ret_mistake)
{
	int node = filter_add(&query->filter, parent, kind, NULL, 0);

	if (node < 0)
		meili_refuse(ret_mistake, 400, "invalid_search_filter",
		    "The filter has more than %d conditions.", FILTER_NODES_MAX);
	return node;
}

/* A string; or an array of which all hold, in whose inner arrays any holds. */
static bool
read_filter(struct meili_query *query, const json_t *value, size_t parent, bool is_inner,
    struct meili_mistake *ret_mistake)
{
	const json_t *item;
	size_t i;
	int node;

	if (json_is_string(value))
		return meili_filter_parse(json_string_value(value), json_string_length(value),
		    &query->filter, parent, ret_mistake);
	if (!json_is_array(value))
		return meili_refuse(ret_mistake, 400, "invalid_search_filter",
		    "Invalid syntax for the filter parameter: expected String, Array.");
	if (json_array_size(value) == 0)
		return true;
	node = add_node(query, parent, is_inner ? FILTER_ANY_OF : FILTER_ALL_OF, ret_mistake);
	if (node < 0)
		return false;
	json_array_foreach(value, i, item)
	{
		if (is_inner && json_is_array(item))
			return meili_refuse(ret_mistake, 400, "invalid_search_filter",
			    "Invalid syntax for the filter parameter: arrays are too deep.");
		if (!read_filter(query, item, (size_t)node, true, ret_mistake))
			return false;
	}
	return true;
}

static bool
read_root_filter(
    struct meili_query *query, const json_t *value, struct meili_mistake *ret_mistake)
{
	return add_node(query, 0, FILTER_ALL_OF, ret_mistake) >= 0 &&
	       read_filter(query, value, 0, false, ret_mistake);
}

static bool
read_number(struct meili_query *query, const char *name, const json_t *value,
    struct meili_mistake *ret_mistake)
{
	if (!json_is_integer(value) || json_integer_value(value) < 0)
		return refuse_kind(ret_mistake, name, "a positive integer");
	meili_take_number(query, name, (unsigned long long)json_integer_value(value));
	return true;
}

static bool
is_text(const char *name)
{
	static const char *const texts[] = {
	    "q", "indexUid", "facetName", "facetQuery", "highlightPreTag", "highlightPostTag"};
	size_t i;

	for (i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		if (strcmp(name, texts[i]) == 0)
			return true;
	}
	return false;
}

/* null is as if the member were not there. */
static bool
read_member(struct meili_query *query, const char *name, const json_t *value,
    struct meili_mistake *ret_mistake)
{
	if (json_is_null(value))
		return true;
	if (meili_is_number(name))
		return read_number(query, name, value, ret_mistake);
	if (meili_is_list(name))
		return read_list(query, name, value, ret_mistake);
	if (strcmp(name, "filter") == 0)
		return read_root_filter(query, value, ret_mistake);
	if (strcmp(name, "showMatchesPosition") == 0) {
		query->shows_matches = json_is_true(value);
		return true;
	}
	if (!is_text(name))
		return true;
	if (!json_is_string(value))
		return refuse_kind(ret_mistake, name, "a string");
	return meili_take_string(
	    query, name, json_string_value(value), json_string_length(value), ret_mistake);
}

static bool
read_object(struct meili_query *query, json_t *object, struct meili_mistake *ret_mistake)
{
	const char *name;
	json_t *value;

	json_object_foreach(object, name, value)
	{
		if (!read_member(query, name, value, ret_mistake))
			return false;
	}
	return true;
}

bool
meili_read_query(const char *body, size_t length, struct meili_query *query,
    struct meili_mistake *ret_mistake)
{
	json_t *object = load(body, length, ret_mistake);
	bool is_good = object != NULL && read_object(query, object, ret_mistake);

	json_decref(object);
	return is_good;
}

/* Says in which of the queries the mistake is. */
static bool
read_numbered(
    struct meili_query *query, json_t *object, size_t i, struct meili_mistake *ret_mistake)
{
	struct meili_mistake inner;

	if (!json_is_object(object))
		return meili_refuse(ret_mistake, 400, "bad_request",
		    "Inside `.queries[%zu]`: expected an object.", i);
	if (read_object(query, object, &inner))
		return true;
	return meili_refuse(ret_mistake, inner.status, inner.code,
	    "Inside `.queries[%zu]`: %.160s", i, inner.message);
}

bool
meili_read_queries(const char *body, size_t length,
    struct meili_query queries[MEILI_QUERIES_MAX], size_t *ret_count,
    struct meili_mistake *ret_mistake)
{
	json_t *object = load(body, length, ret_mistake), *list, *item;
	bool is_good = false;
	size_t i;

	*ret_count = 0;
	list = json_object_get(object, "queries");
	if (object != NULL && !json_is_array(list))
		meili_refuse(ret_mistake, 400, "missing_multi_search_queries",
		    "Missing field `queries`: expected an array.");
	else if (object != NULL && json_array_size(list) > MEILI_QUERIES_MAX)
		meili_refuse(ret_mistake, 400, "invalid_multi_search_queries",
		    "More than %d queries in one request.", MEILI_QUERIES_MAX);
	else
		is_good = object != NULL;
	for (i = 0; is_good && i < json_array_size(list); i++) {
		item = json_array_get(list, i);
		meili_query_init(&queries[(*ret_count)++]);
		is_good = read_numbered(&queries[i], item, i, ret_mistake);
	}
	json_decref(object);
	return is_good;
}
