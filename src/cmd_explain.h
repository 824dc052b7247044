/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_CMD_EXPLAIN_H
#define FORNIX_CMD_EXPLAIN_H

/* What "fornix explain" is asked, and what it tells of results; private to cmd_explain*.c. */

#include "buffer.h"
#include "config.h"
#include "explain.h"
#include "explain_article.h"

struct cmd_explain {
	struct search_request request;
	const char *path; /* of an article asked about, as it was typed; NULL: none */
};

struct cmd_explain_answer {
	struct search_result *result; /* owned; with its explanation */
	/* The rest is of the article asked about. */
	char *id; /* owned */
	struct explain_article article;
	bool is_new;     /* its file is there, and not in the index */
	bool is_changed; /* its file is another one than was indexed */
};

/* NOT_FOUND for an article that there is not.  The caller calls cmd_explain_answer_fini(). */
FORNIX_CHECKED enum fornix_status cmd_explain_ask(const struct cmd_explain *wish,
    const struct config *config, struct cmd_explain_answer *ret_answer,
    struct fornix_error *err);
void cmd_explain_answer_fini(struct cmd_explain_answer *answer);

/* Whether the search found something, or the article. */
bool cmd_explain_is_found(
    const struct cmd_explain *wish, const struct cmd_explain_answer *answer);

void cmd_explain_put_hits(struct buffer *out, const struct search_result *result);
void cmd_explain_put_article(struct buffer *out, const struct cmd_explain_answer *answer);

#endif
