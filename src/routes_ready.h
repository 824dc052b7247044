/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ROUTES_READY_H
#define FORNIX_ROUTES_READY_H

/*
 * GET /readyz and /metrics: whether an index is open, what is wrong with it, and
 * how long searches take.
 */

#include "http.h"
#include "latency.h"
#include "routes_index.h"

#define ROUTES_READY_PATH   "/readyz"
#define ROUTES_METRICS_PATH "/metrics"

/*
 * 200 and "ready"; 200 and "degraded", with what the trouble is, while something
 * older serves than should, what serves is no longer there for the next start, or
 * shards are down;
 * 503 and "unavailable" when nothing serves.
 */
void routes_ready(struct routes_index *index, struct http_response *response);

/* How long searches took, from the whole request to the answer that is to be sent. */
struct routes_latency {
	struct latency cached, fresh;
};

/* Adds a search that was answered, whose request says since when. */
void routes_latency_add(struct latency *latency, const struct http_request *request);

/* The same in numbers, for Prometheus; nothing of who searches for what. */
void routes_metrics(
    struct routes_index *index, struct routes_latency *latency, struct http_response *response);

#endif
