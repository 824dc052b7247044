/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ERROR_H
#define FORNIX_ERROR_H

/*
 * What went wrong, as a value.
 *
 * Every function that can fail returns an enum fornix_status and takes a
 * struct fornix_error as its last parameter.  On success the error is not
 * touched; on failure it holds one line, lower case, without full stop, that
 * names the object in single quotes and says the remedy.  Setting an error
 * allocates nothing and cannot fail, so it also works out of memory and across
 * the C++ boundary.  Library code never prints one: programs do.
 */

#ifdef __cplusplus
extern "C" {
#endif

#define FORNIX_ERROR_MESSAGE_BYTES 512

/* One constant for each thing that a caller would do differently. */
enum fornix_status {
	FORNIX_OK = 0,
	FORNIX_ERR_USAGE,     /* the request is wrong: option, parameter */
	FORNIX_ERR_INPUT,     /* a file's content is wrong: article, configuration */
	FORNIX_ERR_NOT_FOUND, /* no such article, file or index */
	FORNIX_ERR_LIMIT,     /* larger than a stated limit */
	FORNIX_ERR_LOCKED,    /* another writer holds the index */
	FORNIX_ERR_CORRUPT,   /* the index is damaged or of another version: reindex */
	FORNIX_ERR_IO,        /* the system refused: disk, permission, socket */
	FORNIX_ERR_TIMEOUT,   /* the deadline passed */
	FORNIX_ERR_REFUSED,   /* a guard said no; nothing was changed */
	FORNIX_ERR_NOMEM,
	FORNIX_ERR_INTERNAL, /* our own bug, or a library's */
};

struct fornix_error {
	enum fornix_status status;
	int sys_errno; /* errno of the failed call, or 0 */
	char message[FORNIX_ERROR_MESSAGE_BYTES];
};

#define FORNIX_ERROR_INIT                                                                      \
	{                                                                                      \
		FORNIX_OK, 0, ""                                                               \
	}

#define FORNIX_CHECKED      __attribute__((warn_unused_result))
#define FORNIX_PRINTF(f, a) __attribute__((format(printf, f, a)))

/* Fills err (which may be NULL) and returns status.  Text that does not fit is cut. */
enum fornix_status error_set(struct fornix_error *err, enum fornix_status status,
    const char *format, ...) FORNIX_PRINTF(3, 4);

/* As error_set(), with ": " and strerror(sys_errno) behind the text. */
enum fornix_status error_set_errno(struct fornix_error *err, enum fornix_status status,
    int sys_errno, const char *format, ...) FORNIX_PRINTF(4, 5);

/* Puts text and ": " before the message, on the way up; returns err's status. */
enum fornix_status error_prefix(struct fornix_error *err, const char *format, ...)
    FORNIX_PRINTF(2, 3);

/* A stable lower-case name ("not_found") for machine-readable output. */
const char *error_status_name(enum fornix_status status);

/* The exit code of a program that ends with this status: 0, 2, 3 or 4. */
int error_exit_code(enum fornix_status status);

#ifdef __cplusplus
}
#endif

#endif
