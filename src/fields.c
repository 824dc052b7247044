/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fields.h"

#include <string.h>

const struct field fields[FIELD_COUNT] = {
    [FIELD_TITLE] = {.name = "title",
	.prefix = "S",
	.weight = 2,
	.slot = 4,
	.is_text = true,
	.is_searchable = true,
	.help = "words of the title"},
    [FIELD_HEADING] = {.name = "heading",
	.prefix = "",
	.weight = 2,
	.slot = FIELD_NO_SLOT,
	.is_text = true,
	.help = "headings of sections"},
    [FIELD_KEYWORD] = {.name = "keyword",
	.prefix = "",
	.weight = 2,
	.slot = FIELD_NO_SLOT,
	.is_text = true,
	.help = "keywords and synonyms of the front matter"},
    [FIELD_DESCRIPTION] = {.name = "description",
	.prefix = "",
	.weight = 2,
	.slot = FIELD_NO_SLOT,
	.is_text = true,
	.help = "description of the front matter"},
    [FIELD_CAPTION] = {.name = "caption",
	.prefix = "",
	.weight = 1,
	.slot = FIELD_NO_SLOT,
	.is_text = true,
	.help = "captions and descriptions of figures"},
    [FIELD_BODY] = {.name = "body",
	.prefix = "",
	.weight = 1,
	.slot = FIELD_NO_SLOT,
	.is_text = true,
	.help = "text of the article"},
    [FIELD_TAG] = {.name = "tag",
	.prefix = "K",
	.slot = 0,
	.is_searchable = true,
	.is_facet = true,
	.help = "tags of the front matter"},
    [FIELD_SECTION] = {.name = "section",
	.prefix = "XIN",
	.slot = 1,
	.is_searchable = true,
	.is_facet = true,
	.help = "folder of the article"},
    [FIELD_ID] = {.name = "id",
	.prefix = "Q",
	.slot = FIELD_NO_SLOT,
	.help = "path of the article"},
    [FIELD_LENGTH] = {.name = "length",
	.prefix = "XL",
	.slot = FIELD_NO_SLOT,
	.help = "how long the article is"},
    [FIELD_DATE] = {.name = "date", .slot = 2, .help = "day of first publication"},
    [FIELD_REVIEWED] = {.name = "reviewed", .slot = 3, .help = "day of the last review"},
};

const struct field *
field_find(const char *name, size_t length)
{
	size_t i;

	for (i = 0; i < FIELD_COUNT; i++) {
		if (fields[i].is_searchable && strlen(fields[i].name) == length &&
		    memcmp(fields[i].name, name, length) == 0)
			return &fields[i];
	}
	return NULL;
}
