/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "entries.h"

void
entries_put_number(struct buffer *out, uint32_t number)
{
	unsigned char bytes[ENTRIES_NUMBER_BYTES] = {
	    number & 255, number >> 8 & 255, number >> 16 & 255, number >> 24 & 255};

	buffer_append(out, bytes, sizeof bytes);
}

uint32_t
entries_number(const char *at)
{
	const unsigned char *bytes = (const unsigned char *)at;

	return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
	       (uint32_t)bytes[3] << 24;
}

const char *
entries_find(struct span fact, size_t entry_bytes, uint32_t document)
{
	size_t least = 0, most = fact.length / entry_bytes, middle;

	while (least < most) {
		const char *entry;
		uint32_t number;

		middle = least + (most - least) / 2;
		entry = fact.data + middle * entry_bytes;
		number = entries_number(entry);
		if (number == document)
			return entry;
		if (number < document)
			least = middle + 1;
		else
			most = middle;
	}
	return NULL;
}
