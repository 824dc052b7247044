/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_RENDER_OFFSETS_H
#define FORNIX_RENDER_OFFSETS_H

/*
 * The marks of a text as numbers, for readers that mark it in their own way.
 *
 * An array of [start, length] in UTF-16 code units of the text as JSON gives
 * it: what slice() of JavaScript, DOM ranges, Java and C# count in.  So a page
 * can mark the words with "text.slice(start, start + length)" and needs no
 * markup in the answer.
 */

#include "json.h"
#include "snippet.h"

void render_offsets(struct json *json, const struct snippet_text *text);

#endif
