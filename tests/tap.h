/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_TAP_H
#define FORNIX_TAP_H

/*
 * Test Anything Protocol for unit tests: one line a check, what was got and
 * wanted where it fails.  End main() with "return tap_done();".
 */

#undef NDEBUG
#include <assert.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* One count for all files of a test program. */
__attribute__((weak)) int tap_count, tap_failed;

__attribute__((format(printf, 2, 3))) static inline bool
tap_ok(bool passed, const char *format, ...)
{
	va_list args;

	printf("%sok %d - ", passed ? "" : "not ", ++tap_count);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
	fflush(stdout);
	tap_failed += !passed;
	return passed;
}

static inline void
tap_string(const char *got, const char *want, const char *name)
{
	got = got != NULL ? got : "(null)";
	want = want != NULL ? want : "(null)";
	if (!tap_ok(strcmp(got, want) == 0, "%s", name))
		printf("#  got: '%s'\n# want: '%s'\n", got, want);
}

static inline void
tap_number(long long got, long long want, const char *name)
{
	if (!tap_ok(got == want, "%s", name))
		printf("#  got: %lld\n# want: %lld\n", got, want);
}

static inline int
tap_done(void)
{
	printf("1..%d\n", tap_count);
	return tap_failed > 0;
}

#endif
