/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_FIELDS_H
#define FORNIX_FIELDS_H

/*
 * The one table of fields: what an article is indexed by and can be asked for.
 *
 * Indexing, querying, help texts, manual pages and tests read it, so a field
 * is added in one place.  Prefixes follow Xapian's conventions (upper-case
 * letters, own ones start with X): terms are folded, so they never begin with
 * an upper-case letter and cannot collide.
 */

#include <stdbool.h>
#include <stddef.h>

enum field_id {
	FIELD_TITLE,
	FIELD_HEADING,
	FIELD_KEYWORD, /* keywords and synonyms */
	FIELD_DESCRIPTION,
	FIELD_CAPTION, /* captions and alternative texts of figures */
	FIELD_BODY,
	FIELD_TAG,
	FIELD_SECTION, /* the folder of the article: "conditions" */
	FIELD_ID,
	FIELD_LENGTH, /* see document.h */
	FIELD_DATE,
	FIELD_REVIEWED,
	FIELD_COUNT
};

#define FIELD_NO_SLOT (-1)

struct field {
	const char *name;   /* as in "name:word", front matter and JSON */
	const char *prefix; /* of its terms; "" is the common stream, NULL none */
	unsigned weight;    /* how often a word of it counts; 0 is a filter */
	int slot;           /* value slot that holds it, or FIELD_NO_SLOT */
	bool is_text;       /* analyzed; else one term for the whole value */
	bool is_searchable; /* "name:word" in a query */
	bool is_facet;      /* counted in answers, filter by parameter */
	const char *help;   /* one line for people */
};

extern const struct field fields[FIELD_COUNT];

/* The searchable field of that name (folded), or NULL. */
const struct field *field_find(const char *name, size_t length);

#endif
