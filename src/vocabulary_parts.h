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
	uint32_t text, length, documents, weight, stem;
	uint64_t stem_hash;
	bool is_in_glossary;
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
};

#endif
