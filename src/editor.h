/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_EDITOR_H
#define FORNIX_EDITOR_H

/* Opening a file at a line in the editor that somebody has chosen. */

#include "error.h"

/*
 * Runs $VISUAL, else $EDITOR, else vi on the file and waits for its end.  The
 * editor may have arguments ("code --wait").  Those that are known are told the
 * line; 0 is none.  IO when it cannot be run or ends with a failure.
 */
FORNIX_CHECKED enum fornix_status editor_open(
    const char *file, unsigned line, struct fornix_error *err);

#endif
