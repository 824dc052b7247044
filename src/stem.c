/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stem.h"

#include <stdbool.h>
#include <stdint.h>

#include <libstemmer.h>

#include "xalloc.h"

/*
 * Snowball costs many times a lookup, and few words make most of any text.
 * An entry is as large as a cache line; words that do not fit are rare enough
 * to be stemmed each time.
 */
#define CACHED_WORD_MAX 31
#define CACHE_SETS      2048 /* a power of two */
#define CACHE_WAYS      4

/* A word and the zeros behind it: hashed and compared whole, without a loop. */
struct key {
	uint64_t parts[4];
};

struct entry {
	struct key word; /* empty: the entry is free */
	char stem[CACHED_WORD_MAX];
	uint8_t stem_length;
};

_Static_assert(sizeof(struct key) == STEM_PADDING, "a key is read from any word");
_Static_assert(sizeof(struct key) == CACHED_WORD_MAX + 1, "a key ends with a zero");

struct stemmer {
	struct sb_stemmer *snowball;
	struct entry (*cache)[CACHE_WAYS];
	unsigned turn; /* whose turn it is to make room */
};

struct stemmer *
stemmer_new(void)
{
	struct stemmer *stemmer = xcalloc(1, sizeof *stemmer);

	stemmer->snowball = xalloc_check(sb_stemmer_new("english", "UTF_8"));
	stemmer->cache = xcalloc(CACHE_SETS, sizeof *stemmer->cache);
	return stemmer;
}

void
stemmer_free(struct stemmer *stemmer)
{
	if (stemmer == NULL)
		return;
	sb_stemmer_delete(stemmer->snowball);
	free(stemmer->cache);
	free(stemmer);
}

static size_t
hash_key(const struct key *key)
{
	uint64_t hash;

	hash = key->parts[0] * 0x9E3779B97F4A7C15U + key->parts[1] * 0xC2B2AE3D27D4EB4FU +
	       (key->parts[2] ^ key->parts[3]) * 0x165667B19E3779F9U;
	return (size_t)((hash ^ hash >> 29) * 0xBF58476D1CE4E5B9U >> 40);
}

static bool
key_equals(const struct key *a, const struct key *b)
{
	return ((a->parts[0] ^ b->parts[0]) | (a->parts[1] ^ b->parts[1]) |
		   (a->parts[2] ^ b->parts[2]) | (a->parts[3] ^ b->parts[3])) == 0;
}

static size_t
stem_uncached(struct stemmer *stemmer, const char *word, size_t length, char *ret_stem)
{
	const sb_symbol *stem;
	size_t stem_length;

	stem = sb_stemmer_stem(stemmer->snowball, (const sb_symbol *)word, (int)length);
	if (stem == NULL)
		xalloc_check(NULL);
	stem_length = (size_t)sb_stemmer_length(stemmer->snowball);
	if (stem_length == 0 || stem_length > STEM_WORD_MAX) {
		stem = (const sb_symbol *)word;
		stem_length = length;
	}
	memcpy(ret_stem, stem, stem_length);
	ret_stem[stem_length] = '\0';
	return stem_length;
}

static struct entry *
find_room(struct stemmer *stemmer, struct entry *set)
{
	size_t i;

	for (i = 0; i < CACHE_WAYS; i++) {
		if (set[i].stem_length == 0)
			return &set[i];
	}
	return &set[stemmer->turn++ % CACHE_WAYS];
}

size_t
stemmer_stem(
    struct stemmer *stemmer, const char *word, size_t length, char ret_stem[STEM_WORD_MAX + 1])
{
	struct entry *set, *entry;
	struct key key;
	size_t i, stem_length;

	if (length > CACHED_WORD_MAX)
		return stem_uncached(stemmer, word, length, ret_stem);
	memcpy(&key, word, sizeof key);
	set = stemmer->cache[hash_key(&key) % CACHE_SETS];
	for (i = 0; i < CACHE_WAYS; i++) {
		if (key_equals(&set[i].word, &key)) {
			memcpy(ret_stem, set[i].stem, sizeof set[i].stem);
			ret_stem[set[i].stem_length] = '\0';
			return set[i].stem_length;
		}
	}
	stem_length = stem_uncached(stemmer, word, length, ret_stem);
	if (stem_length > CACHED_WORD_MAX)
		return stem_length;
	entry = find_room(stemmer, set);
	entry->word = key;
	memcpy(entry->stem, ret_stem, stem_length);
	entry->stem_length = (uint8_t)stem_length;
	return stem_length;
}
