/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "glossary.h"

#include "buffer.h"
#include "escape.h"
#include "hash.h"
#include "xalloc.h"

#define PACKED_VERSION   1
#define ORIGIN_BYTES_MAX 128

struct entry {
	char *key;        /* stems joined by spaces; owned */
	char *target;     /* as written; owned */
	char *target_key; /* its stems; owned */
	size_t order;     /* of the file */
};

/* All targets of one key, for glossary_find(). */
struct group {
	const char *key; /* of its first entry */
	size_t count;
	struct glossary_target targets[GLOSSARY_TARGETS_MAX]; /* of the entries */
};

struct glossary {
	size_t entry_count, entry_capacity;
	struct entry *entries;
	char *packed; /* what the entries' texts are parts of; NULL: each has its own */
	size_t group_count;
	struct group *groups; /* in order of key */
};

struct keying {
	struct buffer *out;
	bool with_stopwords;
};

static void
add_stem(const struct analyze_token *token, void *context)
{
	struct keying *keying = context;

	if (token->kind == ANALYZE_JOINED)
		return;
	if (!keying->with_stopwords && analyze_is_stopword(token->word, token->word_length))
		return;
	if (keying->out->length > 0)
		buffer_append_char(keying->out, ' ');
	buffer_append(keying->out, token->stem, token->stem_length);
}

void
glossary_key(struct analyzer *analyzer, const char *text, size_t length, struct buffer *out)
{
	struct keying keying = {.out = out};

	analyze_text(analyzer, text, length, 0, add_stem, &keying);
	if (out->length > 0)
		return;
	keying.with_stopwords = true; /* nothing else is left: "who" */
	analyze_text(analyzer, text, length, 0, add_stem, &keying);
}

static struct span
trim(struct span text)
{
	while (text.length > 0 && (text.data[0] == ' ' || text.data[0] == '\t')) {
		text.data++;
		text.length--;
	}
	while (text.length > 0 && strchr(" \t\r", text.data[text.length - 1]) != NULL)
		text.length--;
	return text;
}

static unsigned
count_words(const char *key)
{
	unsigned words = key[0] != '\0';

	for (; *key != '\0'; key++)
		words += *key == ' ';
	return words;
}

/* Returns why the phrase cannot be used, or NULL. */
static const char *
take_phrase(struct analyzer *analyzer, struct span text, struct glossary_phrase *phrase)
{
	const char *problem = NULL;
	struct buffer key;

	buffer_init(&key, sizeof phrase->key - 1);
	glossary_key(analyzer, text.data, text.length, &key);
	if (memchr(text.data, '\0', text.length) != NULL)
		problem = "a phrase with a NUL byte";
	else if (!escape_utf8_is_valid(text.data, text.length))
		problem = "a phrase that is not UTF-8";
	else if (key.length == 0)
		problem = "a phrase without a word";
	else if (key.failed || count_words(key.data) > GLOSSARY_WORDS_MAX)
		problem = "a phrase of too many words";
	else
		memcpy(phrase->key, key.data, key.length + 1);
	phrase->text = text;
	buffer_fini(&key);
	return problem;
}

/* Returns why the side cannot be used, or NULL. */
static const char *
split(struct analyzer *analyzer, struct span side, struct glossary_side *phrases)
{
	const char *p = side.data, *end = side.data + side.length, *comma, *problem = NULL;
	struct span text;

	phrases->count = 0;
	for (; problem == NULL && p <= end; p = comma + 1) {
		comma = memchr(p, ',', (size_t)(end - p));
		if (comma == NULL)
			comma = end;
		text = trim((struct span){p, (size_t)(comma - p)});
		if (text.length == 0)
			continue;
		if (phrases->count == GLOSSARY_SIDE_MAX)
			return "more phrases than can be used";
		problem = take_phrase(analyzer, text, &phrases->items[phrases->count++]);
	}
	return problem;
}

static const char *
find_arrow(struct span line)
{
	size_t i;

	for (i = 0; i + 1 < line.length; i++) {
		if (line.data[i] == '=' && line.data[i + 1] == '>')
			return line.data + i;
	}
	return NULL;
}

