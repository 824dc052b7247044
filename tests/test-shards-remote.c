/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Databases that xapian-tcpsrv serves: one that dies, hangs, comes back, or is another. */

#include "fixture-shards.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>

#define SERVERS     3
#define TIMEOUT_MS  300
#define DEADLINE_MS 2000

static pid_t servers[SERVERS];
static unsigned ports[SERVERS];

static double
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void
pause_ms(long ms)
{
	nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
}

static struct sockaddr_in
loopback(unsigned port)
{
	return (struct sockaddr_in){.sin_family = AF_INET,
	    .sin_port = htons((uint16_t)port),
	    .sin_addr = {htonl(INADDR_LOOPBACK)}};
}

static unsigned
free_port(void)
{
	struct sockaddr_in address = loopback(0);
	socklen_t size = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert(fd >= 0 && bind(fd, (struct sockaddr *)&address, size) == 0 &&
	       getsockname(fd, (struct sockaddr *)&address, &size) == 0);
	close(fd);
	return ntohs(address.sin_port);
}

static bool
accepts(unsigned port)
{
	struct sockaddr_in address = loopback(port);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	bool is_there = connect(fd, (struct sockaddr *)&address, sizeof address) == 0;

	close(fd);
	return is_there;
}

static const char *patience = "60000"; /* of servers, with idle connections; ms */

/* In a session of its own: it ends its whole process group. */
static void
start_server(size_t i, const char *path)
{
	char port[16];

	snprintf(port, sizeof port, "%u", ports[i]);
	servers[i] = fork();
	if (servers[i] == 0) {
		setsid();
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		execlp("xapian-tcpsrv", "xapian-tcpsrv", "--quiet", "--interface", "127.0.0.1",
		    "--port", port, "--idle-timeout", patience, path, (char *)NULL);
		_exit(127);
	}
	while (!accepts(ports[i]))
		pause_ms(10);
}

static void
stop_server(size_t i)
{
	if (servers[i] <= 0)
		return;
	kill(-servers[i], SIGCONT);
	kill(-servers[i], SIGKILL);
	waitpid(servers[i], NULL, 0);
	servers[i] = 0;
}

/* The first place is a folder, the others are served. */
static struct index_reader *
open_served(void)
{
	struct index_shard shards[SERVERS + 1] = {{.path = "1-of-4"}};
	struct index_reader *reader = NULL;
	size_t i;

	for (i = 0; i < SERVERS; i++)
		shards[i + 1] = (struct index_shard){
		    .host = "localhost", .port = ports[i], .timeout_ms = TIMEOUT_MS};
	if (index_reader_open_shards(shards, SERVERS + 1, &reader, &err) != FORNIX_OK)
		tap_ok(false, "open: %s", err.message);
	assert(reader != NULL);
	return reader;
}

/* As the answer of four folders without the one at place. */
static bool
answers_without(struct index_reader *reader, size_t place)
{
	struct index_shard shards[4] = {
	    {.path = "1-of-4"}, {.path = "2-of-4"}, {.path = "3-of-4"}, {.path = "4-of-4"}};
	struct index_query *query = make_query(4);
	struct index_request request = request_for(query);
	struct index_reader *others = NULL;
	struct index_result *a, *b;
	bool is_same;
	size_t i;

	shards[place - 1].path = "missing";
	assert(index_reader_open_shards(shards, 4, &others, &err) == FORNIX_OK);
	request.deadline_ms = DEADLINE_MS;
	a = run(others, &request);
	b = run(reader, &request);
	is_same = a->hit_count == b->hit_count && b->is_partial && a->hit_count > 0;
	for (i = 0; is_same && i < a->hit_count; i++)
		is_same = a->hits[i].document == b->hits[i].document &&
			  is_close(a->hits[i].weight, b->hits[i].weight);
	index_result_free(a);
	index_result_free(b);
	index_query_free(query);
	index_reader_free(others);
	return is_same;
}

/* Calls what a thread calls each second, until none is down; how many seconds that took. */
static double
recover(struct index_reader *reader)
{
	double start = now_ms();

	while (index_reader_shards_down(reader) != 0 && now_ms() - start < 10000) {
		index_shards_keep();
		pause_ms(50);
	}
	return (now_ms() - start) / 1e3;
}

static void
test_dead(struct index_reader *one, struct index_reader *reader)
{
	uint32_t documents[2] = {global_of(1, 4), 0};
	struct span records[2];
	uint32_t number;
	double start;

	for (number = 1; place_of(number, 4) != 2; number++)
		;
	documents[1] = global_of(number, 4);
	stop_server(1);
	start = now_ms();
	tap_ok(answers_without(reader, 3), "one dies: the others answer");
	tap_ok(now_ms() - start < DEADLINE_MS, "within the deadline");
	tap_number((long long)index_reader_shards_down(reader), 4, "it is down");
	tap_ok(
	    index_shards_count().count == 4 && index_shards_count().down == 1, "and counted");
	tap_ok(index_reader_records(reader, documents, 2, records, &err) == FORNIX_OK &&
		   is_record(records[0], 1) == (place_of(1, 4) != 2) && records[1].data == NULL,
	    "its records are missing");
	index_shards_keep();
	tap_number((long long)index_reader_shards_down(reader), 4, "it stays down");
	start_server(1, "3-of-4");
	tap_ok(recover(reader) < 5, "it comes back within 5 seconds");
	compare_all(one, reader, 4);
}

