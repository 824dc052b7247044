/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analyze.h"
#include "stopword.h"

struct slug {
	struct buffer *out;
	size_t first; /* length of out before */
};

static void
append_slug(const struct analyze_token *token, void *context)
{
	const struct slug *slug = context;

	if (token->kind == ANALYZE_JOINED)
		return;
	if (slug->out->length > slug->first)
		buffer_append_char(slug->out, '-');
	buffer_append(slug->out, token->word, token->word_length);
}

void
analyze_slug(struct analyzer *analyzer, const char *text, size_t length, struct buffer *out)
{
	struct slug slug = {out, out->length};

	analyze_text(analyzer, text, length, 0, append_slug, &slug);
}

bool
analyze_is_stopword(const char *word, size_t length)
{
	return stopword_is_known(word, length);
}
