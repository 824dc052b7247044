/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "load-attack.h"

#include <pthread.h>
#include <stdatomic.h>

#include "http-client.h"

#define HOST "Host: x\r\n"
/* Somebody else, who may ask for as much as anybody. */
#define BY    "X-Forwarded-For: 203.0.113.9\r\n"
#define GET   "GET /search?q=pain HTTP/1.1\r\n" HOST
#define POST  "POST /meili/multi-search HTTP/1.1\r\n" HOST "Content-Type: application/json\r\n"
#define QUICK "GET /robots.txt HTTP/1.1\r\n" HOST
/* This machine itself, which is not limited, so that nothing else refuses it. */
#define SMUGGLED QUICK "\r\n"
/* Only the answer to what was smuggled has it. */
#define SMUGGLED_ANSWER "User-agent:"

struct bytes {
	const char *data;
	size_t length;
};
#define BYTES(text)                                                                            \
	{                                                                                      \
		text, sizeof(text) - 1                                                         \
	}

struct attack {
	const char *name;
	unsigned clients, pause_ms;         /* between the steps of all clients */
	const struct bytes *firsts;         /* what a new connection sends, in turn */
	struct bytes then;                  /* what follows, at each step */
	unsigned times;                     /* that it follows at once */
	bool reads;                         /* what comes */
	bool shuts;                         /* its side, once the first was sent */
	enum { STAYS, CLOSES, RESETS } end; /* after a step */
};

static char filling[16384]; /* of letters */
#define FILLING                                                                                \
	{                                                                                      \
		filling, sizeof filling                                                        \
	}

static const struct bytes nothing[] = {{"", 0}, {NULL, 0}};
static const struct bytes half_head[] = {BYTES(GET BY), {NULL, 0}};
static const struct bytes half_line[] = {BYTES("GET /search?q="), {NULL, 0}};
static const struct bytes half_value[] = {BYTES(GET BY "A: "), {NULL, 0}};
static const struct bytes half_body[] = {
    BYTES(POST BY "Content-Length: 60000\r\n\r\n{"), {NULL, 0}};
static const struct bytes large_body[] = {
    BYTES(POST BY "Content-Length: 4194304\r\n\r\n"), {NULL, 0}};
static const struct bytes endless_body[] = {
    BYTES(POST BY "Content-Length: 99999999999\r\n\r\n"), {NULL, 0}};
static const struct bytes get[] = {BYTES(GET BY "\r\n"), {NULL, 0}};
static const struct bytes quick[] = {BYTES(SMUGGLED), {NULL, 0}};
static const struct bytes smuggling[] = {
    BYTES(GET "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" SMUGGLED),
    BYTES(GET "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" SMUGGLED),
    BYTES(GET "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" SMUGGLED),
    BYTES(GET "Content-Length: 0\r\nContent-Length: 60\r\n\r\n" SMUGGLED),
    BYTES(GET "Content-Length: 3\r\n\r\nabc" SMUGGLED),
    BYTES(POST "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}" SMUGGLED),
    BYTES(POST "Content-Length: +2\r\n\r\n{}" SMUGGLED),
    BYTES(POST "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}" SMUGGLED),
    BYTES(GET ": x\r\n" SMUGGLED),
    BYTES(GET ":\r\n" SMUGGLED),
    BYTES(GET "A: b\r\n c\r\n\r\n" SMUGGLED),
    BYTES(POST "Content-Length:\r\n 2\r\n\r\n{}" SMUGGLED),
    BYTES(GET "A: b\0c\r\n\r\n" SMUGGLED),
    BYTES(GET "A: b\n\r\n" SMUGGLED),
    BYTES(GET HOST "\r\n" SMUGGLED),
    BYTES("GET  /a HTTP/1.1\r\n" HOST "\r\n" SMUGGLED),
    {NULL, 0},
};
static const struct bytes methods[] = {
    BYTES("DELETE /search HTTP/1.1\r\n" HOST "\r\n"),
    BYTES("PUT /search HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nhello"),
    BYTES("TRACE / HTTP/1.1\r\n" HOST "\r\n"),
    BYTES("CONNECT x:443 HTTP/1.1\r\n" HOST "\r\n"),
    BYTES("OPTIONS * HTTP/1.1\r\n" HOST "\r\n"),
    BYTES("PROPFIND / HTTP/1.1\r\n" HOST "\r\n"),
    BYTES("get / HTTP/1.1\r\n" HOST "\r\n"),
    BYTES("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    BYTES("\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03\r\n\r\n"),
    {NULL, 0},
};

static const struct attack attacks[] = {
    {"slow-heads", 300, 50, half_head, BYTES("A: b\r\n"), 1, .reads = true},
    {"trickled-heads", 300, 100, half_line, BYTES("a"), 1, .reads = true},
    {"slow-bodies", 300, 50, half_body, BYTES(" "), 1, .reads = true},
    {"half-open", 300, 20, half_head, BYTES(""), 0, .reads = true, .shuts = true},
    {"idle", 900, 20, nothing, BYTES(""), 0, .reads = true},
    {"beyond-the-limit", 1500, 200, nothing, BYTES(""), 0, .reads = true},
    {"idle-after-one", 900, 20, quick, BYTES(""), 0, .reads = true},
    {"pipelines", 8, 10, nothing, BYTES(QUICK BY "\r\n"), 100, .reads = true},
    {"never-reads", 40, 20, nothing, BYTES(GET BY "\r\n"), 20, .reads = false},
    {"smuggling", 20, 10, smuggling, BYTES(""), 0, .reads = true},
    {"large-heads", 20, 10, half_value, FILLING, 4, .reads = true},
    {"large-targets", 20, 10, half_line, FILLING, 4, .reads = true},
    {"large-bodies", 10, 10, large_body, FILLING, 4, .reads = true},
    {"endless-bodies", 10, 10, endless_body, FILLING, 4, .reads = true},
    {"methods", 20, 10, methods, BYTES(""), 0, .reads = true, .end = CLOSES},
    {"resets", 20, 10, get, BYTES(""), 0, .end = RESETS},
    {"come-and-go", 50, 10, nothing, BYTES(""), 0, .end = CLOSES},
};

struct attacker {
	int fd;                    /* -1: away */
	const struct bytes *first; /* not sent yet; else NULL */
};

struct attack_run {
	const struct attack *attack;
	struct sockaddr_storage to;
	socklen_t to_length;
	pthread_t thread;
	atomic_bool is_ending;
	unsigned held, turn;
	struct attack_counts counts;
	struct attacker attackers[];
};

const struct attack *
attack_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof attacks / sizeof attacks[0]; i++) {
		if (strcmp(attacks[i].name, name) == 0)
			return &attacks[i];
	}
	return NULL;
}

