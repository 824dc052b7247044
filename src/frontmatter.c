/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "frontmatter.h"

#include "date.h"
#include "frontmatter_fence.h"
#include "text.h"
#include "toml.h"
#include "xalloc.h"
#include "yamldoc.h"

struct key;

/* What a key's function works on. */
struct reading {
	struct frontmatter *values;
	struct article_list *notes;
	const struct key *key;
};

typedef void take_value(struct reading *reading, const struct yamldoc_node *node);

struct key {
	const char *name;
	take_value *take;
	size_t offset;      /* of the member in struct frontmatter */
	const char *reason; /* why the value may keep the page out */
};

static void *
member(const struct reading *reading)
{
	return (char *)reading->values + reading->key->offset;
}

static void
take_line(struct reading *reading, const struct yamldoc_node *node)
{
	char **line = member(reading), *text;

	if (node->kind != YAMLDOC_SCALAR) {
		text_note(
		    reading->notes, node->line, "'%s' must be one text: ignored", node->key);
		return;
	}
	text = text_line_dup(node->text, strlen(node->text));
	if (*line == NULL && *text != '\0')
		*line = text;
	else
		free(text);
}

/* Addresses are taken as they are, so that whoever checks them sees everything. */
static void
take_address(struct reading *reading, const struct yamldoc_node *node)
{
	struct frontmatter *values = reading->values;
	char **address = member(reading);

	if (node->kind != YAMLDOC_SCALAR) {
		text_note(
		    reading->notes, node->line, "'%s' must be one text: ignored", node->key);
		return;
	}
	if (*address != NULL || *node->text == '\0')
		return;
	*address = xstrdup(node->text);
	*(address == &values->url ? &values->url_line : &values->slug_line) = node->line;
}

static void
take_author(struct reading *reading, const struct yamldoc_node *node)
{
	const struct yamldoc_node *item;
	struct buffer names;

	if (node->kind == YAMLDOC_MAPPING)
		node = yamldoc_find(node, "name");
	if (node == NULL || reading->values->author != NULL)
		return;
	if (node->kind == YAMLDOC_SCALAR) {
		take_line(reading, node);
		return;
	}
	buffer_init(&names, YAMLDOC_BYTES_MAX);
	for (item = node->child; item != NULL; item = item->next) {
		if (item->kind == YAMLDOC_MAPPING && yamldoc_find(item, "name") == NULL)
			continue;
		if (names.length > 0)
			buffer_append_string(&names, ", ");
		buffer_append_string(&names, item->kind == YAMLDOC_MAPPING
						 ? yamldoc_find(item, "name")->text
						 : item->text);
	}
	if (names.length > 0)
		reading->values->author = text_line_dup(names.data, names.length);
	buffer_fini(&names);
}

static void
take_date(struct reading *reading, const struct yamldoc_node *node)
{
	uint32_t *date = member(reading), day;

	day = node->kind == YAMLDOC_SCALAR ? date_parse(node->text) : 0;
	if (day == 0)
		text_note(reading->notes, node->line,
		    "'%s' is not a date: write it as 2026-01-31; ignored", node->key);
	else if (*date == 0)
		*date = day;
}

static void
add_item(struct reading *reading, const struct yamldoc_node *node, const char *s, size_t length)
{
	struct article_list *list = member(reading);
	char *item = text_line_dup(s, length);

	if (*item == '\0' || text_list_has(list, item))
		free(item);
	else if (!text_list_take(list, item))
		text_note(reading->notes, node->line, "more than %d '%s': this one is left out",
		    ARTICLE_LIST_MAX, reading->key->name);
}

/* A list, or one text with commas. */
static void
take_list(struct reading *reading, const struct yamldoc_node *node)
{
	const struct yamldoc_node *item;
	const char *s, *comma;

	if (node->kind == YAMLDOC_MAPPING) {
		text_note(
		    reading->notes, node->line, "'%s' must be a list: ignored", node->key);
		return;
	}
	for (item = node->child; item != NULL; item = item->next) {
		if (item->kind == YAMLDOC_SCALAR)
			add_item(reading, item, item->text, strlen(item->text));
		else
			text_note(reading->notes, item->line,
			    "an item of '%s' must be one text: ignored", node->key);
	}
	for (s = node->text; *s != '\0'; s = *comma != '\0' ? comma + 1 : comma) {
		comma = strchrnul(s, ',');
		add_item(reading, node, s, (size_t)(comma - s));
	}
}

/*
 * Other names of the subject are synonyms.  Hugo and Zola use the same key for
 * old addresses of the page, which are no words.
 */
static void
take_aliases(struct reading *reading, const struct yamldoc_node *node)
{
	const struct yamldoc_node *item = node->kind == YAMLDOC_SCALAR ? node : node->child;

	for (; item != NULL; item = node->kind == YAMLDOC_SCALAR ? NULL : item->next) {
		if (item->kind == YAMLDOC_SCALAR && strchr(item->text, '/') == NULL)
			add_item(reading, item, item->text, strlen(item->text));
	}
}

static void
skip(struct reading *reading)
{
	if (reading->values->skip_reason == NULL)
		reading->values->skip_reason = reading->key->reason;
}

/* A page must not become public because of a slip of the pen. */
static void
skip_in_doubt(struct reading *reading, const struct yamldoc_node *node)
{
	text_note(reading->notes, node->line,
	    "'%s' is neither true nor false: the page is left out", node->key);
	skip(reading);
}

static void
take_skip_if_true(struct reading *reading, const struct yamldoc_node *node)
{
	bool value = false;

	if (!yamldoc_get_bool(node, &value))
		skip_in_doubt(reading, node);
	else if (value)
		skip(reading);
}

