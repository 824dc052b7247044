/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "http_direct.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <time.h>

#include "http_clock.h"

#define HEAD_BYTES_MAX (16 * 1024)

bool
http_direct_is_wanted(int fd)
{
	struct pollfd state = {.fd = fd, .events = POLLRDHUP};

	return poll(&state, 1, 0) == 1 && (state.revents & POLLRDHUP) != 0 &&
	       (state.revents & (POLLERR | POLLHUP)) == 0;
}

/* Returns false when the client is gone or the time is over. */
static bool
send_all(int fd, const char *bytes, size_t length, int64_t end_ms)
{
	struct pollfd state = {.fd = fd, .events = POLLOUT};
	ssize_t sent;
	int64_t rest_ms;

	while (length > 0) {
		sent = send(fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (sent >= 0) {
			bytes += sent;
			length -= (size_t)sent;
			continue;
		}
		rest_ms = end_ms - http_clock_ms();
		if ((errno != EAGAIN && errno != EINTR) || rest_ms <= 0 ||
		    poll(&state, 1, (int)rest_ms) == 0)
			return false;
	}
	return true;
}

/* The format of RFC 9110; names are English whatever the locale. */
static void
append_date(struct buffer *out)
{
	static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char *const months[] = {
	    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	time_t now = time(NULL);
	struct tm tm;

	gmtime_r(&now, &tm);
	buffer_printf(out, "Date: %s, %02d %s %d %02d:%02d:%02d GMT\r\n", days[tm.tm_wday],
	    tm.tm_mday, months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

void
http_direct_send(int fd, const struct http_response *response, const char *reason, bool is_head)
{
	bool is_constant = response->constant_body != NULL;
	const char *body = is_constant ? response->constant_body : response->body.data;
	size_t length = is_constant ? response->constant_length : response->body.length, i;
	int64_t end_ms = http_clock_ms() + HTTP_DIRECT_MS;
	struct buffer head;

	buffer_init(&head, HEAD_BYTES_MAX);
	buffer_printf(&head, "HTTP/1.1 %d %s\r\n", response->status, reason);
	append_date(&head);
	for (i = 0; i < response->header_count; i++) {
		if (response->headers[i].value[0] != '\0')
			buffer_printf(&head, "%s: %s\r\n", response->headers[i].name,
			    response->headers[i].value);
	}
	buffer_printf(&head, "Content-Length: %zu\r\n\r\n", length);
	if (!head.failed && send_all(fd, head.data, head.length, end_ms) && !is_head)
		send_all(fd, body, length, end_ms);
	buffer_fini(&head);
}
