/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * A client that measures, for tests of a running fornixd:
 *
 *	load attacks                          names what can be played
 *	load beside ATTACK SECONDS ADDRESS    asks while an attack goes on; "none" is one
 *	load above CLIENTS SECONDS ADDRESS    asks by so many clients without a pause
 *	load ask SECONDS ADDRESS...           asks of all in turn, and again when told to wait
 *
 * Each prints one line of NAME=VALUE, times in microseconds.
 */

#include <pthread.h>
#include <stdint.h>

#include "http-client.h"
#include "load-attack.h"

#define CLIENTS_MAX  512
#define ANSWER_BYTES (256 * 1024)
#define SAMPLES_MAX  (1 << 20) /* then the oldest give way */

/* How long answers of one kind took. */
struct times {
	size_t count;
	long *us;
};

struct client {
	const char *address, *headers;
	int fd;        /* -1: none is kept */
	unsigned turn; /* of its searches */
	char bytes[ANSWER_BYTES];
	struct times fine, shed;
	unsigned long failed, retried;
};

static long end_ms;

static long
now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void
times_add(struct times *times, long us)
{
	if (times->us == NULL)
		times->us = calloc(SAMPLES_MAX, sizeof *times->us);
	assert(times->us != NULL);
	times->us[times->count++ % SAMPLES_MAX] = us;
}

static int
compare(const void *a, const void *b)
{
	long left = *(const long *)a, right = *(const long *)b;

	return (left > right) - (left < right);
}

static void
times_print(struct times *times, const char *name)
{
	size_t kept = times->count < SAMPLES_MAX ? times->count : SAMPLES_MAX;

	printf("%s=%zu", name, times->count);
	if (kept == 0)
		return;
	qsort(times->us, kept, sizeof times->us[0], compare);
	printf(" %s_p50=%ld %s_p99=%ld %s_max=%ld", name, times->us[kept / 2], name,
	    times->us[kept * 99 / 100], name, times->us[kept - 1]);
}

static struct client *
client_new(const char *address)
{
	struct client *client = calloc(1, sizeof *client);

	assert(client != NULL);
	client->address = address;
	client->headers = "";
	client->fd = -1;
	return client;
}

static void
client_free(struct client *client)
{
	if (client->fd >= 0)
		close(client->fd);
	free(client->fine.us);
	free(client->shed.us);
	free(client);
}

/* Reads one answer; returns its length, 0 where none began, -1 where it did not end. */
static ssize_t
read_answer(struct client *client)
{
	size_t used = 0, wanted = SIZE_MAX;
	const char *end, *length;
	ssize_t got;

	while (used < wanted) {
		got = recv(client->fd, client->bytes + used, ANSWER_BYTES - 1 - used, 0);
		if (got <= 0)
			return used == 0 && (got == 0 || errno == ECONNRESET) ? 0 : -1;
		used += (size_t)got;
		client->bytes[used] = '\0';
		end = strstr(client->bytes, "\r\n\r\n");
		if (wanted != SIZE_MAX || end == NULL)
			continue;
		length = strcasestr(client->bytes, "\r\nContent-Length: ");
		if (length == NULL || length > end)
			return -1;
		wanted = (size_t)(end + 4 - client->bytes) + strtoul(length + 18, NULL, 10);
		if (wanted >= ANSWER_BYTES)
			return -1;
	}
	return (ssize_t)used;
}

/* Asks once; as read_answer(). */
static ssize_t
ask_once(struct client *client, const char *target)
{
	char request[512];

	if (client->fd < 0)
		client->fd = client_connect(client->address);
	if (client->fd < 0)
		return -1;
	snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: x\r\n%s\r\n", target,
	    client->headers);
	return client_send_text(client->fd, request) ? read_answer(client) : 0;
}

static void
hang_up(struct client *client)
{
	if (client->fd >= 0)
		close(client->fd);
	client->fd = -1;
}

/*
 * A connection that was kept may end at any time, and what was sent on it then be sent
 * again, as all browsers do: only that is tried twice.
 */
static void
ask(struct client *client, const char *target)
{
	bool was_kept = client->fd >= 0;
	long begun = now_us();
	ssize_t length = ask_once(client, target);
	int status = 0;

	if (length == 0 && was_kept) {
		client->retried++;
		hang_up(client);
		length = ask_once(client, target);
	}
	if (length > 0)
		sscanf(client->bytes, "HTTP/1.1 %d", &status);
	if (status == 200) {
		times_add(&client->fine, now_us() - begun);
	} else if ((status == 503 || status == 429) &&
		   strcasestr(client->bytes, "\r\nRetry-After: ") != NULL) {
		times_add(&client->shed, now_us() - begun);
	} else {
		client->failed++;
		fprintf(stderr, "%s%s: %s\n", client->address, target,
		    length > 0   ? client->bytes
		    : length < 0 ? "no whole answer"
				 : "closed without an answer");
	}
	if (status == 0 || strcasestr(client->bytes, "\r\nConnection: close") != NULL)
		hang_up(client);
}

