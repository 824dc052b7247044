/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cache.h"

#include <pthread.h>
#include <stdint.h>
#include <sys/random.h>

#include "xalloc.h"

/* For the number of buckets: about one an answer of this size. */
#define USUAL_ANSWER_BYTES 8192
#define BUCKETS_MAX        65536

struct entry {
	struct entry *next_in_bucket;
	struct entry *newer, *older; /* in order of use */
	uint64_t hash;
	size_t size; /* of all of it */
	size_t key_length;
	char *key;
	struct http_response response;
};

struct cache {
	pthread_mutex_t lock;
	size_t bytes_max, bytes;
	unsigned generation;
	uint64_t seed;
	size_t bucket_count; /* a power of two */
	struct entry **buckets;
	struct entry *newest, *oldest;
};

struct cache *
cache_new(size_t bytes)
{
	struct cache *cache = xcalloc(1, sizeof *cache);

	pthread_mutex_init(&cache->lock, NULL);
	cache->bytes_max = bytes;
	/* Without one the service still works; only chosen keys could share a bucket. */
	if (getrandom(&cache->seed, sizeof cache->seed, GRND_NONBLOCK) < 0)
		cache->seed = 0;
	cache->bucket_count = 16;
	while (cache->bucket_count < BUCKETS_MAX &&
	       cache->bucket_count < bytes / USUAL_ANSWER_BYTES)
		cache->bucket_count *= 2;
	cache->buckets = xcalloc(cache->bucket_count, sizeof(struct entry *));
	return cache;
}

/* FNV-1a from a secret start, with the bits mixed at the end. */
static uint64_t
hash_key(const struct cache *cache, const char *key, size_t length)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ cache->seed;
	size_t i;

	for (i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)key[i]) * UINT64_C(0x100000001b3);
	hash = (hash ^ hash >> 32) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 29;
}

static struct entry **
bucket_of(struct cache *cache, uint64_t hash)
{
	return &cache->buckets[hash & (cache->bucket_count - 1)];
}

static void
entry_free(struct entry *entry)
{
	http_response_fini(&entry->response);
	free(entry->key);
	free(entry);
}

static void
unlink_use(struct cache *cache, struct entry *entry)
{
	if (entry->newer != NULL)
		entry->newer->older = entry->older;
	else
		cache->newest = entry->older;
	if (entry->older != NULL)
		entry->older->newer = entry->newer;
	else
		cache->oldest = entry->newer;
}

static void
link_newest(struct cache *cache, struct entry *entry)
{
	entry->newer = NULL;
	entry->older = cache->newest;
	if (cache->newest != NULL)
		cache->newest->newer = entry;
	else
		cache->oldest = entry;
	cache->newest = entry;
}

static void
drop(struct cache *cache, struct entry *entry)
{
	struct entry **link = bucket_of(cache, entry->hash);

	while (*link != entry)
		link = &(*link)->next_in_bucket;
	*link = entry->next_in_bucket;
	unlink_use(cache, entry);
	cache->bytes -= entry->size;
	entry_free(entry);
}

void
cache_free(struct cache *cache)
{
	if (cache == NULL)
		return;
	while (cache->oldest != NULL)
		drop(cache, cache->oldest);
	pthread_mutex_destroy(&cache->lock);
	free(cache->buckets);
	free(cache);
}

void
cache_set_generation(struct cache *cache, unsigned generation)
{
	pthread_mutex_lock(&cache->lock);
	if (cache->generation != generation) {
		while (cache->oldest != NULL)
			drop(cache, cache->oldest);
		cache->generation = generation;
	}
	pthread_mutex_unlock(&cache->lock);
}

static struct entry *
find(struct cache *cache, uint64_t hash, const char *key, size_t length)
{
	struct entry *entry = *bucket_of(cache, hash);

	for (; entry != NULL; entry = entry->next_in_bucket) {
		if (entry->hash == hash && entry->key_length == length &&
		    memcmp(entry->key, key, length) == 0)
			return entry;
	}
	return NULL;
}

/* to is empty. */
static void
copy_response(const struct http_response *from, struct http_response *to)
{
	size_t i;

	to->status = from->status;
	to->constant_body = from->constant_body;
	to->constant_length = from->constant_length;
	memcpy(to->note, from->note, sizeof to->note);
	for (i = 0; i < from->header_count; i++)
		http_response_header(to, from->headers[i].name, from->headers[i].value);
	/* A buffer doubles, and could take twice what an answer needs. */
	to->body.max = from->body.length;
	buffer_append(&to->body, from->body.data, from->body.length);
}

bool
cache_get(
    struct cache *cache, const char *key, size_t key_length, struct http_response *response)
{
	uint64_t hash = hash_key(cache, key, key_length);
	struct entry *entry;

	pthread_mutex_lock(&cache->lock);
	entry = find(cache, hash, key, key_length);
	if (entry != NULL) {
		copy_response(&entry->response, response);
		unlink_use(cache, entry);
		link_newest(cache, entry);
	}
	pthread_mutex_unlock(&cache->lock);
	return entry != NULL;
}

static struct entry *
make_entry(
    uint64_t hash, const char *key, size_t key_length, const struct http_response *response)
{
	struct entry *entry = xcalloc(1, sizeof *entry);
	size_t i;

	entry->hash = hash;
	entry->key = xstrndup(key, key_length);
	entry->key_length = key_length;
	http_response_init(&entry->response, response->status);
	copy_response(response, &entry->response);
	entry->size = sizeof *entry + key_length + 1 + entry->response.body.capacity;
	for (i = 0; i < response->header_count; i++)
		entry->size += strlen(response->headers[i].value) + 1;
	return entry;
}

static void
insert(struct cache *cache, struct entry *entry)
{
	struct entry **bucket = bucket_of(cache, entry->hash);
	struct entry *old = find(cache, entry->hash, entry->key, entry->key_length);

	if (old != NULL)
		drop(cache, old);
	while (cache->bytes + entry->size > cache->bytes_max && cache->oldest != NULL)
		drop(cache, cache->oldest);
	entry->next_in_bucket = *bucket;
	*bucket = entry;
	link_newest(cache, entry);
	cache->bytes += entry->size;
}

void
cache_put(struct cache *cache, unsigned generation, const char *key, size_t key_length,
    const struct http_response *response)
{
	struct entry *entry;
	bool is_kept;

	/* Before the copy is made; its exact size is looked at below. */
	if (response->body.failed || response->body.length > cache->bytes_max / 8)
		return;
	entry = make_entry(hash_key(cache, key, key_length), key, key_length, response);
	pthread_mutex_lock(&cache->lock);
	is_kept = generation == cache->generation && entry->size <= cache->bytes_max / 8;
	if (is_kept)
		insert(cache, entry);
	pthread_mutex_unlock(&cache->lock);
	if (!is_kept)
		entry_free(entry);
}

size_t
cache_size(struct cache *cache)
{
	size_t bytes;

	pthread_mutex_lock(&cache->lock);
	bytes = cache->bytes;
	pthread_mutex_unlock(&cache->lock);
	return bytes;
}
