/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "buffer.h"

#include <assert.h>
#include <stdarg.h>

#include "xalloc.h"

static char empty[1];

void
buffer_init(struct buffer *buffer, size_t max)
{
	*buffer = (struct buffer){.data = empty, .max = max};
}

void
buffer_fini(struct buffer *buffer)
{
	if (buffer->capacity > 0)
		free(buffer->data);
	buffer_init(buffer, buffer->max);
}

void
buffer_clear(struct buffer *buffer)
{
	buffer_truncate(buffer, 0);
	buffer->failed = buffer->no_memory = false;
}

/* Returns false, latching the error, when there is no memory for extra more bytes. */
static bool
grow(struct buffer *buffer, size_t extra)
{
	size_t wanted = buffer->length + extra + 1, capacity;
	char *data;

	capacity = buffer->capacity ? buffer->capacity : 64;
	while (capacity < wanted)
		capacity = capacity > buffer->max / 2 ? buffer->max + 1 : capacity * 2;
	data = realloc(buffer->capacity ? buffer->data : NULL, capacity);
	if (capacity <= BUFFER_SURE_BYTES)
		xalloc_check(data);
	if (data == NULL) {
		buffer->failed = buffer->no_memory = true;
		return false;
	}
	buffer->data = data;
	buffer->capacity = capacity;
	return true;
}

/* Returns false, latching the error, when extra more bytes may not be held. */
static inline bool
reserve(struct buffer *buffer, size_t extra)
{
	if (buffer->failed)
		return false;
	if (extra > buffer->max - buffer->length) {
		buffer->failed = true;
		buffer->no_memory = false;
		return false;
	}
	return extra < buffer->capacity - buffer->length || grow(buffer, extra);
}

void
buffer_append(struct buffer *buffer, const void *bytes, size_t length)
{
	if (length == 0 || !reserve(buffer, length))
		return;
	memcpy(buffer->data + buffer->length, bytes, length);
	buffer->length += length;
	buffer->data[buffer->length] = '\0';
}

void
buffer_append_string(struct buffer *buffer, const char *string)
{
	buffer_append(buffer, string, strlen(string));
}

void
buffer_append_char(struct buffer *buffer, char c)
{
	if (!reserve(buffer, 1))
		return;
	buffer->data[buffer->length++] = c;
	buffer->data[buffer->length] = '\0';
}

void
buffer_append_number(struct buffer *buffer, uint64_t number, unsigned digits)
{
	char text[20], *end = text + sizeof text, *at = end;

	while (number > 0 || at > end - digits || at == end) {
		*--at = (char)('0' + number % 10);
		number /= 10;
	}
	buffer_append(buffer, at, (size_t)(end - at));
}

void
buffer_printf(struct buffer *buffer, const char *format, ...)
{
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (length < 0)
		buffer->failed = buffer->no_memory = true;
	if (length <= 0 || !reserve(buffer, (size_t)length))
		return;
	va_start(args, format);
	vsnprintf(buffer->data + buffer->length, (size_t)length + 1, format, args);
	va_end(args);
	buffer->length += (size_t)length;
}

void
buffer_truncate(struct buffer *buffer, size_t length)
{
	assert(length <= buffer->length);
	buffer->length = length;
	if (buffer->capacity > 0)
		buffer->data[length] = '\0';
}

enum fornix_status
buffer_finish(const struct buffer *buffer, const char *what, struct fornix_error *err)
{
	if (!buffer->failed)
		return FORNIX_OK;
	if (buffer->no_memory)
		return error_set(err, FORNIX_ERR_NOMEM, "out of memory for %s", what);
	return error_set(
	    err, FORNIX_ERR_LIMIT, "%s is larger than %zu bytes", what, buffer->max);
}

char *
buffer_take(struct buffer *buffer, size_t *ret_length)
{
	char *data;

	if (ret_length != NULL)
		*ret_length = buffer->length;
	data = buffer->capacity > 0 ? buffer->data : xstrdup("");
	buffer_init(buffer, buffer->max);
	return data;
}
