/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "arrange.h"

#include <stdlib.h>

#include "fields.h"
#include "xalloc.h"

struct dated {
	struct index_hit hit;
	uint32_t date;
	size_t place; /* before */
};

static int
compare_dated(const void *a, const void *b)
{
	const struct dated *x = a, *y = b;

	if (x->date != y->date)
		return x->date < y->date ? 1 : -1;
	return (x->place > y->place) - (x->place < y->place);
}

enum fornix_status
arrange_by_date(struct index_reader *index, const struct index_hit *hits, size_t count,
    enum search_sort sort, struct index_hit **ret_hits, struct fornix_error *err)
{
	int slot = fields[sort == SEARCH_SORT_DATE ? FIELD_DATE : FIELD_REVIEWED].slot;
	uint32_t *dates = xcalloc(count, sizeof *dates);
	struct index_hit *arranged;
	struct dated *dated;
	enum fornix_status status;
	size_t i;

	status = index_reader_numbers(index, hits, count, slot, dates, err);
	if (status != FORNIX_OK) {
		free(dates);
		return status;
	}
	dated = xcalloc(count, sizeof *dated);
	arranged = xcalloc(count, sizeof *arranged);
	for (i = 0; i < count; i++)
		dated[i] = (struct dated){hits[i], dates[i], i};
	if (count > 0)
		qsort(dated, count, sizeof *dated, compare_dated);
	for (i = 0; i < count; i++)
		arranged[i] = dated[i].hit;
	free(dated);
	free(dates);
	*ret_hits = arranged;
	return FORNIX_OK;
}
