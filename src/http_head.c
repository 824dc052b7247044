/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "http_head.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "escape.h"

/* The value of a macro as a string. */
#define TEXT_OF(macro) TEXT(macro)
#define TEXT(value)    #value

void
http_target_note(struct http_target *target, const char *text)
{
	const char *query = strchr(text, '?');
	const char *c;
	unsigned separators = 0;

	*target = (struct http_target){.text = text};
	for (c = text; *c != '\0'; c++) {
		target->has_control |= (unsigned char)*c <= 0x20 || *c == 0x7F;
		target->has_nul |= strncmp(c, "%00", 3) == 0;
		separators += query != NULL && *c == '&';
	}
	target->length = (size_t)(c - text);
	target->has_many_parameters = separators >= HTTP_PARAMETERS_MAX;
	/* The text is in the connection's own memory, which can be written. */
	if (target->has_many_parameters)
		*(char *)(uintptr_t)(query + 1) = '\0';
}

/* Collected on the way through the headers. */
struct survey {
	const char *accept, *content_length, *origin, *preflight_method;
	const char *content_type;
	unsigned lines, hosts, content_lengths, origins;
	bool has_transfer_encoding, has_expect;
	size_t forwarded_count;
	struct span forwarded[HTTP_CLIENTS_LINES_MAX];
	bool is_chain;    /* each line begins where the one before ended */
	const char *next; /* where a plain head's next line would begin */
};

/* Longer names too: folding makes "Content-Length:\r\n 5" into "Content-Length5". */
static bool
begins_with(const char *name, size_t length, const char *wanted)
{
	return length >= strlen(wanted) && strncasecmp(name, wanted, strlen(wanted)) == 0;
}

static bool
name_is(const char *name, size_t length, const char *wanted)
{
	return length == strlen(wanted) && strncasecmp(name, wanted, length) == 0;
}

/* The last ones count. */
static void
survey_forwarded(struct survey *survey, const char *value, size_t length)
{
	if (survey->forwarded_count == HTTP_CLIENTS_LINES_MAX) {
		memmove(&survey->forwarded[0], &survey->forwarded[1],
		    (HTTP_CLIENTS_LINES_MAX - 1) * sizeof survey->forwarded[0]);
		survey->forwarded_count--;
	}
	survey->forwarded[survey->forwarded_count++] = (struct span){value, length};
}

static enum MHD_Result
survey_line(void *context, enum MHD_ValueKind kind, const char *name, size_t name_length,
    const char *value, size_t value_length)
{
	struct survey *survey = context;
	size_t gap = value != NULL ? (uintptr_t)value - (uintptr_t)(name + name_length) : 0;

	(void)kind;
	survey->lines++;
	survey->is_chain = survey->is_chain && name == survey->next && (gap == 1 || gap == 2);
	survey->next = value != NULL ? value + value_length + strlen("\r\n") : NULL;
	if (begins_with(name, name_length, "Transfer-Encoding")) {
		survey->has_transfer_encoding = true;
	} else if (begins_with(name, name_length, "Content-Length")) {
		survey->content_lengths++;
		survey->content_length = value;
	} else if (name_is(name, name_length, "Host")) {
		survey->hosts++;
	} else if (name_is(name, name_length, "Accept")) {
		survey->accept = value;
	} else if (name_is(name, name_length, "Origin")) {
		survey->origin = value;
		survey->origins++;
	} else if (name_is(name, name_length, "Access-Control-Request-Method")) {
		survey->preflight_method = value;
	} else if (name_is(name, name_length, "Content-Type")) {
		survey->content_type = value;
	} else if (name_is(name, name_length, "X-Forwarded-For") && value != NULL) {
		survey_forwarded(survey, value, value_length);
	} else if (name_is(name, name_length, "Expect")) {
		survey->has_expect = true;
	}
	return MHD_YES;
}

static enum MHD_Result
add_parameter(void *context, enum MHD_ValueKind kind, const char *name, size_t name_length,
    const char *value, size_t value_length)
{
	struct http_request *request = context;

	(void)kind;
	(void)name_length;
	if (request->parameter_count == HTTP_PARAMETERS_MAX)
		return MHD_NO;
	request->parameters[request->parameter_count++] =
	    (struct http_parameter){name, value != NULL ? value : "", value_length};
	return MHD_YES;
}

static size_t
head_size(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);

	return info != NULL ? info->header_size : 0;
}

static enum http_method
method_of(const char *method)
{
	if (strcmp(method, MHD_HTTP_METHOD_GET) == 0)
		return HTTP_GET;
	if (strcmp(method, MHD_HTTP_METHOD_HEAD) == 0)
		return HTTP_HEAD;
	if (strcmp(method, MHD_HTTP_METHOD_POST) == 0)
		return HTTP_POST;
	return strcmp(method, MHD_HTTP_METHOD_OPTIONS) == 0 ? HTTP_OPTIONS : HTTP_OTHER;
}

static void
refuse(struct http_head *head, int status, const char *detail)
{
	if (head->status != 0)
		return;
	head->status = status;
	head->detail = detail;
}

static void
check_method(struct http_head *head)
{
	static const char not_there[] = "There is no page at this address.";
	unsigned method = HTTP_METHOD(head->request.method);

	if (head->methods == 0 && (HTTP_METHODS_READ & method) == 0)
		refuse(head, 404, not_there);
	else if (head->methods != 0 && (head->methods & method) == 0)
		refuse(head, 405, "This method is not one that is answered here.");
}

