/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render_report.h"

#include "tap.h"

static struct report_line query_lines[] = {
    {.text = (char *)"hemifacial spasm", .counts.number = {[REPORT_FOUND_MANY] = 1234}},
    {.text = (char *)"=1+1\033[31m \"x\"\n", .counts.number = {[REPORT_FOUND_NONE] = 7}},
};
static struct report_line missing_lines[] = {
    {.text = (char *)"=1+1\033[31m \"x\"\n",
	.counts.number = {[REPORT_FOUND_NONE] = 7},
	.title = (char *)"@SUM(A1)\033]0;x\a",
	.id = (char *)"a/b",
	.glossary = (char *)"x => -y"},
    {.text = (char *)"plantar", .counts.number = {[REPORT_FOUND_NONE] = 5}},
};
static struct report_line rule_lines[] = {
    {.text = (char *)"self-harm", .counts.number = {[REPORT_URGENT] = 3}},
};

static const struct report report = {.first_day = 20260828,
    .last_day = 20261125,
    .min_count = 5,
    .totals.number = {[REPORT_FOUND_NONE] = 12, [REPORT_FOUND_MANY] = 1300},
    .searches = 1312,
    .rare = 63,
    .queries = {2, 2, query_lines},
    .missing = {2, 2, missing_lines},
    .rules = {1, 1, rule_lines}};

static void
has(const char *text, const char *part, const char *name)
{
	if (!tap_ok(strstr(text, part) != NULL, "%s", name))
		printf("# no '%s' in\n# %s\n", part, text);
}

static bool
has_controls(const char *text, const char *but)
{
	for (; *text != '\0'; text++) {
		if ((unsigned char)*text < ' ' && strchr(but, *text) == NULL)
			return true;
	}
	return false;
}

int
main(void)
{
	struct render_report_options options = {.top = 20};
	struct buffer out;

	buffer_init(&out, RENDER_REPORT_BYTES_MAX);
	render_report_text(&report, &options, &out);
	has(out.data, "Searches from 2026-08-28 to 2026-11-25\n", "the days");
	has(out.data, "  searches                1,312\n", "the total");
	has(out.data, "  nothing found              12    1 %\n", "a part of it");
	has(out.data, "     1,234              0          0  hemifacial spasm\n", "a query");
	has(out.data, "         5  plantar", "one without an answer");
	has(out.data, "  x => -y\n", "a line for the glossary");
	has(out.data, "         3  self-harm\n", "a rule");
	tap_ok(!has_controls(out.data, "\n"), "no control character reaches the terminal");
	buffer_clear(&out);
	options.top = 1;
	render_report_text(&report, &options, &out);
	tap_ok(strstr(out.data, "plantar") == NULL && strstr(out.data, "hemifacial") != NULL,
	    "no more lines than asked for");
	options.top = 20;
	buffer_clear(&out);
	render_report_csv(&report, &options, &out);
	has(out.data,
	    "kind,text,searches,none,few,many,corrected,suggested,synonyms,urgent,"
	    "withheld,missed,nearest article,glossary line\r\n",
	    "CSV: the names of the columns");
	has(out.data, "query,\"hemifacial spasm\",1234,0,0,1234,0,0,0,0,0,0,\"\",\"\"\r\n",
	    "a query");
	has(out.data, "\"'=1+1[31m \"\"x\"\"", "what looks like a formula is none");
	has(out.data, "\"'@SUM(A1)", "nor in a title");
	tap_ok(!has_controls(out.data, "\r\n"), "no control characters");
	buffer_clear(&out);
	render_report_json(&report, &options, &out);
	has(out.data, "{\"from\":\"2026-08-28\",\"to\":\"2026-11-25\",\"minCount\":5,",
	    "JSON: the days");
	has(out.data, "\"rare\":63}", "the rare ones");
	has(out.data, "{\"rule\":\"self-harm\",\"times\":3}", "a rule");
	has(out.data, "\"nearestId\":null", "nothing is near");
	buffer_fini(&out);
	return tap_done();
}
