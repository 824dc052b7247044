/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ship.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "child.h"
#include "generation.h"
#include "generation_name.h"
#include "manifest.h"
#include "path.h"
#include "ship_target.h"
#include "span.h"

#define COMMAND_BYTES_MAX (64 * 1024)
#define SUMS_BYTES_MAX    ((size_t)MANIFEST_FILES_MAX * (MANIFEST_NAME_BYTES_MAX + 80))
#define ANSWER_BYTES_MAX  (1024 * 1024) /* of a program; a line for each file */
#define SSH_FAILED        255

static const char far_script[] =
#include "ship-far.inc"
    ;

/* What is shipped, and where to. */
struct shipment {
	const struct ship_options *options;
	struct ship_target target;
	struct generation *generation;
	struct manifest *manifest;
	char manifest_hash[HASH_HEX_BYTES];
	struct buffer sums; /* a line of sha256sum(1) for each file */
};

/* Runs a program that reads all of its input before it prints. */
static enum fornix_status
run_program(const char *const argv[], struct span input, struct buffer *out,
    const struct shipment *shipment, struct fornix_error *err)
{
	enum fornix_status status;
	int code;

	status = child_converse(argv, input, out, &code, err);
	if (status != FORNIX_OK)
		return status;
	if (code == SSH_FAILED && shipment->target.host != NULL)
		return error_set(
		    err, FORNIX_ERR_IO, "'%s' could not be reached", shipment->target.host);
	if (code != 0)
		return error_set(
		    err, FORNIX_ERR_IO, "'%s' failed with exit code %d", argv[0], code);
	return buffer_finish(out, argv[0], err);
}

/* One step of the script at the far end; out gets what it printed. */
static enum fornix_status
run_far(const struct shipment *shipment, const char *step, struct buffer *out,
    struct fornix_error *err)
{
	const char *argv[SHIP_RSH_WORDS_MAX + 4];
	struct buffer line CLEANUP_BUFFER, space CLEANUP_BUFFER;
	char keep[16];
	const char *words[] = {"ship-far", step, shipment->target.folder,
	    strrchr(shipment->generation->path, '/') + 1, shipment->manifest_hash, keep};
	enum fornix_status status;
	size_t i;

	snprintf(keep, sizeof keep, "%u", shipment->options->keep);
	buffer_init(&line, COMMAND_BYTES_MAX);
	buffer_init(&space, COMMAND_BYTES_MAX);
	buffer_append_string(&line, "exec sh -c ");
	ship_target_quote(&line, far_script);
	for (i = 0; i < sizeof words / sizeof words[0]; i++) {
		buffer_append_char(&line, ' ');
		ship_target_quote(&line, words[i]);
	}
	status = buffer_finish(&line, "the far command", err);
	if (status == FORNIX_OK)
		status = ship_target_command(
		    &shipment->target, shipment->options->rsh, line.data, &space, argv, err);
	if (status == FORNIX_OK)
		status =
		    run_program(argv, (struct span){shipment->sums.data, shipment->sums.length},
			out, shipment, err);
	return status;
}

/* "absent gen-000041": whether this generation is there already, and what is served. */
static enum fornix_status
look(const struct shipment *shipment, bool *ret_is_there, struct ship_result *result,
    struct fornix_error *err)
{
	struct buffer answer CLEANUP_BUFFER;
	enum fornix_status status;
	char *served;

	buffer_init(&answer, ANSWER_BYTES_MAX);
	status = run_far(shipment, "look", &answer, err);
	if (status != FORNIX_OK)
		return status;
	answer.data[strcspn(answer.data, "\n")] = '\0';
	served = answer.data + strcspn(answer.data, " ");
	if (*served != '\0')
		*served++ = '\0';
	if (strcmp(answer.data, "other") == 0)
		return error_set(err, FORNIX_ERR_REFUSED,
		    "another index serves a generation %u there: 'fornix index --full' gives "
		    "this one a new number",
		    shipment->generation->number);
	if (strcmp(answer.data, "absent") != 0 && strcmp(answer.data, "whole") != 0)
		return error_set(err, FORNIX_ERR_IO,
		    "the far end said '%.40s': its shell must print nothing when it starts",
		    answer.data);
	*ret_is_there = strcmp(answer.data, "whole") == 0;
	result->before = generation_name_parse(GENERATION_SERVED, served);
	return FORNIX_OK;
}

/* A line of rsync is the size and the name of what it sent; a folder's ends in "/". */
static void
count_sent(const char *lines, struct ship_result *result)
{
	for (; *lines != '\0'; lines += lines[0] == '\n') {
		unsigned long long size = strtoull(lines, NULL, 10);

		lines += strcspn(lines, "\n");
		if (lines[-1] == '/')
			continue;
		result->files++;
		result->bytes += size;
	}
}

