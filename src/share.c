/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "share.h"

#include <stdint.h>

/* The lower bits of FNV-1a are worse: the last one is that of the bytes' parity. */
bool
share_has(const struct share *share, const char *path)
{
	uint64_t hash = 14695981039346656037U;

	if (share->count == 0)
		return true;
	for (; *path != '\0'; path++)
		hash = (hash ^ (unsigned char)*path) * 1099511628211U;
	return (hash >> 32) % share->count + 1 == share->place;
}
