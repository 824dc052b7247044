/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suggest_names.h"

#include "buffer.h"
#include "glossary.h"
#include "xalloc.h"

#define KEY_BYTES_MAX 4096

enum strength { STRENGTH_TITLE, STRENGTH_OTHER };

struct name {
	char *key; /* owned */
	enum strength strength;
	uint32_t article;
};

struct suggest_names {
	struct analyzer *analyzer; /* borrowed */
	struct name *items;
	size_t count, capacity;
	bool is_sorted;
};

struct suggest_names *
suggest_names_new(struct analyzer *analyzer)
{
	struct suggest_names *names = xcalloc(1, sizeof *names);

	names->analyzer = analyzer;
	return names;
}

void
suggest_names_free(struct suggest_names *names)
{
	size_t i;

	if (names == NULL)
		return;
	for (i = 0; i < names->count; i++)
		free(names->items[i].key);
	free(names->items);
	free(names);
}

static char *
make_key(const struct suggest_names *names, struct span text)
{
	struct buffer key;

	buffer_init(&key, KEY_BYTES_MAX);
	glossary_key(names->analyzer, text.data, text.length, &key);
	return buffer_take(&key, NULL);
}

static void
add(struct suggest_names *names, struct span text, enum strength strength, uint32_t article)
{
	char *key = make_key(names, text);

	if (key[0] == '\0') {
		free(key);
		return;
	}
	XALLOC_GROW(names->items, names->count, names->capacity);
	names->items[names->count++] = (struct name){key, strength, article};
}

/* The bytes before the first one of either kind. */
static size_t
length_before(struct span text, char a, char b)
{
	size_t i;

	for (i = 0; i < text.length && text.data[i] != a && text.data[i] != b; i++)
		;
	return i;
}

void
suggest_names_title(struct suggest_names *names, struct span title, uint32_t article)
{
	size_t around = length_before(title, '(', ':');
	struct span inside;

	add(names, title, STRENGTH_TITLE, article);
	if (around == title.length)
		return;
	add(names, (struct span){title.data, around}, STRENGTH_TITLE, article);
	if (title.data[around] != '(')
		return;
	inside = (struct span){title.data + around + 1, title.length - around - 1};
	inside.length = length_before(inside, ')', ')');
	add(names, inside, STRENGTH_TITLE, article);
}

void
suggest_names_other(struct suggest_names *names, struct span name, uint32_t article)
{
	add(names, name, STRENGTH_OTHER, article);
}

static int
compare_names(const void *a, const void *b)
{
	const struct name *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	if (order != 0)
		return order;
	if (x->strength != y->strength)
		return (int)x->strength - (int)y->strength;
	return (x->article > y->article) - (x->article < y->article);
}

/* The first name that is not before key. */
static size_t
first_not_before(const struct suggest_names *names, const char *key)
{
	size_t low = 0, high = names->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (strcmp(names->items[middle].key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static size_t
find_whole(const struct suggest_names *names, const char *key,
    uint32_t ret_articles[SUGGEST_NAMES_FOUND_MAX])
{
	size_t first = first_not_before(names, key), count = 0, i;

	for (i = first; i < names->count && strcmp(names->items[i].key, key) == 0 &&
			names->items[i].strength == names->items[first].strength;
	     i++) {
		if (count > 0 && ret_articles[count - 1] == names->items[i].article)
			continue;
		if (count == SUGGEST_NAMES_FOUND_MAX)
			return 0;
		ret_articles[count++] = names->items[i].article;
	}
	return count;
}

/* Keys that go on with a space come right behind the key itself. */
static size_t
find_beginning(const struct suggest_names *names, const char *key,
    uint32_t ret_articles[SUGGEST_NAMES_FOUND_MAX])
{
	size_t length = strlen(key), best = SIZE_MAX, i;

	for (i = first_not_before(names, key); i < names->count; i++) {
		const struct name *name = &names->items[i];

		if (strncmp(name->key, key, length) != 0 ||
		    (name->key[length] != ' ' && name->key[length] != '\0'))
			break;
		if (name->strength == STRENGTH_TITLE && strlen(name->key) < best) {
			best = strlen(name->key);
			ret_articles[0] = name->article;
		}
	}
	return best != SIZE_MAX;
}

size_t
suggest_names_find(struct suggest_names *names, struct span name,
    uint32_t ret_articles[SUGGEST_NAMES_FOUND_MAX])
{
	char *key CLEANUP_FREE = make_key(names, name);
	size_t count;

	if (!names->is_sorted && names->count > 0)
		qsort(names->items, names->count, sizeof *names->items, compare_names);
	names->is_sorted = true;
	if (key[0] == '\0')
		return 0;
	count = find_whole(names, key, ret_articles);
	return count > 0 ? count : find_beginning(names, key, ret_articles);
}
