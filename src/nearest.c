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

/*
 * Edits over bytes, of which a swap of neighbours is one (Damerau's, as optimal string
 * alignment); both at most LENGTH_MAX long.
 */
static size_t
distance(const char *a, const char *b)
{
	size_t rows[LENGTH_MAX + 1][LENGTH_MAX + 1], length = strlen(b), i, j;

	for (j = 0; j <= length; j++)
		rows[0][j] = j;
	for (i = 1; a[i - 1] != '\0'; i++) {
		rows[i][0] = i;
		for (j = 1; j <= length; j++) {
			rows[i][j] = min3(rows[i][j - 1] + 1, rows[i - 1][j] + 1,
			    rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    rows[i - 2][j - 2] + 1 < rows[i][j])
				rows[i][j] = rows[i - 2][j - 2] + 1;
		}
	}
	return rows[i - 1][length];
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
