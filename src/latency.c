/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "latency.h"

#define STEPS 6 /* to a decade */

/* Each about half as much again as the one before; in microseconds, of the first decade. */
static const unsigned steps[STEPS] = {10, 15, 22, 33, 47, 68};

static int64_t
bound_us(unsigned i)
{
	int64_t scale = 1;
	unsigned decade;

	for (decade = 0; decade < i / STEPS; decade++)
		scale *= 10;
	return steps[i % STEPS] * scale;
}

void
latency_add(struct latency *latency, int64_t us)
{
	unsigned i = 0;

	while (i < LATENCY_BOUNDS && us > bound_us(i))
		i++;
	atomic_fetch_add_explicit(&latency->counts[i], 1, memory_order_relaxed);
	if (us > 0)
		atomic_fetch_add_explicit(&latency->sum_us, (uint64_t)us, memory_order_relaxed);
}

void
latency_print(struct latency *latency, const char *name, const char *label, struct buffer *out)
{
	unsigned long long count = 0;
	unsigned i;

	for (i = 0; i <= LATENCY_BOUNDS; i++) {
		count += atomic_load_explicit(&latency->counts[i], memory_order_relaxed);
		buffer_printf(out, "%s_bucket{%s,le=\"", name, label);
		if (i < LATENCY_BOUNDS)
			buffer_printf(out, "%g", (double)bound_us(i) / 1e6);
		else
			buffer_append_string(out, "+Inf");
		buffer_printf(out, "\"} %llu\n", count);
	}
	buffer_printf(out, "%s_sum{%s} %.6f\n", name, label,
	    (double)atomic_load_explicit(&latency->sum_us, memory_order_relaxed) / 1e6);
	buffer_printf(out, "%s_count{%s} %llu\n", name, label, count);
}
