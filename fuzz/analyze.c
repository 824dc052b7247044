/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Text to tokens, as for indexing, queries and marking. */

#include "analyze.h"

#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

struct seen {
	size_t length, start;
	unsigned position;
	size_t tokens;
};

static void
look(const struct analyze_token *token, void *context)
{
	struct seen *seen = context;

	assert(token->stem_length >= 1 && token->stem_length <= ANALYZE_WORD_MAX);
	assert(token->word_length >= 1 && token->word_length <= ANALYZE_WORD_MAX);
	assert(strlen(token->stem) == token->stem_length);
	assert(strlen(token->word) == token->word_length);
	assert(token->start < token->end && token->end <= seen->length);
	assert(token->kind == ANALYZE_JOINED || token->start >= seen->start);
	assert(token->position >= seen->position);
	if (token->kind != ANALYZE_JOINED)
		seen->start = token->start;
	seen->position = token->position;
	seen->tokens++;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static struct analyzer *analyzer;
	struct seen seen = {.length = length, .position = 7};
	struct buffer slug;
	size_t tokens;

	if (analyzer == NULL)
		analyzer = analyzer_new();
	assert(analyze_text(analyzer, (const char *)bytes, length, 7, look, &seen) >=
	       seen.position);
	tokens = seen.tokens;
	/* The same again: what is cached makes no difference. */
	seen = (struct seen){.length = length, .position = 7};
	analyze_text(analyzer, (const char *)bytes, length, 7, look, &seen);
	assert(seen.tokens == tokens);
	buffer_init(&slug, 4 * length + 1024);
	analyze_slug(analyzer, (const char *)bytes, length, &slug);
	buffer_fini(&slug);
	return 0;
}
