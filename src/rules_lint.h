/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_RULES_LINT_H
#define FORNIX_RULES_LINT_H

/*
 * What a reader of the rules would ask about them, besides the mistakes that
 * rules_check() finds: whether each can ever show, leads somewhere, and still
 * holds.  Nothing of it keeps a rule from being published.
 */

#include "article.h"
#include "rules.h"

#define RULES_LINT_DAYS 30 /* best bets that are over within so many days are told */

/*
 * Adds what is found in the text of a file of rules.  options are those that
 * articles are read with; its day says what is over.
 */
void rules_lint(const struct corpus *corpus, enum rules_file file, const struct buffer *text,
    const struct article_options *options, struct findings *findings);

#endif
