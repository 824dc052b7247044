/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "manifest.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdbool.h>
#include <unistd.h>

#include "buffer.h"
#include "file.h"
#include "generation.h"
#include "path.h"
#include "xalloc.h"

struct manifest *
manifest_new(void)
{
	return xcalloc(1, sizeof(struct manifest));
}

void
manifest_free(struct manifest *manifest)
{
	size_t i;

	if (manifest == NULL)
		return;
	for (i = 0; i < manifest->file_count; i++)
		free(manifest->files[i].name);
	free(manifest->files);
	free(manifest);
}

enum fornix_status
manifest_add(struct manifest *manifest, const char *name, uint64_t size,
    const unsigned char hash[HASH_BYTES], struct fornix_error *err)
{
	struct manifest_file *file;

	if (strlen(name) > MANIFEST_NAME_BYTES_MAX)
		return error_set(err, FORNIX_ERR_LIMIT,
		    "the name '%.60s…' is longer than %d bytes", name, MANIFEST_NAME_BYTES_MAX);
	if (manifest->file_count == MANIFEST_FILES_MAX)
		return error_set(err, FORNIX_ERR_LIMIT,
		    "more than %d files in a generation: '%s'", MANIFEST_FILES_MAX, name);
	XALLOC_GROW(manifest->files, manifest->file_count, manifest->file_capacity);
	file = &manifest->files[manifest->file_count++];
	file->name = xstrdup(name);
	file->size = size;
	memcpy(file->hash, hash, HASH_BYTES);
	return FORNIX_OK;
}

static json_t *
file_to_json(const struct manifest_file *file)
{
	char hex[HASH_HEX_BYTES];

	hash_to_hex(file->hash, hex);
	return json_pack("{s:s, s:I, s:s}", "name", file->name, "size", (json_int_t)file->size,
	    "sha256", hex);
}

/*
 * Out of memory, jansson calls sound JSON damaged, here and wherever else it is used.  All
 * that is read is small, so that ends the process as with xalloc.h.
 */
__attribute__((constructor)) static void
use_sure_memory(void)
{
	json_set_alloc_funcs(xmalloc, free);
}

/* NULL when a name is not UTF-8. */
static char *
to_text(const struct manifest *manifest)
{
	json_t *files = json_array(), *root;
	char *text = NULL;
	size_t i;

	for (i = 0; i < manifest->file_count; i++) {
		if (json_array_append_new(files, file_to_json(&manifest->files[i])) < 0) {
			json_decref(files);
			return NULL;
		}
	}
	root = json_pack("{s:i, s:i, s:i, s:I, s:I, s:s, s:o}", "format", (int)manifest->format,
	    "number", (int)manifest->number, "base", (int)manifest->base, "articles",
	    (json_int_t)manifest->articles, "built_at", (json_int_t)manifest->built_at,
	    "version", manifest->version, "files", files);
	if (root != NULL)
		text = json_dumps(root, JSON_INDENT(1));
	json_decref(root);
	return text;
}

enum fornix_status
manifest_write(const struct manifest *manifest, const char *folder, struct fornix_error *err)
{
	char *path CLEANUP_FREE = path_join(folder, GENERATION_MANIFEST);
	char *text CLEANUP_FREE = to_text(manifest);
	struct span piece = span_from_string(text);

	if (text == NULL)
		return error_set(err, FORNIX_ERR_INTERNAL, "cannot make '%s'", path);
	return file_create(path, &piece, 1, err);
}

static enum fornix_status
read_text(const char *path, struct buffer *text, struct fornix_error *err)
{
	char piece[4096];
	ssize_t got;
	int fd, failure = 0;

	fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return error_set_errno(err,
		    errno == ENOENT ? FORNIX_ERR_NOT_FOUND : FORNIX_ERR_IO, errno,
		    "cannot open '%s'", path);
	while (failure == 0 && !text->failed && (got = read(fd, piece, sizeof piece)) != 0) {
		if (got > 0)
			buffer_append(text, piece, (size_t)got);
		else if (errno != EINTR)
			failure = errno;
	}
	close(fd);
	if (failure != 0)
		return error_set_errno(err, FORNIX_ERR_IO, failure, "cannot read '%s'", path);
	if (text->no_memory)
		return error_set(err, FORNIX_ERR_NOMEM, "out of memory for '%s'", path);
	if (text->failed)
		return error_set(err, FORNIX_ERR_CORRUPT,
		    "'%s' is larger than %d bytes: rebuild the index", path,
		    MANIFEST_BYTES_MAX);
	return FORNIX_OK;
}