/* The first that applies is the one that is told. */
static void
check_target(struct http_head *head, const struct http_target *target, bool has_path)
{
	if (target->length > HTTP_TARGET_BYTES_MAX)
		refuse(head, 414,
		    "The address is longer than " TEXT_OF(HTTP_TARGET_BYTES_MAX) " bytes.");
	if (target->has_nul || target->has_control)
		refuse(head, 400, "The address holds a control character.");
	if (target->has_many_parameters)
		refuse(head, 400,
		    "The address has more than " TEXT_OF(HTTP_PARAMETERS_MAX) " parameters.");
	if (!has_path)
		refuse(head, 404, "There is no page at this address.");
}

static void
check_lines(struct http_head *head, const struct survey *survey, const char *version)
{
	bool is_old = strcmp(version, MHD_HTTP_VERSION_1_0) == 0;

	if (survey->lines > HTTP_HEAD_LINES_MAX)
		refuse(head, 431,
		    "The request has more than " TEXT_OF(HTTP_HEAD_LINES_MAX) " headers.");
	if (survey->has_transfer_encoding || survey->content_lengths > 1)
		refuse(head, 400, "The length of the request is ambiguous.");
	if (survey->hosts > 1 || (survey->hosts == 0 && !is_old))
		refuse(head, 400, "The request must have one Host header.");
}

/*
 * Many clients see no answer that comes while they still send, so a body that is too
 * long is read where the next request can't be mistaken for a part of it.
 */
static void
check_body_length(struct http_head *head)
{
	if (head->body_length > HTTP_REQUEST_BODY_MAX) {
		head->is_dropped = head->status == 0 && head->is_plain &&
				   head->body_length <= HTTP_REQUEST_DROP_MAX;
		refuse(head, 413,
		    "The body is longer than " TEXT_OF(HTTP_REQUEST_BODY_MAX) " bytes.");
	} else if (head->is_expecting) {
		refuse(
		    head, 417, "A body is read only where it comes without being asked for.");
	} else if (!head->is_plain) {
		refuse(head, 400, "Headers before a body must be written plainly.");
	}
}

static void
check_body(struct http_head *head, const char *length)
{
	size_t digits, i;

	if (length == NULL || strcmp(length, "0") == 0)
		return;
	digits = strspn(length, "0123456789");
	if (head->request.method != HTTP_POST) {
		refuse(head, 413, "A request of this kind may not have a body.");
	} else if (digits == 0 || length[digits] != '\0' || length[0] == '0') {
		refuse(head, 400, "The length of the request is not a number.");
	} else {
		for (i = 0; i < digits && head->body_length <= HTTP_REQUEST_DROP_MAX; i++)
			head->body_length =
			    head->body_length * 10 + (unsigned char)(length[i] - '0');
		check_body_length(head);
	}
}

static const char *
text_or_none(const char *text)
{
	return text != NULL ? text : "";
}

void
http_head_check(struct MHD_Connection *connection, const struct http_target *target,
    const char *method, const char *url, const char *version, unsigned methods,
    struct http_head *ret_head)
{
	/* "GET /target HTTP/1.1\r\n" lies before the first line. */
	const char *end = target->text + target->length + strlen(" HTTP/1.1\r\n");
	struct survey survey = {.is_chain = true, .next = end};
	struct http_request *request = &ret_head->request;
	size_t size = head_size(connection);
	bool has_path = url[0] == '/' && escape_utf8_is_valid(url, strlen(url));

	ret_head->status = 0;
	ret_head->detail = NULL;
	ret_head->body_length = 0;
	ret_head->is_dropped = false;
	ret_head->methods = methods;
	MHD_get_connection_values_n(connection, MHD_HEADER_KIND, survey_line, &survey);
	request->method = method_of(method);
	request->accept = text_or_none(survey.accept);
	request->origin = survey.origins == 1 ? text_or_none(survey.origin) : "";
	request->preflight_method = text_or_none(survey.preflight_method);
	request->content_type = text_or_none(survey.content_type);
	request->body = "";
	request->body_length = 0;
	request->path = has_path ? url : "/";
	request->parameter_count = 0;
	check_method(ret_head);
	check_target(ret_head, target, has_path);
	if (size > HTTP_HEAD_BYTES_MAX)
		refuse(ret_head, 431,
		    "The headers are longer than " TEXT_OF(HTTP_HEAD_BYTES_MAX) " bytes.");
	check_lines(ret_head, &survey, version);
	ret_head->is_expecting = survey.has_expect;
	ret_head->forwarded_count = survey.forwarded_count;
	memcpy(ret_head->forwarded, survey.forwarded, sizeof survey.forwarded);
	ret_head->is_plain =
	    survey.is_chain && !survey.has_expect &&
	    method + strlen(method) + 1 == target->text &&
	    target->text + target->length + 1 == version &&
	    (uintptr_t)survey.next + strlen("\r\n") - (uintptr_t)method == size;
	check_body(ret_head, survey.content_length);
	if (ret_head->status == 0)
		MHD_get_connection_values_n(
		    connection, MHD_GET_ARGUMENT_KIND, add_parameter, request);
}