/* Returns why the line cannot be used, or NULL. */
static const char *
read_line(struct analyzer *analyzer, struct span text, struct glossary_line *line)
{
	const char *arrow = find_arrow(text), *problem;
	struct span side;

	line->is_two_way = arrow == NULL;
	if (arrow == NULL) {
		problem = split(analyzer, text, &line->left);
		if (problem == NULL && line->left.count < 2)
			problem = "one phrase alone: write 'a, b' or 'a => b'";
		return problem;
	}
	side = (struct span){arrow + 2, text.length - (size_t)(arrow + 2 - text.data)};
	text.length = (size_t)(arrow - text.data);
	problem = split(analyzer, text, &line->left);
	if (problem == NULL)
		problem = split(analyzer, side, &line->right);
	if (problem == NULL && (line->left.count == 0 || line->right.count == 0))
		problem = "nothing on one side of '=>'";
	return problem;
}

void
glossary_read(struct analyzer *analyzer, const char *text, size_t length,
    glossary_line_callback *callback, glossary_problem *problem, void *context)
{
	const char *p = text, *end = text + length, *newline, *reason;
	struct glossary_line line = {.number = 0};
	struct span span;

	for (; p < end; p = newline + 1) {
		newline = memchr(p, '\n', (size_t)(end - p));
		if (newline == NULL)
			newline = end;
		line.number++;
		span = trim((struct span){p, (size_t)(newline - p)});
		if (span.length == 0 || span.data[0] == '#')
			continue;
		reason = read_line(analyzer, span, &line);
		if (reason == NULL)
			callback(&line, context);
		else
			problem(line.number, reason, context);
	}
}

static void
add_pair(struct glossary *glossary, const struct glossary_phrase *from,
    const struct glossary_phrase *to)
{
	if (glossary->entry_count == GLOSSARY_PHRASES_MAX || strcmp(from->key, to->key) == 0)
		return; /* stemming makes them one */
	XALLOC_GROW(glossary->entries, glossary->entry_count, glossary->entry_capacity);
	glossary->entries[glossary->entry_count] = (struct entry){.key = xstrdup(from->key),
	    .target = xstrndup(to->text.data, to->text.length),
	    .target_key = xstrdup(to->key),
	    .order = glossary->entry_count};
	glossary->entry_count++;
}

static void
add_sides(
    struct glossary *glossary, const struct glossary_side *from, const struct glossary_side *to)
{
	size_t i, j;

	for (i = 0; i < from->count; i++) {
		for (j = 0; j < to->count; j++)
			add_pair(glossary, &from->items[i], &to->items[j]);
	}
}

static int
compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	return order != 0 ? order : (x->order > y->order) - (x->order < y->order);
}

static bool
has_target(const struct group *group, const char *key)
{
	size_t i;

	for (i = 0; i < group->count; i++) {
		if (strcmp(group->targets[i].key, key) == 0)
			return true;
	}
	return false;
}

static void
sort_entries(struct glossary *glossary)
{
	if (glossary->entry_count > 0)
		qsort(glossary->entries, glossary->entry_count, sizeof *glossary->entries,
		    compare_entries);
}

static void
make_groups(struct glossary *glossary)
{
	struct group *group = NULL;
	size_t i;

	glossary->groups = xcalloc(glossary->entry_count, sizeof *glossary->groups);
	for (i = 0; i < glossary->entry_count; i++) {
		const struct entry *entry = &glossary->entries[i];

		if (group == NULL || strcmp(group->key, entry->key) != 0) {
			group = &glossary->groups[glossary->group_count++];
			group->key = entry->key;
		}
		if (group->count < GLOSSARY_TARGETS_MAX &&
		    !has_target(group, entry->target_key))
			group->targets[group->count++] = (struct glossary_target){
			    .text = entry->target, .key = entry->target_key};
	}
}

struct parsing {
	struct glossary *glossary;
	glossary_problem *problem;
	void *context;
};

static void
on_line(const struct glossary_line *line, void *context)
{
	const struct parsing *parsing = context;

	add_sides(parsing->glossary, &line->left, glossary_line_targets(line));
}

static void
on_problem(unsigned line, const char *reason, void *context)
{
	const struct parsing *parsing = context;

	if (parsing->problem != NULL)
		parsing->problem(line, reason, parsing->context);
}

