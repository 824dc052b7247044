/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The block before an article's text: YAML, TOML or JSON. */

#include "frontmatter.h"

#include "text.h"
#include "texts.h"

static void
check_line(const char *text)
{
	if (text != NULL)
		check_clean(text, false);
}

static void
check_day(uint32_t day)
{
	assert(day == 0 || (day / 100 % 100 >= 1 && day / 100 % 100 <= 12));
	assert(day == 0 || (day % 100 >= 1 && day % 100 <= 31));
}

static void
check(const struct frontmatter *front, size_t length)
{
	assert(front->body <= length);
	check_line(front->title);
	check_line(front->description);
	check_line(front->author);
	check_day(front->date);
	check_day(front->lastmod);
	check_day(front->reviewed);
	check_day(front->review_due);
	check_day(front->publish_date);
	check_day(front->expiry_date);
	check_clean_list(&front->tags);
	check_clean_list(&front->keywords);
	check_clean_list(&front->synonyms);
	check_clean_list(&front->misspellings);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct article_list notes = {0, NULL};
	struct frontmatter front;

	if (frontmatter_parse((const char *)bytes, length, "a.md", &front, &notes, &err) ==
	    FORNIX_OK) {
		check(&front, length);
		frontmatter_fini(&front);
	} else {
		assert(err.message[0] != '\0');
	}
	check_clean_list(&notes);
	text_list_fini(&notes);
	return 0;
}
