/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "gate_policy.h"

#include <stdio.h>
#include <string.h>

#include "nearest.h"

void
gate_policy_init(struct gate_policy *policy)
{
	*policy = (struct gate_policy){.max_removed = GATE_REMOVED_INIT,
	    .max_removed_is_percent = true,
	    .judged_margin = GATE_JUDGED_MARGIN};
}

size_t
gate_policy_removable(const struct gate_policy *policy, size_t served)
{
	size_t part;

	if (!policy->max_removed_is_percent)
		return policy->max_removed;
	part = served * policy->max_removed / 100;
	return part > GATE_REMOVED_LEAST ? part : GATE_REMOVED_LEAST;
}

bool
gate_policy_read_removed(const char *text, struct gate_policy *policy)
{
	size_t digits = strspn(text, "0123456789"), i;
	bool is_percent = strcmp(text + digits, "%") == 0;
	unsigned number = 0;

	if (digits == 0 || digits > 6 || (text[digits] != '\0' && !is_percent))
		return false;
	for (i = 0; i < digits; i++)
		number = number * 10 + (unsigned)(text[i] - '0');
	if (number > (is_percent ? 100 : GATE_REMOVED_MAX))
		return false;
	policy->max_removed = number;
	policy->max_removed_is_percent = is_percent;
	return true;
}

/* Not strtod(), which takes a comma for the point in some places. */
bool
gate_policy_read_part(const char *text, double *ret_part)
{
	double part = 0, place = 1;
	const char *p = text;

	if (*p != '0' && *p != '1')
		return false;
	part = *p++ - '0';
	if (*p == '.' && p[1] != '\0') {
		for (p++; *p >= '0' && *p <= '9'; p++)
			part += (*p - '0') * (place /= 10);
	}
	if (*p != '\0' || part > 1)
		return false;
	*ret_part = part;
	return true;
}

enum fornix_status
gate_policy_read_least(const char *text, enum eval_measure *ret_measure, double *ret_least,
    struct fornix_error *err)
{
	const char *equals = strchr(text, '='), *nearest;
	size_t length = equals != NULL ? (size_t)(equals - text) : 0;
	char name[32];
	int m;

	if (equals == NULL || length >= sizeof name)
		return error_set(err, FORNIX_ERR_USAGE,
		    "a measure and its least mean, as in 'success@3=0.6', not '%.80s'", text);
	snprintf(name, sizeof name, "%.*s", (int)length, text);
	for (m = 0; m < EVAL_MEASURES && strcmp(name, eval_measure_names[m]) != 0; m++)
		;
	if (m == EVAL_MEASURES) {
		nearest = nearest_name(name, eval_measure_names, EVAL_MEASURES);
		return error_set(err, FORNIX_ERR_USAGE,
		    "unknown measure '%s': did you mean '%s'?", name,
		    nearest != NULL ? nearest : eval_measure_names[0]);
	}
	if (!gate_policy_read_part(equals + 1, ret_least))
		return error_set(err, FORNIX_ERR_USAGE,
		    "the least mean of '%s' is a number from 0 to 1, not '%.80s'", name,
		    equals + 1);
	*ret_measure = (enum eval_measure)m;
	return FORNIX_OK;
}
