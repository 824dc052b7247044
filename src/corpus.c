/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "escape.h"
#include "xalloc.h"

#define READ_ATTEMPTS 3

/* Kernels count times of change in ticks of at most 10 ms, some disks in 2 s. */
#define TICK_NS      20000000
#define LONG_TICK_NS 2000000000

struct walk {
	struct corpus *corpus;
	size_t file_capacity, problem_capacity, folder_capacity;
	struct buffer path; /* of what is looked at, below the folder */
	struct fornix_error *err;
};

static void FORNIX_PRINTF(3, 4)
    add_problem(struct walk *walk, bool is_unreadable, const char *format, ...)
{
	struct corpus *corpus = walk->corpus;
	struct buffer reason;
	char text[256];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	buffer_init(&reason, sizeof text);
	buffer_append_string(&reason, text);
	XALLOC_GROW(corpus->problems, corpus->problem_count, walk->problem_capacity);
	corpus->problems[corpus->problem_count++] =
	    (struct corpus_problem){.path = xstrdup(walk->path.data),
		.reason = buffer_take(&reason, NULL),
		.is_unreadable = is_unreadable};
}

static bool
ends_with(const char *name, const char *suffix)
{
	size_t length = strlen(name), tail = strlen(suffix);

	return length > tail && strcmp(name + length - tail, suffix) == 0;
}

static bool
is_article(const char *name)
{
	return ends_with(name, ".md");
}

/* Hidden files, the search's own rules and drafts are none of the site's articles. */
static bool
is_left_out(const char *name, bool at_top)
{
	if (name[0] == '.')
		return true;
	if (name[0] == '_')
		return strcmp(name, "_index.md") != 0;
	return at_top && strcmp(name, "README.md") == 0;
}

/* A name becomes an identity and a URL, shown on pages and terminals. */
static bool
is_printable(const char *name)
{
	struct buffer cleaned;
	bool printable;

	buffer_init(&cleaned, 2 * CORPUS_PATH_BYTES_MAX);
	escape_terminal(&cleaned, name, strlen(name));
	printable = strcmp(cleaned.data, name) == 0;
	buffer_fini(&cleaned);
	return printable;
}

/*
 * Opens path below the folder, part by part: nothing on the way may be a link
 * or lead out.
 */