static bool
get_number(const json_t *object, const char *key, json_int_t max, json_int_t *ret_number)
{
	const json_t *member = json_object_get(object, key);

	if (!json_is_integer(member) || json_integer_value(member) < 0 ||
	    json_integer_value(member) > max)
		return false;
	*ret_number = json_integer_value(member);
	return true;
}

/* Relative, and no part of it empty, "." or "..". */
static bool
is_inner_name(const char *name)
{
	size_t length;

	if (strlen(name) > MANIFEST_NAME_BYTES_MAX)
		return false;
	for (;; name += length + 1) {
		length = strcspn(name, "/");
		if (length == 0 || (length == 1 && name[0] == '.') ||
		    (length == 2 && name[0] == '.' && name[1] == '.'))
			return false;
		if (name[length] == '\0')
			return true;
	}
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool
hash_from_hex(const char *hex, unsigned char ret_hash[HASH_BYTES])
{
	size_t i;

	if (hex == NULL || strlen(hex) != 2 * HASH_BYTES)
		return false;
	for (i = 0; i < HASH_BYTES; i++) {
		int high = hex_digit(hex[2 * i]), low = hex_digit(hex[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		ret_hash[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

static bool
parse_file(const json_t *object, struct manifest *manifest)
{
	const char *name = json_string_value(json_object_get(object, "name"));
	const char *hex = json_string_value(json_object_get(object, "sha256"));
	unsigned char hash[HASH_BYTES];
	json_int_t size;

	return name != NULL && is_inner_name(name) && hash_from_hex(hex, hash) &&
	       get_number(object, "size", INT64_MAX, &size) &&
	       manifest_add(manifest, name, (uint64_t)size, hash, NULL) == FORNIX_OK;
}

static bool
parse_files(const json_t *files, struct manifest *manifest)
{
	size_t i;

	if (!json_is_array(files))
		return false;
	for (i = 0; i < json_array_size(files); i++) {
		if (!parse_file(json_array_get(files, i), manifest))
			return false;
	}
	return true;
}

static bool
parse_members(const json_t *root, struct manifest *manifest)
{
	const char *version = json_string_value(json_object_get(root, "version"));
	json_int_t number, articles, built_at, base;

	if (!get_number(root, "number", GENERATION_NUMBER_MAX, &number) ||
	    !get_number(root, "articles", UINT32_MAX, &articles) ||
	    !get_number(root, "built_at", INT64_MAX, &built_at) || version == NULL ||
	    strlen(version) >= sizeof manifest->version)
		return false;
	manifest->format = GENERATION_FORMAT;
	manifest->number = (unsigned)number;
	if (get_number(root, "base", GENERATION_NUMBER_MAX, &base))
		manifest->base = (unsigned)base;
	manifest->articles = (uint32_t)articles;
	manifest->built_at = built_at;
	snprintf(manifest->version, sizeof manifest->version, "%s", version);
	return parse_files(json_object_get(root, "files"), manifest);
}

static enum fornix_status
parse(const json_t *root, const char *path, struct manifest **ret_manifest,
    struct fornix_error *err)
{
	struct manifest *manifest;
	json_int_t format;

	if (!get_number(root, "format", INT32_MAX, &format))
		return error_set(
		    err, FORNIX_ERR_CORRUPT, "'%s' is damaged: rebuild the index", path);
	if (format != GENERATION_FORMAT)
		return error_set(err, FORNIX_ERR_CORRUPT,
		    "'%s' has format %lld instead of %d: rebuild the index with this version",
		    path, (long long)format, GENERATION_FORMAT);
	manifest = manifest_new();
	if (!parse_members(root, manifest)) {
		manifest_free(manifest);
		return error_set(
		    err, FORNIX_ERR_CORRUPT, "'%s' is damaged: rebuild the index", path);
	}
	*ret_manifest = manifest;
	return FORNIX_OK;
}

enum fornix_status
manifest_read(const char *folder, struct manifest **ret_manifest, struct fornix_error *err)
{
	char *path CLEANUP_FREE = path_join(folder, GENERATION_MANIFEST);
	struct buffer text CLEANUP_BUFFER;
	enum fornix_status status;
	json_error_t problem;
	json_t *root;

	buffer_init(&text, MANIFEST_BYTES_MAX);
	status = read_text(path, &text, err);
	if (status != FORNIX_OK)
		return status;
	root = json_loadb(text.data, text.length, JSON_REJECT_DUPLICATES, &problem);
	if (root == NULL)
		return error_set(err, FORNIX_ERR_CORRUPT,
		    "'%s' is damaged (line %d: %s): rebuild the index", path, problem.line,
		    problem.text);
	status = parse(root, path, ret_manifest, err);
	json_decref(root);
	return status;
}
