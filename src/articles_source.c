/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "articles_source.h"

#include <string.h>

#define AT_SIZE     0
#define AT_MTIME    8
#define AT_HASH     16
#define AT_DOCUMENT (AT_HASH + ARTICLES_HASH_BYTES)
#define AT_CTIME    (AT_DOCUMENT + 4)
#define AT_INODE    (AT_CTIME + 8)

void
articles_number_encode(uint64_t number, unsigned char *ret_bytes, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		ret_bytes[i] = (unsigned char)(number >> (8 * i));
}

uint64_t
articles_number_decode(const unsigned char *bytes, size_t length)
{
	uint64_t number = 0;
	size_t i;

	for (i = 0; i < length; i++)
		number |= (uint64_t)bytes[i] << (8 * i);
	return number;
}

size_t
articles_source_encode(
    const struct articles_source *source, unsigned char ret_bytes[ARTICLES_SOURCE_BYTES_MAX])
{
	articles_number_encode(source->size, ret_bytes + AT_SIZE, 8);
	articles_number_encode((uint64_t)source->mtime_ns, ret_bytes + AT_MTIME, 8);
	memcpy(ret_bytes + AT_HASH, source->hash, ARTICLES_HASH_BYTES);
	articles_number_encode(source->document, ret_bytes + AT_DOCUMENT, 4);
	articles_number_encode((uint64_t)source->ctime_ns, ret_bytes + AT_CTIME, 8);
	articles_number_encode(source->inode, ret_bytes + AT_INODE, 8);
	if (source->reason.length > 0)
		memcpy(ret_bytes + ARTICLES_SOURCE_FIXED_BYTES, source->reason.data,
		    source->reason.length);
	return ARTICLES_SOURCE_FIXED_BYTES + source->reason.length;
}

bool
articles_source_decode(
    const unsigned char *bytes, size_t length, struct articles_source *ret_source)
{
	if (length < ARTICLES_SOURCE_FIXED_BYTES || length > ARTICLES_SOURCE_BYTES_MAX)
		return false;
	ret_source->size = articles_number_decode(bytes + AT_SIZE, 8);
	ret_source->mtime_ns = (int64_t)articles_number_decode(bytes + AT_MTIME, 8);
	memcpy(ret_source->hash, bytes + AT_HASH, ARTICLES_HASH_BYTES);
	ret_source->document = (uint32_t)articles_number_decode(bytes + AT_DOCUMENT, 4);
	ret_source->ctime_ns = (int64_t)articles_number_decode(bytes + AT_CTIME, 8);
	ret_source->inode = articles_number_decode(bytes + AT_INODE, 8);
	ret_source->reason.data = (const char *)bytes + ARTICLES_SOURCE_FIXED_BYTES;
	ret_source->reason.length = length - ARTICLES_SOURCE_FIXED_BYTES;
	return true;
}
