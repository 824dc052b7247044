/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * A library to preload: allocations that fail, each place of the program once.
 *
 * A place is where the last FRAMES calls came from.  FAULT_STATE names a file that keeps
 * the places that have failed, so that the next run goes on with the next place.  A
 * process and its children fail once; with FAULT_GAP_MS again after so many
 * milliseconds.  FAULT_SAMPLE=N tries every Nth place only.  FAULT_LOG gets a line for
 * each failure, with the addresses for addr2line, and FAULT_LIVE the number of blocks
 * that were never freed, at the end of the first process.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include <unwind.h>

#define FRAMES 7
#define PLACES (1 << 16) /* a power of two */

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *p, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *p);

struct stack {
	uintptr_t addresses[FRAMES];
	int count, skip;
};

static _Atomic uint64_t *places;     /* that have failed; kept from run to run */
static _Atomic int64_t *quiet_until; /* in ms; shared with the children */
static int64_t gap_ms = INT64_MAX / 2;
static uint64_t sample = 1;
static int log_fd = -1, live_fd = -1;
static _Atomic int64_t live; /* blocks */
static pid_t first;
static __thread int is_busy __attribute__((tls_model("initial-exec")));

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

__attribute__((constructor)) static void
begin(void)
{
	const char *path = getenv("FAULT_STATE"), *log = getenv("FAULT_LOG");
	const char *live_path = getenv("FAULT_LIVE");
	int fd = path != NULL ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
	void *map;

	if (fd < 0 || ftruncate(fd, PLACES * sizeof *places) < 0)
		return;
	map = mmap(NULL, PLACES * sizeof *places, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	quiet_until = mmap(NULL, sizeof *quiet_until, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (map == MAP_FAILED || quiet_until == MAP_FAILED)
		return;
	if (getenv("FAULT_GAP_MS") != NULL)
		gap_ms = atoi(getenv("FAULT_GAP_MS"));
	if (getenv("FAULT_SAMPLE") != NULL)
		sample = (uint64_t)atoi(getenv("FAULT_SAMPLE"));
	if (log != NULL)
		log_fd = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	/* At the end a sandbox may be in the way. */
	if (live_path != NULL)
		live_fd = open(live_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	first = getpid();
	places = map;
}

__attribute__((destructor)) static void
end(void)
{
	if (live_fd >= 0 && getpid() == first)
		dprintf(live_fd, "%lld\n", (long long)live);
}

static void *
count(void *p)
{
	live += p != NULL;
	return p;
}

static _Unwind_Reason_Code
add_frame(struct _Unwind_Context *context, void *data)
{
	struct stack *stack = data;

	if (stack->skip-- > 0)
		return _URC_NO_REASON;
	stack->addresses[stack->count++] = _Unwind_GetIP(context);
	return stack->count == FRAMES ? _URC_END_OF_STACK : _URC_NO_REASON;
}

/* Where in its file, so that it is the same in every run. */
static uintptr_t
offset(uintptr_t address, const char **ret_name)
{
	struct dl_find_object object;

	*ret_name = "?";
	if (_dl_find_object((void *)address, &object) != 0)
		return 0;
	*ret_name = object.dlfo_link_map->l_name;
	return address - object.dlfo_link_map->l_addr;
}

static uint64_t
hash(const struct stack *stack)
{
	uint64_t value = 14695981039346656037U;
	const char *name;
	int i;

	for (i = 0; i < stack->count; i++)
		value = (value ^ offset(stack->addresses[i], &name)) * 1099511628211U;
	value ^= value >> 29;
	return value != 0 ? value : 1;
}

/* Returns whether it is new; a full table has no new ones. */
static int
add_place(uint64_t place)
{
	uint64_t i, at, found;

	for (i = 0; i < PLACES; i++) {
		at = (place + i) & (PLACES - 1);
		found = 0;
		if (atomic_compare_exchange_strong(&places[at], &found, place))
			return 1;
		if (found == place)
			return 0;
	}
	return 0;
}

static void
note(const struct stack *stack)
{
	char text[2048];
	const char *name;
	int used, i;

	used = snprintf(text, sizeof text, "%d", (int)getpid());
	for (i = 0; i < stack->count; i++) {
		uintptr_t at = offset(stack->addresses[i], &name);

		name = strrchr(name, '/') != NULL ? strrchr(name, '/') + 1 : name;
		used += snprintf(text + used, sizeof text - (size_t)used, " %.40s+0x%lx", name,
		    (unsigned long)at - 1);
	}
	text[used++] = '\n';
	if (write(log_fd, text, (size_t)used) < 0)
		abort();
}

static int
must_fail(void)
{
	struct stack stack = {.skip = 2};
	int64_t quiet, now;
	uint64_t place;

	if (places == NULL || is_busy)
		return 0;
	quiet = atomic_load(quiet_until);
	now = now_ms();
	if (now < quiet)
		return 0;
	is_busy = 1;
	_Unwind_Backtrace(add_frame, &stack);
	place = hash(&stack);
	if (place % sample != 0 ||
	    !atomic_compare_exchange_strong(quiet_until, &quiet, now + gap_ms)) {
		is_busy = 0;
		return 0;
	}
	if (!add_place(place)) {
		atomic_store(quiet_until, quiet);
		is_busy = 0;
		return 0;
	}
	if (log_fd >= 0)
		note(&stack);
	is_busy = 0;
	errno = ENOMEM;
	return 1;
}

void *
malloc(size_t size)
{
	return must_fail() ? NULL : count(__libc_malloc(size));
}

void *
calloc(size_t number, size_t size)
{
	return must_fail() ? NULL : count(__libc_calloc(number, size));
}

static void *
change(void *p, size_t size)
{
	return p == NULL ? count(__libc_malloc(size)) : __libc_realloc(p, size);
}

void *
realloc(void *p, size_t size)
{
	return must_fail() ? NULL : change(p, size);
}

void *
reallocarray(void *p, size_t number, size_t size)
{
	if (size != 0 && number > SIZE_MAX / size) {
		errno = ENOMEM;
		return NULL;
	}
	return must_fail() ? NULL : change(p, number * size);
}

void *
aligned_alloc(size_t alignment, size_t size)
{
	return must_fail() ? NULL : count(__libc_memalign(alignment, size));
}

int
posix_memalign(void **ret_p, size_t alignment, size_t size)
{
	void *p = must_fail() ? NULL : count(__libc_memalign(alignment, size));

	if (p == NULL)
		return ENOMEM;
	*ret_p = p;
	return 0;
}

void
free(void *p)
{
	live -= p != NULL;
	__libc_free(p);
}
