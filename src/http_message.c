/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "http.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "xalloc.h"

void
http_response_init(struct http_response *response, int status)
{
	*response = (struct http_response){.status = status};
	buffer_init(&response->body, HTTP_BODY_BYTES_MAX);
}

void
http_response_fini(struct http_response *response)
{
	size_t i;

	for (i = 0; i < response->header_count; i++)
		free(response->headers[i].value);
	buffer_fini(&response->body);
	http_response_init(response, response->status);
}

void
http_response_header(struct http_response *response, const char *name, const char *value)
{
	struct http_header *header = &response->headers[response->header_count];
	size_t length = 0;

	assert(response->header_count < HTTP_HEADERS_MAX);
	header->name = name;
	header->value = xmalloc(strlen(value) + 1);
	for (; *value != '\0'; value++) {
		if ((unsigned char)*value >= 0x20 && *value != 0x7F)
			header->value[length++] = *value;
	}
	header->value[length] = '\0';
	response->header_count++;
}

const char *
http_methods_text(unsigned methods, char text[HTTP_METHODS_TEXT_BYTES])
{
	static const char *const names[] = {[HTTP_GET] = "GET",
	    [HTTP_HEAD] = "HEAD",
	    [HTTP_OPTIONS] = "OPTIONS",
	    [HTTP_POST] = "POST"};
	size_t i, used = 0;

	text[0] = '\0';
	for (i = 0; i < sizeof names / sizeof names[0]; i++) {
		if ((methods & HTTP_METHOD(i)) != 0)
			used += (size_t)snprintf(text + used, HTTP_METHODS_TEXT_BYTES - used,
			    "%s%s", used > 0 ? ", " : "", names[i]);
	}
	return text;
}