static void
take_skip_if_false(struct reading *reading, const struct yamldoc_node *node)
{
	bool value = false;

	if (!yamldoc_get_bool(node, &value))
		skip_in_doubt(reading, node);
	else if (!value)
		skip(reading);
}

/* Jekyll has true or false here, others a date. */
static void
take_published(struct reading *reading, const struct yamldoc_node *node)
{
	uint32_t day = node->kind == YAMLDOC_SCALAR ? date_parse(node->text) : 0;

	if (day == 0)
		take_skip_if_false(reading, node);
	else if (reading->values->publish_date == 0)
		reading->values->publish_date = day;
}

/* "search: false" or "search: {exclude: true}". */
static void
take_search(struct reading *reading, const struct yamldoc_node *node)
{
	const struct yamldoc_node *exclude = yamldoc_find(node, "exclude");

	if (node->kind != YAMLDOC_MAPPING)
		take_skip_if_false(reading, node);
	else if (exclude != NULL)
		take_skip_if_true(reading, exclude);
}

#define MEMBER(name) offsetof(struct frontmatter, name)

static const struct key keys[] = {
    {"title", take_line, MEMBER(title), NULL},
    {"description", take_line, MEMBER(description), NULL},
    {"author", take_author, MEMBER(author), NULL},
    {"date", take_date, MEMBER(date), NULL},
    {"lastmod", take_date, MEMBER(lastmod), NULL},
    {"reviewed", take_date, MEMBER(reviewed), NULL},
    {"review_due", take_date, MEMBER(review_due), NULL},
    {"publishDate", take_date, MEMBER(publish_date), NULL},
    {"expiryDate", take_date, MEMBER(expiry_date), NULL},
    {"tags", take_list, MEMBER(tags), NULL},
    {"categories", take_list, MEMBER(tags), NULL},
    {"keywords", take_list, MEMBER(keywords), NULL},
    {"synonyms", take_list, MEMBER(synonyms), NULL},
    {"misspellings", take_list, MEMBER(misspellings), NULL},
    {"aliases", take_aliases, MEMBER(synonyms), NULL},
    {"slug", take_address, MEMBER(slug), NULL},
    {"url", take_address, MEMBER(url), NULL},
    {"permalink", take_address, MEMBER(url), NULL},
    {"draft", take_skip_if_true, 0, "draft"},
    {"headless", take_skip_if_true, 0, "headless"},
    {"unlisted", take_skip_if_true, 0, "unlisted"},
    {"published", take_published, 0, "not published"},
    {"in_search_index", take_skip_if_false, 0, "excluded from search"},
    {"search", take_search, 0, "excluded from search"},
};

static void
take_members(struct reading *reading, const struct yamldoc_node *mapping)
{
	const struct yamldoc_node *node;
	size_t i;

	for (node = mapping->child; node != NULL; node = node->next) {
		if (yamldoc_is_null(node))
			continue;
		for (i = 0; i < sizeof keys / sizeof keys[0]; i++) {
			if (strcasecmp(node->key, keys[i].name) != 0)
				continue;
			reading->key = &keys[i];
			keys[i].take(reading, node);
		}
	}
}

static void
take_tree(struct reading *reading, const struct yamldoc_node *root)
{
	/* Zola keeps tags and keys of one's own in tables. */
	static const char *const tables[] = {"taxonomies", "extra"};
	const struct yamldoc_node *table;
	size_t i;

	take_members(reading, root);
	for (i = 0; i < sizeof tables / sizeof tables[0]; i++) {
		table = yamldoc_find(root, tables[i]);
		if (table != NULL && table->kind == YAMLDOC_MAPPING)
			take_members(reading, table);
	}
}

void
frontmatter_fini(struct frontmatter *frontmatter)
{
	free(frontmatter->title);
	free(frontmatter->description);
	free(frontmatter->author);
	free(frontmatter->slug);
	free(frontmatter->url);
	text_list_fini(&frontmatter->tags);
	text_list_fini(&frontmatter->keywords);
	text_list_fini(&frontmatter->synonyms);
	text_list_fini(&frontmatter->misspellings);
	*frontmatter = (struct frontmatter){0};
}

enum fornix_status
frontmatter_parse(const char *bytes, size_t length, const char *name, struct frontmatter *ret,
    struct article_list *notes, struct fornix_error *err)
{
	struct frontmatter values = {0};
	struct reading reading = {.values = &values, .notes = notes};
	struct yamldoc_node *root = NULL;
	enum fornix_status status;
	struct frontmatter_fence fence;

	status = frontmatter_fence_find(bytes, length, name, &fence, err);
	if (status != FORNIX_OK)
		return status;
	if (fence.kind != FRONTMATTER_NONE)
		status = (fence.kind == FRONTMATTER_TOML ? toml_parse : yamldoc_parse)(
		    bytes + fence.start, fence.length, name, fence.line, &root, err);
	if (status == FORNIX_OK && root != NULL && root->kind != YAMLDOC_MAPPING)
		status = error_set(err, FORNIX_ERR_INPUT,
		    "'%s:%u': front matter has no keys: write 'title: ...'", name, fence.line);
	if (status == FORNIX_OK && root != NULL)
		take_tree(&reading, root);
	yamldoc_free(root);
	if (status != FORNIX_OK)
		return status;
	values.is_present = fence.kind != FRONTMATTER_NONE;
	values.body = fence.body;
	values.body_line = fence.body_line;
	*ret = values;
	return FORNIX_OK;
}
