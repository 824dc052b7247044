/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_CHILD_H
#define FORNIX_CHILD_H

/*
 * Other programs that fornix runs for somebody at a shell: a pager, an editor,
 * curl.  They have the signals of a program that the shell starts.
 */

#include <sys/types.h>

#include "buffer.h"
#include "error.h"
#include "span.h"

#define CHILD_NOT_FOUND 127 /* exit code of a shell that cannot find the program */

/* Which end of a pipe the parent has, if any. */
enum child_pipe {
	CHILD_NO_PIPE,
	CHILD_STDIN,     /* the parent writes what the program reads */
	CHILD_STDIN_OUT, /* and reads what it prints */
};

struct child {
	pid_t pid;
	int in;  /* to write to; -1: none */
	int out; /* to read from; -1: none */
};

/*
 * Starts argv[0], looked up in PATH.  IO when it cannot be started.  The caller
 * calls child_wait().
 */
FORNIX_CHECKED enum fornix_status child_start(const char *const argv[], enum child_pipe pipes,
    struct child *ret_child, struct fornix_error *err);

/*
 * Writes what the program reads, and closes the pipe.  A program that ends before it
 * has read all tells more by its exit code.
 */
void child_feed(struct child *child, struct span bytes);

/*
 * Runs a program that reads all of input before it prints, and appends what it
 * prints to out; where that is full it ends the program.  *ret_code is as of
 * child_wait().
 */
FORNIX_CHECKED enum fornix_status child_converse(const char *const argv[], struct span input,
    struct buffer *out, int *ret_code, struct fornix_error *err);

/*
 * Closes the pipes that are open still and waits for the end.  Meanwhile Ctrl-C
 * is for the program alone.  The exit code, or 128 and the signal's number.
 */
int child_wait(struct child *child);

#endif
