/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_CACHE_H
#define FORNIX_CACHE_H

/*
 * Answers of the served generation, by request; the one not used for longest
 * goes first.
 *
 * A generation never changes, so an answer is right as long as its generation
 * is served, and none outlives it.  All functions are safe from any thread.
 */

#include <stdbool.h>
#include <stddef.h>

#include "http.h"

struct cache;

/* bytes is the most that keys, answers and their bookkeeping may take; 0 holds nothing. */
struct cache *cache_new(size_t bytes);
void cache_free(struct cache *cache);

/* Drops all answers of other generations; answers of none but this one are kept from now on. */
void cache_set_generation(struct cache *cache, unsigned generation);

/*
 * Fills *response, made by http_response_init(), with a copy of the answer to
 * key, whose body takes no more; returns false, leaving it alone, when there is
 * none.
 */
bool cache_get(
    struct cache *cache, const char *key, size_t key_length, struct http_response *response);

/*
 * Keeps a copy of response.  One of another generation is not kept, nor one
 * larger than an eighth of the whole.
 */
void cache_put(struct cache *cache, unsigned generation, const char *key, size_t key_length,
    const struct http_response *response);

/* What is held now, in bytes: never more than the ceiling. */
size_t cache_size(struct cache *cache);

#endif
