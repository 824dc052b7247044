/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SUGGEST_MARK_H
#define FORNIX_SUGGEST_MARK_H

/*
 * Marks what was typed in what is offered: of a word that was only begun, as
 * much as was typed; of one with a typo, all.  Private to suggest.c.
 */

#include "snippet.h"
#include "suggest_words.h"

/* The caller calls snippet_text_fini(). */
void suggest_mark(struct analyzer *analyzer, const struct suggest_query *query,
    const struct suggest_phrase *phrase, struct snippet_text *ret_text);

#endif
