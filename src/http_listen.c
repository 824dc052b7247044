/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "http_listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "xalloc.h"

#define UNIX_PREFIX      "unix:"
#define INHERITED_PREFIX "fd:"
#define INHERITED_FIRST  3 /* the number of the first socket that is handed over */

/* A parsed address: one of the three, and how long it is. */
struct address {
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
		struct sockaddr_un local;
	} is;
	socklen_t length;
	bool is_every; /* "*": both families */
};

static enum fornix_status
parse_unix(const char *text, struct address *ret_address, struct fornix_error *err)
{
	const char *path = text + strlen(UNIX_PREFIX);
	struct sockaddr_un *local = &ret_address->is.local;

	if (path[0] == '\0')
		return error_set(err, FORNIX_ERR_USAGE,
		    "'%s' has no path: write unix:/run/fornix/http.sock", text);
	if (strlen(path) >= sizeof local->sun_path)
		return error_set(err, FORNIX_ERR_USAGE,
		    "the path of '%s' is longer than %zu bytes: take a shorter one", text,
		    sizeof local->sun_path - 1);
	local->sun_family = AF_UNIX;
	memcpy(local->sun_path, path, strlen(path) + 1);
	ret_address->length = sizeof *local;
	return FORNIX_OK;
}

/* Digits only, up to 65535; -1 when it is not that. */
static int
parse_port(const char *text)
{
	int port = 0;

	if (text[0] == '\0' || strlen(text) > 5)
		return -1;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9')
			return -1;
		port = port * 10 + (*text - '0');
	}
	return port <= 65535 ? port : -1;
}

/* host is what stands before the last colon, without brackets. */
static bool
parse_host(const char *host, bool has_brackets, in_port_t port, struct address *ret_address)
{
	struct sockaddr_in *v4 = &ret_address->is.v4;
	struct sockaddr_in6 *v6 = &ret_address->is.v6;

	if (has_brackets || strcmp(host, "*") == 0) {
		ret_address->is_every = !has_brackets;
		v6->sin6_family = AF_INET6;
		v6->sin6_port = port;
		ret_address->length = sizeof *v6;
		return !has_brackets || inet_pton(AF_INET6, host, &v6->sin6_addr) == 1;
	}
	v4->sin_family = AF_INET;
	v4->sin_port = port;
	ret_address->length = sizeof *v4;
	if (strcmp(host, "localhost") == 0)
		host = "127.0.0.1";
	return inet_pton(AF_INET, host, &v4->sin_addr) == 1;
}

static enum fornix_status
parse(const char *text, struct address *ret_address, struct fornix_error *err)
{
	const char *colon = strrchr(text, ':');
	char *host CLEANUP_FREE = NULL;
	size_t length;
	bool has_brackets;
	int port;

	memset(ret_address, 0, sizeof *ret_address);
	if (strncmp(text, UNIX_PREFIX, strlen(UNIX_PREFIX)) == 0)
		return parse_unix(text, ret_address, err);
	if (colon == NULL)
		return error_set(err, FORNIX_ERR_USAGE,
		    "'%s' has no port: write ADDR:PORT, as in 127.0.0.1:8080", text);
	port = parse_port(colon + 1);
	if (port < 0)
		return error_set(err, FORNIX_ERR_USAGE,
		    "'%s' is not a port in '%s': write a number from 0 to 65535", colon + 1,
		    text);
	length = (size_t)(colon - text);
	has_brackets = length >= 2 && text[0] == '[' && colon[-1] == ']';
	host = has_brackets ? xstrndup(text + 1, length - 2) : xstrndup(text, length);
	if (!parse_host(host, has_brackets, htons((in_port_t)port), ret_address))
		return error_set(err, FORNIX_ERR_USAGE,
		    "'%s' is not an address in '%s': write 127.0.0.1:8080, [::1]:8080, *:8080 or "
		    "unix:PATH",
		    host, text);
	return FORNIX_OK;
}

enum fornix_status
http_listen_check(const char *text, struct fornix_error *err)
{
	struct address address;

	return parse(text, &address, err);
}

/* Whether the socket file is left over from a process that has ended. */
static bool
is_stale(const struct address *address)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool refused;

	if (fd < 0)
		return false;
	refused = connect(fd, &address->is.any, address->length) != 0 && errno == ECONNREFUSED;
	close(fd);
	return refused;
}

static enum fornix_status
make_room(const struct address *address, struct fornix_error *err)
{
	const char *path = address->is.local.sun_path;
	struct stat status;

	if (lstat(path, &status) != 0)
		return FORNIX_OK;
	if (!S_ISSOCK(status.st_mode))
		return error_set(err, FORNIX_ERR_IO,
		    "'%s' is there and is not a socket: remove it or listen elsewhere", path);
	if (!is_stale(address))
		return error_set(err, FORNIX_ERR_IO,
		    "another process listens on '%s': stop it or listen elsewhere", path);
	if (unlink(path) != 0)
		return error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot replace the socket '%s'", path);
	return FORNIX_OK;
}

/* Turns "every address" into IPv4 only where the system has no IPv6. */
static int
make_socket(struct address *address)
{
	int fd = socket(address->is.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	in_port_t port = address->is.v6.sin6_port;

	if (fd >= 0 || !address->is_every || errno != EAFNOSUPPORT)
		return fd;
	address->is.v4 = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = port};
	address->length = sizeof address->is.v4;
	return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

static int
set_options(int fd, const struct address *address)
{
	int on = 1, v6_only = !address->is_every;

	if (address->is.any.sa_family == AF_UNIX)
		return 0;
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0)
		return -1;
	if (address->is.any.sa_family == AF_INET)
		return 0;
	return setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &v6_only, sizeof v6_only);
}

