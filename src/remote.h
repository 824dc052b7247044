/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_REMOTE_H
#define FORNIX_REMOTE_H

/*
 * Searching by a fornixd that runs, here or on another machine.
 *
 * curl(1) asks, because a library that can would be loaded by every other command
 * too, which takes longer than a search.  What is asked reaches it by a pipe: the
 * list of processes does not show it.  curl's own settings (~/.curlrc) are not
 * read; its environment (https_proxy and the like) is obeyed.
 */

#include "search.h"

#define REMOTE_URL_BYTES_MAX 1024
#define REMOTE_CONNECT_S     5
#define REMOTE_ANSWER_S      30

/*
 * Asks the service at url for the answer to the request: "http://HOST:PORT",
 * "https://…" with the path that a proxy has it at, or "unix:PATH".  USAGE for
 * another url, or when the service says that the request is wrong; IO when it
 * cannot be reached, or sends what fornixd does not; TIMEOUT past REMOTE_ANSWER_S.
 * The caller frees *ret_result.
 */
FORNIX_CHECKED enum fornix_status remote_search(const char *url,
    const struct search_request *request, struct search_result **ret_result,
    struct fornix_error *err);

#endif
