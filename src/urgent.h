/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_URGENT_H
#define FORNIX_URGENT_H

/*
 * What to say first to people whose search may be an emergency: the clinicians'
 * rules, from the corpus' _search/urgent.yaml, which fornix-rules(5) describes.
 *
 *	- id: stroke
 *	  patterns:
 *	    - face|arm droop|numb sudden
 *	  alone: stroke
 *	  title: These can be signs of a stroke
 *	  message: Call 911 now, even if they have gone.
 *	  phones:
 *	    - label: Call 911
 *	      number: "911"
 *	  link:
 *	    label: The signs of a stroke
 *	    article: patients/when-to-seek-emergency-care#stroke-signs
 */

#include "rule_reader.h"

#define URGENT_FILE             "urgent.yaml" /* in a generation, and in the corpus' _search */
#define URGENT_PHONES_MAX       4
#define URGENT_ID_BYTES_MAX     60
#define URGENT_NUMBER_BYTES_MAX 30

struct urgent_phone {
	char *label;  /* "Call 911"; owned */
	char *number; /* digits, and what people write between them; owned */
};

struct urgent_rule {
	char *id; /* letters, digits, hyphens; no two rules have the same; owned */
	char *title, *message;
	size_t phone_count;
	struct urgent_phone phones[URGENT_PHONES_MAX];
	char *link_label; /* NULL without a link */
	struct rule_target link;
	unsigned line;
};

struct urgent {
	size_t count, capacity;
	struct urgent_rule *rules;     /* in order of the file: the first that matches wins */
	struct pattern_book *patterns; /* in the same order */
};

/*
 * Reads the file's text.  Mistakes are findings; a rule that has one is left
 * out.  Returns NULL when the file is no YAML list and nothing of it can be used.
 */
struct urgent *urgent_parse(
    struct analyzer *analyzer, const char *text, size_t length, struct findings *findings);
void urgent_free(struct urgent *urgent);

#endif