static int
open_below(int folder, const char *path, int flags)
{
	char part[CORPUS_PATH_BYTES_MAX + 1];
	int fd = folder, next, way, saved;
	size_t length;

	for (;; path += length + 1) {
		length = strcspn(path, "/");
		way = path[length] == '/' ? O_DIRECTORY : flags;
		snprintf(part, sizeof part, "%.*s", (int)length, path);
		if (length == 0 || strcmp(part, ".") == 0 || strcmp(part, "..") == 0) {
			errno = EINVAL;
			next = -1;
		} else {
			next = openat(
			    fd, part, way | O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
		}
		saved = errno;
		if (fd != folder)
			close(fd);
		errno = saved;
		if (next < 0 || path[length] == '\0')
			return next;
		fd = next;
	}
}

static int64_t
in_ns(const struct timespec *time)
{
	return (int64_t)time->tv_sec * 1000000000 + time->tv_nsec;
}

static enum fornix_status
add_file(struct walk *walk, const struct stat *st)
{
	struct corpus *corpus = walk->corpus;

	if (corpus->file_count == CORPUS_FILES_MAX)
		return error_set(walk->err, FORNIX_ERR_LIMIT,
		    "'%s' has more than %d articles: split the corpus", corpus->folder,
		    CORPUS_FILES_MAX);
	XALLOC_GROW(corpus->files, corpus->file_count, walk->file_capacity);
	corpus->files[corpus->file_count++] =
	    (struct corpus_file){.path = xstrdup(walk->path.data),
		.size = (uint64_t)st->st_size,
		.mtime_ns = in_ns(&st->st_mtim),
		.inode = st->st_ino,
		.ctime_ns = in_ns(&st->st_ctim)};
	return FORNIX_OK;
}

/* One that cannot be looked at is never the same again. */
static void
add_folder(struct walk *walk, int fd)
{
	struct corpus *corpus = walk->corpus;
	struct stat st = {.st_ino = 0};

	if (fstat(fd, &st) != 0)
		st.st_ino = 0;
	XALLOC_GROW(corpus->folders, corpus->folder_count, walk->folder_capacity);
	corpus->folders[corpus->folder_count++] = (struct corpus_folder){
	    .path = xstrdup(walk->path.length > 0 ? walk->path.data : "."),
	    .inode = st.st_ino,
	    .ctime_ns = in_ns(&st.st_ctim)};
}

static enum fornix_status walk_folder(struct walk *walk, int fd, unsigned depth);

static enum fornix_status
walk_subfolder(struct walk *walk, unsigned depth)
{
	int fd;

	if (depth >= CORPUS_DEPTH_MAX) {
		add_problem(walk, false, "folders are more than %d deep", CORPUS_DEPTH_MAX);
		return FORNIX_OK;
	}
	fd = open_below(walk->corpus->fd, walk->path.data, O_DIRECTORY);
	if (fd < 0) {
		add_problem(walk, true, "cannot open the folder: %s", strerror(errno));
		return FORNIX_OK;
	}
	return walk_folder(walk, fd, depth + 1);
}

/* Looks at one entry, whose path is in walk->path. */
static enum fornix_status
walk_entry(struct walk *walk, int fd, const char *name, unsigned depth)
{
	struct stat st;

	if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
		if (errno != ENOENT)
			add_problem(walk, true, "cannot be looked at: %s", strerror(errno));
		return FORNIX_OK;
	}
	if (S_ISDIR(st.st_mode))
		return walk_subfolder(walk, depth);
	if (!is_article(name))
		return FORNIX_OK;
	if (!is_printable(name)) {
		add_problem(
		    walk, false, "the name has control characters or is not UTF-8: rename it");
		return FORNIX_OK;
	}
	if (S_ISLNK(st.st_mode))
		add_problem(walk, false, "is a link: links are not followed");
	else if (!S_ISREG(st.st_mode))
		add_problem(walk, false, "is not a regular file");
	else
		return add_file(walk, &st);
	return FORNIX_OK;
}

/* Takes over fd. */
static enum fornix_status
walk_folder(struct walk *walk, int fd, unsigned depth)
{
	size_t length = walk->path.length;
	enum fornix_status status = FORNIX_OK;
	struct dirent *entry;
	DIR *dir = fdopendir(fd);

	if (dir == NULL) {
		add_problem(walk, true, "cannot read the folder: %s", strerror(errno));
		close(fd);
		return FORNIX_OK;
	}
	add_folder(walk, fd);
	while (status == FORNIX_OK && (errno = 0, entry = readdir(dir)) != NULL) {
		if (is_left_out(entry->d_name, depth == 0))
			continue;
		if (length > 0)
			buffer_append_char(&walk->path, '/');
		buffer_append_string(&walk->path, entry->d_name);
		if (walk->path.failed) {
			walk->path.failed = false;
			buffer_truncate(&walk->path, length);
			add_problem(walk, false, "holds a path longer than %d bytes",
			    CORPUS_PATH_BYTES_MAX);
		} else {
			status = walk_entry(walk, dirfd(dir), entry->d_name, depth);
		}
		buffer_truncate(&walk->path, length);
	}
	if (status == FORNIX_OK && errno != 0)
		status = error_set_errno(walk->err, FORNIX_ERR_IO, errno,
		    "cannot read the folder '%s/%s'", walk->corpus->folder, walk->path.data);
	closedir(dir);
	return status;
}

static int
compare_files(const void *a, const void *b)
{
	return strcmp(
	    ((const struct corpus_file *)a)->path, ((const struct corpus_file *)b)->path);
}

static int
compare_problems(const void *a, const void *b)
{
	return strcmp(
	    ((const struct corpus_problem *)a)->path, ((const struct corpus_problem *)b)->path);
}

