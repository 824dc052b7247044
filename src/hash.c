/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "hash.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE_BYTES 65536

_Static_assert(HASH_BYTES == SHA256_DIGEST_SIZE, "SHA-256");

void
hash_bytes(const void *bytes, size_t length, unsigned char ret_hash[HASH_BYTES])
{
	struct sha256_ctx context;

	sha256_init(&context);
	sha256_update(&context, length, bytes);
	sha256_digest(&context, HASH_BYTES, ret_hash);
}

/* Returns 0 or an errno. */
static int
hash_descriptor(int fd, unsigned char ret_hash[HASH_BYTES])
{
	unsigned char piece[PIECE_BYTES];
	struct sha256_ctx context;
	ssize_t got;

	sha256_init(&context);
	while ((got = read(fd, piece, sizeof piece)) != 0) {
		if (got > 0)
			sha256_update(&context, (size_t)got, piece);
		else if (errno != EINTR)
			return errno;
	}
	sha256_digest(&context, HASH_BYTES, ret_hash);
	return 0;
}

/* O_NONBLOCK: opening a pipe without a writer must not wait. */
enum fornix_status
hash_file(const char *path, unsigned char ret_hash[HASH_BYTES], struct fornix_error *err)
{
	struct stat file;
	int fd, failure;

	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return error_set_errno(err,
		    errno == ENOENT ? FORNIX_ERR_NOT_FOUND : FORNIX_ERR_IO, errno,
		    "cannot open '%s'", path);
	if (fstat(fd, &file) < 0)
		failure = errno;
	else if (S_ISREG(file.st_mode))
		failure = hash_descriptor(fd, ret_hash);
	else
		failure = S_ISDIR(file.st_mode) ? EISDIR : EINVAL;
	close(fd);
	if (failure != 0)
		return error_set_errno(err, FORNIX_ERR_IO, failure, "cannot read '%s'", path);
	return FORNIX_OK;
}

void
hash_to_hex(const unsigned char hash[HASH_BYTES], char ret_hex[HASH_HEX_BYTES])
{
	size_t i;

	for (i = 0; i < HASH_BYTES; i++)
		snprintf(ret_hex + 2 * i, 3, "%02x", hash[i]);
}
