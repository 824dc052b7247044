/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cache.h"

#include <pthread.h>
#include <stdlib.h>

#include "tap.h"

static void
put(struct cache *cache, unsigned generation, const char *key, const char *body, size_t padding)
{
	struct http_response response;
	size_t i;

	http_response_init(&response, 200);
	http_response_header(&response, "Content-Type", "text/plain");
	buffer_append_string(&response.body, body);
	for (i = 0; i < padding; i++)
		buffer_append_char(&response.body, '.');
	cache_put(cache, generation, key, strlen(key), &response);
	http_response_fini(&response);
}

/* Whether the answer to key begins with body. */
static bool
has(struct cache *cache, const char *key, const char *body)
{
	struct http_response response;
	bool found;

	http_response_init(&response, 500);
	found = cache_get(cache, key, strlen(key), &response) && response.status == 200 &&
		response.header_count == 1 &&
		strcmp(response.headers[0].value, "text/plain") == 0 &&
		strncmp(response.body.data, body, strlen(body)) == 0;
	http_response_fini(&response);
	return found;
}

static void
test_keeping(void)
{
	struct cache *cache = cache_new(1024 * 1024);
	struct http_response response;

	cache_set_generation(cache, 1);
	tap_ok(!has(cache, "a", ""), "an empty cache has nothing");
	put(cache, 1, "a", "one", 0);
	put(cache, 1, "b", "two", 0);
	tap_ok(has(cache, "a", "one") && has(cache, "b", "two"), "two answers are kept");
	put(cache, 1, "a", "three", 0);
	tap_ok(has(cache, "a", "three"), "a newer answer replaces the old one");
	http_response_init(&response, 200);
	cache_put(cache, 1, "k\0x", 3, &response);
	tap_ok(
	    !cache_get(cache, "k\0y", 3, &response) && cache_get(cache, "k\0x", 3, &response),
	    "keys may hold NUL");
	http_response_fini(&response);
	cache_free(cache);
}

static void
test_generations(void)
{
	struct cache *cache = cache_new(1024 * 1024);

	cache_set_generation(cache, 1);
	put(cache, 1, "a", "one", 0);
	cache_set_generation(cache, 1);
	tap_ok(has(cache, "a", "one"), "the same generation changes nothing");
	cache_set_generation(cache, 2);
	tap_ok(!has(cache, "a", ""), "an answer ends with its generation");
	tap_number((long long)cache_size(cache), 0, "its memory too");
	put(cache, 1, "a", "late", 0);
	tap_ok(!has(cache, "a", ""), "a late answer of the old generation is not kept");
	put(cache, 2, "a", "new", 0);
	tap_ok(has(cache, "a", "new"), "one of the new generation is");
	cache_free(cache);
}

static void
test_eviction(void)
{
	enum { CEILING = 64 * 1024 };
	struct cache *cache = cache_new(CEILING);
	size_t largest = 0;
	char key[16];
	int i, kept = 0;

	cache_set_generation(cache, 1);
	put(cache, 1, "often", "often", 1000);
	for (i = 0; i < 200; i++) {
		snprintf(key, sizeof key, "%d", i);
		put(cache, 1, key, key, 1000);
		if (!has(cache, "often", "often"))
			break;
		largest = cache_size(cache) > largest ? cache_size(cache) : largest;
	}
	tap_number(i, 200, "an answer that is used stays");
	tap_ok(largest <= CEILING && largest > CEILING / 2, "the ceiling holds: %zu", largest);
	tap_ok(!has(cache, "0", "") && has(cache, "199", "199"),
	    "the oldest went, not the newest");
	for (i = 0; i < 200; i++) {
		snprintf(key, sizeof key, "%d", i);
		kept += has(cache, key, key);
	}
	tap_ok(kept > 10 && kept < 100, "some are kept: %d", kept);
	put(cache, 1, "often", "x", CEILING / 8 + 1);
	tap_ok(has(cache, "often", "often"), "an answer that is too large is not kept");
	cache_free(cache);

	cache = cache_new(0);
	cache_set_generation(cache, 1);
	put(cache, 1, "a", "", 0);
	tap_ok(!has(cache, "a", ""), "a cache of 0 bytes keeps nothing");
	tap_number((long long)cache_size(cache), 0, "and takes none");
	cache_free(cache);
	cache_free(NULL);
}

/* An answer takes its bytes and some bookkeeping, not what its buffer had grown to. */
static void
test_size(void)
{
	static const size_t lengths[] = {1, 63, 64, 4096, 8192, 8193, 12000, 16385};
	struct cache *cache = cache_new(1024 * 1024);
	size_t i, before, more;

	cache_set_generation(cache, 1);
	for (i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
		char key[16];

		snprintf(key, sizeof key, "%zu", i);
		before = cache_size(cache);
		put(cache, 1, key, "", lengths[i]);
		more = cache_size(cache) - before;
		tap_ok(more > lengths[i] && more < lengths[i] + 1024,
		    "an answer of %zu bytes takes %zu", lengths[i], more);
	}
	cache_free(cache);
}

struct job {
	struct cache *cache;
	int offset, wrong;
};

static void *
hammer(void *argument)
{
	struct job *job = argument;
	struct http_response response;
	char key[16];
	int i;

	for (i = 0; i < 5000; i++) {
		snprintf(key, sizeof key, "%d", (i * 7 + job->offset) % 90);
		http_response_init(&response, 200);
		if (cache_get(job->cache, key, strlen(key), &response))
			job->wrong += strncmp(response.body.data, key, strlen(key)) != 0;
		http_response_fini(&response);
		put(job->cache, (unsigned)i / 1000, key, key, 500);
		if (i % 1000 == 0)
			cache_set_generation(job->cache, (unsigned)i / 1000);
	}
	return NULL;
}

static void
test_threads(void)
{
	struct cache *cache = cache_new(32 * 1024);
	struct job jobs[2] = {{cache, 0, 0}, {cache, 45, 0}};
	pthread_t threads[2];
	int i;

	for (i = 0; i < 2; i++)
		assert(pthread_create(&threads[i], NULL, hammer, &jobs[i]) == 0);
	for (i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	tap_number(jobs[0].wrong + jobs[1].wrong, 0, "two threads get no wrong answers");
	tap_ok(cache_size(cache) <= 32 * 1024, "and stay below the ceiling");
	cache_free(cache);
}

int
main(void)
{
	test_keeping();
	test_generations();
	test_eviction();
	test_size();
	test_threads();
	return tap_done();
}