/* FNV-1a */
static uint64_t
mix(uint64_t hash, const void *bytes, size_t length)
{
	const unsigned char *p = bytes;
	size_t i;

	for (i = 0; i < length; i++)
		hash = (hash ^ p[i]) * 0x100000001b3;
	return hash;
}

static uint64_t
stamp_file(const char *name, const struct stat *st)
{
	uint64_t hash = mix(0xcbf29ce484222325, name, strlen(name));
	int64_t time_ns = in_ns(&st->st_ctim);

	hash = mix(hash, &st->st_ino, sizeof st->st_ino);
	return mix(hash, &time_ns, sizeof time_ns);
}

/* A sum, as the order of a folder is none. */
static uint64_t
stamp_rules(int corpus_fd)
{
	int fd = open_below(corpus_fd, CORPUS_RULES, O_DIRECTORY);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;
	uint64_t sum = 0;
	struct stat st;

	if (dir == NULL) {
		if (fd >= 0)
			close(fd);
		return 0;
	}
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] != '.' &&
		    fstatat(fd, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0)
			sum += stamp_file(entry->d_name, &st);
	}
	closedir(dir);
	return sum;
}

uint64_t
corpus_rules_stamp(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	uint64_t stamp = 0;

	if (fd < 0)
		return 0;
	stamp = stamp_rules(fd);
	close(fd);
	return stamp;
}

bool
corpus_is_settled(const struct corpus *corpus, const struct corpus_file *file)
{
	int64_t tick = file->ctime_ns % 1000000000 == 0 ? LONG_TICK_NS : TICK_NS;

	return file->ctime_ns < corpus->walked_at_ns - tick;
}

enum fornix_status
corpus_walk(const char *folder, struct corpus **ret_corpus, struct fornix_error *err)
{
	struct walk walk = {.err = err};
	enum fornix_status status;
	struct timespec now;
	int fd, walk_fd;

	clock_gettime(CLOCK_REALTIME, &now);

	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return error_set_errno(err, FORNIX_ERR_IO, errno,
		    "cannot open the folder of articles '%s'", folder);
	walk.corpus = xcalloc(1, sizeof *walk.corpus);
	walk.corpus->folder = xstrdup(folder);
	walk.corpus->fd = fd;
	walk.corpus->walked_at_ns = in_ns(&now);
	walk.corpus->rules_stamp = stamp_rules(fd);
	buffer_init(&walk.path, CORPUS_PATH_BYTES_MAX);
	walk_fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	status = walk_folder(&walk, walk_fd, 0);
	buffer_fini(&walk.path);
	if (status != FORNIX_OK) {
		corpus_free(walk.corpus);
		return status;
	}
	if (walk.corpus->file_count > 0)
		qsort(walk.corpus->files, walk.corpus->file_count, sizeof *walk.corpus->files,
		    compare_files);
	if (walk.corpus->problem_count > 0)
		qsort(walk.corpus->problems, walk.corpus->problem_count,
		    sizeof *walk.corpus->problems, compare_problems);
	*ret_corpus = walk.corpus;
	return FORNIX_OK;
}

void
corpus_free(struct corpus *corpus)
{
	size_t i;

	if (corpus == NULL)
		return;
	for (i = 0; i < corpus->file_count; i++)
		free(corpus->files[i].path);
	for (i = 0; i < corpus->problem_count; i++) {
		free(corpus->problems[i].path);
		free(corpus->problems[i].reason);
	}
	for (i = 0; i < corpus->folder_count; i++)
		free(corpus->folders[i].path);
	free(corpus->files);
	free(corpus->problems);
	free(corpus->folders);
	free(corpus->folder);
	close(corpus->fd);
	free(corpus);
}

/* By the time of change of the inode, which no program sets as it likes. */
bool
corpus_is_same(const struct corpus *a, const struct corpus *b)
{
	size_t i;

	if (a->file_count != b->file_count || a->rules_stamp != b->rules_stamp)
		return false;
	for (i = 0; i < a->file_count; i++) {
		const struct corpus_file *x = &a->files[i], *y = &b->files[i];

		if (x->inode != y->inode || x->ctime_ns != y->ctime_ns ||
		    strcmp(x->path, y->path) != 0)
			return false;
	}
	return true;
}

