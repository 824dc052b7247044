/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report_book.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buffer.h"
#include "report_day.h"
#include "report_read.h"
#include "report_store.h"
#include "report_tally.h"
#include "scratch.h"
#include "tap.h"

#define TODAY 20261125

static int64_t now_s;

static struct report_book *
open_book(const char *folder, unsigned min_count, uint32_t today)
{
	struct report_book_options options = {
	    .folder = folder, .min_count = min_count, .days = 90};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct report_book *book = NULL;

	if (report_book_open(&options, today, &book, &err) != FORNIX_OK) {
		printf("Bail out! %s\n", err.message);
		exit(99);
	}
	return book;
}

static void
search_urgent(struct report_book *book, uint32_t day, const char *query, const char *rule)
{
	struct report_search search = {.day = day,
	    .now_s = now_s++,
	    .query = query,
	    .query_length = strlen(query),
	    .facts = {.found = REPORT_FOUND_NONE, .help = REPORT_COUNTS}};

	snprintf(search.facts.urgent, sizeof search.facts.urgent, "%s", rule);
	report_book_count(book, &search);
}

static void
search(struct report_book *book, uint32_t day, const char *query)
{
	search_urgent(book, day, query, "");
}

/* The query that many times, each with another between. */
static void
search_often(struct report_book *book, uint32_t day, const char *query, int times)
{
	char other[32];
	int i;

	for (i = 0; i < times; i++) {
		search(book, day, query);
		snprintf(other, sizeof other, "other%c%c", 'a' + i % 26, 'a' + rand() % 26);
		search(book, day, other);
	}
}

static void
write_book(struct report_book *book, uint32_t today)
{
	struct fornix_error err = FORNIX_ERROR_INIT;

	tap_ok(report_book_write(book, today, &err) == FORNIX_OK, "counts are written %s",
	    err.message);
}

static void
append_row(const struct report_row *row, void *context)
{
	buffer_printf(context, "%u %.*s %u\n", row->day, (int)row->name.length, row->name.data,
	    row->table == REPORT_RULES ? row->counts.number[REPORT_URGENT]
				       : report_counts_searches(&row->counts));
}

/* What is on disk. */
static void
check_rows(const char *folder, enum report_table table, uint32_t first, const char *want,
    const char *name)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct report_store *store = NULL;
	struct buffer got;

	buffer_init(&got, 65536);
	if (report_store_open_reader(folder, &store, &err) != FORNIX_OK ||
	    report_store_each(store, table, first, append_row, &got, &err) != FORNIX_OK)
		buffer_append_string(&got, err.message);
	report_store_free(store);
	tap_string(got.data, want, name);
	buffer_fini(&got);
}

/* Whether the bytes are in any file of the folder. */
static bool
is_on_disk(const char *folder, const char *text)
{
	static const char *const names[] = {"counts.mdb", "counts.mdb.new", "lock"};
	struct buffer bytes;
	char path[4096], chunk[4096];
	bool is_there = false;
	ssize_t got;
	size_t i;
	int fd;

	for (i = 0; i < sizeof names / sizeof names[0]; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, names[i]);
		fd = open(path, O_RDONLY);
		if (fd < 0)
			continue;
		buffer_init(&bytes, 64 * 1024 * 1024);
		while ((got = read(fd, chunk, sizeof chunk)) > 0)
			buffer_append(&bytes, chunk, (size_t)got);
		close(fd);
		is_there |= memmem(bytes.data, bytes.length, text, strlen(text)) != NULL;
		buffer_fini(&bytes);
	}
	return is_there;
}

