/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SHIP_H
#define FORNIX_SHIP_H

/*
 * Copying the generation that is served to other folders, on other machines mostly,
 * where a fornixd serves it as it would at home.
 *
 * rsync(1) and ssh(1) do the work.  A file that the far folder's served generation has
 * already is not sent, but linked there.  What has arrived lies in "incoming-gen-000042",
 * which nobody looks at, until each of its files was read there and has the SHA-256 that
 * the manifest says; then it is made durable and the far "current" moves with one rename.
 * A transfer that breaks leaves the far end as it was, and the next one takes up from
 * there.  The steps at the far end are src/ship-far.sh.
 */

#include <stdint.h>

#include "error.h"

#define SHIP_KEEP_MIN 2

struct ship_options {
	const char *index;
	const char *rsh; /* the command that is asked to run another on HOST, as of rsync -e */
	unsigned keep;   /* generations that stay in the far folder, at least SHIP_KEEP_MIN */
};

struct ship_result {
	unsigned number; /* of the generation that is served there now */
	uint32_t articles;
	unsigned before; /* of the one that was served; 0 when none was */
	unsigned files;  /* that were sent, of file_count */
	unsigned file_count;
	uint64_t bytes; /* that they have */
};

/*
 * Ships to target: "DIR", or "HOST:DIR" and "USER@HOST:DIR" with DIR relative to the
 * home folder there.  USAGE for a target that is none; NOT_FOUND and CORRUPT when there
 * is no good generation at home; REFUSED when the far folder has another generation of
 * the same number; IO when a program failed, whose own words are on standard error then.
 * In each case the far end serves what it served.
 */
FORNIX_CHECKED enum fornix_status ship_run(const struct ship_options *options,
    const char *target, struct ship_result *ret_result, struct fornix_error *err);

#endif
