/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	int exit_code;
} statuses[] = {
    [FORNIX_OK] = {"ok", 0},
    [FORNIX_ERR_USAGE] = {"bad_request", 2},
    [FORNIX_ERR_INPUT] = {"bad_input", 2},
    [FORNIX_ERR_NOT_FOUND] = {"not_found", 3},
    [FORNIX_ERR_LIMIT] = {"too_large", 2},
    [FORNIX_ERR_LOCKED] = {"locked", 3},
    [FORNIX_ERR_CORRUPT] = {"corrupt", 3},
    [FORNIX_ERR_IO] = {"io", 3},
    [FORNIX_ERR_TIMEOUT] = {"timeout", 3},
    [FORNIX_ERR_REFUSED] = {"refused", 4},
    [FORNIX_ERR_NOMEM] = {"out_of_memory", 3},
    [FORNIX_ERR_INTERNAL] = {"internal", 3},
};

enum fornix_status
error_set(struct fornix_error *err, enum fornix_status status, const char *format, ...)
{
	va_list args;

	if (err == NULL)
		return status;
	err->status = status;
	err->sys_errno = 0;
	va_start(args, format);
	vsnprintf(err->message, sizeof err->message, format, args);
	va_end(args);
	return status;
}

enum fornix_status
error_set_errno(
    struct fornix_error *err, enum fornix_status status, int sys_errno, const char *format, ...)
{
	va_list args;
	size_t used;

	if (err == NULL)
		return status;
	err->status = status;
	err->sys_errno = sys_errno;
	va_start(args, format);
	vsnprintf(err->message, sizeof err->message, format, args);
	va_end(args);
	used = strlen(err->message);
	snprintf(err->message + used, sizeof err->message - used, ": %s", strerror(sys_errno));
	return status;
}

enum fornix_status
error_prefix(struct fornix_error *err, const char *format, ...)
{
	char old[FORNIX_ERROR_MESSAGE_BYTES];
	va_list args;
	size_t used;

	if (err == NULL)
		return FORNIX_ERR_INTERNAL;
	memcpy(old, err->message, sizeof old);
	va_start(args, format);
	vsnprintf(err->message, sizeof err->message, format, args);
	va_end(args);
	used = strlen(err->message);
	snprintf(err->message + used, sizeof err->message - used, ": %s", old);
	return err->status;
}

const char *
error_status_name(enum fornix_status status)
{
	return statuses[status].name;
}

int
error_exit_code(enum fornix_status status)
{
	return statuses[status].exit_code;
}
