/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nearest.h"

void
options_init(struct options *options, const struct option_spec *specs, int argc, char **argv)
{
	*options = (struct options){.argc = argc, .argv = argv, .specs = specs};
	optind = 0; /* glibc: start anew */
	opterr = 0;
}

static int
is_letter(int id)
{
	return id > ' ' && id < 127;
}

/* Of an option that may do without, a value must be joined to it: "--open=2". */
static int
kind_of_value(const struct option_spec *spec)
{
	if (spec->value == NULL)
		return no_argument;
	return spec->value[0] == '[' ? optional_argument : required_argument;
}

/* getopt's own tables; a leading ":" tells a missing value from an unknown option. */
static void
make_tables(const struct option_spec *specs, struct option *longs, char *letters)
{
	size_t i;

	*letters++ = ':';
	for (i = 0; specs[i].id != 0; i++) {
		longs[i] = (struct option){.name = specs[i].name,
		    .has_arg = kind_of_value(&specs[i]),
		    .val = specs[i].id};
		if (!is_letter(specs[i].id))
			continue;
		*letters++ = (char)specs[i].id;
		if (specs[i].value != NULL)
			*letters++ = ':';
	}
	*letters = '\0';
	memset(&longs[i], 0, sizeof longs[i]);
}

static int
report_unknown(const struct options *options, struct fornix_error *err)
{
	const char *names[OPTIONS_MAX], *near, *word = options->argv[optind - 1];
	char name[64];
	size_t i;

	if (optopt != 0 && is_letter(optopt) && strncmp(word, "--", 2) != 0) {
		error_set(err, FORNIX_ERR_USAGE,
		    "unknown option '-%c'; words that begin with '-' go behind '--'", optopt);
		return -1;
	}
	snprintf(name, sizeof name, "%.*s", (int)strcspn(word, "="), word);
	for (i = 0; options->specs[i].id != 0; i++)
		names[i] = options->specs[i].name;
	near = nearest_name(name + strspn(name, "-"), names, i);
	if (optopt != 0)
		error_set(err, FORNIX_ERR_USAGE, "option '%s' takes no value", name);
	else if (near != NULL)
		error_set(err, FORNIX_ERR_USAGE, "unknown option '%s': did you mean '--%s'?",
		    name, near);
	else
		error_set(err, FORNIX_ERR_USAGE, "unknown option '%s'", name);
	return -1;
}

int
options_next(struct options *options, struct fornix_error *err)
{
	struct option longs[OPTIONS_MAX + 1];
	char letters[2 * OPTIONS_MAX + 2];
	int id;

	make_tables(options->specs, longs, letters);
	id = getopt_long(options->argc, options->argv, letters, longs, NULL);
	options->value = optarg;
	if (id == -1) {
		options->first_operand = optind;
		return 0;
	}
	if (id == '?')
		return report_unknown(options, err);
	if (id == ':') {
		error_set(err, FORNIX_ERR_USAGE, "option '%s' needs a value",
		    options->argv[optind - 1]);
		return -1;
	}
	return id;
}

void
options_help(const struct option_spec *specs)
{
	char left[64];
	size_t i;

	for (i = 0; specs[i].id != 0; i++) {
		if (is_letter(specs[i].id))
			snprintf(left, sizeof left, "-%c, --%s", specs[i].id, specs[i].name);
		else
			snprintf(left, sizeof left, "    --%s", specs[i].name);
		if (specs[i].value != NULL)
			snprintf(left + strlen(left), sizeof left - strlen(left), "%s%s",
			    specs[i].value[0] == '[' ? "" : " ", specs[i].value);
		printf("  %-28s %s\n", left, specs[i].help);
	}
}

enum fornix_status
options_number(const char *option, const char *value, unsigned long long least,
    unsigned long long most, unsigned long long *ret_number, struct fornix_error *err)
{
	unsigned long long number;
	char *end;

	errno = 0;
	number = strtoull(value, &end, 10);
	if (value[0] < '0' || value[0] > '9' || *end != '\0' || errno != 0 || number < least ||
	    number > most)
		return error_set(err, FORNIX_ERR_USAGE,
		    "option '%s' takes a whole number from %llu to %llu, not '%s'", option,
		    least, most, value);
	*ret_number = number;
	return FORNIX_OK;
}
