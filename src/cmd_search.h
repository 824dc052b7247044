/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_CMD_SEARCH_H
#define FORNIX_CMD_SEARCH_H

/* What "fornix search" is asked to do; private to cmd_search*.c. */

#include <stdbool.h>

#include "config.h"
#include "options.h"
#include "search.h"

/* What narrows a search, with the ids that cmd_search_narrow() takes. */
enum {
	CMD_SEARCH_IN = 512,
	CMD_SEARCH_NO_CORRECTION,
	CMD_SEARCH_NO_SYNONYMS,
	CMD_SEARCH_SINCE,
	CMD_SEARCH_TAG,
};

#define CMD_SEARCH_NARROWING                                                                   \
	{CMD_SEARCH_TAG, "tag", "TAG", "only articles with this tag; may be repeated"},        \
	    {CMD_SEARCH_IN, "in", "SECTION", "only articles of this folder; may be repeated"}, \
	    {CMD_SEARCH_SINCE, "since", "DAY",                                                 \
		"published or reviewed since: 2026-01-31, 30d, '6 months'"},                   \
	    {CMD_SEARCH_NO_CORRECTION, "no-correction", NULL,                                  \
		"take misspelt words as they are"},                                            \
	{                                                                                      \
		CMD_SEARCH_NO_SYNONYMS, "no-synonyms", NULL,                                   \
		    "search for the words themselves only"                                     \
	}

enum cmd_search_format {
	CMD_SEARCH_TEXT,
	CMD_SEARCH_JSON,
	CMD_SEARCH_JSONL,
	CMD_SEARCH_TREC,
	CMD_SEARCH_FILES,
	CMD_SEARCH_COUNT,
};

struct cmd_search_wish {
	const char *config, *index; /* borrowed from argv, as the rest; NULL: not given */
	const char *server;         /* NULL: the index of this machine */
	struct search_request request;
	enum cmd_search_format format;
	bool has_format;        /* was asked for, so that another one is a contradiction */
	bool has_number;        /* one page of results; else lists hold all of them */
	bool separates_by_null; /* the paths of --files */
	bool without_pager;
	bool with_colour, with_links; /* as decided for this terminal */
	unsigned open;                /* number of the hit to open; 0: none */
};

extern const struct option_spec cmd_search_options[];

/*
 * One page of results, or for a list that nobody limited all that there are, from
 * the index at config->index or from the server.  The caller frees *ret_result.
 */
FORNIX_CHECKED enum fornix_status cmd_search_ask(const struct cmd_search_wish *wish,
    const struct config *config, struct search_result **ret_result, struct fornix_error *err);

/*
 * Takes one of CMD_SEARCH_NARROWING, whose value is borrowed, into the request; others
 * are left alone.
 */
FORNIX_CHECKED enum fornix_status cmd_search_narrow(
    struct search_request *request, int id, const char *value, struct fornix_error *err);

/* Reads the options into wish; returns as options_next(). */
int cmd_search_options_read(
    struct options *options, struct cmd_search_wish *wish, struct fornix_error *err);

#endif