void
attack_list(void)
{
	size_t i;

	for (i = 0; i < sizeof attacks / sizeof attacks[0]; i++)
		puts(attacks[i].name);
}

static void
leave(struct attack_run *run, struct attacker *attacker, bool by_reset)
{
	const struct linger at_once = {.l_onoff = 1};

	if (by_reset)
		setsockopt(attacker->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
	close(attacker->fd);
	attacker->fd = -1;
	run->held--;
}

/* Never waits: where the service is behind with taking connections, this one is. */
static void
come(struct attack_run *run, struct attacker *attacker)
{
	const struct attack *attack = run->attack;

	attacker->first = &attack->firsts[run->turn++];
	if (attack->firsts[run->turn].data == NULL)
		run->turn = 0;
	attacker->fd = socket(run->to.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	assert(attacker->fd >= 0);
	if (++run->held > run->counts.held_most)
		run->counts.held_most = run->held;
	run->counts.connected++;
	connect(attacker->fd, (const struct sockaddr *)&run->to, run->to_length);
}

/* Sends what comes first, once that is possible; returns whether it was. */
static bool
begin(const struct attack_run *run, struct attacker *attacker)
{
	const struct bytes *first = attacker->first;

	if (send(attacker->fd, first->data, first->length, MSG_NOSIGNAL) < 0)
		return false;
	attacker->first = NULL;
	if (run->attack->shuts)
		shutdown(attacker->fd, SHUT_WR);
	return true;
}

/* Drops what has come; returns whether the service has closed. */
static bool
take_answers(struct attack_run *run, int fd)
{
	char bytes[16384];
	ssize_t got;

	while ((got = recv(fd, bytes, sizeof bytes, 0)) > 0) {
		if (run->attack->firsts == smuggling &&
		    memmem(bytes, (size_t)got, SMUGGLED_ANSWER, strlen(SMUGGLED_ANSWER)) !=
			NULL)
			run->counts.smuggled++;
	}
	return got == 0 || (errno != EAGAIN && errno != ENOTCONN);
}

/* One step of one attacker; returns false when the service has closed. */
static bool
go_on(struct attack_run *run, struct attacker *attacker)
{
	const struct attack *attack = run->attack;
	bool is_sent = attacker->first == NULL || begin(run, attacker);
	unsigned i;

	for (i = 0; is_sent && i < attack->times; i++)
		is_sent = send(attacker->fd, attack->then.data, attack->then.length,
			      MSG_NOSIGNAL) >= 0;
	if (!is_sent && errno != EAGAIN && errno != ENOTCONN)
		return false;
	return !attack->reads || !take_answers(run, attacker->fd);
}

static void
step(struct attack_run *run, struct attacker *attacker)
{
	bool is_open;

	if (attacker->fd < 0) {
		come(run, attacker);
		return;
	}
	is_open = go_on(run, attacker);
	run->counts.cut += !is_open;
	if (!is_open || run->attack->end != STAYS)
		leave(run, attacker, run->attack->end == RESETS);
}

static void *
play(void *argument)
{
	struct attack_run *run = argument;
	unsigned i;

	while (!run->is_ending) {
		for (i = 0; i < run->attack->clients; i++)
			step(run, &run->attackers[i]);
		client_sleep_ms(run->attack->pause_ms);
	}
	return NULL;
}

struct attack_run *
attack_start(const struct attack *attack, const char *address)
{
	struct attack_run *run =
	    calloc(1, sizeof *run + attack->clients * sizeof run->attackers[0]);
	int fd = client_connect(address);
	unsigned i;

	assert(run != NULL && fd >= 0);
	memset(filling, 'a', sizeof filling);
	run->attack = attack;
	run->to_length = sizeof run->to;
	assert(getpeername(fd, (struct sockaddr *)&run->to, &run->to_length) == 0);
	close(fd);
	for (i = 0; i < attack->clients; i++)
		run->attackers[i].fd = -1;
	assert(pthread_create(&run->thread, NULL, play, run) == 0);
	return run;
}

struct attack_counts
attack_stop(struct attack_run *own_run)
{
	struct attack_counts counts;
	unsigned i;

	own_run->is_ending = true;
	pthread_join(own_run->thread, NULL);
	for (i = 0; i < own_run->attack->clients; i++) {
		if (own_run->attackers[i].fd >= 0)
			leave(own_run, &own_run->attackers[i], false);
	}
	counts = own_run->counts;
	free(own_run);
	return counts;
}
