/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ship_target.h"

#include <string.h>

#include "xalloc.h"

/* As scp(1) reads it: a colon before the first slash ends the host's name. */
static const char *
find_colon(const char *text)
{
	const char *bracket = strchr(text, '[');
	const char *end = text + strcspn(text, "/");
	const char *colon = text;

	if (bracket != NULL && bracket < end && strchr(bracket, ']') != NULL)
		colon = strchr(bracket, ']');
	colon += strcspn(colon, ":/");
	return *colon == ':' && colon < end ? colon : NULL;
}

/* ssh takes an address of IPv6 without brackets. */
static char *
copy_host(const char *text, size_t length)
{
	char *host = xstrndup(text, length), *to = host;
	const char *from;

	for (from = host; *from != '\0'; from++) {
		if (*from != '[' && *from != ']')
			*to++ = *from;
	}
	*to = '\0';
	return host;
}

enum fornix_status
ship_target_init(struct ship_target *target, const char *text, struct fornix_error *err)
{
	const char *colon = find_colon(text);
	const char *folder = colon != NULL ? colon + 1 : text;

	*target = (struct ship_target){.text = text};
	if (strlen(text) > SHIP_TARGET_BYTES_MAX)
		return error_set(err, FORNIX_ERR_USAGE,
		    "the target '%.60s…' is longer than %d bytes", text, SHIP_TARGET_BYTES_MAX);
	if (folder[0] == '\0' || colon == text || text[0] == '-' ||
	    text[strcspn(text, "\n\r")] != '\0')
		return error_set(err, FORNIX_ERR_USAGE,
		    "'%.80s' is no folder to ship to: write DIR or HOST:DIR", text);
	if (colon != NULL && (folder[0] == ':' || strncmp(folder, "//", 2) == 0))
		return error_set(err, FORNIX_ERR_USAGE,
		    "'%.80s' names an rsync daemon, which cannot check what it got: write "
		    "HOST:DIR, which is reached through ssh",
		    text);
	if (folder[0] == '~')
		return error_set(err, FORNIX_ERR_USAGE,
		    "'%.80s' begins with '~': write DIR relative to the home folder, without "
		    "it",
		    text);
	if (colon != NULL)
		target->host = copy_host(text, (size_t)(colon - text));
	target->folder = xstrdup(folder);
	return FORNIX_OK;
}

void
ship_target_fini(struct ship_target *target)
{
	free(target->host);
	free(target->folder);
}

void
ship_target_quote(struct buffer *out, const char *word)
{
	buffer_append_char(out, '\'');
	for (; *word != '\0'; word++) {
		if (*word == '\'')
			buffer_append_string(out, "'\\''");
		else
			buffer_append_char(out, *word);
	}
	buffer_append_char(out, '\'');
}

enum fornix_status
ship_target_command(const struct ship_target *target, const char *rsh, const char *line,
    struct buffer *space, const char *ret_argv[SHIP_RSH_WORDS_MAX + 4],
    struct fornix_error *err)
{
	size_t count = 0;
	char *word, *next;

	if (target->host == NULL) {
		ret_argv[0] = "sh";
		ret_argv[1] = "-c";
		ret_argv[2] = line;
		ret_argv[3] = NULL;
		return FORNIX_OK;
	}
	buffer_clear(space);
	buffer_append_string(space, rsh);
	next = space->data;
	while ((word = strsep(&next, " ")) != NULL) {
		if (word[0] == '\0')
			continue;
		if (count == SHIP_RSH_WORDS_MAX)
			return error_set(err, FORNIX_ERR_USAGE,
			    "'--rsh' has more than %d words", SHIP_RSH_WORDS_MAX);
		ret_argv[count++] = word;
	}
	if (count == 0)
		return error_set(
		    err, FORNIX_ERR_USAGE, "'--rsh' is empty: name a program like 'ssh'");
	ret_argv[count++] = target->host;
	ret_argv[count++] = line;
	ret_argv[count] = NULL;
	return FORNIX_OK;
}
