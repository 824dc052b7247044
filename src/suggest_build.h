/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SUGGEST_BUILD_H
#define FORNIX_SUGGEST_BUILD_H

/*
 * Articles, phrases and words into a file "suggestions".  Only the write side
 * includes this; suggest_write.h says where they come from.
 */

#include "suggest_file.h"

struct suggest_builder;

struct suggest_builder *suggest_builder_new(void);
void suggest_builder_free(struct suggest_builder *builder);

/* Adds a folded word that completes what is typed; one that is there gets the number. */
FORNIX_CHECKED enum fornix_status suggest_builder_word(struct suggest_builder *builder,
    struct span word, uint32_t documents, struct fornix_error *err);

/* How many articles have the rarest word of text that counts; 0 when none has it. */
uint32_t suggest_builder_rarity(struct suggest_builder *builder, struct span text);

/*
 * Adds an article with its title, which is cut past SUGGEST_PHRASE_BYTES_MAX;
 * bonus, at most SUGGEST_BONUS_MAX, is for all its names.
 */
FORNIX_CHECKED enum fornix_status suggest_builder_article(struct suggest_builder *builder,
    struct span id, struct span url, struct span title, unsigned bonus, uint32_t *ret_article,
    struct fornix_error *err);

/*
 * Adds another name of an article, or with SUGGEST_NONE a completion.  The same
 * words twice (for the same article) are one phrase, of the kind that came
 * first; completions that come more often are better known.  Left out, and no
 * error, when it has no words, is longer than SUGGEST_PHRASE_BYTES_MAX, or would be one
 * more than SUGGEST_OTHERS_MAX: titles come first.
 */
FORNIX_CHECKED enum fornix_status suggest_builder_phrase(struct suggest_builder *builder,
    struct span text, enum suggest_kind kind, uint32_t article, struct fornix_error *err);

/* Writes the file at path, which must not exist.  The caller syncs it. */
FORNIX_CHECKED enum fornix_status suggest_builder_write(
    struct suggest_builder *builder, const char *path, struct fornix_error *err);

#endif
