/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_MEILI_TAKE_H
#define FORNIX_MEILI_TAKE_H

/* How single values become members of a struct meili_query; private to meili_*.c. */

#include "meili.h"

bool meili_is_number(const char *name);
bool meili_is_list(const char *name);

void meili_take_number(struct meili_query *query, const char *name, unsigned long long number);
/* Of a parameter that is text; others are ignored. */
bool meili_take_string(struct meili_query *query, const char *name, const char *value,
    size_t length, struct meili_mistake *ret_mistake);
bool meili_take_list_item(struct meili_query *query, const char *name, const char *item,
    size_t length, bool is_first, struct meili_mistake *ret_mistake);

#endif
