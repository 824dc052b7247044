/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "status.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "front.h"
#include "generation_name.h"
#include "index_folder.h"
#include "manifest.h"
#include "path.h"
#include "vocabulary.h"

#define REASONS_BYTES_MAX (1024 * 1024)
#define SERVER_NAME       "fornixd"

/* Those of the articles: others are there to be right when they are typed. */
static uint32_t
count_words(const struct vocabulary *vocabulary)
{
	struct vocabulary_word word;
	uint32_t count = 0, number;

	for (number = 0; vocabulary_get(vocabulary, number, &word); number++)
		count += word.documents > 0;
	return count;
}

static void
measure(struct status *status)
{
	char *path CLEANUP_FREE = path_join(status->served->path, VOCABULARY_FILE);
	struct vocabulary *vocabulary;
	struct manifest *manifest;
	size_t i;

	if (manifest_read(status->served->path, &manifest, NULL) == FORNIX_OK) {
		for (i = 0; i < manifest->file_count; i++)
			status->size_bytes += manifest->files[i].size;
		manifest_free(manifest);
	}
	if (vocabulary_open(path, &vocabulary, NULL) == FORNIX_OK) {
		status->words = count_words(vocabulary);
		vocabulary_free(vocabulary);
	}
}

static void
drop_served(struct status *status)
{
	generation_free(status->served);
	status->served = NULL;
}

static void
open_served(struct status *status, const char *index)
{
	if (generation_open(index, &status->served, &status->trouble) != FORNIX_OK)
		return;
	if (generation_verify(status->served, 0, &status->trouble) == FORNIX_OK) {
		measure(status);
		return;
	}
	drop_served(status);
}

static void
read_reasons(struct status *status, const char *index)
{
	struct generation_name name = generation_name_make(GENERATION_REFUSED, status->refused);
	char *folder CLEANUP_FREE = path_join(index, name.text);
	char *path CLEANUP_FREE = path_join(folder, GENERATION_REASONS);
	struct buffer text;

	buffer_init(&text, REASONS_BYTES_MAX);
	if (file_read(path, &text, NULL) != FORNIX_OK)
		buffer_clear(&text);
	status->reasons = buffer_take(&text, NULL);
}

static void
list_folder(struct status *status, const char *index)
{
	int fd = open(index, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct fornix_error err = FORNIX_ERROR_INIT;
	unsigned *refused = NULL;
	size_t count = 0;

	if (fd < 0)
		return;
	if (index_folder_list(
		fd, GENERATION_SERVED, &status->kept, &status->kept_count, &err) != FORNIX_OK ||
	    index_folder_list(fd, GENERATION_REFUSED, &refused, &count, &err) != FORNIX_OK) {
		drop_served(status);
		status->trouble = err;
	}
	if (count > 0) {
		status->refused = refused[0];
		read_reasons(status, index);
	}
	free(refused);
	close(fd);
}

static bool
is_server(long process)
{
	char path[64], name[32] = "";
	FILE *file;

	snprintf(path, sizeof path, "/proc/%ld/comm", process);
	file = fopen(path, "re");
	if (file == NULL)
		return false;
	if (fgets(name, sizeof name, file) == NULL)
		name[0] = '\0';
	fclose(file);
	name[strcspn(name, "\n")] = '\0';
	return strcmp(name, SERVER_NAME) == 0;
}

static bool
has_server(const struct status *status, long process, unsigned generation)
{
	size_t i;

	for (i = 0; i < status->server_count; i++) {
		if (status->servers[i].process == process &&
		    status->servers[i].generation == generation)
			return true;
	}
	return false;
}

static void
find_holder(struct status *status, const char *index, unsigned long long inode, long process)
{
	struct stat info;
	size_t i;

	for (i = 0; i < status->kept_count; i++) {
		struct generation_name name =
		    generation_name_make(GENERATION_SERVED, status->kept[i]);
		char *path CLEANUP_FREE = path_join(index, name.text);

		if (stat(path, &info) != 0 || info.st_ino != inode || !is_server(process) ||
		    has_server(status, process, status->kept[i]) ||
		    status->server_count == STATUS_SERVERS_MAX)
			continue;
		status->servers[status->server_count++] =
		    (struct status_server){process, status->kept[i]};
	}
}

/* Moves *line behind the next word and what separates it; the word, "" at the end. */
static const char *
next_word(char **line)
{
	char *word = *line + strspn(*line, " ");

	*line = word + strcspn(word, " \n");
	if (**line != '\0')
		*(*line)++ = '\0';
	return word;
}

/*
 * "1: FLOCK  ADVISORY  READ 4711 fe:00:1234 0 EOF".  Devices are not compared: some
 * file systems tell stat(2) another one.
 */
static void
read_lock(struct status *status, const char *index, char *line)
{
	const char *inode;
	long process;

	next_word(&line);
	if (strcmp(next_word(&line), "FLOCK") != 0 || next_word(&line)[0] == '\0' ||
	    strcmp(next_word(&line), "READ") != 0)
		return;
	process = strtol(next_word(&line), NULL, 10);
	inode = strrchr(next_word(&line), ':');
	if (process > 0 && inode != NULL)
		find_holder(status, index, strtoull(inode + 1, NULL, 10), process);
}

/* By the locks that readers have on what they read, which the kernel lists. */
static void
find_servers(struct status *status, const char *index)
{
	FILE *file = fopen("/proc/locks", "re");
	char line[256];

	if (file == NULL)
		return;
	while (fgets(line, sizeof line, file) != NULL)
		read_lock(status, index, line);
	fclose(file);
}

/* What other machines have is not asked for. */
static void
look_at_shards(struct status *status)
{
	struct front front;
	size_t i;

	if (status->served == NULL ||
	    front_read(status->served->path, &front, NULL) != FORNIX_OK)
		return;
	status->shard_count = front.count;
	for (i = 0; i < front.count; i++)
		status->newer_shards +=
		    front.shards[i].folder != NULL &&
		    generation_current(front.shards[i].folder) != front.shards[i].generation;
	front_fini(&front);
}

void
status_init(struct status *status, const char *index)
{
	*status = (struct status){.trouble = FORNIX_ERROR_INIT};
	open_served(status, index);
	look_at_shards(status);
	list_folder(status, index);
	status->has_record = run_record_read(index, &status->record, NULL) == FORNIX_OK;
	find_servers(status, index);
}

void
status_fini(struct status *status)
{
	generation_free(status->served);
	free(status->kept);
	free(status->reasons);
	run_record_fini(&status->record);
}
