/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_RETENTION_H
#define FORNIX_RETENTION_H

/*
 * How many generations stay in an index, and for how long.
 *
 * The one that is served and the one before it always stay, and so does one that
 * a reader has open; these are not what the limits are about.
 */

#define RETENTION_GENERATIONS     5 /* by default, with the served one */
#define RETENTION_GENERATIONS_MIN 2
#define RETENTION_GENERATIONS_MAX 100
#define RETENTION_DAYS            30 /* by default */
#define RETENTION_DAYS_MAX        3650

struct retention {
	unsigned generations; /* that stay at most */
	unsigned days;        /* since one was built; 0: no matter how old */
};

#define RETENTION_DEFAULT                                                                      \
	{                                                                                      \
		RETENTION_GENERATIONS, RETENTION_DAYS                                          \
	}

#endif
