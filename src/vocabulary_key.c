/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "vocabulary_key.h"

#include <endian.h>
#include <string.h>

_Static_assert(VOCABULARY_PREFIX <= 8, "a prefix fits in 64 bits");

bool
vocabulary_key_is_filed(struct span word)
{
	size_t i, run = 0, longest = 0;

	if (word.length > VOCABULARY_FILED_MOST)
		return false;
	for (i = 0; i < word.length; i++) {
		bool is_letter = word.data[i] >= 'a' && word.data[i] <= 'z';

		if (!is_letter && (word.data[i] < '0' || word.data[i] > '9'))
			return false;
		run = is_letter ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest >= VOCABULARY_FILED_LEAST;
}

/* Spreads the bits (the finalizer of splitmix64), so that any of them can be used. */
static uint64_t
mix(uint64_t x)
{
	x ^= x >> 30;
	x *= 0xbf58476d1ce4e5b9u;
	x ^= x >> 27;
	x *= 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

/* Letters are bytes from the lowest on. */
static uint64_t
without_letter(uint64_t letters, unsigned i)
{
	uint64_t below = ((uint64_t)1 << 8 * i) - 1;

	return (letters & below) | (letters >> 8 & ~below);
}

static size_t
add_key(uint64_t *keys, size_t count, uint64_t key)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (keys[i] == key)
			return count;
	}
	keys[count] = key;
	return count + 1;
}

size_t
vocabulary_key_deletes(
    struct span word, unsigned deletes, uint64_t ret_keys[VOCABULARY_KEYS_MAX])
{
	unsigned length =
	    word.length < VOCABULARY_PREFIX ? (unsigned)word.length : VOCABULARY_PREFIX;
	uint64_t letters = 0, once;
	size_t count, i;
	unsigned a, b;

	for (a = 0; a < length; a++)
		letters |= (uint64_t)(unsigned char)word.data[a] << 8 * a;
	ret_keys[0] = letters;
	count = 1;
	for (a = 0; deletes >= 1 && a < length; a++) {
		once = without_letter(letters, a);
		count = add_key(ret_keys, count, once);
		for (b = a; deletes >= 2 && b + 1 < length; b++)
			count = add_key(ret_keys, count, without_letter(once, b));
	}
	for (i = 0; i < count; i++)
		ret_keys[i] = mix(ret_keys[i]);
	return count;
}

/* Two edits are only looked for in words of six letters or more, so one rest is enough before.
 */
unsigned
vocabulary_key_filed_deletes(size_t length)
{
	if (length <= 3)
		return 0;
	return length <= 5 ? 1 : 2;
}

static uint64_t
sound_key(const char *sounds, size_t length)
{
	uint64_t low = 0, high = 0;

	_Static_assert(PHONETIC_KEY_BYTES <= 16, "a key fits in two numbers");
	memcpy(&low, sounds, length < 8 ? length : 8);
	if (length > 8)
		memcpy(&high, sounds + 8, length - 8);
	return mix(le64toh(low) ^ mix(le64toh(high) + length));
}

size_t
vocabulary_key_sounds(
    const struct phonetic_key *sounds, uint64_t ret_keys[VOCABULARY_SOUNDS_MAX])
{
	size_t count = 0;

	if (sounds->primary_length > 0)
		ret_keys[count++] = sound_key(sounds->primary, sounds->primary_length);
	if (sounds->secondary_length > 0 && strcmp(sounds->primary, sounds->secondary) != 0)
		ret_keys[count++] = sound_key(sounds->secondary, sounds->secondary_length);
	return count;
}
