/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "latency.h"

#include "tap.h"

static void
print(struct latency *latency, struct buffer *out)
{
	buffer_clear(out);
	latency_print(latency, "x_seconds", "a=\"b\"", out);
}

static bool
has_line(const struct buffer *out, const char *line)
{
	return strstr(out->data, line) != NULL;
}

static void
test_bounds(void)
{
	/* From what time on it is not in the bucket any more. */
	static const struct {
		int64_t us;
		const char *in, *above;
	} rows[] = {
	    {-1, "le=\"1e-05\"} 1\n", NULL},
	    {0, "le=\"1e-05\"} 1\n", NULL},
	    {10, "le=\"1e-05\"} 1\n", NULL},
	    {11, "le=\"1.5e-05\"} 1\n", "le=\"1e-05\"} 0\n"},
	    {1000, "le=\"0.001\"} 1\n", "le=\"0.00068\"} 0\n"},
	    {1001, "le=\"0.0015\"} 1\n", "le=\"0.001\"} 0\n"},
	    {10000000, "le=\"10\"} 1\n", "le=\"6.8\"} 0\n"},
	    {10000001, "le=\"+Inf\"} 1\n", "le=\"10\"} 0\n"},
	    {INT64_MAX, "le=\"+Inf\"} 1\n", "le=\"10\"} 0\n"},
	};
	struct buffer out CLEANUP_BUFFER;
	size_t i;

	buffer_init(&out, 64 * 1024);
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct latency latency = {0};

		latency_add(&latency, rows[i].us);
		print(&latency, &out);
		tap_ok(has_line(&out, rows[i].in) &&
			   (rows[i].above == NULL || has_line(&out, rows[i].above)),
		    "%lld us are in their bucket", (long long)rows[i].us);
	}
}

static void
test_sum(void)
{
	struct buffer out CLEANUP_BUFFER;
	struct latency latency = {0};

	buffer_init(&out, 64 * 1024);
	print(&latency, &out);
	tap_ok(has_line(&out, "x_seconds_bucket{a=\"b\",le=\"+Inf\"} 0\n") &&
		   has_line(&out, "x_seconds_sum{a=\"b\"} 0.000000\n") &&
		   has_line(&out, "x_seconds_count{a=\"b\"} 0\n"),
	    "without times all are 0");
	latency_add(&latency, 14);
	latency_add(&latency, -5);
	latency_add(&latency, 2000000);
	print(&latency, &out);
	tap_ok(has_line(&out, "le=\"1e-05\"} 1\n") && has_line(&out, "le=\"1.5e-05\"} 2\n") &&
		   has_line(&out, "le=\"1.5\"} 2\n") && has_line(&out, "le=\"2.2\"} 3\n"),
	    "each bucket has those below it, too");
	tap_ok(
	    has_line(&out, "_sum{a=\"b\"} 2.000014\n") && has_line(&out, "_count{a=\"b\"} 3\n"),
	    "sum and count are told");
}

int
main(void)
{
	test_bounds();
	test_sum();
	return tap_done();
}
