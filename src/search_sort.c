/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "search.h"

static const char *const names[] = {
    [SEARCH_SORT_RELEVANCE] = "relevance",
    [SEARCH_SORT_DATE] = "date",
    [SEARCH_SORT_REVIEWED] = "reviewed",
};

const char *
search_sort_name(enum search_sort sort)
{
	return names[sort];
}

bool
search_sort_find(const char *name, enum search_sort *ret_sort)
{
	size_t i;

	for (i = 0; i < SEARCH_SORTS; i++) {
		if (strcmp(names[i], name) == 0) {
			*ret_sort = (enum search_sort)i;
			return true;
		}
	}
	return false;
}