static void
test_threshold(void)
{
	char *folder = scratch_path("threshold");
	struct report_book *book = open_book(folder, 5, TODAY);

	search_often(book, TODAY, "Rhizotomy", 4);
	search_often(book, TODAY, "jane@example.org", 7);
	write_book(book, TODAY);
	check_rows(folder, REPORT_TEXTS, 0, "", "four searches write no text");
	tap_ok(!is_on_disk(folder, "rhizotomy"), "in no form");
	tap_ok(!is_on_disk(folder, "jane") && !is_on_disk(folder, "example"),
	    "nor what was withheld, ever");
	check_rows(folder, REPORT_DAYS, 0, "20261125  22\n", "the day counts all");
	search(book, TODAY, "rhizotomy?");
	write_book(book, TODAY);
	check_rows(folder, REPORT_TEXTS, 0, "20261125 rhizotomy 5\n", "five do, with all");
	search(book, TODAY, "RHIZOTOMY");
	search(book, TODAY, "rhizotomy");
	report_book_free(book);
	check_rows(
	    folder, REPORT_TEXTS, 0, "20261125 rhizotomy 5\n", "what was not written is lost");
	book = open_book(folder, 5, TODAY);
	search(book, TODAY, "rhizotomy");
	search(book, TODAY, "rhizotomy");
	write_book(book, TODAY);
	check_rows(folder, REPORT_TEXTS, 0, "20261125 rhizotomy 7\n",
	    "a text on disk is known from then on, and counts twice in a row");
	report_book_free(book);
	book = open_book(folder, 6, TODAY);
	search_often(book, TODAY, "ivalon", 5);
	write_book(book, TODAY);
	tap_ok(!is_on_disk(folder, "ivalon"), "another threshold");
	report_book_free(book);
	free(folder);
}

static void
test_repetition(void)
{
	char *folder = scratch_path("repetition");
	struct report_book *book = open_book(folder, 5, TODAY);
	int i;

	for (i = 0; i < 50; i++)
		search(book, TODAY, "reloaded");
	write_book(book, TODAY);
	tap_ok(!is_on_disk(folder, "reloaded"), "one page loaded again and again");
	for (i = 0; i < 4; i++) {
		now_s += REPORT_REPEAT_S;
		search(book, TODAY, "reloaded");
	}
	write_book(book, TODAY);
	check_rows(folder, REPORT_TEXTS, 0, "20261125 reloaded 5\n", "but not after a while");
	check_rows(folder, REPORT_DAYS, 0, "20261125  54\n", "the day counts all");
	report_book_free(book);
	free(folder);
}

static void
test_urgent(void)
{
	char *folder = scratch_path("urgent");
	struct report_book *book = open_book(folder, 5, TODAY);
	int i;

	for (i = 0; i < 20; i++) {
		search_urgent(book, TODAY, "worst headache of my life", "sudden-headache");
		search_urgent(book, TODAY - 1, "i took too many pills", "self-harm");
	}
	write_book(book, TODAY);
	check_rows(folder, REPORT_RULES, 0,
	    "20261124 self-harm 20\n20261125 sudden-headache 20\n",
	    "urgent rules are counted by name");
	check_rows(folder, REPORT_TEXTS, 0, "", "never the text");
	tap_ok(!is_on_disk(folder, "worst") && !is_on_disk(folder, "pills"), "in no form");
	report_book_free(book);
	free(folder);
}

static void
test_retention(void)
{
	char *folder = scratch_path("retention");
	struct report_book *book = open_book(folder, 5, 20260101);

	search_often(book, 20260101, "gamma knife", 3);
	search_often(book, 20260102, "gamma knife", 2);
	search_often(book, 20260101, "botulinum", 6);
	write_book(book, 20260102);
	check_rows(folder, REPORT_TEXTS, 0,
	    "20260101 botulinum 6\n20260101 gamma knife 3\n20260102 gamma knife 2\n",
	    "each day has its own");
	check_rows(folder, REPORT_TEXTS, 20260102, "20260102 gamma knife 2\n", "from a day on");
	write_book(book, 20260331);
	tap_ok(is_on_disk(folder, "botulinum"), "on the 90th day all is there");
	write_book(book, 20260401);
	check_rows(
	    folder, REPORT_TEXTS, 0, "20260102 gamma knife 2\n", "on the 91st it is not");
	tap_ok(!is_on_disk(folder, "botulinum"), "in no form");
	search_often(book, 20260401, "botulinum", 4);
	write_book(book, 20260401);
	tap_ok(!is_on_disk(folder, "botulinum"), "and has to become known again");
	search(book, 20260401, "botulinum");
	write_book(book, 20260401);
	check_rows(folder, REPORT_TEXTS, 20260103, "20260401 botulinum 5\n", "as it does");
	report_book_free(book);
	book = open_book(folder, 5, 20261125);
	tap_ok(!is_on_disk(folder, "gamma"), "a start after a long time drops all");
	report_book_free(book);
	free(folder);
}

