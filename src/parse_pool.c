/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse_pool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "parse_worker.h"
#include "xalloc.h"

struct worker {
	pid_t pid; /* 0: not running */
	int socket;
	bool is_busy;
	uint32_t file; /* index of the file it is at, when busy */
	int64_t started_ms;
	struct buffer reply; /* what has arrived of it */
};

struct pool {
	const struct corpus *corpus;
	struct corpus_file *const *files;
	const struct article_options *options;
	size_t count, next, done;
	unsigned worker_count;
	struct worker workers[PARSE_WORKERS_MAX];
	parse_callback *callback;
	void *context;
	struct fornix_error *err;
};

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The other workers' sockets stay open in the child otherwise, and hide their end. */
static void
close_others(const struct pool *pool)
{
	unsigned i;

	for (i = 0; i < pool->worker_count; i++) {
		if (pool->workers[i].pid != 0)
			close(pool->workers[i].socket);
	}
}

static enum fornix_status
start_worker(struct pool *pool, struct worker *worker)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return error_set_errno(
		    pool->err, FORNIX_ERR_IO, errno, "cannot make a socket for a parser");
	worker->pid = fork();
	if (worker->pid == 0) {
		worker->pid = 0;
		close_others(pool);
		close(pair[0]);
		parse_worker_run(
		    pair[1], pool->corpus, pool->files, pool->count, pool->options);
	}
	close(pair[1]);
	if (worker->pid < 0) {
		worker->pid = 0;
		close(pair[0]);
		return error_set_errno(
		    pool->err, FORNIX_ERR_IO, errno, "cannot start a parser");
	}
	worker->socket = pair[0];
	fcntl(worker->socket, F_SETFL, O_NONBLOCK);
	worker->is_busy = false;
	buffer_clear(&worker->reply);
	return FORNIX_OK;
}

/* Returns the status of waitpid(). */
static int
end_worker(struct worker *worker, bool by_force)
{
	int status = 0;

	close(worker->socket);
	if (by_force)
		kill(worker->pid, SIGKILL);
	while (waitpid(worker->pid, &status, 0) < 0 && errno == EINTR)
		;
	worker->pid = 0;
	return status;
}

enum death {
	DEATH_BY_ITSELF,
	DEATH_BY_CLOCK,
	DEATH_BY_NONSENSE, /* its answer was none */
};

static enum fornix_status report_death(
    struct pool *pool, struct worker *worker, enum death death);

/* Gives the worker its next file, if there is one. */
static enum fornix_status
give_file(struct pool *pool, struct worker *worker)
{
	enum fornix_status status;

	if (pool->next == pool->count)
		return FORNIX_OK;
	if (worker->pid == 0) {
		status = start_worker(pool, worker);
		if (status != FORNIX_OK)
			return status;
	}
	worker->file = (uint32_t)pool->next++;
	worker->is_busy = true;
	worker->started_ms = now_ms();
	buffer_clear(&worker->reply);
	if (send(worker->socket, &worker->file, sizeof worker->file, MSG_NOSIGNAL) !=
	    (ssize_t)sizeof worker->file)
		return report_death(pool, worker, DEATH_BY_ITSELF);
	return FORNIX_OK;
}

static void
describe_death(const char *path, int status, enum death death, char *reason, size_t size)
{
	if (death == DEATH_BY_CLOCK)
		snprintf(reason, size, "'%s': took longer than %d seconds to parse", path,
		    PARSE_WALL_S);
	else if (death == DEATH_BY_NONSENSE)
		snprintf(reason, size, "'%s': made the parser answer nonsense", path);
	else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGVTALRM)
		snprintf(reason, size,
		    "'%s': took longer than %d seconds of processor time to parse", path,
		    PARSE_CPU_S);
	else
		snprintf(reason, size, "'%s': ended the parser (%s %d)", path,
		    WIFSIGNALED(status) ? "signal" : "status",
		    WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
}

/* Reports a file whose worker has gone, and replaces the worker. */
static enum fornix_status
report_death(struct pool *pool, struct worker *worker, enum death death)
{
	struct parse_outcome outcome = {.file = pool->files[worker->file]};
	int status = end_worker(worker, death != DEATH_BY_ITSELF);
	enum fornix_status result;
	char reason[CORPUS_PATH_BYTES_MAX + 128];

	describe_death(outcome.file->path, status, death, reason, sizeof reason);
	outcome.error = span_from_string(reason);
	worker->is_busy = false;
	pool->done++;
	result = pool->callback(&outcome, pool->context, pool->err);
	return result == FORNIX_OK ? give_file(pool, worker) : result;
}

