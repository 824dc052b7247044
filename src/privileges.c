/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "privileges.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdbool.h>
#include <unistd.h>

/* What setresuid() gave up, the kernel must not give back. */
static bool
is_gone(uid_t uid)
{
	return uid == 0 || (setuid(0) != 0 && seteuid(0) != 0);
}

static enum fornix_status
become(const struct passwd *entry, struct fornix_error *err)
{
	if (initgroups(entry->pw_name, entry->pw_gid) == 0 &&
	    setresgid(entry->pw_gid, entry->pw_gid, entry->pw_gid) == 0 &&
	    setresuid(entry->pw_uid, entry->pw_uid, entry->pw_uid) == 0 &&
	    is_gone(entry->pw_uid))
		return FORNIX_OK;
	return error_set_errno(err, FORNIX_ERR_IO, errno,
	    "cannot give up root's rights for those of '%s'", entry->pw_name);
}

enum fornix_status
privileges_drop(const char *user, struct fornix_error *err)
{
	const struct passwd *entry;

	errno = 0;
	entry = getpwnam(user);
	if (entry == NULL && errno != 0 && errno != ENOENT)
		return error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot find out who '%s' is", user);
	if (entry == NULL)
		return error_set(err, FORNIX_ERR_USAGE,
		    "there is no user '%s': make one, as with 'adduser --system'", user);
	if (geteuid() == entry->pw_uid)
		return FORNIX_OK;
	if (geteuid() != 0)
		return error_set(err, FORNIX_ERR_USAGE,
		    "only root can become '%s': start it as root, or as that user", user);
	return become(entry, err);
}
