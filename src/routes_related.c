/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "routes_related.h"

#include <stdio.h>
#include <string.h>

#include "articles.h"
#include "escape.h"
#include "related.h"

static bool
parse_text(const struct http_parameter *parameter, size_t most, const char **ret_text,
    struct routes_mistake *ret_mistake)
{
	if (parameter->value_length > 0 && parameter->value_length <= most &&
	    escape_utf8_is_valid(parameter->value, parameter->value_length)) {
		*ret_text = parameter->value;
		return true;
	}
	ret_mistake->status = 400;
	ret_mistake->parameter = parameter->name;
	snprintf(ret_mistake->detail, sizeof ret_mistake->detail,
	    "'%s' must be text in UTF-8 of 1 to %zu bytes.", parameter->name, most);
	return false;
}

bool
routes_related_init(struct routes_related *related, const struct http_request *request,
    struct routes_mistake *ret_mistake)
{
	bool seen = false;
	size_t i;

	*related = (struct routes_related){NULL, NULL};
	for (i = 0; i < request->parameter_count; i++) {
		const struct http_parameter *parameter = &request->parameters[i];
		bool is_id = strcmp(parameter->name, "id") == 0;

		if (!is_id && strcmp(parameter->name, "url") != 0)
			continue;
		if (!routes_parse_once(parameter, &seen, ret_mistake) ||
		    !parse_text(parameter, is_id ? ARTICLES_KEY_BYTES_MAX : RELATED_URL_BYTES,
			is_id ? &related->id : &related->url, ret_mistake))
			return false;
	}
	if (seen)
		return true;
	ret_mistake->status = 400;
	ret_mistake->parameter = "url";
	snprintf(ret_mistake->detail, sizeof ret_mistake->detail,
	    "Name an article by 'url' or by 'id'.");
	return false;
}