static struct span
take_span(const char **p, uint32_t length)
{
	struct span span = {*p, length};

	*p += length;
	return span;
}

static enum fornix_status
report_reply(struct pool *pool, struct worker *worker, const struct parse_header *header)
{
	const char *p = worker->reply.data + sizeof *header;
	struct parse_outcome outcome = {.file = pool->files[worker->file]};
	enum fornix_status status;

	outcome.file->size = header->size;
	outcome.file->mtime_ns = header->mtime_ns;
	memcpy(outcome.hash, header->hash, sizeof outcome.hash);
	outcome.record = take_span(&p, header->record_bytes);
	outcome.skip_reason = take_span(&p, header->skip_bytes);
	outcome.error = take_span(&p, header->error_bytes);
	outcome.notes = take_span(&p, header->notes_bytes);
	worker->is_busy = false;
	pool->done++;
	status = pool->callback(&outcome, pool->context, pool->err);
	return status == FORNIX_OK ? give_file(pool, worker) : status;
}

/* Reads what the worker has sent and reports the file when that is all of it. */
static enum fornix_status
receive(struct pool *pool, struct worker *worker)
{
	struct parse_header header;
	char chunk[65536];
	ssize_t got;
	size_t whole;

	got = recv(worker->socket, chunk, sizeof chunk, 0);
	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return FORNIX_OK;
	if (got <= 0)
		return report_death(pool, worker, DEATH_BY_ITSELF);
	buffer_append(&worker->reply, chunk, (size_t)got);
	if (worker->reply.length < sizeof header)
		return FORNIX_OK;
	memcpy(&header, worker->reply.data, sizeof header);
	whole = sizeof header + (size_t)header.record_bytes + header.skip_bytes +
		header.error_bytes + header.notes_bytes;
	if (worker->reply.failed || worker->reply.length > whole || header.file != worker->file)
		return report_death(pool, worker, DEATH_BY_NONSENSE);
	return worker->reply.length == whole ? report_reply(pool, worker, &header) : FORNIX_OK;
}

/* Waits for any worker, half a second at most. */
static enum fornix_status
step(struct pool *pool)
{
	struct pollfd fds[PARSE_WORKERS_MAX];
	enum fornix_status status = FORNIX_OK;
	unsigned i;

	for (i = 0; i < pool->worker_count; i++)
		fds[i] = (struct pollfd){
		    .fd = pool->workers[i].is_busy ? pool->workers[i].socket : -1,
		    .events = POLLIN};
	if (poll(fds, pool->worker_count, 500) < 0 && errno != EINTR)
		return error_set_errno(
		    pool->err, FORNIX_ERR_IO, errno, "cannot wait for parsers");
	for (i = 0; status == FORNIX_OK && i < pool->worker_count; i++) {
		struct worker *worker = &pool->workers[i];

		if (!worker->is_busy)
			continue;
		if (fds[i].revents != 0)
			status = receive(pool, worker);
		else if (now_ms() - worker->started_ms > PARSE_WALL_S * 1000)
			status = report_death(pool, worker, DEATH_BY_CLOCK);
	}
	return status;
}

enum fornix_status
parse_files(const struct corpus *corpus, struct corpus_file *const *files, size_t count,
    const struct article_options *options, unsigned workers, parse_callback *callback,
    void *context, struct fornix_error *err)
{
	struct pool pool = {.corpus = corpus,
	    .files = files,
	    .options = options,
	    .count = count,
	    .callback = callback,
	    .context = context,
	    .err = err};
	enum fornix_status status = FORNIX_OK;
	unsigned i;

	pool.worker_count = workers > PARSE_WORKERS_MAX ? PARSE_WORKERS_MAX : workers;
	if (pool.worker_count > count)
		pool.worker_count = (unsigned)count;
	for (i = 0; i < pool.worker_count; i++)
		buffer_init(&pool.workers[i].reply,
		    PARSE_REPLY_BYTES_MAX + sizeof(struct parse_header));
	for (i = 0; status == FORNIX_OK && i < pool.worker_count; i++)
		status = give_file(&pool, &pool.workers[i]);
	while (status == FORNIX_OK && pool.done < count)
		status = step(&pool);
	for (i = 0; i < pool.worker_count; i++) {
		if (pool.workers[i].pid != 0)
			end_worker(&pool.workers[i], pool.workers[i].is_busy);
		buffer_fini(&pool.workers[i].reply);
	}
	return status;
}
