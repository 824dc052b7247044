/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "eval_report.h"

#include <math.h>
#include <string.h>

#include "escape.h"
#include "json.h"

#define DECIMALS 4

/* NAN is what was not measured. */
static void
append_number(struct buffer *out, double number, int width, bool with_sign)
{
	if (isnan(number))
		buffer_printf(out, "%*s", width, "-");
	else if (with_sign)
		buffer_printf(out, "%+*.*f", width, DECIMALS, number);
	else
		buffer_printf(out, "%*.*f", width, DECIMALS, number);
}

static void
append_queries(struct buffer *out, const struct eval_outcome *outcome)
{
	size_t i;
	int m;

	for (m = 0; m < EVAL_MEASURES; m++)
		buffer_printf(out, "%10s  ", eval_measure_names[m]);
	buffer_append_string(out, outcome->has_baseline ? " vs nDCG  query\n" : "query\n");
	for (i = 0; i < outcome->count; i++) {
		const struct eval_query *query = outcome->queries[i];
		const double *values = outcome->scores[i].values;

		for (m = 0; m < EVAL_MEASURES; m++) {
			append_number(out, values[m], 10, false);
			buffer_append_string(out, "  ");
		}
		if (outcome->has_baseline) {
			append_number(out,
			    values[EVAL_NDCG_10] -
				outcome->baseline_scores[i].values[EVAL_NDCG_10],
			    8, true);
			buffer_append_string(out, "  ");
		}
		escape_terminal(out, query->text, strlen(query->text));
		buffer_append_char(out, '\n');
	}
	buffer_append_char(out, '\n');
}

static void
append_measure(struct buffer *out, const struct eval_outcome *outcome, int m)
{
	const struct eval_difference *difference = &outcome->differences[m];

	buffer_printf(out, "%-10s", eval_measure_names[m]);
	append_number(out, outcome->means.values[m], 8, false);
	if (outcome->has_baseline) {
		append_number(out, outcome->baseline_means.values[m], 10, false);
		append_number(out, difference->mean, 12, true);
		append_number(out, difference->p, 8, false);
		buffer_printf(out, "%6zu %7zu %5zu", difference->wins, difference->losses,
		    difference->ties);
	}
	buffer_append_char(out, '\n');
}

void
eval_report_text(struct buffer *out, const struct eval_outcome *outcome,
    const struct eval_report_options *options)
{
	int m;

	if (options->per_query)
		append_queries(out, outcome);
	buffer_printf(out, "%zu queries", outcome->count);
	if (outcome->left_out > 0)
		buffer_printf(
		    out, ", %zu left out (nothing relevant is known)", outcome->left_out);
	if (outcome->unanswered > 0)
		buffer_printf(out, ", %zu without an answer", outcome->unanswered);
	buffer_printf(out, "\n%-10s%8s", "", "mean");
	if (outcome->has_baseline)
		buffer_printf(out, "%10s%12s%8s%6s %7s %5s", "baseline", "difference", "p",
		    "wins", "losses", "ties");
	buffer_append_char(out, '\n');
	for (m = 0; m < EVAL_MEASURES; m++)
		append_measure(out, outcome, m);
}

static void
put_measure(struct json *json, const struct eval_outcome *outcome, int m)
{
	const struct eval_difference *difference = &outcome->differences[m];

	json_object_begin(json);
	json_put_key(json, "name");
	json_put_string(json, eval_measure_names[m]);
	json_put_key(json, "mean");
	json_put_decimal(json, outcome->means.values[m], JSON_DECIMALS_MAX);
	if (outcome->has_baseline) {
		json_put_key(json, "baseline");
		json_put_decimal(json, outcome->baseline_means.values[m], JSON_DECIMALS_MAX);
		json_put_key(json, "difference");
		json_put_decimal(json, difference->mean, JSON_DECIMALS_MAX);
		json_put_key(json, "p");
		json_put_decimal(json, difference->p, JSON_DECIMALS_MAX);
		json_put_key(json, "wins");
		json_put_number(json, (int64_t)difference->wins);
		json_put_key(json, "losses");
		json_put_number(json, (int64_t)difference->losses);
		json_put_key(json, "ties");
		json_put_number(json, (int64_t)difference->ties);
	}
	json_object_end(json);
}

static void
put_values(struct json *json, const char *key, const struct eval_scores *scores)
{
	int m;

	json_put_key(json, key);
	json_array_begin(json);
	for (m = 0; m < EVAL_MEASURES; m++)
		json_put_decimal(json, scores->values[m], JSON_DECIMALS_MAX);
	json_array_end(json);
}

static void
put_queries(struct json *json, const struct eval_outcome *outcome)
{
	size_t i;

	json_put_key(json, "perQuery");
	json_array_begin(json);
	for (i = 0; i < outcome->count; i++) {
		json_object_begin(json);
		json_put_key(json, "id");
		json_put_string(json, outcome->queries[i]->id);
		json_put_key(json, "query");
		json_put_string(json, outcome->queries[i]->text);
		put_values(json, "values", &outcome->scores[i]);
		if (outcome->has_baseline)
			put_values(json, "baseline", &outcome->baseline_scores[i]);
		json_object_end(json);
	}
	json_array_end(json);
}

void
eval_report_json(struct buffer *out, const struct eval_outcome *outcome,
    const struct eval_report_options *options)
{
	struct json json;
	int m;

	json_init(&json, out);
	json_object_begin(&json);
	json_put_key(&json, "queries");
	json_put_number(&json, (int64_t)outcome->count);
	json_put_key(&json, "leftOut");
	json_put_number(&json, (int64_t)outcome->left_out);
	json_put_key(&json, "unanswered");
	json_put_number(&json, (int64_t)outcome->unanswered);
	json_put_key(&json, "measures");
	json_array_begin(&json);
	for (m = 0; m < EVAL_MEASURES; m++)
		put_measure(&json, outcome, m);
	json_array_end(&json);
	if (options->per_query)
		put_queries(&json, outcome);
	json_object_end(&json);
	buffer_append_char(out, '\n');
}
