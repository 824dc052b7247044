/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "html-check.h"

#include <stdio.h>
#include <string.h>

#include "../src/escape.h"

#define DEPTH_MAX  32
#define IDS_MAX    32
#define NAME_BYTES 32

struct checker {
	const char *at;
	char *why;
	size_t why_size;
	char open[DEPTH_MAX][NAME_BYTES];
	size_t depth;
	char ids[IDS_MAX][NAME_BYTES];
	size_t id_count;
};

static const char elements[] =
    " html head title body header main footer nav form label button div p a span ul ol li h1 "
    "h2 h3 strong bdi mark details summary section aside del "
    "pre code dl dt dd script fornix-search ";
static const char void_elements[] = " meta link input ";
static const char attributes[] =
    " lang dir charset name content rel href type class id role action method for maxlength "
    "autocomplete value tabindex start aria-hidden aria-label aria-labelledby "
    "aria-current enterkeyhint src defer ";

static bool
fail(struct checker *checker, const char *what)
{
	snprintf(checker->why, checker->why_size, "%s at '%.60s'", what, checker->at);
	return false;
}

static bool
is_listed(const char *list, const char *name)
{
	char padded[NAME_BYTES + 3];

	snprintf(padded, sizeof padded, " %s ", name);
	return strstr(list, padded) != NULL;
}

/* Reads up to one of the characters in ends. */
static bool
read_name(struct checker *checker, const char *ends, char name[NAME_BYTES])
{
	size_t length = strcspn(checker->at, ends);

	if (length == 0 || length >= NAME_BYTES)
		return fail(checker, "no name");
	memcpy(name, checker->at, length);
	name[length] = '\0';
	checker->at += length;
	return true;
}

static bool
check_characters(struct checker *checker, size_t length)
{
	static const char *const references[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
	const char *end = checker->at + length;
	size_t i;

	for (; checker->at < end; checker->at++) {
		if (strchr("<>\"'", *checker->at) != NULL)
			return fail(checker, "raw character");
		for (i = 0; *checker->at == '&' && i < 5; i++) {
			if (strncmp(checker->at, references[i], strlen(references[i])) == 0)
				break;
		}
		if (*checker->at == '&' && i == 5)
			return fail(checker, "unknown reference");
	}
	return true;
}

static bool
href_is_allowed(const char *href, size_t length)
{
	if (length > 4 && strncmp(href, "tel:", 4) == 0 &&
	    strspn(href + 4, "+0123456789") == length - 4)
		return true;
	if (href[0] == '#')
		return true;
	if (href[0] == '/')
		return href[1] != '/' && href[1] != '\\' && strcspn(href, "\t\n\\ ") >= length;
	return strncmp(href, "https://", 8) == 0 && href[8] != '/' && href[8] != '"';
}

static bool
check_id(struct checker *checker, size_t length)
{
	size_t i;

	if (length >= NAME_BYTES || checker->id_count == IDS_MAX)
		return fail(checker, "long id");
	for (i = 0; i < checker->id_count; i++) {
		if (strlen(checker->ids[i]) == length &&
		    strncmp(checker->ids[i], checker->at, length) == 0)
			return fail(checker, "id twice");
	}
	snprintf(
	    checker->ids[checker->id_count++], NAME_BYTES, "%.*s", (int)length, checker->at);
	return true;
}

static bool
check_attribute(struct checker *checker)
{
	char name[NAME_BYTES];
	size_t length;

	if (!read_name(checker, "= >\n", name))
		return false;
	if (!is_listed(attributes, name))
		return fail(checker, "unknown attribute");
	if (strncmp(checker->at, "=\"", 2) != 0)
		return fail(checker, "attribute without quoted value");
	checker->at += 2;
	length = strcspn(checker->at, "\"");
	if (strcmp(name, "href") == 0 && !href_is_allowed(checker->at, length))
		return fail(checker, "bad link");
	if (strcmp(name, "src") == 0 && strncmp(checker->at, "/assets/", 8) != 0)
		return fail(checker, "file that is not ours");
	if (strcmp(name, "id") == 0 && !check_id(checker, length))
		return false;
	if (!check_characters(checker, length))
		return false;
	checker->at++;
	return true;
}

static bool
check_end_tag(struct checker *checker)
{
	char name[NAME_BYTES];

	checker->at += 2;
	if (!read_name(checker, ">", name))
		return false;
	if (checker->depth == 0 || strcmp(checker->open[checker->depth - 1], name) != 0)
		return fail(checker, "end tag without start tag before");
	checker->depth--;
	checker->at++;
	return true;
}

static bool
check_start_tag(struct checker *checker)
{
	char name[NAME_BYTES];

	checker->at++;
	if (!read_name(checker, " >\n", name))
		return false;
	if (!is_listed(elements, name) && !is_listed(void_elements, name))
		return fail(checker, "unknown element before");
	while (*checker->at == ' ') {
		checker->at++;
		if (!check_attribute(checker))
			return false;
	}
	if (*checker->at++ != '>')
		return fail(checker, "tag without end");
	if (is_listed(void_elements, name))
		return true;
	if (strcmp(name, "script") == 0 && strncmp(checker->at, "</script>", 9) != 0)
		return fail(checker, "script in the page");
	if (checker->depth == DEPTH_MAX)
		return fail(checker, "too deep");
	snprintf(checker->open[checker->depth++], NAME_BYTES, "%s", name);
	return true;
}

/* A text with its like cleaned away is the same text, when there was nothing to clean. */
static bool
check_bytes(struct checker *checker, const char *html)
{
	struct buffer clean;
	bool is_same;

	buffer_init(&clean, strlen(html));
	escape_clean(&clean, html, strlen(html));
	is_same = strcmp(clean.data, html) == 0;
	buffer_fini(&clean);
	return is_same ? true : fail(checker, "unclean bytes");
}

bool
html_check(const char *html, char *why, size_t why_size)
{
	static const char doctype[] = "<!doctype html>\n";
	struct checker checker = {.at = html, .why = why, .why_size = why_size};

	snprintf(why, why_size, "%s", "");
	if (!check_bytes(&checker, html))
		return false;
	if (strncmp(html, doctype, strlen(doctype)) == 0)
		checker.at += strlen(doctype);
	while (*checker.at != '\0') {
		bool is_good;

		if (strncmp(checker.at, "</", 2) == 0)
			is_good = check_end_tag(&checker);
		else if (*checker.at == '<')
			is_good = check_start_tag(&checker);
		else
			is_good = check_characters(&checker, strcspn(checker.at, "<"));
		if (!is_good)
			return false;
	}
	return checker.depth == 0 || fail(&checker, "element left open");
}