/* What a report of the days from first on tells. */
static void
check_report(const char *folder, uint32_t first, const char *want, const char *name)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct report report;
	struct buffer got;
	size_t i;

	buffer_init(&got, 4096);
	if (report_read(folder, first, TODAY, 5, &report, &err) == FORNIX_OK) {
		for (i = 0; i < report.queries.count; i++)
			buffer_printf(&got, "%s %u, ", report.queries.items[i].text,
			    report_counts_searches(&report.queries.items[i].counts));
		for (i = 0; i < report.rules.count; i++)
			buffer_printf(&got, "!%s %u, ", report.rules.items[i].text,
			    report.rules.items[i].counts.number[REPORT_URGENT]);
		buffer_printf(&got, "all %llu, rare %llu", (unsigned long long)report.searches,
		    (unsigned long long)report.rare);
		report_fini(&report);
	} else {
		buffer_append_string(&got, err.message);
	}
	tap_string(got.data, want, name);
	buffer_fini(&got);
}

static void
test_since(void)
{
	char *folder = scratch_path("since");
	struct report_book *book = open_book(folder, 5, 20261120);
	int i;

	for (i = 0; i < 8; i++) {
		search(book, 20261120, "gamma knife");
		search(book, i < 4 ? 20261120 : TODAY, "botulinum");
	}
	search(book, TODAY, "botulinum");
	search_urgent(book, 20261120, "pills", "self-harm");
	search_urgent(book, TODAY, "pills", "self-harm");
	write_book(book, TODAY);
	check_report(folder, 20261101,
	    "botulinum 9, gamma knife 8, !self-harm 2, all 19, rare 0", "all days");
	check_report(folder, 20261120,
	    "botulinum 9, gamma knife 8, !self-harm 2, all 19, rare 0", "since the first");
	check_report(folder, 20261121, "botulinum 5, !self-harm 1, all 6, rare 0",
	    "since the day after it");
	search(book, TODAY, "gamma knife");
	write_book(book, TODAY);
	check_report(folder, 20261121, "botulinum 5, !self-harm 1, all 7, rare 1",
	    "what is rare in these days is not told, though it is known");
	report_book_free(book);
	free(folder);
}

static void
test_purge(void)
{
	char *folder = scratch_path("purge");
	struct report_book *book = open_book(folder, 5, TODAY);
	struct fornix_error err;
	bool existed = false;

	search_often(book, TODAY, "syringomyelia", 6);
	write_book(book, TODAY);
	search_often(book, TODAY, "ependymoma", 4);
	tap_ok(report_store_purge(folder, &existed, &err) == FORNIX_OK && existed, "a purge");
	tap_ok(!is_on_disk(folder, "syringomyelia"), "deletes all");
	search_often(book, TODAY, "syringomyelia", 4);
	write_book(book, TODAY);
	search(book, TODAY, "syringomyelia");
	search(book, TODAY, "ependymoma");
	write_book(book, TODAY);
	tap_ok(!is_on_disk(folder, "syringomyelia") && !is_on_disk(folder, "ependymoma"),
	    "also what the counting process had in memory");
	tap_ok(report_store_purge(folder, &existed, &err) == FORNIX_OK && existed, "again");
	tap_ok(report_store_purge(folder, &existed, &err) == FORNIX_OK && !existed,
	    "where there is nothing");
	tap_ok(report_store_purge("nowhere", &existed, &err) == FORNIX_OK && !existed,
	    "where there is no folder");
	report_book_free(book);
	free(folder);
}

