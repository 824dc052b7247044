/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "filter.h"

#include "xalloc.h"

int
filter_add(struct filter *filter, size_t parent, enum filter_kind kind, const char *value,
    size_t value_length)
{
	unsigned char number = (unsigned char)filter->count;
	struct filter_node *above = &filter->nodes[parent];

	if (filter->count == FILTER_NODES_MAX || value_length > FILTER_VALUE_BYTES_MAX)
		return -1;
	filter->nodes[number] = (struct filter_node){
	    .kind = kind, .value = value != NULL ? xstrndup(value, value_length) : NULL};
	if (number > 0) {
		if (above->child == 0)
			above->child = number;
		else
			filter->nodes[above->last_child].next = number;
		above->last_child = number;
	}
	filter->count++;
	return number;
}

void
filter_fini(struct filter *filter)
{
	while (filter->count > 0)
		free(filter->nodes[--filter->count].value);
}
