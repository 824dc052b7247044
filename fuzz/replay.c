/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * Gives a fuzz target the inputs that are kept for it: those of
 * fuzz/corpus/NAME, or the files that are named, which libFuzzer wrote when it
 * found something.
 */

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buffer.h"
#include "file.h"
#include "fuzz.h"
#include "path.h"
#include "../tests/scratch.h"
#include "../tests/tap.h"

#define INPUT_BYTES_MAX (4 * 1024 * 1024)

/* Of the sanitizers, in programs that are built with them. */
void __sanitizer_set_death_callback(void (*callback)(void)) __attribute__((weak));

static char *running; /* the input that is given */

static void
say_input(void)
{
	static const char text[] = "# fails with the input ";
	ssize_t written = 0;

	if (running == NULL)
		return;
	written += write(STDOUT_FILENO, text, sizeof text - 1);
	written += write(STDOUT_FILENO, running, strlen(running));
	written += write(STDOUT_FILENO, "\n", 1);
	(void)written;
}

static void
say_input_and_end(int number)
{
	say_input();
	signal(number, SIG_DFL);
	raise(number);
}

static void
watch(void)
{
	if (__sanitizer_set_death_callback != NULL)
		__sanitizer_set_death_callback(say_input);
	signal(SIGABRT, say_input_and_end);
	signal(SIGSEGV, say_input_and_end);
	signal(SIGALRM, say_input_and_end);
}

static void
replay(const char *path)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct buffer bytes;
	uint8_t *exact; /* so that reading behind the input is noticed */

	buffer_init(&bytes, INPUT_BYTES_MAX);
	if (file_read(path, &bytes, &err) != FORNIX_OK)
		tap_ok(false, "%s", err.message);
	exact = malloc(bytes.length > 0 ? bytes.length : 1);
	assert(exact != NULL);
	memcpy(exact, bytes.data, bytes.length);
	free(running);
	running = strdup(path);
	alarm(60);
	LLVMFuzzerTestOneInput(exact, bytes.length);
	alarm(0);
	free(exact);
	buffer_fini(&bytes);
}

static int
is_input(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int
replay_folder(const char *folder)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, is_input, alphasort), i;
	char *path;

	for (i = 0; i < count; i++) {
		path = path_join(folder, entries[i]->d_name);
		replay(path);
		free(path);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
	return count;
}

int
main(int argc, char **argv)
{
	const char *name = strrchr(argv[0], '/');
	char *kept, *folder;
	int i, count = argc - 1;

	watch();
	kept = scratch_source("fuzz/corpus");
	folder = path_join(kept, name != NULL ? name + 1 : argv[0]);
	for (i = 1; i < argc; i++)
		replay(argv[i]);
	if (argc == 1)
		count = replay_folder(folder);
	tap_ok(count > 0, "%d inputs", count);
	free(running);
	free(folder);
	free(kept);
	return tap_done();
}
