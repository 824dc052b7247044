/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "nearest.h"

#include <string.h>

#define LENGTH_MAX 40

static size_t
min3(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;

	return least < c ? least : c;
}

/* Levenshtein's, over bytes, a row at a time; both at most LENGTH_MAX long. */
static size_t
distance(const char *a, const char *b)
{
	size_t row[LENGTH_MAX + 1], length = strlen(b), i, j, before, above;

	for (j = 0; j <= length; j++)
		row[j] = j;
	for (i = 0; a[i] != '\0'; i++) {
		before = row[0];
		row[0] = i + 1;
		for (j = 0; j < length; j++) {
			above = row[j + 1];
			row[j + 1] = min3(row[j] + 1, above + 1, before + (a[i] != b[j]));
			before = above;
		}
	}
	return row[length];
}

const char *
nearest_name(const char *word, const char *const *names, size_t count)
{
	size_t length = strlen(word), best = length / 3 + 1, i, d;
	const char *nearest = NULL;

	if (length == 0 || length > LENGTH_MAX)
		return NULL;
	for (i = 0; i < count; i++) {
		if (strlen(names[i]) > LENGTH_MAX)
			continue;
		if (length >= 2 && strncmp(names[i], word, length) == 0)
			return names[i];
		d = distance(word, names[i]);
		if (d <= best && d < length) {
			best = d - (d > 0);
			nearest = names[i];
		}
	}
	return nearest;
}
