/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Who a client is, and how much it may ask for. */

#include "http_clients.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>

#include "http-client.h"
#include "http-fake.h"
#include "tap.h"

#define RATE  2
#define BURST (RATE * HTTP_CLIENTS_BURST_S)

static int64_t now_ms = 1000000;

static struct http_clients *
new_clients(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct http_clients *clients = NULL;
	struct network proxies[2];
	struct http_clients_options options = {RATE, 2, proxies};

	assert(network_read("192.0.2.0/24", &proxies[0]));
	assert(network_read("2001:db8:ffff::/48", &proxies[1]));
	assert(http_clients_new(&options, &clients, &err) == FORNIX_OK);
	return clients;
}

/* peer: "192.0.2.1", "2001:db8::1"; NULL for a unix socket.  forwarded may be NULL. */
static bool
take(struct http_clients *clients, const char *peer, const char *forwarded)
{
	struct span lines[1] = {{forwarded, forwarded != NULL ? strlen(forwarded) : 0}};
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
	} address = {.any = {.sa_family = AF_INET}};

	if (peer != NULL && inet_pton(AF_INET, peer, &address.v4.sin_addr) != 1) {
		address.any.sa_family = AF_INET6;
		assert(inet_pton(AF_INET6, peer, &address.v6.sin6_addr) == 1);
	}
	return http_clients_take(clients, peer != NULL ? &address.any : NULL, lines,
	    forwarded != NULL ? 1 : 0, now_ms);
}

static unsigned
take_all(struct http_clients *clients, const char *peer, const char *forwarded)
{
	unsigned count = 0;

	while (count < 10 * BURST && take(clients, peer, forwarded))
		count++;
	return count;
}

static void
test_bucket(void)
{
	struct http_clients *clients = new_clients();

	tap_number(take_all(clients, "198.51.100.1", NULL), BURST, "as many at once");
	tap_ok(take(clients, "198.51.100.2", NULL), "another client is another one");
	now_ms += 499;
	tap_ok(!take(clients, "198.51.100.1", NULL), "no token yet");
	now_ms += 1;
	tap_ok(take(clients, "198.51.100.1", NULL), "one after half a second");
	tap_ok(!take(clients, "198.51.100.1", NULL), "and no more");
	now_ms += 1000;
	tap_number(take_all(clients, "198.51.100.1", NULL), RATE, "two after a second");
	now_ms += 3600 * 1000;
	tap_number(take_all(clients, "198.51.100.1", NULL), BURST, "never more than at first");
	now_ms -= 5000;
	tap_ok(!take(clients, "198.51.100.1", NULL), "a clock that goes back brings nothing");
	http_clients_free(clients);
}

/* The client is limited where its bucket, emptied before, is the one that is asked. */
static const struct {
	const char *peer, *forwarded, *same; /* as this peer; NULL: never limited */
	const char *name;
} rows[] = {
    {"198.51.100.9", NULL, "198.51.100.9", "a peer"},
    {"198.51.100.9", "203.0.113.5", "198.51.100.9", "a peer that is no proxy is not believed"},
    {"::ffff:198.51.100.9", NULL, "198.51.100.9", "IPv4 within IPv6 is IPv4"},
    {"2001:db8:1:2::9", NULL, "2001:db8:1:2:ffff::1", "a /64 is one client"},
    {"192.0.2.7", "203.0.113.5", "203.0.113.5", "whom a proxy names"},
    {"192.0.2.7", "198.51.100.1, 203.0.113.5", "203.0.113.5", "the last one, not the first"},
    {"192.0.2.7", "203.0.113.5, 192.0.2.8, 2001:db8:ffff::1", "203.0.113.5",
	"behind several proxies"},
    {"192.0.2.7", "203.0.113.5:4711", "203.0.113.5", "with its port"},
    {"192.0.2.7", "[2001:db8:1:2::9]:80", "2001:db8:1:2::1", "an IPv6 one too"},
    {"192.0.2.7", ",, 203.0.113.5 ,", "203.0.113.5", "empty parts are left out"},
    {"192.0.2.7", NULL, "192.0.2.7", "a proxy that names nobody is the client"},
    {"192.0.2.7", "unknown", "192.0.2.7", "and so is one that names nonsense"},
    {"192.0.2.7", "203.0.113.5, x", "192.0.2.7", "behind which nobody is believed"},
    {"192.0.2.7", "1.2.3.4.5", "192.0.2.7", "no address"},
    {"127.0.0.1", "203.0.113.5", "203.0.113.5", "this machine is a proxy"},
    {"::1", "203.0.113.5", "203.0.113.5", "by IPv6 too"},
    {NULL, "203.0.113.5", "203.0.113.5", "and who uses a unix socket"},
    {"127.0.0.1", NULL, NULL, "this machine itself is not limited"},
    {NULL, NULL, NULL, "nor a unix socket"},
    {"127.0.0.1", "127.0.0.1", NULL, "nor a proxy of this machine for it"},
};

