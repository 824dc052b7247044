/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config_check.h"

#include <stdlib.h>
#include <string.h>

#include "article.h"

#define ORIGIN_HOST_BYTES_MAX 253
#define PHONE_DIGITS_MIN      3
#define PHONE_BYTES_MAX       40

/* Whether all braces belong to placeholders, and one of them tells pages apart. */
static bool
has_good_placeholders(const char *pattern)
{
	static const char *const names[] = {"{path}", "{slug}", "{section}"};
	size_t i;

	if (strstr(pattern, "{path}") == NULL && strstr(pattern, "{slug}") == NULL)
		return false;
	for (; *(pattern += strcspn(pattern, "{}")) != '\0'; pattern += strlen(names[i])) {
		for (i = 0; i < sizeof names / sizeof names[0]; i++) {
			if (strncmp(pattern, names[i], strlen(names[i])) == 0)
				break;
		}
		if (i == sizeof names / sizeof names[0])
			return false;
	}
	return true;
}

static bool
is_url_text(const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s <= ' ' || *s >= 0x7F || strchr("\"<>\\^`|", *s) != NULL)
			return false;
	}
	return true;
}

bool
config_check_url(const char *text)
{
	bool is_rooted = text[0] == '/' && text[1] != '/';

	return (is_rooted || strncmp(text, "https://", 8) == 0) &&
	       strlen(text) <= ARTICLE_URL_BYTES_MAX && is_url_text(text);
}

bool
config_check_pattern(const char *text)
{
	return config_check_url(text) && has_good_placeholders(text);
}

bool
config_check_phone(const char *text)
{
	size_t digits = 0, i;

	for (i = 0; text[i] != '\0'; i++) {
		if (strchr("+()-./ ", text[i]) == NULL && (text[i] < '0' || text[i] > '9'))
			return false;
		digits += text[i] >= '0' && text[i] <= '9';
	}
	return digits >= PHONE_DIGITS_MIN && i <= PHONE_BYTES_MAX;
}

bool
config_check_number(const char *text, unsigned long max, unsigned long *ret_number)
{
	size_t digits = strspn(text, "0123456789");

	if (digits == 0 || digits > 10 || text[digits] != '\0')
		return false;
	*ret_number = strtoul(text, NULL, 10);
	return *ret_number <= max;
}

bool
config_check_networks(const struct yamldoc_node *node, size_t max, struct network *ret_networks,
    size_t *ret_count)
{
	const struct yamldoc_node *item = node->kind == YAMLDOC_SCALAR ? node : node->child;
	size_t count = 0;

	for (; item != NULL; item = item != node ? item->next : NULL) {
		if (count == max || item->kind != YAMLDOC_SCALAR ||
		    !network_read(item->text, &ret_networks[count]))
			return false;
		count++;
	}
	*ret_count = count;
	return true;
}

bool
config_check_address(const char *text)
{
	const char *colon = strrchr(text, ':');
	unsigned long port;
	size_t host;

	if (colon == NULL || colon == text || !config_check_number(colon + 1, 65535, &port))
		return false;
	host = (size_t)(colon - text);
	if (text[0] == '[')
		return host > 2 && text[host - 1] == ']' &&
		       strspn(text + 1, "0123456789abcdefABCDEF:.") == host - 2;
	return memchr(text, ':', host) == NULL;
}

/* Where the host at text ends; text itself when there is none. */
static const char *
skip_host(const char *text)
{
	size_t length;

	if (text[0] == '[') {
		length = strspn(text + 1, "0123456789abcdef:.");
		return length > 1 && text[1 + length] == ']' ? text + length + 2 : text;
	}
	length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-._");
	if (length > ORIGIN_HOST_BYTES_MAX || strchr("-.", text[0]) != NULL)
		return text;
	return text + length;
}

bool
config_check_origin(const char *text)
{
	static const struct {
		const char *start, *own_port;
	} schemes[] = {{"https://", ":443"}, {"http://", ":80"}};
	const char *host, *end;
	unsigned long port;
	size_t i;

	if (strcmp(text, "*") == 0)
		return true;
	for (i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
		if (strncmp(text, schemes[i].start, strlen(schemes[i].start)) != 0)
			continue;
		host = text + strlen(schemes[i].start);
		end = skip_host(host);
		if (end == host || *end == '\0')
			return end != host;
		return *end == ':' && strcmp(end, schemes[i].own_port) != 0 && end[1] != '0' &&
		       config_check_number(end + 1, 65535, &port);
	}
	return false;
}
