/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "front.h"

#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "file.h"
#include "path.h"
#include "span.h"
#include "xalloc.h"

#define PLAIN "plain"

/* The text up to the byte, which is taken off too; false when it is not there. */
static bool
take_until(struct span *text, char byte, struct span *ret_part)
{
	const char *end = text->length > 0 ? memchr(text->data, byte, text->length) : NULL;

	if (end == NULL)
		return false;
	*ret_part = (struct span){text->data, (size_t)(end - text->data)};
	text->length -= ret_part->length + 1;
	text->data = end + 1;
	return true;
}

static bool
read_number(struct span digits, unsigned long max, unsigned *ret_number)
{
	unsigned long number = 0;
	size_t i;

	if (digits.length == 0 || digits.length > 9)
		return false;
	for (i = 0; i < digits.length; i++) {
		if (digits.data[i] < '0' || digits.data[i] > '9')
			return false;
		number = number * 10 + (unsigned long)(digits.data[i] - '0');
	}
	*ret_number = (unsigned)number;
	return number <= max;
}

static bool
read_location(struct span location, struct front_shard *shard)
{
	size_t host = location.length, skip;

	if (location.length > 0 && location.data[0] == '/') {
		shard->folder = xstrndup(location.data, location.length);
		return true;
	}
	while (host > 0 && location.data[host - 1] != ':')
		host--;
	skip = location.length > 0 && location.data[0] == '[';
	if (host < 2 + 2 * skip ||
	    !read_number((struct span){location.data + host, location.length - host}, 65535,
		&shard->port))
		return false;
	shard->host = xstrndup(location.data + skip, host - 1 - 2 * skip);
	return true;
}

static bool
read_stamp(struct span text, struct front_shard *shard)
{
	struct span stamp;

	if (take_until(&text, '\t', &stamp)) {
		shard->may_be_public = true;
		if (!span_equals(text, span_from_string(PLAIN)))
			return false;
	} else {
		stamp = text;
	}
	if (stamp.length >= sizeof shard->stamp)
		return false;
	memcpy(shard->stamp, stamp.data, stamp.length);
	return true;
}

static bool
read_shard(struct span line, struct front_shard *shard)
{
	struct span location, generation;

	if (!take_until(&line, '\t', &location) || !take_until(&line, '\t', &generation) ||
	    !read_stamp(line, shard) || !read_location(location, shard) ||
	    !read_number(generation, 999999999, &shard->generation))
		return false;
	return (shard->folder != NULL) == (shard->generation > 0);
}

static bool
read_shards(struct span text, struct front *front)
{
	struct span line;

	while (text.length > 0) {
		if (front->count == SHARE_COUNT_MAX || !take_until(&text, '\n', &line) ||
		    !read_shard(line, &front->shards[front->count++]))
			return false;
	}
	return front->count > 0;
}

enum fornix_status
front_read(const char *folder, struct front *ret_front, struct fornix_error *err)
{
	char *path CLEANUP_FREE = path_join(folder, FRONT_FILE);
	struct buffer text CLEANUP_BUFFER;
	enum fornix_status status;
	bool exists;

	memset(ret_front, 0, sizeof *ret_front);
	buffer_init(&text, FRONT_BYTES_MAX);
	status = file_find(path, &text, &exists, err);
	if (status != FORNIX_OK || !exists)
		return status;
	if (read_shards((struct span){text.data, text.length}, ret_front))
		return FORNIX_OK;
	front_fini(ret_front);
	return error_set(
	    err, FORNIX_ERR_CORRUPT, "'%s' is damaged: run 'fornix index --join'", path);
}

void
front_fini(struct front *front)
{
	size_t i;

	for (i = 0; i < front->count; i++) {
		free(front->shards[i].folder);
		free(front->shards[i].host);
	}
	front->count = 0;
}

static void
write_shard(const struct front_shard *shard, struct buffer *out)
{
	if (shard->folder != NULL)
		buffer_append_string(out, shard->folder);
	else if (strchr(shard->host, ':') != NULL)
		buffer_printf(out, "[%s]:%u", shard->host, shard->port);
	else
		buffer_printf(out, "%s:%u", shard->host, shard->port);
	buffer_printf(out, "\t%u\t%s%s\n", shard->generation, shard->stamp,
	    shard->may_be_public ? "\t" PLAIN : "");
}

enum fornix_status
front_write(const struct front *front, const char *folder, struct fornix_error *err)
{
	char *path CLEANUP_FREE = path_join(folder, FRONT_FILE);
	struct buffer text CLEANUP_BUFFER;
	enum fornix_status status;
	struct span piece;
	size_t i;

	buffer_init(&text, FRONT_BYTES_MAX);
	for (i = 0; i < front->count; i++) {
		const char *location = front->shards[i].folder;

		if (location != NULL && location[strcspn(location, "\t\n")] != '\0')
			return error_set(err, FORNIX_ERR_INPUT,
			    "'%s' has a tab or a new line in its name: rename it", location);
		write_shard(&front->shards[i], &text);
	}
	status = buffer_finish(&text, "the list of shards", err);
	piece = (struct span){text.data, text.length};
	return status == FORNIX_OK ? file_create(path, &piece, 1, err) : status;
}

uint32_t
front_number(const struct front *front, size_t place, uint32_t document)
{
	uint64_t number = ((uint64_t)document - 1) * front->count + place;

	return document > 0 && number <= UINT32_MAX ? (uint32_t)number : 0;
}
