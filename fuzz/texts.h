/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_FUZZ_TEXTS_H
#define FORNIX_FUZZ_TEXTS_H

/* What every text that comes out of a file must be. */

#include <string.h>

#include "article.h"
#include "escape.h"
#include "fuzz.h"

static inline void
check_clean(const char *text, bool may_have_lines)
{
	const unsigned char *c = (const unsigned char *)text;

	assert(escape_utf8_is_valid(text, strlen(text)));
	for (; *c != '\0'; c++) {
		assert(*c >= 0x20 || (may_have_lines && *c == '\n'));
		assert(*c != 0x7F && (*c != 0xC2 || c[1] >= 0xA0));
		/* U+202A to U+202E, U+2066 to U+2069: they turn what follows around. */
		assert(*c != 0xE2 || c[1] != 0x80 || c[2] < 0xAA || c[2] > 0xAE);
		assert(*c != 0xE2 || c[1] != 0x81 || c[2] < 0xA6 || c[2] > 0xA9);
	}
}

static inline void
check_clean_list(const struct article_list *list)
{
	size_t i;

	assert(list->count <= ARTICLE_LIST_MAX);
	for (i = 0; i < list->count; i++)
		check_clean(list->items[i], false);
}

#endif
