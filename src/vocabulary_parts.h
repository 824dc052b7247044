/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_VOCABULARY_PARTS_H
#define FORNIX_VOCABULARY_PARTS_H

/*
 * What a vocabulary is put together from, shared by vocabulary_build.c, which
 * collects it, and vocabulary_file.c, which writes it.
 */

#include "analyze.h"
#include "buffer.h"
#include "vocabulary_build.h"

struct vocabulary_builder_word {
	uint32_t text, length, documents, weight;
	uint32_t stem; /* before the file is made: that of a known word, as it was before */
	uint64_t stem_hash; /* not of a known word */
	bool is_in_glossary, is_known;
};

struct vocabulary_builder_correction {
	uint32_t wrong, wrong_length, right, right_length;
	size_t order; /* in which they were added */
};

struct vocabulary_builder {
	struct buffer text;
	struct vocabulary_builder_word *words; /* in order of bytes */
	size_t word_count, word_capacity;
	struct vocabulary_builder_correction *corrections;
	size_t correction_count, correction_capacity;
	struct analyzer *analyzer;
	/* What follows is there when it makes a change of the vocabulary before. */
	const struct vocabulary *before;
	uint32_t next_before;     /* the first word there that comes behind the last one here */
	uint32_t *numbers_before; /* see vocabulary_table.h */
	uint32_t *anew;           /* likewise */
	size_t anew_count, anew_capacity;
};

uint64_t vocabulary_builder_stem_hash(struct vocabulary_builder *builder, struct span word);

/* Names the stem of each word by the first word of that stem.  See vocabulary_stems.c. */
void vocabulary_builder_group_stems(struct vocabulary_builder *builder);

#endif
