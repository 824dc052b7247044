/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "generation_name.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "generation.h"

struct generation_name
generation_name_make(const char *kind, unsigned number)
{
	struct generation_name name;

	snprintf(name.text, sizeof name.text, "%s%06u", kind, number);
	return name;
}

unsigned
generation_name_parse(const char *kind, const char *name)
{
	size_t prefix = strlen(kind);
	unsigned long number;

	if (strncmp(name, kind, prefix) != 0)
		return 0;
	number = strtoul(name + prefix, NULL, 10);
	if (number == 0 || number > GENERATION_NUMBER_MAX)
		return 0;
	if (strcmp(name, generation_name_make(kind, (unsigned)number).text) != 0)
		return 0;
	return (unsigned)number;
}