/* The mode is set before listen(), so nobody can connect under another one. */
static int
bind_and_listen(int fd, const struct address *address)
{
	if (set_options(fd, address) != 0 || bind(fd, &address->is.any, address->length) != 0)
		return -1;
	if (address->is.any.sa_family == AF_UNIX &&
	    chmod(address->is.local.sun_path, 0660) != 0)
		return -1;
	return listen(fd, SOMAXCONN);
}

/* An abstract name begins with NUL; it is shown as "@". */
static char *
bound_unix_text(const struct address *bound)
{
	const char *name = bound->is.local.sun_path;
	size_t length = bound->length - offsetof(struct sockaddr_un, sun_path);
	char text[sizeof UNIX_PREFIX + sizeof bound->is.local.sun_path];
	bool is_abstract = length > 0 && name[0] == '\0';

	snprintf(text, sizeof text, UNIX_PREFIX "%s%.*s", is_abstract ? "@" : "",
	    (int)(length - is_abstract), name + is_abstract);
	return xstrdup(text);
}

static char *
bound_text(int fd)
{
	struct address bound = {.length = sizeof bound.is};
	char host[INET6_ADDRSTRLEN] = "", text[INET6_ADDRSTRLEN + 32];

	getsockname(fd, &bound.is.any, &bound.length);
	if (bound.is.any.sa_family == AF_UNIX)
		return bound_unix_text(&bound);
	if (bound.is.any.sa_family == AF_INET) {
		inet_ntop(AF_INET, &bound.is.v4.sin_addr, host, sizeof host);
		snprintf(text, sizeof text, "http://%s:%u", host, ntohs(bound.is.v4.sin_port));
	} else {
		inet_ntop(AF_INET6, &bound.is.v6.sin6_addr, host, sizeof host);
		snprintf(
		    text, sizeof text, "http://[%s]:%u", host, ntohs(bound.is.v6.sin6_port));
	}
	return xstrdup(text);
}

enum fornix_status
http_listen_inherited(size_t *ret_count, struct fornix_error *err)
{
	const char *pid = getenv("LISTEN_PID"), *number = getenv("LISTEN_FDS");
	bool is_ours = pid != NULL && number != NULL && strtol(pid, NULL, 10) == getpid();
	enum fornix_status status = FORNIX_OK;
	int count = is_ours ? parse_port(number) : 0;

	if (count < 0 || count > HTTP_LISTEN_INHERITED_MAX)
		status = error_set(err, FORNIX_ERR_USAGE,
		    "LISTEN_FDS is '%s': at most %d sockets can be handed over", number,
		    HTTP_LISTEN_INHERITED_MAX);
	else
		*ret_count = (size_t)count;
	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_FDNAMES");
	return status;
}

void
http_listen_inherited_text(size_t i, char text[HTTP_LISTEN_INHERITED_BYTES])
{
	snprintf(text, HTTP_LISTEN_INHERITED_BYTES, INHERITED_PREFIX "%u",
	    (unsigned)i + INHERITED_FIRST);
}

/* Whether it is a socket of a family that clients of HTTP reach, and listens. */
static bool
is_listening(int fd)
{
	int listens = 0, type = 0, family = 0;
	socklen_t length = sizeof(int);

	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &length) == 0 && listens &&
	       getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) == 0 &&
	       type == SOCK_STREAM &&
	       getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &length) == 0 &&
	       (family == AF_INET || family == AF_INET6 || family == AF_UNIX);
}

/* Two processes may wait for one client, so accept() must not block. */
static enum fornix_status
take_inherited(const char *text, struct http_listener *ret_listener, struct fornix_error *err)
{
	int fd = parse_port(text + strlen(INHERITED_PREFIX));

	if (!is_listening(fd))
		return error_set(err, FORNIX_ERR_USAGE,
		    "'%s', which was handed over, is no socket that listens: use ListenStream= "
		    "and Accept=no",
		    text);
	if (fcntl(fd, F_SETFD, FD_CLOEXEC) != 0 || fcntl(fd, F_SETFL, O_NONBLOCK) != 0)
		return error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot take the socket '%s'", text);
	*ret_listener =
	    (struct http_listener){.fd = fd, .address = bound_text(fd), .is_inherited = true};
	return FORNIX_OK;
}

enum fornix_status
http_listener_open(
    const char *text, struct http_listener *ret_listener, struct fornix_error *err)
{
	struct address address;
	enum fornix_status status;
	bool is_unix;
	int fd, failure;

	if (strncmp(text, INHERITED_PREFIX, strlen(INHERITED_PREFIX)) == 0)
		return take_inherited(text, ret_listener, err);
	status = parse(text, &address, err);
	if (status != FORNIX_OK)
		return status;
	is_unix = address.is.any.sa_family == AF_UNIX;
	if (is_unix) {
		status = make_room(&address, err);
		if (status != FORNIX_OK)
			return status;
	}
	fd = make_socket(&address);
	if (fd < 0 || bind_and_listen(fd, &address) != 0) {
		failure = errno;
		if (fd >= 0)
			close(fd);
		return error_set_errno(
		    err, FORNIX_ERR_IO, failure, "cannot listen on '%s'", text);
	}
	*ret_listener = (struct http_listener){.fd = fd,
	    .address = bound_text(fd),
	    .unix_path = is_unix ? xstrdup(address.is.local.sun_path) : NULL};
	return FORNIX_OK;
}

void
http_listener_refuse(const struct http_listener *listener)
{
	if (!listener->is_inherited)
		shutdown(listener->fd, SHUT_RD);
}

void
http_listener_close(struct http_listener *listener)
{
	close(listener->fd);
	if (listener->unix_path != NULL)
		unlink(listener->unix_path);
	free(listener->unix_path);
	free(listener->address);
}
