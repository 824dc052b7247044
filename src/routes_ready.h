/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ROUTES_READY_H
#define FORNIX_ROUTES_READY_H

/* GET /readyz: whether an index is open, and what is wrong with it. */

#include "http.h"
#include "routes_index.h"

#define ROUTES_READY_PATH "/readyz"

/*
 * 200 and "ready"; 200 and "degraded", with what the trouble is, while something
 * older serves than should or what serves is no longer there for the next start;
 * 503 and "unavailable" when nothing serves.
 */
void routes_ready(struct routes_index *index, struct http_response *response);

#endif
