/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ANSWER_PARTS_H
#define FORNIX_ANSWER_PARTS_H

/* Members of an answer, whatever stands in their place; private to answer*.c. */

#include <jansson.h>

#include "search.h"

/* The member as text, cleaned, "" when it is none; the caller frees it. */
char *answer_text(const json_t *object, const char *name);
/* As answer_text(), on one line. */
char *answer_line(const json_t *object, const char *name);
/* As answer_text(), for an element of a list. */
char *answer_element(const json_t *list, size_t index);
/* All of a list, at most so many; the caller frees them and the array. */
char **answer_texts(const json_t *list, size_t most, size_t *ret_count);
/* Whether the member is this text. */
bool answer_says(const json_t *object, const char *name, const char *text);
/* A whole number from 0 to most; 0 for any other. */
uint32_t answer_number(const json_t *object, const char *name, uint32_t most);
/* 0 when it is no number, below 0 or above a thousand millions. */
double answer_real(const json_t *object, const char *name);
/* How many elements a list has, at most so many; 0 when it is none. */
size_t answer_count(const json_t *list, size_t most);

/*
 * The marks of text->text as its escaped twin html has them.  None when html,
 * without marks, says something else.
 */
void answer_read_marks(const char *html, struct snippet_text *text);

/* The members "urgent" and "bestBets". */
void answer_read_rules(const json_t *answer, struct search_result *result);

#endif