struct glossary *
glossary_parse(struct analyzer *analyzer, const char *text, size_t length,
    glossary_problem *problem, void *context)
{
	struct parsing parsing = {.glossary = xcalloc(1, sizeof *parsing.glossary),
	    .problem = problem,
	    .context = context};

	glossary_read(analyzer, text, length, on_line, on_problem, &parsing);
	sort_entries(parsing.glossary);
	make_groups(parsing.glossary);
	return parsing.glossary;
}

/* "VERSION HASH": by which analyzer, and of which text. */
static void
put_origin(struct buffer *out, const char *text, size_t length)
{
	unsigned char hash[HASH_BYTES];
	char hex[HASH_HEX_BYTES];

	hash_bytes(text, length, hash);
	hash_to_hex(hash, hex);
	buffer_printf(out, "%d.%d %s\n", PACKED_VERSION, ANALYZE_VERSION, hex);
}

/* A tab is only a space between words. */
static void
put_field(struct buffer *out, const char *field, char end)
{
	for (; *field != '\0'; field++)
		buffer_append_char(out, *field == '\t' ? ' ' : *field);
	buffer_append_char(out, end);
}

void
glossary_pack(struct analyzer *analyzer, const char *text, size_t length, struct buffer *out)
{
	struct glossary *glossary = glossary_parse(analyzer, text, length, NULL, NULL);
	size_t i, j;

	put_origin(out, text, length);
	for (i = 0; i < glossary->group_count; i++) {
		const struct group *group = &glossary->groups[i];

		for (j = 0; j < group->count; j++) {
			put_field(out, group->key, '\t');
			put_field(out, group->targets[j].text, '\t');
			put_field(out, group->targets[j].key, '\n');
		}
	}
	glossary_free(glossary);
}

/* Ends the field at its separator, and moves behind it; NULL when there is none. */
static char *
take_field(char **at, char separator)
{
	char *field = *at, *end = strchr(field, separator);

	if (end == NULL)
		return NULL;
	*end = '\0';
	*at = end + 1;
	return field;
}

static bool
take_entries(struct glossary *glossary, char *at)
{
	struct entry entry;

	while (*at != '\0') {
		entry = (struct entry){.key = take_field(&at, '\t'),
		    .target = take_field(&at, '\t'),
		    .target_key = take_field(&at, '\n')};
		if (entry.key == NULL || entry.target == NULL || entry.target_key == NULL)
			return false;
		XALLOC_GROW(glossary->entries, glossary->entry_count, glossary->entry_capacity);
		glossary->entries[glossary->entry_count++] = entry;
	}
	return true;
}

struct glossary *
glossary_unpack(struct span packed, const char *text, size_t length)
{
	struct glossary *glossary;
	struct buffer origin CLEANUP_BUFFER;
	bool is_whole;

	buffer_init(&origin, ORIGIN_BYTES_MAX);
	put_origin(&origin, text, length);
	if (packed.length < origin.length ||
	    memcmp(packed.data, origin.data, origin.length) != 0)
		return NULL;
	glossary = xcalloc(1, sizeof *glossary);
	glossary->packed = xstrndup(packed.data + origin.length, packed.length - origin.length);
	is_whole = take_entries(glossary, glossary->packed);
	make_groups(glossary);
	if (is_whole)
		return glossary;
	glossary_free(glossary);
	return NULL;
}

void
glossary_free(struct glossary *glossary)
{
	size_t i;

	if (glossary == NULL)
		return;
	for (i = 0; i < glossary->entry_count && glossary->packed == NULL; i++) {
		free(glossary->entries[i].key);
		free(glossary->entries[i].target);
		free(glossary->entries[i].target_key);
	}
	free(glossary->packed);
	free(glossary->entries);
	free(glossary->groups);
	free(glossary);
}

static int
compare_key(const void *key, const void *element)
{
	return strcmp(key, ((const struct group *)element)->key);
}

const struct glossary_target *
glossary_find(const struct glossary *glossary, const char *key, size_t *ret_count)
{
	const struct group *group = NULL;

	if (glossary->group_count > 0)
		group = bsearch(key, glossary->groups, glossary->group_count,
		    sizeof *glossary->groups, compare_key);
	*ret_count = group != NULL ? group->count : 0;
	return group != NULL ? group->targets : NULL;
}
