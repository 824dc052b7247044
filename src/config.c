/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <unistd.h>

#include "buffer.h"
#include "config_check.h"
#include "config_reading.h"
#include "escape.h"
#include "file.h"
#include "nearest.h"
#include "report.h"
#include "span.h"
#include "xalloc.h"
#include "yamldoc.h"

#define DEFAULT_FILE     "fornix.yaml"
#define ANSWER_CACHE_MAX (1024UL * 1024 * 1024)
#define LINE_BYTES_MAX   200 /* of what pages show */

enum fornix_status
config_refuse(
    const struct config_reading *reading, const struct yamldoc_node *node, const char *wanted)
{
	return error_set(reading->err, FORNIX_ERR_INPUT, "'%s:%u': '%s' must be %s",
	    reading->file, node->line, node->key, wanted);
}

static void
replace(char **member, char *own_value)
{
	free(*member);
	*member = own_value;
}

char *
config_join_path(const struct config_reading *reading, const char *path)
{
	size_t length = path[0] == '/' ? 0 : reading->folder.length;
	size_t size = length + strlen(path) + 1;
	char *joined = xmalloc(size);

	snprintf(joined, size, "%.*s%s", (int)length, reading->folder.data, path);
	return joined;
}

bool
config_is_text(const struct yamldoc_node *node)
{
	return node->kind == YAMLDOC_SCALAR && node->text[0] != '\0' && !yamldoc_is_null(node);
}

static enum fornix_status
take_file_path(struct config_reading *reading, const struct yamldoc_node *node, void *member)
{
	if (!config_is_text(node))
		return config_refuse(reading, node, "the path of a file");
	replace(member, config_join_path(reading, node->text));
	return FORNIX_OK;
}

static enum fornix_status
take_path(struct config_reading *reading, const struct yamldoc_node *node, void *member)
{
	if (!config_is_text(node))
		return config_refuse(reading, node, "the path of a folder");
	replace(member, config_join_path(reading, node->text));
	return FORNIX_OK;
}

static enum fornix_status
take_line(struct config_reading *reading, const struct yamldoc_node *node, void *member)
{
	struct buffer name;

	buffer_init(&name, LINE_BYTES_MAX);
	escape_terminal(&name, node->text, strlen(node->text));
	if (!config_is_text(node) || name.failed || name.length == 0) {
		buffer_fini(&name);
		return config_refuse(reading, node, "one line of text, at most 200 bytes");
	}
	replace(member, buffer_take(&name, NULL));
	return FORNIX_OK;
}

static enum fornix_status
take_phone(struct config_reading *reading, const struct yamldoc_node *node, void *member)
{
	if (!config_is_text(node) || !config_check_phone(node->text))
		return config_refuse(reading, node,
		    "a number in quotes, like \"+1 713 555 0100\": at least 3 digits");
	replace(member, xstrdup(node->text));
	return FORNIX_OK;
}

static enum fornix_status
take_pattern(struct config_reading *reading, const struct yamldoc_node *node, void *member)
{
	const char *text = node->text;
	if (!config_is_text(node) || !config_check_pattern(text))
		return config_refuse(reading, node,
		    "an address like '/{path}/' with '{path}' or '{slug}' and perhaps '{section}'");
	replace(member, xstrdup(text));
	return FORNIX_OK;
}

static enum fornix_status
take_public_url(struct config_reading *reading, const struct yamldoc_node *node, void *member)
{
	if (!config_is_text(node) || strcmp(node->text, "*") == 0 ||
	    !config_check_origin(node->text))
		return config_refuse(
		    reading, node, "an address without path, 'https://www.example.org'");
	replace(member, xstrdup(node->text));
	return FORNIX_OK;
}

static enum fornix_status
take_contact_url(struct config_reading *reading, const struct yamldoc_node *node, void *member)
{
	if (!config_is_text(node) || !config_check_url(node->text))
		return config_refuse(
		    reading, node, "an address like '/contact/' or 'https://…'");
	replace(member, xstrdup(node->text));
	return FORNIX_OK;
}