/* Connections that ended unseen are made again, and nothing is missing. */
static void
test_restart(struct index_reader *one)
{
	struct index_reader *reader = open_served();

	compare_all(one, reader, 4);
	stop_server(0);
	start_server(0, "2-of-4");
	compare_all(one, reader, 4);
	index_reader_free(reader);
}

static void
test_hanging(struct index_reader *one)
{
	struct index_reader *reader = open_served(), *other = open_served();
	double start;

	compare_all(one, reader, 4);
	kill(-servers[2], SIGSTOP);
	start = now_ms();
	tap_ok(answers_without(reader, 4), "one hangs: the others answer");
	tap_ok(now_ms() - start >= TIMEOUT_MS && now_ms() - start < DEADLINE_MS,
	    "after its time, and within the deadline: %.0f ms", now_ms() - start);
	start = now_ms();
	tap_ok(answers_without(reader, 4) && answers_without(other, 4) &&
		   now_ms() - start < TIMEOUT_MS,
	    "nobody waits for it again");
	kill(-servers[2], SIGCONT);
	tap_ok(recover(reader) < 5 && recover(other) < 5, "it comes back within 5 seconds");
	compare_all(one, reader, 4);
	index_reader_free(reader);
	index_reader_free(other);
}

/* All others hang too: what there is on this machine is found in time. */
static void
test_all_hang(void)
{
	struct index_reader *reader = open_served();
	struct index_query *query = term("ache");
	struct index_request request = request_for(query);
	struct index_result *result;
	double start = now_ms();
	size_t i;

	for (i = 0; i < SERVERS; i++)
		kill(-servers[i], SIGSTOP);
	request.deadline_ms = DEADLINE_MS / 2;
	result = run(reader, &request);
	tap_ok(
	    result->is_partial && result->hit_count > 0 && now_ms() - start < DEADLINE_MS / 2,
	    "all hang: the folder answers within the deadline: %.0f ms", now_ms() - start);
	index_result_free(result);
	index_query_free(query);
	index_reader_free(reader);
	for (i = 0; i < SERVERS; i++)
		kill(-servers[i], SIGCONT);
}

static void
test_replaced(void)
{
	struct index_reader *reader = open_served();
	struct index_query *query = term("ache");
	struct index_request request = request_for(query);
	struct index_result *result;

	tap_number((long long)index_reader_shards_replaced(reader), 0, "as they were opened");
	stop_server(0);
	start_server(0, "1-of-2");
	result = run(reader, &request);
	index_result_free(result);
	index_query_free(query);
	recover(reader);
	tap_number((long long)index_reader_shards_replaced(reader), 2, "another database");
	index_reader_free(reader);
	stop_server(0);
	start_server(0, "2-of-4");
}

/* What is meant is told by what it says of itself, also where it was down at first. */
static void
test_meant(void)
{
	struct index_shard shards[2] = {{.path = "1-of-4"}, {.host = "127.0.0.1",
								.port = ports[0],
								.timeout_ms = TIMEOUT_MS,
								.fact_key = "place",
								.fact = "2/4"}};
	struct index_reader *reader = NULL;

	stop_server(0);
	assert(index_reader_open_shards(shards, 2, &reader, &err) == FORNIX_OK);
	tap_ok(
	    index_reader_shards_down(reader) == 2 && index_reader_shards_replaced(reader) == 0,
	    "of what is down nothing is known");
	start_server(0, "1-of-2");
	recover(reader);
	tap_ok(index_reader_shards_replaced(reader) == 2 && index_shards_count().replaced == 1,
	    "it comes up as another");
	index_reader_free(reader);
	stop_server(0);
	start_server(0, "2-of-4");
	assert(index_reader_open_shards(shards, 2, &reader, &err) == FORNIX_OK);
	tap_number((long long)index_reader_shards_replaced(reader), 0, "or as what is meant");
	index_reader_free(reader);
}

/* Whether the server still has a process for a connection. */
static bool
is_connected(size_t i)
{
	char path[64], line[64] = "";
	FILE *file;

	snprintf(path, sizeof path, "/proc/%d/task/%d/children", servers[i], servers[i]);
	file = fopen(path, "r");
	if (file != NULL && fgets(line, sizeof line, file) == NULL)
		line[0] = '\0';
	if (file != NULL)
		fclose(file);
	return line[0] != '\0';
}

#define SERVER_PATIENCE_MS "40000"
#define LONG_IDLE_S        50