/* Searches that all find something, none like the one before. */
static const char *
next_search(unsigned *turn)
{
	static const char *const words[] = {"pain", "jaw", "tooth", "spasm", "surgery", "face",
	    "nerve", "headache", "treatment", "diagnosis", "numbness", "eye", "medicine"};
	enum { COUNT = sizeof words / sizeof words[0] };
	static __thread char target[128];
	unsigned at = (*turn)++;

	snprintf(target, sizeof target, "/api/search?q=%s+%s&page=%u", words[at % COUNT],
	    words[at / COUNT % COUNT], at / (COUNT * COUNT) % 2 + 1);
	return target;
}

/* Every few milliseconds, on a connection that is kept and on a new one in turn. */
static int
ask_beside(const char *name, const char *address)
{
	const struct attack *attack = attack_find(name);
	struct client *kept = client_new(address), *new = client_new(address);
	struct attack_counts counts = {0};
	struct attack_run *run = NULL;
	unsigned turn = 0;

	assert(attack != NULL || strcmp(name, "none") == 0);
	if (attack != NULL)
		run = attack_start(attack, address);
	while (client_now_ms() < end_ms) {
		ask(kept, next_search(&turn));
		client_sleep_ms(4);
		ask(new, next_search(&turn));
		hang_up(new);
		client_sleep_ms(4);
	}
	if (run != NULL)
		counts = attack_stop(run);
	times_print(&kept->fine, "kept");
	putchar(' ');
	times_print(&new->fine, "new");
	printf(" failed=%lu retried=%lu connected=%lu cut=%lu smuggled=%lu held=%u\n",
	    kept->failed + new->failed + kept->shed.count + new->shed.count, kept->retried,
	    counts.connected, counts.cut, counts.smuggled, counts.held_most);
	client_free(kept);
	client_free(new);
	return 0;
}

static void *
ask_without_pause(void *argument)
{
	struct client *client = argument;

	while (client_now_ms() < end_ms)
		ask(client, next_search(&client->turn));
	return NULL;
}

static void
join_times(struct times *all, const struct times *some)
{
	size_t i, kept = some->count < SAMPLES_MAX ? some->count : SAMPLES_MAX;

	for (i = 0; i < kept; i++)
		times_add(all, some->us[i]);
}

/* As fast as they are answered, while one asks whether the process lives. */
static int
ask_above(unsigned count, const char *address)
{
	struct client *clients[CLIENTS_MAX], *all = client_new(address);
	struct client *watcher = client_new(address);
	pthread_t threads[CLIENTS_MAX];
	unsigned i;

	assert(count <= CLIENTS_MAX);
	for (i = 0; i < count; i++) {
		clients[i] = client_new(address);
		clients[i]->turn = i * 29;
		assert(pthread_create(&threads[i], NULL, ask_without_pause, clients[i]) == 0);
	}
	while (client_now_ms() < end_ms) {
		ask(watcher, "/healthz");
		client_sleep_ms(10);
	}
	for (i = 0; i < count; i++) {
		pthread_join(threads[i], NULL);
		join_times(&all->fine, &clients[i]->fine);
		join_times(&all->shed, &clients[i]->shed);
		all->failed += clients[i]->failed + clients[i]->retried;
		client_free(clients[i]);
	}
	times_print(&all->fine, "fine");
	putchar(' ');
	times_print(&all->shed, "shed");
	putchar(' ');
	times_print(&watcher->fine, "health");
	printf(" failed=%lu\n", all->failed + watcher->failed + watcher->retried);
	client_free(all);
	client_free(watcher);
	return 0;
}

/* Comes again when it is told to, as often as anybody would. */
static void
ask_patiently(struct client *client, const char *target)
{
	size_t shed;
	int tries;

	for (tries = 0; tries < 5; tries++) {
		shed = client->shed.count;
		ask(client, target);
		if (client->shed.count == shed)
			return;
		client_sleep_ms(1000);
	}
	client->failed++;
}

static int
ask_all(char *const *addresses)
{
	struct client *clients[8];
	struct times all = {0, NULL};
	unsigned long failed = 0, retried = 0, shed = 0;
	unsigned count = 0, i, turn = 0;

	for (; addresses[count] != NULL && count < 8; count++)
		clients[count] = client_new(addresses[count]);
	while (client_now_ms() < end_ms) {
		for (i = 0; i < count; i++) {
			ask_patiently(clients[i], next_search(&turn));
			if (turn % 8 == 0)
				hang_up(clients[i]);
		}
		client_sleep_ms(5);
	}
	for (i = 0; i < count; i++) {
		join_times(&all, &clients[i]->fine);
		failed += clients[i]->failed;
		shed += clients[i]->shed.count;
		retried += clients[i]->retried;
		client_free(clients[i]);
	}
	times_print(&all, "fine");
	printf(" failed=%lu retried=%lu shed=%lu\n", failed, retried, shed);
	free(all.us);
	return 0;
}

int
main(int argc, char **argv)
{
	const char *command = argc > 1 ? argv[1] : "";

	if (strcmp(command, "attacks") == 0) {
		attack_list();
		return 0;
	}
	assert(argc > 3);
	end_ms =
	    client_now_ms() + (long)(1000 * atof(argv[strcmp(command, "ask") == 0 ? 2 : 3]));
	if (strcmp(command, "ask") == 0)
		return ask_all(argv + 3);
	assert(argc > 4);
	if (strcmp(command, "beside") == 0)
		return ask_beside(argv[2], argv[4]);
	assert(strcmp(command, "above") == 0);
	return ask_above((unsigned)atoi(argv[2]), argv[4]);
}