static enum fornix_status
take_anchors(struct config_reading *reading, const struct yamldoc_node *node, void *member)
{
	static const char *const names[] = {[ARTICLE_ANCHORS_GITHUB] = "github",
	    [ARTICLE_ANCHORS_HUGO] = "hugo",
	    [ARTICLE_ANCHORS_KRAMDOWN] = "kramdown",
	    [ARTICLE_ANCHORS_DOCUSAURUS] = "docusaurus"};
	enum article_anchors *anchors = member;
	size_t i;

	for (i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(node->text, names[i]) == 0) {
			*anchors = (enum article_anchors)i;
			return FORNIX_OK;
		}
	}
	return config_refuse(reading, node, "github, hugo, kramdown or docusaurus");
}

static enum fornix_status
take_cache(struct config_reading *reading, const struct yamldoc_node *node, void *member)
{
	unsigned long number;
	size_t *bytes = member;

	if (!config_check_number(node->text, ANSWER_CACHE_MAX, &number))
		return config_refuse(
		    reading, node, "a number of bytes from 0 (off) to 1073741824");
	*bytes = number;
	return FORNIX_OK;
}

static enum fornix_status
take_number(struct config_reading *reading, const struct yamldoc_node *node, unsigned least,
    unsigned most, const char *wanted, unsigned *member)
{
	unsigned long number;

	if (!config_check_number(node->text, most, &number) || number < least)
		return config_refuse(reading, node, wanted);
	*member = (unsigned)number;
	return FORNIX_OK;
}

static enum fornix_status
take_workers(struct config_reading *reading, const struct yamldoc_node *node, void *member)
{
	return take_number(reading, node, 0, CONFIG_WORKERS_MAX,
	    "a number of threads from 0 (one a core) to 64", member);
}

static enum fornix_status
take_keep_generations(
    struct config_reading *reading, const struct yamldoc_node *node, void *member)
{
	return take_number(reading, node, RETENTION_GENERATIONS_MIN, RETENTION_GENERATIONS_MAX,
	    "a number of generations from 2 to 100", member);
}

static enum fornix_status
take_keep_days(struct config_reading *reading, const struct yamldoc_node *node, void *member)
{
	return take_number(reading, node, 0, RETENTION_DAYS_MAX,
	    "a number of days from 0 (no matter how old) to 3650", member);
}

static enum fornix_status
take_rate(struct config_reading *reading, const struct yamldoc_node *node, void *member)
{
	return take_number(reading, node, 0, CONFIG_RATE_MAX,
	    "a number of requests from 0 (any) to 10000", member);
}

static enum fornix_status
take_proxies(struct config_reading *reading, const struct yamldoc_node *node, void *member)
{
	(void)member;
	if (config_check_networks(node, CONFIG_PROXIES_MAX, reading->config->proxies,
		&reading->config->proxy_count))
		return FORNIX_OK;
	return config_refuse(
	    reading, node, "at most 16 addresses or networks, like [192.0.2.1, 2001:db8::/32]");
}

static enum fornix_status
take_switch(struct config_reading *reading, const struct yamldoc_node *node, void *member)
{
	bool *is_on = member;

	if (strcmp(node->text, "true") != 0 && strcmp(node->text, "false") != 0)
		return config_refuse(reading, node, "true or false");
	*is_on = strcmp(node->text, "true") == 0;
	return FORNIX_OK;
}

/* Lower would tell what a single person asked. */
static enum fornix_status
take_min_count(struct config_reading *reading, const struct yamldoc_node *node, void *member)
{
	return take_number(reading, node, REPORT_MIN_COUNT, REPORT_MIN_COUNT_MAX,
	    "a number of searches from 5 to 1000", member);
}

static enum fornix_status
take_days(struct config_reading *reading, const struct yamldoc_node *node, void *member)
{
	return take_number(
	    reading, node, 1, REPORT_DAYS_MAX, "a number of days from 1 to 366", member);
}

static enum fornix_status
take_removed(struct config_reading *reading, const struct yamldoc_node *node, void *member)
{
	if (node->kind != YAMLDOC_SCALAR || !gate_policy_read_removed(node->text, member))
		return config_refuse(reading, node,
		    "a percentage like '10%' or a number of articles up to 2000000");
	return FORNIX_OK;
}