static enum fornix_status
send_files(
    const struct shipment *shipment, struct ship_result *result, struct fornix_error *err)
{
	const char *name = strrchr(shipment->generation->path, '/') + 1;
	struct buffer to CLEANUP_BUFFER, from CLEANUP_BUFFER, sent CLEANUP_BUFFER;
	const char *argv[] = {"rsync", "--recursive", "--perms", "--checksum", "--delete",
	    "--partial", "--protect-args", "--timeout=60", "--out-format=%l %n", "-e",
	    shipment->options->rsh,
	    result->before > 0 ? "--link-dest=../current" : "--no-links", "--", NULL, NULL,
	    NULL};
	const size_t argc = sizeof argv / sizeof argv[0];
	enum fornix_status status;

	buffer_init(&to, COMMAND_BYTES_MAX);
	buffer_init(&from, COMMAND_BYTES_MAX);
	buffer_init(&sent, ANSWER_BYTES_MAX);
	buffer_printf(&from, "%s/", shipment->generation->path);
	buffer_printf(&to, "%s%s/incoming-%s/",
	    shipment->target.host == NULL && shipment->target.text[0] != '/' ? "./" : "",
	    shipment->target.text, name);
	argv[argc - 3] = from.data;
	argv[argc - 2] = to.data;
	status = buffer_finish(&to, "the target", err);
	if (status == FORNIX_OK)
		status = buffer_finish(&from, "the index's path", err);
	if (status == FORNIX_OK)
		status = run_program(argv, (struct span){NULL, 0}, &sent, shipment, err);
	if (status == FORNIX_OK)
		count_sent(sent.data, result);
	return status;
}

static enum fornix_status
ship(const struct shipment *shipment, struct ship_result *result, struct fornix_error *err)
{
	struct buffer nothing CLEANUP_BUFFER;
	enum fornix_status status;
	bool is_there = false;

	buffer_init(&nothing, ANSWER_BYTES_MAX);
	status = look(shipment, &is_there, result, err);
	if (status == FORNIX_OK && !is_there)
		status = send_files(shipment, result, err);
	if (status == FORNIX_OK)
		status = run_far(shipment, "publish", &nothing, err);
	return status;
}

static void
write_sums(struct shipment *shipment)
{
	char hex[HASH_HEX_BYTES];
	size_t i;

	for (i = 0; i < shipment->manifest->file_count; i++) {
		hash_to_hex(shipment->manifest->files[i].hash, hex);
		buffer_printf(
		    &shipment->sums, "%s  %s\n", hex, shipment->manifest->files[i].name);
	}
	buffer_printf(
	    &shipment->sums, "%s  %s\n", shipment->manifest_hash, GENERATION_MANIFEST);
}

/* A damaged generation is not passed on. */
static enum fornix_status
load(struct shipment *shipment, struct fornix_error *err)
{
	unsigned char hash[HASH_BYTES];
	char *path CLEANUP_FREE = NULL;
	enum fornix_status status;

	status = generation_open(shipment->options->index, &shipment->generation, err);
	if (status == FORNIX_OK)
		status = generation_verify(shipment->generation, 0, err);
	if (status == FORNIX_OK)
		status = manifest_read(shipment->generation->path, &shipment->manifest, err);
	if (status != FORNIX_OK)
		return status;
	path = path_join(shipment->generation->path, GENERATION_MANIFEST);
	status = hash_file(path, hash, err);
	if (status != FORNIX_OK)
		return status;
	hash_to_hex(hash, shipment->manifest_hash);
	write_sums(shipment);
	return buffer_finish(&shipment->sums, "the list of files", err);
}

enum fornix_status
ship_run(const struct ship_options *options, const char *target, struct ship_result *ret_result,
    struct fornix_error *err)
{
	struct shipment shipment = {.options = options};
	struct ship_result result = {.number = 0};
	enum fornix_status status;

	buffer_init(&shipment.sums, SUMS_BYTES_MAX);
	status = ship_target_init(&shipment.target, target, err);
	if (status == FORNIX_OK)
		status = load(&shipment, err);
	if (status == FORNIX_OK)
		status = ship(&shipment, &result, err);
	if (status == FORNIX_OK) {
		result.number = shipment.generation->number;
		result.articles = shipment.generation->articles;
		result.file_count = (unsigned)shipment.manifest->file_count + 1;
		*ret_result = result;
	}
	manifest_free(shipment.manifest);
	generation_free(shipment.generation);
	ship_target_fini(&shipment.target);
	buffer_fini(&shipment.sums);
	return status;
}
