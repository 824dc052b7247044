/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_RULE_READER_H
#define FORNIX_RULE_READER_H

/*
 * What the files of rules have in common: a YAML list of mappings, each of which
 * is a rule.  A mistake is a finding with its line, and the rule that has it is
 * left out; the others count.
 */

#include <stdbool.h>
#include <stdint.h>

#include "findings.h"
#include "pattern.h"
#include "yamldoc.h"

#define RULE_FILE_BYTES_MAX YAMLDOC_BYTES_MAX
#define RULE_FILE_RULES_MAX 1000
#define RULE_LINE_BYTES_MAX 120 /* of a title, a label or a name */
#define RULE_TEXT_BYTES_MAX 600 /* of a message or a reason */
#define RULE_URL_BYTES_MAX  500

struct rule_reader {
	struct analyzer *analyzer;
	struct findings *findings;
	const struct yamldoc_node *rule; /* the one that is read */
	bool is_bad;                     /* it has a mistake */
};

/* Adds a problem at the node, or at the rule itself when node is NULL. */
void rule_problem(struct rule_reader *reader, const struct yamldoc_node *node,
    const char *format, ...) FORNIX_PRINTF(3, 4);

/*
 * Parses a file.  Returns its list of rules, which may be empty, or NULL with a
 * finding when it cannot be read at all.  The caller frees it with yamldoc_free().
 */
struct yamldoc_node *rule_file_parse(
    struct rule_reader *reader, const char *text, size_t length);

/* Begins a rule; false, with a finding, when the node is no rule. */
bool rule_begin(struct rule_reader *reader, const struct yamldoc_node *rule,
    const char *const *keys, size_t key_count);

/* Checks that a mapping has no other keys than these. */
void rule_check_keys(struct rule_reader *reader, const struct yamldoc_node *mapping,
    const char *const *keys, size_t key_count);

/*
 * The value of a key as one clean line, at most bytes long; NULL when it is not
 * there, which is a problem if it is required.  The caller frees it.
 */
char *rule_line(struct rule_reader *reader, const struct yamldoc_node *mapping, const char *key,
    size_t bytes, bool is_required);

/* The day of a key as YYYYMMDD; 0 when it is not there or no day. */
uint32_t rule_day(struct rule_reader *reader, const char *key);

/* Where a rule leads: to an article of the corpus, or elsewhere. */
struct rule_target {
	char *article; /* its id and perhaps "#anchor", or NULL; owned */
	char *url;     /* "/…" or "https://…", or NULL; owned */
	unsigned line;
};

/* Reads the keys "article" and "url" of a mapping, of which it must have one. */
void rule_target_read(struct rule_reader *reader, const struct yamldoc_node *mapping,
    struct rule_target *ret_target);
void rule_target_fini(struct rule_target *target);

/* Adds the pattern of a key, or each of its list, for the rule with that number. */
void rule_patterns_add(struct rule_reader *reader, const char *key, enum pattern_kind kind,
    struct pattern_book *book, unsigned rule);

#endif