/* Whether what the path tells is still what the walk found. */
static bool
is_as_found(int fd, const char *path, uint64_t inode, int64_t ctime_ns)
{
	struct stat st;

	return fstatat(fd, path, &st, AT_SYMLINK_NOFOLLOW) == 0 && st.st_ino == inode &&
	       in_ns(&st.st_ctim) == ctime_ns;
}

bool
corpus_has_same_folders(const struct corpus *corpus)
{
	int fd = open(corpus->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool is_same = fd >= 0 && stamp_rules(fd) == corpus->rules_stamp;
	size_t i;

	for (i = 0; i < corpus->folder_count && is_same; i++) {
		const struct corpus_folder *folder = &corpus->folders[i];

		is_same = folder->inode != 0 &&
			  is_as_found(fd, folder->path, folder->inode, folder->ctime_ns);
	}
	if (fd >= 0)
		close(fd);
	return is_same;
}

bool
corpus_has_same_file(const struct corpus *corpus, const struct corpus_file *file)
{
	return is_as_found(corpus->fd, file->path, file->inode, file->ctime_ns);
}

static bool
is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_size == b->st_size && in_ns(&a->st_mtim) == in_ns(&b->st_mtim) &&
	       in_ns(&a->st_ctim) == in_ns(&b->st_ctim);
}

static enum fornix_status
read_all(int fd, struct buffer *out, struct fornix_error *err)
{
	char chunk[65536];
	ssize_t got;

	while ((got = read(fd, chunk, sizeof chunk)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot read");
		buffer_append(out, chunk, (size_t)got);
		if (out->no_memory)
			return error_set(err, FORNIX_ERR_NOMEM, "no memory to read it");
		if (out->failed)
			break;
	}
	return FORNIX_OK;
}

/* One attempt; *ret_changed says that the file changed under the read. */
static enum fornix_status
read_once(int fd, struct corpus_file *file, struct buffer *out, bool *ret_changed,
    struct fornix_error *err)
{
	struct stat before, after;
	enum fornix_status status;

	if (fstat(fd, &before) != 0)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot be looked at");
	if (!S_ISREG(before.st_mode))
		return error_set(err, FORNIX_ERR_INPUT, "is not a regular file");
	if ((uint64_t)before.st_size > out->max - out->length)
		return error_set(err, FORNIX_ERR_LIMIT,
		    "has %lld bytes, more than the %zu that an article may have: split it",
		    (long long)before.st_size, out->max);
	if (lseek(fd, 0, SEEK_SET) != 0)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot read");
	status = read_all(fd, out, err);
	if (status != FORNIX_OK)
		return status;
	if (fstat(fd, &after) != 0)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot be looked at");
	*ret_changed = !is_same_file(&before, &after) || out->failed;
	file->size = (uint64_t)after.st_size;
	file->mtime_ns = in_ns(&after.st_mtim);
	return FORNIX_OK;
}

enum fornix_status
corpus_read(const struct corpus *corpus, struct corpus_file *file, struct buffer *out,
    struct fornix_error *err)
{
	enum fornix_status status = FORNIX_OK;
	size_t length = out->length;
	bool changed = true;
	int attempt, fd;

	fd = open_below(corpus->fd, file->path, 0);
	if (fd < 0)
		return error_set_errno(err, FORNIX_ERR_IO, errno, "cannot open");
	for (attempt = 0; changed && status == FORNIX_OK && attempt < READ_ATTEMPTS;
	     attempt++) {
		out->failed = false;
		buffer_truncate(out, length);
		status = read_once(fd, file, out, &changed, err);
	}
	close(fd);
	if (status == FORNIX_OK && changed)
		return error_set(
		    err, FORNIX_ERR_IO, "changed while it was read: index again later");
	return status;
}
