/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_DAMAGE_H
#define FORNIX_DAMAGE_H

/* Looking at files and spoiling them. */

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Bytes, or -1 when there is no such file. */
static inline long long
damage_size(const char *path)
{
	struct stat info;

	return lstat(path, &info) == 0 ? (long long)info.st_size : -1;
}

/* Changes each bit of one byte. */
static inline void
damage_flip(const char *path, off_t offset)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	unsigned char byte;

	assert(fd >= 0);
	assert(pread(fd, &byte, 1, offset) == 1);
	byte = (unsigned char)~byte;
	assert(pwrite(fd, &byte, 1, offset) == 1);
	close(fd);
}

/* Copies length bytes of a file; a negative length leaves so many out at the end. */
static inline void
damage_cut(const char *from, const char *to, long long length)
{
	FILE *in = fopen(from, "re"), *out = fopen(to, "we");
	int c;

	assert(in != NULL && out != NULL);
	if (length < 0)
		length += damage_size(from);
	for (; length > 0 && (c = getc(in)) != EOF; length--)
		putc(c, out);
	fclose(in);
	assert(fclose(out) == 0);
}

#endif