/* The server would end a connection that it does not hear of. */
static void
test_idle(void)
{
	struct index_shard shard = {.host = "127.0.0.1", .port = ports[0]};
	struct index_reader *reader = NULL;
	double start;

	patience = SERVER_PATIENCE_MS;
	stop_server(0);
	start_server(0, "2-of-4");
	assert(index_reader_open_shards(&shard, 1, &reader, &err) == FORNIX_OK);
	for (start = now_ms(); now_ms() - start < LONG_IDLE_S * 1000; pause_ms(1000))
		index_shards_keep();
	tap_ok(is_connected(0) && index_reader_shards_down(reader) == 0,
	    "an idle connection is kept by a word now and then");
	for (start = now_ms(); now_ms() - start < LONG_IDLE_S * 1000; pause_ms(1000))
		;
	tap_ok(!is_connected(0), "and ended by the server without");
	index_reader_free(reader);
}

static atomic_bool is_over;

static void *
keep(void *context)
{
	while (!atomic_load(&is_over)) {
		index_shards_keep();
		pause_ms(20);
	}
	return context;
}

/* Partial or whole, each answer is right about what it has. */
static void *
search_on(void *context)
{
	struct index_reader *reader = open_served();
	struct index_query *query = term("ache");
	struct index_request request = request_for(query);
	struct index_result *result;
	struct fornix_error trouble;
	size_t *failures = context;

	request.deadline_ms = DEADLINE_MS;
	while (!atomic_load(&is_over)) {
		if (index_reader_search(reader, &request, &result, &trouble) != FORNIX_OK) {
			++*failures;
			continue;
		}
		*failures += result->hit_count == 0;
		index_result_free(result);
	}
	index_query_free(query);
	index_reader_free(reader);
	return NULL;
}

/* What brings shards back, and searches, at once. */
static void
test_threads(struct index_reader *one)
{
	pthread_t keeper, searching[2];
	size_t failures[2] = {0, 0}, i;
	struct index_reader *reader;

	assert(pthread_create(&keeper, NULL, keep, NULL) == 0);
	for (i = 0; i < 2; i++)
		assert(pthread_create(&searching[i], NULL, search_on, &failures[i]) == 0);
	for (i = 0; i < 2; i++) {
		pause_ms(200);
		stop_server(i);
		pause_ms(200);
		start_server(i, i == 0 ? "2-of-4" : "3-of-4");
	}
	pause_ms(1500);
	atomic_store(&is_over, true);
	for (i = 0; i < 2; i++)
		pthread_join(searching[i], NULL);
	pthread_join(keeper, NULL);
	tap_ok(failures[0] == 0 && failures[1] == 0, "threads search while shards come and go");
	reader = open_served();
	recover(reader);
	compare_all(one, reader, 4);
	index_reader_free(reader);
}

static void
test_none(void)
{
	struct index_shard shards[2] = {
	    {.host = "127.0.0.1", .port = ports[0], .timeout_ms = TIMEOUT_MS},
	    {.host = "127.0.0.1", .port = ports[1], .timeout_ms = TIMEOUT_MS}};
	struct index_query *query = term("ache");
	struct index_request request = request_for(query);
	struct index_reader *reader = NULL;
	struct index_result *result;

	assert(index_reader_open_shards(shards, 2, &reader, &err) == FORNIX_OK);
	stop_server(0);
	stop_server(1);
	tap_number(index_reader_search(reader, &request, &result, &err), FORNIX_ERR_TIMEOUT,
	    "none is left");
	tap_ok(strstr(err.message, "no shard") != NULL, "it says: %s", err.message);
	index_reader_free(reader);
	index_query_free(query);
}

static void
test_public(void)
{
	struct index_shard shard = {.host = "192.0.2.1", .port = 7010, .timeout_ms = 100};
	struct index_reader *reader = NULL;

	tap_number(index_reader_open_shards(&shard, 1, &reader, &err), FORNIX_ERR_REFUSED,
	    "an address that everybody can reach");
	tap_ok(strstr(err.message, "allow_plain_remote") != NULL, "it says: %s", err.message);
	shard.host = "no-such-machine.invalid";
	tap_number(index_reader_open_shards(&shard, 1, &reader, &err), FORNIX_ERR_NOT_FOUND,
	    "a name that nobody knows");
}

int
main(void)
{
	static const char *const paths[SERVERS] = {"2-of-4", "3-of-4", "4-of-4"};
	const char *is_long = getenv("FORNIX_LONG");
	struct index_reader *one, *reader;
	size_t i;

	if (system("command -v xapian-tcpsrv >/dev/null") != 0) {
		puts("1..0 # SKIP there is no xapian-tcpsrv");
		return 0;
	}
	assert(chdir(scratch_folder()) == 0);
	build_one();
	build_shards(4);
	build_shards(2);
	for (i = 0; i < SERVERS; i++) {
		ports[i] = free_port();
		start_server(i, paths[i]);
	}
	one = open_ok("one");
	reader = open_served();
	compare_all(one, reader, 4);
	test_dead(one, reader);
	index_reader_free(reader);
	test_restart(one);
	test_hanging(one);
	test_all_hang();
	test_replaced();
	test_meant();
	test_threads(one);
	if (is_long != NULL && is_long[0] != '\0')
		test_idle();
	test_none();
	test_public();
	index_reader_free(one);
	for (i = 0; i < SERVERS; i++)
		stop_server(i);
	return tap_done();
}