static bool
count_text(struct span text, uint32_t day, const struct report_counts *counts, void *context)
{
	(void)day;
	buffer_printf(
	    context, "%.*s %u\n", (int)text.length, text.data, report_counts_searches(counts));
	return true;
}

static void
test_full(void)
{
	const struct report_counts one = {.number[REPORT_FOUND_MANY] = 1};
	struct report_tally *tally = report_tally_new(2, 3, 2);
	static const char *const asked[] = {"a", "b", "c", "a", "d", "e", "f", "b", "d"};
	struct buffer got;
	size_t i;

	for (i = 0; i < sizeof asked / sizeof asked[0]; i++)
		report_tally_count(tally, span_from_string(asked[i]), TODAY, &one);
	tap_number((long long)report_tally_rare(tally), 3, "three rare ones, no more");
	tap_number(
	    (long long)report_tally_known(tally), 1, "the one not asked longest is lost");
	report_tally_count(tally, span_from_string("d"), TODAY, &one);
	report_tally_count(tally, span_from_string("b"), TODAY, &one);
	report_tally_count(tally, span_from_string("b"), TODAY, &one);
	report_tally_count(tally, span_from_string("f"), TODAY, &one);
	report_tally_count(tally, span_from_string("f"), TODAY, &one);
	tap_number((long long)report_tally_known(tally), 2, "two known ones, no more");
	tap_ok(!report_tally_knows(tally, span_from_string("f")), "later ones stay rare");
	buffer_init(&got, 4096);
	report_tally_each(tally, count_text, &got);
	tap_ok(strstr(got.data, "a 2\n") != NULL && strstr(got.data, "d 2\n") != NULL,
	    "with their counts");
	report_tally_written(tally);
	buffer_clear(&got);
	report_tally_each(tally, count_text, &got);
	tap_string(got.data, "", "which are given once");
	buffer_fini(&got);
	report_tally_free(tally);
}

static void
write_file(const char *folder, const char *name, const char *bytes, size_t length)
{
	char path[4096];
	int fd;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert(fd >= 0 && write(fd, bytes, length) == (ssize_t)length);
	close(fd);
}

static void
test_trouble(void)
{
	struct report_book_options options = {.min_count = 5, .days = 90};
	struct fornix_error err = FORNIX_ERROR_INIT;
	char *folder = scratch_path("trouble"), *above = scratch_path("no/folder");
	struct report_book *book = open_book(folder, 5, TODAY);
	char path[4096];

	search_often(book, TODAY, "meralgia", 5);
	snprintf(path, sizeof path, "%s/counts.mdb", folder);
	unlink(path);
	mkdir(path, 0700);
	tap_ok(report_book_write(book, TODAY, &err) == FORNIX_ERR_IO,
	    "a file that is a folder: %s", err.message);
	rmdir(path);
	/* Not new, as after a purge. */
	scratch_mkdir("spare");
	report_book_free(book);
	write_file(folder, "counts.mdb", "this is not what it should be", 29);
	options.folder = folder;
	tap_ok(report_book_open(&options, TODAY, &book, &err) == FORNIX_ERR_CORRUPT &&
		   strstr(err.message, "report --purge") != NULL,
	    "a damaged file: %s", err.message);
	options.folder = above;
	tap_ok(report_book_open(&options, TODAY, &book, &err) == FORNIX_ERR_IO,
	    "no folder above: %s", err.message);
	free(folder);
	free(above);
}

