/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report_counter.h"

#include <stdlib.h>
#include <time.h>

#include "report_store.h"
#include "scratch.h"
#include "tap.h"

static const struct report_facts plain = {.found = REPORT_FOUND_MANY, .help = REPORT_COUNTS};

static struct report_counter *
start(const char *folder)
{
	struct report_book_options options = {.folder = folder, .min_count = 5, .days = 90};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct report_counter *counter = NULL;

	if (report_counter_start(&options, &counter, &err) != FORNIX_OK) {
		printf("Bail out! %s\n", err.message);
		exit(99);
	}
	return counter;
}

static void
add_row(const struct report_row *row, void *context)
{
	report_counts_add(context, &row->counts);
}

static struct report_counts
on_disk(const char *folder, enum report_table table)
{
	struct report_counts sum = {.number[0] = 0};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct report_store *store = NULL;

	tap_ok(report_store_open_reader(folder, &store, &err) == FORNIX_OK &&
		   report_store_each(store, table, 0, add_row, &sum, &err) == FORNIX_OK,
	    "the counters can be read %s", err.message);
	report_store_free(store);
	return sum;
}

static double
now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* Far more than the queue holds, faster than they can be counted. */
static void
test_flood(const char *folder)
{
	struct report_counter *counter = start(folder);
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct report_counts sum;
	double begin = now_ns();
	int i;

	for (i = 0; i < 100000; i++)
		report_counter_add(counter, "hemifacial spasm", 16, &plain);
	printf("# %.0f ns for each\n", (now_ns() - begin) / 100000);
	tap_ok(
	    report_counter_stop(counter, &err) == FORNIX_OK, "a counter ends %s", err.message);
	sum = on_disk(folder, REPORT_DAYS);
	tap_number((long long)report_counts_searches(&sum) + sum.number[REPORT_MISSED], 100000,
	    "none of 100,000 searches is lost without being said");
	tap_ok(report_counts_searches(&sum) >= REPORT_QUEUE_MAX, "the queue was counted");
}

static void
test_kinds(const char *folder)
{
	struct report_facts urgent = {.found = REPORT_FOUND_NONE, .help = REPORT_COUNTS};
	struct report_facts corrected = {
	    .found = REPORT_FOUND_FEW, .help = REPORT_CORRECTED, .has_synonyms = true};
	struct report_counter *counter = start(folder);
	struct fornix_error err = FORNIX_ERROR_INIT;
	char text[REPORT_QUERY_BYTES_MAX + 2];
	struct report_counts sum;

	snprintf(urgent.urgent, sizeof urgent.urgent, "stroke");
	memset(text, 'a', sizeof text);
	report_counter_add(counter, "my face droops", 14, &urgent);
	report_counter_add(counter, text, sizeof text - 1, &plain);
	report_counter_add(counter, "nuralgia", 8, &corrected);
	report_counter_write(counter);
	tap_ok(report_counter_stop(counter, &err) == FORNIX_OK, "another ends %s", err.message);
	sum = on_disk(folder, REPORT_DAYS);
	tap_number(report_counts_searches(&sum), 3, "searches");
	tap_number(sum.number[REPORT_URGENT], 1, "an urgent one");
	tap_number(sum.number[REPORT_WITHHELD], 1, "one that is too long");
	tap_number(sum.number[REPORT_CORRECTED], 1, "one that was corrected");
	tap_number(sum.number[REPORT_SYNONYMS], 1, "one with other words");
	sum = on_disk(folder, REPORT_RULES);
	tap_number(sum.number[REPORT_URGENT], 1, "its rule");
}

int
main(void)
{
	char *flood = scratch_path("flood"), *kinds = scratch_path("kinds");

	test_flood(flood);
	test_kinds(kinds);
	free(flood);
	free(kinds);
	return tap_done();
}
