/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "log.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "buffer.h"
#include "escape.h"

static void write_line(const char *format, va_list args) FORNIX_PRINTF(1, 0);

static void
write_line(const char *format, va_list args)
{
	char text[LOG_LINE_BYTES_MAX];
	struct buffer line;

	vsnprintf(text, sizeof text, format, args);
	/* Bytes that are not UTF-8 grow to three. */
	buffer_init(&line, 3 * sizeof text + 16);
	buffer_append_string(&line, "fornixd: ");
	escape_terminal(&line, text, strlen(text));
	buffer_append_char(&line, '\n');
	/* One write, so that lines of different threads do not mix. */
	if (write(STDERR_FILENO, line.data, line.length) < 0) {
		/* There is nobody left to tell. */
	}
	buffer_fini(&line);
}

void
log_message(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	write_line(format, args);
	va_end(args);
}

static bool
is_allowed(struct log_limit *limit)
{
	struct timespec now;
	int64_t quiet_until_s = atomic_load(&limit->quiet_until_s);

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec >= quiet_until_s &&
	       atomic_compare_exchange_strong(
		   &limit->quiet_until_s, &quiet_until_s, now.tv_sec + LOG_LIMIT_S);
}

void
log_limited(struct log_limit *limit, const char *format, ...)
{
	va_list args;

	if (!is_allowed(limit))
		return;
	va_start(args, format);
	write_line(format, args);
	va_end(args);
}
