/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "../src/source_line.h"
#include "scratch.h"
#include "tap.h"

static const char source[] = "---\n"
			     "title: Spasm of the face\n"
			     "description: What a spasm is.\n"
			     "---\n"
			     "\n"
			     "A spasm is short, and the **face** is still.\n"
			     "\n"
			     "## Where it begins\n"
			     "\n"
			     "It begins near the eye. The\n"
			     "spasm of the [whole face](../a/face-spasm.md) comes later, and\n"
			     "“Ménière’s” is\r\n"
			     "another thing.\n";

static unsigned
line_of(const char *passage, const char *marked)
{
	struct snippet_mark mark = {0, 0};
	struct snippet_text text = {.text = (char *)passage};
	const char *at = marked != NULL ? strstr(passage, marked) : NULL;

	if (at != NULL) {
		mark = (struct snippet_mark){(size_t)(at - passage), strlen(marked)};
		text.mark_count = 1;
		text.marks = &mark;
	}
	return source_line_find(source, sizeof source - 1, &text);
}

static void
test_find(void)
{
	static const struct {
		const char *passage, *marked, *name;
		unsigned line;
	} rows[] = {
	    {"What a spasm is.", "spasm", "the description", 3},
	    {"A spasm is short, and the face is still.", "spasm", "a line of the text", 6},
	    {"A spasm is short, and the face is still.", "face", "through emphasis", 6},
	    {"… The spasm of the whole face comes later …", "spasm", "on a wrapped line", 11},
	    {"… the whole face comes later, and “Ménière’s” …", "face", "through a link", 11},
	    {"WHERE IT BEGINS", NULL, "capitals, and no mark", 8},
	    {"comes later, and “Ménière’s” is another thing.", "Ménière",
		"a letter with accents", 12},
	    {"and “Ménière’s” is another thing", "another", "the line of the mark", 13},
	    {"A facial spasm, edited since", "facial", "a word that is gone: the next one", 3},
	    {"xyzzy", "xyzzy", "nothing of it", 0},
	    {"", NULL, "an empty passage", 0},
	    {"… – …", NULL, "a passage without words", 0},
	};
	struct snippet_text none = {.text = NULL};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++)
		tap_number(
		    line_of(rows[i].passage, rows[i].marked), rows[i].line, rows[i].name);
	tap_number(source_line_find(source, sizeof source - 1, &none), 0, "no passage");
	none.text = (char *)"spasm";
	tap_number(source_line_find("", 0, &none), 0, "an empty file");
}

static void
test_file(void)
{
	struct snippet_text text = {.text = (char *)"two"};
	char *path = scratch_path("a.md"), *missing = scratch_path("none.md");

	scratch_write_text("a.md", "one\ntwo\n");
	tap_number(source_line_of_file(path, &text), 2, "a file");
	tap_number(source_line_of_file(missing, &text), 0, "a file that is not there");
	free(path);
	free(missing);
}

int
main(void)
{
	test_find();
	test_file();
	return tap_done();
}