static void
test_who(void)
{
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct http_clients *clients = new_clients();

		if (rows[i].same == NULL) {
			tap_number(take_all(clients, rows[i].peer, rows[i].forwarded),
			    10 * BURST, rows[i].name);
		} else {
			take_all(clients, rows[i].peer, rows[i].forwarded);
			/* A proxy's own bucket is asked with what made it the client. */
			tap_ok(
			    !take(clients, rows[i].same,
				strncmp(rows[i].same, "192.0.2.", 8) == 0 ? NULL : "8.8.8.8"),
			    "%s", rows[i].name);
		}
		http_clients_free(clients);
	}
}

/* F9: a hundred thousand clients take no more room than a few. */
static void
test_many(void)
{
	struct http_clients *clients = new_clients();
	char forwarded[32];
	unsigned i, refused = 0;

	for (i = 0; i < 100000; i++) {
		snprintf(
		    forwarded, sizeof forwarded, "10.%u.%u.%u", i >> 16, i >> 8 & 255, i & 255);
		refused += !take(clients, NULL, forwarded);
	}
	tap_number(refused, 0, "F9: 100,000 clients are served, in a table of 4096");
	take_all(clients, "198.51.100.1", NULL);
	tap_ok(!take(clients, "198.51.100.1", NULL), "and one that floods is still known");
	http_clients_free(clients);
}

static void
test_networks(void)
{
	static const char *const bad[] = {"", "a", "1.2.3", "1.2.3.4/33", "1.2.3.4/",
	    "1.2.3.4/-1", "1.2.3.4/24", "::/129", "2001:db8::1/64", "[::1]", "1.2.3.4/8/8",
	    "1.2.3.4 ", "example.org", "1.2.3.4/032768"};
	static const char *const good[] = {"1.2.3.4", "1.2.3.4/32", "0.0.0.0/0", "::/0", "::1",
	    "2001:db8::/32", "10.0.0.0/8", "::ffff:1.2.3.4"};
	struct network network;
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
		tap_ok(!network_read(bad[i], &network), "'%s' is no network", bad[i]);
	for (i = 0; i < sizeof good / sizeof good[0]; i++)
		tap_ok(network_read(good[i], &network), "'%s' is one", good[i]);
}

/* F6, over sockets: one client floods, another one does not notice. */
static void
test_server(void)
{
	struct http_limits limits = fake_limits();
	struct http_server *server;
	struct client_answer answer;
	int i, fd, fine = 0, refused = 0;
	const char *retry;

	limits.clients.per_second = 1;
	server = fake_start("127.0.0.1:0", &limits);
	for (i = 0; i < 30; i++) {
		fd = client_connect(http_server_address(server, 0));
		client_send_text(
		    fd, "GET /a HTTP/1.1\r\n" FAKE_HOST "X-Forwarded-For: 203.0.113.5\r\n\r\n");
		client_read(fd, false, &answer);
		fine += answer.status == 200;
		if (answer.status == 429) {
			refused++;
			retry = client_header(&answer, "Retry-After");
			if (retry == NULL || strcmp(retry, "1") != 0)
				tap_ok(false, "no Retry-After");
		}
		close(fd);
	}
	tap_ok(fine >= 10 && fine < 20 && fine + refused == 30,
	    "F6: a client that floods gets 429 (%d of 30)", refused);
	fd = client_connect(http_server_address(server, 0));
	client_send_text(
	    fd, "GET /a HTTP/1.1\r\n" FAKE_HOST "X-Forwarded-For: 203.0.113.6\r\n\r\n");
	client_read(fd, false, &answer);
	tap_number(answer.status, 200, "F6: another one is served");
	close(fd);
	http_server_stop(server);
}

int
main(void)
{
	fake_init();
	test_bucket();
	test_who();
	test_many();
	test_networks();
	test_server();
	return tap_done();
}
