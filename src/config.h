/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_CONFIG_H
#define FORNIX_CONFIG_H

/*
 * fornix.yaml: the settings of both programs, with defaults that need no file.
 *
 *	corpus: corpus              # folder of Markdown articles
 *	index: index                # folder of the generations
 *	site_name: Site search      # of whom, on pages and in titles
 *	public_url:                 # "https://www.example.org": where visitors reach fornixd
 *	page_template:              # the site's page around ours: page_template.h
 *	contact_phone:              # whom to ask where the search does not help
 *	contact_hours:              # "Monday to Friday, 8 am to 5 pm"
 *	contact_url:                # /contact/
 *	url_pattern: /{path}/
 *	anchors: github             # github, hugo, kramdown, docusaurus
 *	listen: [127.0.0.1:8080]    # ADDR:PORT, [ADDR6]:PORT or unix:PATH
 *	answer_cache: 16777216      # bytes; 0 is off
 *	workers: 0                  # searching threads; 0 is one a core
 *	cors_origins: []            # other sites whose pages may ask: https://HOST or "*"
 *	client_rate: 20             # requests a second of one client; 0 is any number
 *	trusted_proxies: []         # whose X-Forwarded-For is believed, besides this machine
 *	max_removed: 10%            # of the articles, or 3; or a number
 *	judged_margin: 0.05         # by which judged queries may be answered worse
 *	judged_least: []            # "success@3=0.6": what they must reach
 *	keep_generations: 5         # that stay in the index, for a rollback
 *	keep_days: 30               # older ones go; 0 is no matter how old
 *	metrics_file:               # for Prometheus: how index runs went
 *	ship_to: []                 # HOST:DIR: where "fornix ship" copies the index to
 *	shards: []                  # folders or HOST:PORT that share the articles
 *	allow_plain_remote: false   # true: shards may have public addresses
 *	state: state                # folder of the counters
 *	report_enabled: true        # false: nothing is counted
 *	report_min_count: 5         # searches before a text is written; not fewer
 *	report_days: 90             # that counters are kept
 *
 * Paths are relative to the folder of the file.  An unknown key, a key twice
 * or a value of the wrong kind is an error that names file, line and remedy.
 */

#include <stdbool.h>
#include <stddef.h>

#include "article.h"
#include "error.h"
#include "gate_policy.h"
#include "network.h"
#include "retention.h"
#include "share.h"

#define CONFIG_FILE_BYTES_MAX (64 * 1024)
#define CONFIG_WORKERS_MAX    64
#define CONFIG_LISTEN_MAX     8
#define CONFIG_ORIGINS_MAX    16
#define CONFIG_SHIP_TO_MAX    64
#define CONFIG_PROXIES_MAX    16
#define CONFIG_RATE_MAX       10000
#define CONFIG_SHARDS_MAX     SHARE_COUNT_MAX

/* One of the indexes that share the articles; its place, from 1, is that in the list. */
struct config_shard {
	char *folder; /* of its generations; NULL when another machine has it */
	char *host;
	unsigned port;
	unsigned line; /* of the file, for messages */
};

struct config {
	char *file; /* where it was read from, or NULL */
	char *corpus;
	char *index;
	char *site_name;
	char *public_url;    /* NULL when it is not known */
	char *page_template; /* this and the contact's: NULL without */
	char *contact_phone, *contact_hours, *contact_url;
	char *url_pattern;
	enum article_anchors anchors;
	size_t listen_count;
	char *listen[CONFIG_LISTEN_MAX];
	size_t answer_cache_bytes;
	unsigned workers;
	size_t cors_origin_count;
	char *cors_origins[CONFIG_ORIGINS_MAX];
	unsigned client_rate;
	size_t proxy_count;
	struct network proxies[CONFIG_PROXIES_MAX];
	struct gate_policy gate;
	struct retention retention;
	char *metrics_file; /* NULL without */
	size_t ship_to_count;
	char *ship_to[CONFIG_SHIP_TO_MAX];
	size_t shard_count; /* 0: the index has all articles itself */
	struct config_shard shards[CONFIG_SHARDS_MAX];
	bool allow_plain_remote;
	char *state;
	bool report_enabled;
	unsigned report_min_count, report_days;
};

/*
 * Reads file; NULL means "fornix.yaml" in the current folder if there is one,
 * else the defaults.  A file that was named and is missing is an error.
 */
FORNIX_CHECKED enum fornix_status config_load(
    const char *file, struct config **ret_config, struct fornix_error *err);
void config_free(struct config *config);

#endif