static enum fornix_status
take_part(struct config_reading *reading, const struct yamldoc_node *node, void *member)
{
	if (node->kind != YAMLDOC_SCALAR || !gate_policy_read_part(node->text, member))
		return config_refuse(reading, node, "a number from 0 to 1");
	return FORNIX_OK;
}

static enum fornix_status
take_least(struct config_reading *reading, const struct yamldoc_node *node, void *member)
{
	enum fornix_status status = FORNIX_OK;
	const struct yamldoc_node *item;
	enum eval_measure measure;
	double *least = member;

	if (node->kind == YAMLDOC_MAPPING)
		return config_refuse(reading, node, "a list of means, like [success@3=0.6]");
	item = node->kind == YAMLDOC_SCALAR ? node : node->child;
	for (; item != NULL && status == FORNIX_OK; item = item != node ? item->next : NULL) {
		double mean;

		status = gate_policy_read_least(item->kind == YAMLDOC_SCALAR ? item->text : "",
		    &measure, &mean, reading->err);
		if (status == FORNIX_OK) {
			least[measure] = mean;
			continue;
		}
		if (reading->err != NULL)
			reading->err->status = FORNIX_ERR_INPUT;
		return error_prefix(
		    reading->err, "'%s:%u': '%s'", reading->file, item->line, node->key);
	}
	return status;
}

#define MEMBER(name) offsetof(struct config, name)

static const struct {
	const char *name;
	config_take *take;
	size_t offset;
} keys[] = {
    {"corpus", take_path, MEMBER(corpus)},
    {"index", take_path, MEMBER(index)},
    {"site_name", take_line, MEMBER(site_name)},
    {"public_url", take_public_url, MEMBER(public_url)},
    {"page_template", take_file_path, MEMBER(page_template)},
    {"contact_phone", take_phone, MEMBER(contact_phone)},
    {"contact_hours", take_line, MEMBER(contact_hours)},
    {"contact_url", take_contact_url, MEMBER(contact_url)},
    {"url_pattern", take_pattern, MEMBER(url_pattern)},
    {"anchors", take_anchors, MEMBER(anchors)},
    {"listen", config_take_listen, 0},
    {"answer_cache", take_cache, MEMBER(answer_cache_bytes)},
    {"workers", take_workers, MEMBER(workers)},
    {"cors_origins", config_take_origins, 0},
    {"client_rate", take_rate, MEMBER(client_rate)},
    {"trusted_proxies", take_proxies, 0},
    {"max_removed", take_removed, MEMBER(gate)},
    {"judged_margin", take_part, MEMBER(gate.judged_margin)},
    {"judged_least", take_least, MEMBER(gate.judged_least)},
    {"keep_generations", take_keep_generations, MEMBER(retention.generations)},
    {"keep_days", take_keep_days, MEMBER(retention.days)},
    {"metrics_file", take_file_path, MEMBER(metrics_file)},
    {"ship_to", config_take_ship_to, 0},
    {"shards", config_take_shards, 0},
    {"allow_plain_remote", take_switch, MEMBER(allow_plain_remote)},
    {"state", take_path, MEMBER(state)},
    {"report_enabled", take_switch, MEMBER(report_enabled)},
    {"report_min_count", take_min_count, MEMBER(report_min_count)},
    {"report_days", take_days, MEMBER(report_days)},
};

#define KEY_COUNT (sizeof keys / sizeof keys[0])

static enum fornix_status
refuse_key(const struct config_reading *reading, const struct yamldoc_node *node)
{
	const char *names[KEY_COUNT], *nearest;
	size_t i;

	for (i = 0; i < KEY_COUNT; i++)
		names[i] = keys[i].name;
	nearest = nearest_name(node->key, names, KEY_COUNT);
	if (nearest != NULL)
		return error_set(reading->err, FORNIX_ERR_INPUT,
		    "'%s:%u': unknown key '%.60s': did you mean '%s'?", reading->file,
		    node->line, node->key, nearest);
	return error_set(reading->err, FORNIX_ERR_INPUT,
	    "'%s:%u': unknown key '%.60s': remove it", reading->file, node->line, node->key);
}

