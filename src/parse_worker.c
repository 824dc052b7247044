/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse_worker.h"

#include <errno.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <signal.h>
#include <unistd.h>

#include "document.h"
#include "word_counts.h"

static bool
read_fully(int fd, void *bytes, size_t length)
{
	char *p = bytes;
	ssize_t got;

	while (length > 0) {
		got = read(fd, p, length);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		p += got;
		length -= (size_t)got;
	}
	return true;
}

static bool
write_fully(int fd, const void *bytes, size_t length)
{
	const char *p = bytes;
	ssize_t put;

	while (length > 0) {
		put = write(fd, p, length);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		p += put;
		length -= (size_t)put;
	}
	return true;
}

/* Not the address space: the parent's map of articles.mdb, inherited, is larger. */
static void
limit_resources(void)
{
	struct rlimit none = {0, 0};

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setrlimit(RLIMIT_CORE, &none);
/* Sanitizers have shadows of all memory. */
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
	struct rlimit memory = {PARSE_MEMORY_BYTES, PARSE_MEMORY_BYTES};

	setrlimit(RLIMIT_DATA, &memory);
#endif
}

/* SIGVTALRM, which nothing here catches, ends a parser that has run too long. */
static void
limit_time(int seconds)
{
	struct itimerval timer = {.it_value = {.tv_sec = seconds}};

	setitimer(ITIMER_VIRTUAL, &timer, NULL);
}

/* Fewer bytes cannot have more words than a document of the index may. */
#define WORDS_BYTES_MIN (INDEX_DOCUMENT_TERMS_MAX / 2)

/* An article that the index could not take costs itself, and not the run. */
static enum fornix_status
check_words(const struct buffer *bytes, const char *path, struct fornix_error *err)
{
	struct analyzer *analyzer;
	struct word_counts *counts;
	struct index_document *document;
	struct record record;
	enum fornix_status status = FORNIX_OK;

	if (bytes->length < WORDS_BYTES_MIN)
		return FORNIX_OK;
	status = record_open(bytes->data, bytes->length, &record, err);
	if (status != FORNIX_OK)
		return status;
	analyzer = analyzer_new();
	counts = word_counts_new();
	document = index_document_new();
	word_counts_begin(counts, 1);
	document_fill(analyzer, &record, counts, document);
	status = index_document_check(document, err);
	index_document_free(document);
	word_counts_free(counts);
	analyzer_free(analyzer);
	return status == FORNIX_OK ? FORNIX_OK : error_prefix(err, "'%s'", path);
}

struct reply {
	struct parse_header header;
	struct buffer record, skip, error, notes;
};

static void
fill_reply(struct reply *reply, const struct corpus *corpus, struct corpus_file *file,
    const struct article_options *options, struct buffer *bytes)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct article *article = NULL;
	enum fornix_status status;
	size_t i;

	status = corpus_read(corpus, file, bytes, &err);
	if (status != FORNIX_OK)
		error_prefix(&err, "'%s'", file->path);
	if (status == FORNIX_OK) {
		hash_bytes(bytes->data, bytes->length, reply->header.hash);
		status = article_parse(
		    bytes->data, bytes->length, file->path, options, &article, &err);
	}
	if (status == FORNIX_OK && article->skip_reason != NULL)
		buffer_append_string(&reply->skip, article->skip_reason);
	else if (status == FORNIX_OK) {
		record_encode(article, &reply->record);
		status = buffer_finish(&reply->record, file->path, &err);
		if (status == FORNIX_OK)
			status = check_words(&reply->record, file->path, &err);
	}
	if (status != FORNIX_OK) {
		buffer_clear(&reply->record);
		buffer_append_string(&reply->error, err.message);
	}
	for (i = 0; article != NULL && i < article->notes.count; i++) {
		buffer_append_string(&reply->notes, article->notes.items[i]);
		buffer_append_char(&reply->notes, '\n');
	}
	article_free(article);
}

static bool
send_reply(int socket, struct reply *reply)
{
	struct parse_header *header = &reply->header;

	header->record_bytes = (uint32_t)reply->record.length;
	header->skip_bytes = (uint32_t)reply->skip.length;
	header->error_bytes = (uint32_t)reply->error.length;
	header->notes_bytes = (uint32_t)reply->notes.length;
	return write_fully(socket, header, sizeof *header) &&
	       write_fully(socket, reply->record.data, reply->record.length) &&
	       write_fully(socket, reply->skip.data, reply->skip.length) &&
	       write_fully(socket, reply->error.data, reply->error.length) &&
	       write_fully(socket, reply->notes.data, reply->notes.length);
}

_Noreturn void
parse_worker_run(int socket, const struct corpus *corpus, struct corpus_file *const *files,
    size_t count, const struct article_options *options)
{
	struct reply reply;
	struct buffer bytes;
	uint32_t index;
	bool alive = true;

	limit_resources();
	buffer_init(&bytes, ARTICLE_FILE_BYTES_MAX);
	buffer_init(&reply.record, RECORD_BYTES_MAX);
	buffer_init(&reply.skip, PARSE_TEXT_BYTES_MAX);
	buffer_init(&reply.error, PARSE_TEXT_BYTES_MAX);
	buffer_init(&reply.notes, PARSE_TEXT_BYTES_MAX);
	while (alive && read_fully(socket, &index, sizeof index) && index < count) {
		limit_time(PARSE_CPU_S);
		buffer_clear(&bytes);
		buffer_clear(&reply.record);
		buffer_clear(&reply.skip);
		buffer_clear(&reply.error);
		buffer_clear(&reply.notes);
		memset(&reply.header, 0, sizeof reply.header);
		fill_reply(&reply, corpus, files[index], options, &bytes);
		limit_time(0);
		reply.header.file = index;
		reply.header.size = files[index]->size;
		reply.header.mtime_ns = files[index]->mtime_ns;
		alive = send_reply(socket, &reply);
	}
	_exit(0);
}
