/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "editor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "child.h"
#include "path.h"

/* How an editor is told a line. */
enum form {
	FORM_NONE,
	FORM_PLUS,   /* +12 file */
	FORM_COLON,  /* file:12 */
	FORM_GOTO,   /* --goto file:12 */
	FORM_OPTION, /* --line 12 file */
};

static const struct {
	const char *name;
	enum form form;
} editors[] = {
    {"code", FORM_GOTO},
    {"code-insiders", FORM_GOTO},
    {"codium", FORM_GOTO},
    {"cursor", FORM_GOTO},
    {"editor", FORM_PLUS},
    {"emacs", FORM_PLUS},
    {"emacsclient", FORM_PLUS},
    {"ex", FORM_PLUS},
    {"gedit", FORM_PLUS},
    {"gvim", FORM_PLUS},
    {"hx", FORM_COLON},
    {"jed", FORM_PLUS},
    {"joe", FORM_PLUS},
    {"kak", FORM_PLUS},
    {"kate", FORM_OPTION},
    {"less", FORM_PLUS},
    {"mcedit", FORM_PLUS},
    {"mg", FORM_PLUS},
    {"micro", FORM_PLUS},
    {"more", FORM_PLUS},
    {"nano", FORM_PLUS},
    {"ne", FORM_PLUS},
    {"nvim", FORM_PLUS},
    {"pico", FORM_PLUS},
    {"sensible-editor", FORM_PLUS},
    {"subl", FORM_COLON},
    {"vi", FORM_PLUS},
    {"view", FORM_PLUS},
    {"vim", FORM_PLUS},
    {"vim.tiny", FORM_PLUS},
    {"vscodium", FORM_GOTO},
    {"zed", FORM_COLON},
};

/* By the last part of the path of its program, whatever its arguments are. */
static enum form
form_of(const char *editor)
{
	size_t length = strcspn(editor, " \t"), start, i;

	for (start = length; start > 0 && editor[start - 1] != '/'; start--)
		;
	for (i = 0; i < sizeof editors / sizeof editors[0]; i++) {
		if (strlen(editors[i].name) == length - start &&
		    strncmp(editors[i].name, editor + start, length - start) == 0)
			return editors[i].form;
	}
	return FORM_NONE;
}

static const char *
choose(void)
{
	const char *visual = getenv("VISUAL"), *editor = getenv("EDITOR");

	if (visual != NULL && visual[0] != '\0')
		return visual;
	return editor != NULL && editor[0] != '\0' ? editor : "vi";
}

/* A shell takes the editor's arguments apart, and sees the file as one of its own. */
static enum fornix_status
run(const char *editor, const char *first, const char *second, const char *third,
    struct fornix_error *err)
{
	char *command CLEANUP_FREE = xmalloc(strlen(editor) + sizeof " \"$@\"");
	const char *argv[] = {"sh", "-c", command, editor, first, second, third, NULL};
	enum fornix_status status;
	struct child child;
	int code;

	snprintf(command, strlen(editor) + sizeof " \"$@\"", "%s \"$@\"", editor);
	status = child_start(argv, CHILD_NO_PIPE, &child, err);
	if (status != FORNIX_OK)
		return status;
	code = child_wait(&child);
	if (code == CHILD_NOT_FOUND)
		return error_set(err, FORNIX_ERR_IO,
		    "cannot run the editor '%s': set EDITOR to one that is there", editor);
	if (code != 0)
		return error_set(
		    err, FORNIX_ERR_IO, "the editor '%s' ended with %d", editor, code);
	return FORNIX_OK;
}

enum fornix_status
editor_open(const char *file, unsigned line, struct fornix_error *err)
{
	/* A name that begins with a minus is not an option of the editor. */
	char *safe CLEANUP_FREE = file[0] == '-' ? path_join(".", file) : xstrdup(file);
	size_t size = strlen(safe) + sizeof ":4294967295";
	char *place CLEANUP_FREE = xmalloc(size), number[16];
	const char *editor = choose();

	switch (line > 0 ? form_of(editor) : FORM_NONE) {
	case FORM_PLUS:
		snprintf(number, sizeof number, "+%u", line);
		return run(editor, number, safe, NULL, err);
	case FORM_COLON:
		snprintf(place, size, "%s:%u", safe, line);
		return run(editor, place, NULL, NULL, err);
	case FORM_GOTO:
		snprintf(place, size, "%s:%u", safe, line);
		return run(editor, "--goto", place, NULL, err);
	case FORM_OPTION:
		snprintf(number, sizeof number, "%u", line);
		return run(editor, "--line", number, safe, err);
	case FORM_NONE:
		break;
	}
	return run(editor, safe, NULL, NULL, err);
}