/* A file that lost its end. */
static void
test_short(void)
{
	char *folder = scratch_path("short");
	struct report_book *book = open_book(folder, 5, TODAY);
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct report_store *store;
	char path[4096];

	search_often(book, TODAY, "meralgia", 5);
	write_book(book, TODAY);
	report_book_free(book);
	snprintf(path, sizeof path, "%s/counts.mdb", folder);
	tap_ok(truncate(path, 8192) == 0 &&
		   report_store_open_reader(folder, &store, &err) == FORNIX_ERR_CORRUPT,
	    "a file that was cut off: %s", err.message);
	free(folder);
}

/* Readers see a whole state while another process writes; a writer waits for them. */
static void
test_readers(void)
{
	char *folder = scratch_path("readers");
	struct report_book *book = open_book(folder, 5, TODAY);
	struct fornix_error err = FORNIX_ERROR_INIT;
	enum fornix_status written, opened;
	struct report_store *store;
	struct buffer got;
	int i, status = 0;
	pid_t writer;

	search_often(book, TODAY, "craniotomy", 5);
	write_book(book, TODAY);
	writer = fork();
	if (writer == 0) {
		for (i = 0; i < 100; i++) {
			search(book, TODAY, "craniotomy");
			/* The readers may keep it out for longer than it waits; so try again.
			 */
			do
				written = report_book_write(book, TODAY, &err);
			while (written == FORNIX_ERR_LOCKED);
			if (written != FORNIX_OK)
				_exit(1);
		}
		report_book_free(book);
		free(folder);
		_exit(0);
	}
	buffer_init(&got, 4096);
	for (i = 0; i < 100; i++) {
		buffer_clear(&got);
		do
			opened = report_store_open_reader(folder, &store, &err);
		while (opened == FORNIX_ERR_LOCKED);
		if (opened != FORNIX_OK)
			break;
		if (report_store_each(store, REPORT_TEXTS, 0, append_row, &got, &err) !=
			FORNIX_OK ||
		    strncmp(got.data, "20261125 craniotomy ", 20) != 0)
			break;
		report_store_free(store);
	}
	tap_ok(i == 100, "a hundred readings beside a writer %s", err.message);
	tap_ok(waitpid(writer, &status, 0) == writer && status == 0, "a hundred writings");
	check_rows(folder, REPORT_TEXTS, 0, "20261125 craniotomy 105\n", "all are there");
	tap_ok(report_store_open_reader(folder, &store, &err) == FORNIX_OK, "a reader stays");
	search(book, TODAY, "craniotomy");
	tap_ok(report_book_write(book, TODAY, &err) == FORNIX_ERR_LOCKED,
	    "a writer waits for it, but not for ever: %s", err.message);
	report_store_free(store);
	write_book(book, TODAY);
	check_rows(folder, REPORT_TEXTS, 0, "20261125 craniotomy 106\n", "and loses nothing");
	buffer_fini(&got);
	report_book_free(book);
	free(folder);
}

static void
test_days(void)
{
	tap_number(report_day_back(20260301, 1), 20260228, "the day before");
	tap_number(report_day_back(20240301, 1), 20240229, "in a leap year");
	tap_number(report_day_back(20260101, 1), 20251231, "in another year");
	tap_number(report_day_back(20260401, 89), 20260102, "90 days");
	tap_number(report_day_parse("2026-11-25"), 20261125, "a day");
	tap_number(report_day_parse("2026-02-29"), 0, "one that does not exist");
	tap_number(report_day_parse("2026-13-01"), 0, "a month that does not");
	tap_number(report_day_parse("26-11-25"), 0, "another form");
	tap_number(report_day_parse("2026-11-25x"), 0, "with more behind");
	tap_number(report_day_parse("0000-00-00"), 0, "zeros");
	setenv("TZ", "UTC", 1);
	tap_number(report_day_of(1795564800), 20261125, "a time's day");
}

int
main(void)
{
	test_days();
	test_full();
	test_threshold();
	test_repetition();
	test_urgent();
	test_retention();
	test_since();
	test_purge();
	test_trouble();
	test_short();
	test_readers();
	return tap_done();
}
