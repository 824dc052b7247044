/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_OPTIONS_H
#define FORNIX_OPTIONS_H

/*
 * Command lines by table: the same table parses, and prints the help.
 *
 *	while ((id = options_next(&options, &err)) > 0)
 *		switch (id) { case 'i': index = options.value; … }
 *	if (id < 0) report err, which names the option and the nearest valid one
 *
 * Options and operands may be mixed; "--" ends the options.  Not for two
 * threads: it is getopt_long() underneath.
 */

#include <stddef.h>

#include "error.h"

#define OPTIONS_MAX 40

struct option_spec {
	int id;           /* above 0; the letter for an option that has one */
	const char *name; /* without "--" */
	/* What to call its value in the help; "[=N]": may be left out; NULL: it takes none. */
	const char *value;
	const char *help; /* one line */
};

struct options {
	int argc;
	char **argv;
	const struct option_spec *specs; /* ends with an id of 0 */
	const char *value; /* of the option just returned, NULL without; borrowed */
	int first_operand; /* index in argv, when options_next() has returned 0 */
};

/* argv[0] is the command's name and is skipped. */
void options_init(
    struct options *options, const struct option_spec *specs, int argc, char **argv);

/* The id of the next option, 0 when there is none, -1 with err set. */
int options_next(struct options *options, struct fornix_error *err);

/* Prints the table as help, one line an option, to standard output. */
void options_help(const struct option_spec *specs);

/* A whole number from least to most; USAGE naming the option otherwise. */
FORNIX_CHECKED enum fornix_status options_number(const char *option, const char *value,
    unsigned long long least, unsigned long long most, unsigned long long *ret_number,
    struct fornix_error *err);

#endif