static enum fornix_status
take_members(struct config_reading *reading, const struct yamldoc_node *root)
{
	const struct yamldoc_node *node;
	enum fornix_status status = FORNIX_OK;
	size_t i;

	if (root->kind != YAMLDOC_MAPPING)
		return error_set(reading->err, FORNIX_ERR_INPUT,
		    "'%s:%u': settings have no keys: write 'corpus: FOLDER'", reading->file,
		    root->line);
	for (node = root->child; node != NULL && status == FORNIX_OK; node = node->next) {
		for (i = 0; i < KEY_COUNT && strcmp(node->key, keys[i].name) != 0; i++)
			;
		if (i == KEY_COUNT)
			return refuse_key(reading, node);
		status = keys[i].take(reading, node, (char *)reading->config + keys[i].offset);
	}
	return status;
}

static struct config *
new_defaults(void)
{
	struct config *config = xcalloc(1, sizeof *config);

	config->corpus = xstrdup("corpus");
	config->index = xstrdup("index");
	config->site_name = xstrdup("Site search");
	config->url_pattern = xstrdup("/{path}/");
	config->anchors = ARTICLE_ANCHORS_GITHUB;
	config->listen[config->listen_count++] = xstrdup("127.0.0.1:8080");
	config->answer_cache_bytes = 16 * 1024 * 1024;
	config->client_rate = 20;
	gate_policy_init(&config->gate);
	config->retention = (struct retention)RETENTION_DEFAULT;
	config->state = xstrdup("state");
	config->report_enabled = true;
	config->report_min_count = REPORT_MIN_COUNT;
	config->report_days = REPORT_DAYS_KEPT;
	return config;
}

/* Paths without value in the file are relative to its folder too. */
static void
join_defaults(struct config_reading *reading)
{
	replace(&reading->config->corpus, config_join_path(reading, reading->config->corpus));
	replace(&reading->config->index, config_join_path(reading, reading->config->index));
	replace(&reading->config->state, config_join_path(reading, reading->config->state));
}

static enum fornix_status
take_file(struct config *config, const char *file, const struct buffer *text,
    struct fornix_error *err)
{
	const char *slash = strrchr(file, '/');
	struct config_reading reading = {.config = config,
	    .file = file,
	    .folder = {file, slash != NULL ? (size_t)(slash + 1 - file) : 0},
	    .err = err};
	struct yamldoc_node *root = NULL;
	enum fornix_status status;

	config->file = xstrdup(file);
	join_defaults(&reading);
	status = yamldoc_parse(text->data, text->length, file, 1, &root, err);
	if (status == FORNIX_OK)
		status = take_members(&reading, root);
	if (status == FORNIX_OK)
		status = config_check_shards(&reading);
	yamldoc_free(root);
	return status;
}

enum fornix_status
config_load(const char *file, struct config **ret_config, struct fornix_error *err)
{
	struct config *config = new_defaults();
	enum fornix_status status = FORNIX_OK;
	struct buffer text;
	bool is_named = file != NULL;

	file = is_named ? file : DEFAULT_FILE;
	buffer_init(&text, CONFIG_FILE_BYTES_MAX);
	if (is_named || access(file, F_OK) == 0 || errno != ENOENT) {
		status = file_read(file, &text, err);
		if (status == FORNIX_OK)
			status = take_file(config, file, &text, err);
	}
	buffer_fini(&text);
	if (status == FORNIX_OK)
		*ret_config = config;
	else
		config_free(config);
	return status;
}

void
config_free(struct config *config)
{
	if (config == NULL)
		return;
	config_clear_list(config->listen, &config->listen_count);
	config_clear_list(config->cors_origins, &config->cors_origin_count);
	config_clear_list(config->ship_to, &config->ship_to_count);
	config_clear_shards(config);
	free(config->file);
	free(config->corpus);
	free(config->index);
	free(config->state);
	free(config->site_name);
	free(config->public_url);
	free(config->page_template);
	free(config->metrics_file);
	free(config->contact_phone);
	free(config->contact_hours);
	free(config->contact_url);
	free(config->url_pattern);
	free(config);
}
