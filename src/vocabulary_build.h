/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_VOCABULARY_BUILD_H
#define FORNIX_VOCABULARY_BUILD_H

/*
 * Words and corrections into a file "vocabulary".  Only the write side includes
 * this; vocabulary_write.h says where the words come from.
 */

#include "vocabulary.h"

struct vocabulary_builder;

struct vocabulary_builder *vocabulary_builder_new(void);
void vocabulary_builder_free(struct vocabulary_builder *builder);

/*
 * Before words are added: they are mostly those of before, which stays open until the file is
 * written.  That makes it quicker, and not another file.
 */
void vocabulary_builder_change(
    struct vocabulary_builder *builder, const struct vocabulary *before);

/*
 * Adds a folded word; words come in order of their bytes, each once (INTERNAL
 * otherwise).  One longer than VOCABULARY_WORD_LENGTH_MAX is left out; LIMIT
 * past VOCABULARY_WORDS_MAX.  A weight that does not fit in 32 bits is cut.
 */
FORNIX_CHECKED enum fornix_status vocabulary_builder_add(struct vocabulary_builder *builder,
    struct span word, uint32_t documents, uint64_t weight, struct fornix_error *err);

/* Says that the word added last is one of the glossary. */
void vocabulary_builder_favour(struct vocabulary_builder *builder);

/* Whether the word was added. */
bool vocabulary_builder_knows(const struct vocabulary_builder *builder, struct span word);

/*
 * Says that right (words with a space between) stands for wrong.  Left out, and
 * no error, when wrong is a word that was added or a word of right is not, or has
 * no weight and is not of the glossary: add all words before.  Of several for one wrong word
 * the first is the best.
 */
FORNIX_CHECKED enum fornix_status vocabulary_builder_correct(struct vocabulary_builder *builder,
    struct span wrong, struct span right, struct fornix_error *err);

/*
 * Writes the file at path, which must not exist; documents is how many articles
 * the index has.  The caller syncs it.
 */
FORNIX_CHECKED enum fornix_status vocabulary_builder_write(struct vocabulary_builder *builder,
    const char *path, uint32_t documents, struct fornix_error *err);

#endif
