/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <unistd.h>

#include "buffer.h"
#include "config_check.h"
#include "escape.h"
#include "file.h"
#include "nearest.h"
#include "report.h"
#include "span.h"
#include "xalloc.h"
#include "yamldoc.h"

#define DEFAULT_FILE      "fornix.yaml"
#define ANSWER_CACHE_MAX  (1024UL * 1024 * 1024)
#define LINE_BYTES_MAX    200 /* of what pages show */
#define SOCKET_PATH_BYTES 108 /* with the NUL */

/* A file that is being read. */
struct reading {
	struct config *config;
	const char *file;
	struct span folder; /* of the file, with the slash at its end */
	struct fornix_error *err;
};

typedef enum fornix_status take_value(
    struct reading *reading, const struct yamldoc_node *node, void *member);

static enum fornix_status
refuse(const struct reading *reading, const struct yamldoc_node *node, const char *wanted)
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

static char *
join_path(const struct reading *reading, const char *path)
{
	size_t length = path[0] == '/' ? 0 : reading->folder.length;
	size_t size = length + strlen(path) + 1;
	char *joined = xmalloc(size);

	snprintf(joined, size, "%.*s%s", (int)length, reading->folder.data, path);
	return joined;
}

static bool
is_text(const struct yamldoc_node *node)
{
	return node->kind == YAMLDOC_SCALAR && node->text[0] != '\0' && !yamldoc_is_null(node);
}

static enum fornix_status
take_file_path(struct reading *reading, const struct yamldoc_node *node, void *member)
{
	if (!is_text(node))
		return refuse(reading, node, "the path of a file");
	replace(member, join_path(reading, node->text));
	return FORNIX_OK;
}

static enum fornix_status
take_path(struct reading *reading, const struct yamldoc_node *node, void *member)
{
	if (!is_text(node))
		return refuse(reading, node, "the path of a folder");
	replace(member, join_path(reading, node->text));
	return FORNIX_OK;
}

static enum fornix_status
take_line(struct reading *reading, const struct yamldoc_node *node, void *member)
{
	struct buffer name;

	buffer_init(&name, LINE_BYTES_MAX);
	escape_terminal(&name, node->text, strlen(node->text));
	if (!is_text(node) || name.failed || name.length == 0) {
		buffer_fini(&name);
		return refuse(reading, node, "one line of text, at most 200 bytes");
	}
	replace(member, buffer_take(&name, NULL));
	return FORNIX_OK;
}

static enum fornix_status
take_phone(struct reading *reading, const struct yamldoc_node *node, void *member)
{
	if (!is_text(node) || !config_check_phone(node->text))
		return refuse(reading, node,
		    "a number in quotes, like \"+1 713 555 0100\": at least 3 digits");
	replace(member, xstrdup(node->text));
	return FORNIX_OK;
}

static enum fornix_status
take_pattern(struct reading *reading, const struct yamldoc_node *node, void *member)
{
	const char *text = node->text;
	if (!is_text(node) || !config_check_pattern(text))
		return refuse(reading, node,
		    "an address like '/{path}/' with '{path}' or '{slug}' and perhaps '{section}'");
	replace(member, xstrdup(text));
	return FORNIX_OK;
}

static enum fornix_status
take_public_url(struct reading *reading, const struct yamldoc_node *node, void *member)
{
	if (!is_text(node) || strcmp(node->text, "*") == 0 || !config_check_origin(node->text))
		return refuse(
		    reading, node, "an address without path, 'https://www.example.org'");
	replace(member, xstrdup(node->text));
	return FORNIX_OK;
}

static enum fornix_status
take_contact_url(struct reading *reading, const struct yamldoc_node *node, void *member)
{
	if (!is_text(node) || !config_check_url(node->text))
		return refuse(reading, node, "an address like '/contact/' or 'https://…'");
	replace(member, xstrdup(node->text));
	return FORNIX_OK;
}

static enum fornix_status
take_anchors(struct reading *reading, const struct yamldoc_node *node, void *member)
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
	return refuse(reading, node, "github, hugo, kramdown or docusaurus");
}

static enum fornix_status
take_cache(struct reading *reading, const struct yamldoc_node *node, void *member)
{
	unsigned long number;
	size_t *bytes = member;

	if (!config_check_number(node->text, ANSWER_CACHE_MAX, &number))
		return refuse(reading, node, "a number of bytes from 0 (off) to 1073741824");
	*bytes = number;
	return FORNIX_OK;
}

static enum fornix_status
take_number(struct reading *reading, const struct yamldoc_node *node, unsigned least,
    unsigned most, const char *wanted, unsigned *member)
{
	unsigned long number;

	if (!config_check_number(node->text, most, &number) || number < least)
		return refuse(reading, node, wanted);
	*member = (unsigned)number;
	return FORNIX_OK;
}

static enum fornix_status
take_workers(struct reading *reading, const struct yamldoc_node *node, void *member)
{
	return take_number(reading, node, 0, CONFIG_WORKERS_MAX,
	    "a number of threads from 0 (one a core) to 64", member);
}

static enum fornix_status
take_keep_generations(struct reading *reading, const struct yamldoc_node *node, void *member)
{
	return take_number(reading, node, RETENTION_GENERATIONS_MIN, RETENTION_GENERATIONS_MAX,
	    "a number of generations from 2 to 100", member);
}

static enum fornix_status
take_keep_days(struct reading *reading, const struct yamldoc_node *node, void *member)
{
	return take_number(reading, node, 0, RETENTION_DAYS_MAX,
	    "a number of days from 0 (no matter how old) to 3650", member);
}

static void
clear_list(char **items, size_t *count)
{
	while (*count > 0)
		free(items[--*count]);
}

static enum fornix_status
add_listen(
    struct reading *reading, const struct yamldoc_node *list, const struct yamldoc_node *node)
{
	struct config *config = reading->config;
	static const char unix_prefix[] = "unix:";
	size_t prefix = strlen(unix_prefix), size;
	char *path;

	if (config->listen_count == CONFIG_LISTEN_MAX)
		return error_set(reading->err, FORNIX_ERR_LIMIT,
		    "'%s:%u': '%s' has more than %d addresses: remove some", reading->file,
		    node->line, list->key, CONFIG_LISTEN_MAX);
	if (node->kind == YAMLDOC_SCALAR && config_check_address(node->text)) {
		config->listen[config->listen_count++] = xstrdup(node->text);
		return FORNIX_OK;
	}
	if (node->kind != YAMLDOC_SCALAR || strncmp(node->text, unix_prefix, prefix) != 0 ||
	    node->text[prefix] == '\0')
		return refuse(reading, list, "ADDR:PORT, [ADDR6]:PORT or unix:PATH");
	path = join_path(reading, node->text + prefix);
	size = prefix + strlen(path) + 1;
	if (size > prefix + SOCKET_PATH_BYTES) {
		free(path);
		return refuse(
		    reading, list, "a shorter path: a socket's has at most 107 bytes");
	}
	config->listen[config->listen_count] = xmalloc(size);
	snprintf(config->listen[config->listen_count++], size, "%s%s", unix_prefix, path);
	free(path);
	return FORNIX_OK;
}

typedef enum fornix_status add_item(
    struct reading *reading, const struct yamldoc_node *list, const struct yamldoc_node *node);

/* A list, or the one item of a list without brackets. */
static enum fornix_status
take_each(
    struct reading *reading, const struct yamldoc_node *node, const char *wanted, add_item *add)
{
	const struct yamldoc_node *item;
	enum fornix_status status = FORNIX_OK;

	if (node->kind == YAMLDOC_SCALAR)
		return add(reading, node, node);
	if (node->kind == YAMLDOC_MAPPING)
		return refuse(reading, node, wanted);
	for (item = node->child; item != NULL && status == FORNIX_OK; item = item->next)
		status = add(reading, node, item);
	return status;
}

static enum fornix_status
take_listen(struct reading *reading, const struct yamldoc_node *node, void *member)
{
	static const char wanted[] = "ADDR:PORT, [ADDR6]:PORT or unix:PATH";

	(void)member;
	clear_list(reading->config->listen, &reading->config->listen_count);
	if (node->kind == YAMLDOC_SEQUENCE && node->child == NULL)
		return refuse(reading, node, wanted);
	return take_each(reading, node, wanted, add_listen);
}

static enum fornix_status
add_origin(
    struct reading *reading, const struct yamldoc_node *list, const struct yamldoc_node *node)
{
	struct config *config = reading->config;

	if (config->cors_origin_count == CONFIG_ORIGINS_MAX)
		return error_set(reading->err, FORNIX_ERR_LIMIT,
		    "'%s:%u': '%s' has more than %d origins: remove some, or write '*'",
		    reading->file, node->line, list->key, CONFIG_ORIGINS_MAX);
	if (node->kind != YAMLDOC_SCALAR || !config_check_origin(node->text))
		return error_set(reading->err, FORNIX_ERR_INPUT,
		    "'%s:%u': '%.80s' in '%s' is not an origin: write 'https://www.example.org' "
		    "in lower case, without a path or the usual port, or '*'",
		    reading->file, node->line,
		    node->kind == YAMLDOC_SCALAR ? node->text : "a list", list->key);
	config->cors_origins[config->cors_origin_count++] = xstrdup(node->text);
	return FORNIX_OK;
}

static enum fornix_status
take_origins(struct reading *reading, const struct yamldoc_node *node, void *member)
{
	(void)member;
	clear_list(reading->config->cors_origins, &reading->config->cors_origin_count);
	return take_each(
	    reading, node, "a list of origins, like [https://www.example.org]", add_origin);
}

/* What has a colon is another machine's: HOST:DIR. */
static enum fornix_status
add_ship_to(
    struct reading *reading, const struct yamldoc_node *list, const struct yamldoc_node *node)
{
	struct config *config = reading->config;

	if (config->ship_to_count == CONFIG_SHIP_TO_MAX)
		return error_set(reading->err, FORNIX_ERR_LIMIT,
		    "'%s:%u': '%s' has more than %d targets: remove some", reading->file,
		    node->line, list->key, CONFIG_SHIP_TO_MAX);
	if (!is_text(node))
		return refuse(reading, list, "a list of folders, HOST:DIR or DIR");
	config->ship_to[config->ship_to_count++] = strchr(node->text, ':') != NULL
						       ? xstrdup(node->text)
						       : join_path(reading, node->text);
	return FORNIX_OK;
}

static enum fornix_status
take_ship_to(struct reading *reading, const struct yamldoc_node *node, void *member)
{
	(void)member;
	clear_list(reading->config->ship_to, &reading->config->ship_to_count);
	return take_each(reading, node, "a list of folders, HOST:DIR or DIR", add_ship_to);
}

static enum fornix_status
take_rate(struct reading *reading, const struct yamldoc_node *node, void *member)
{
	return take_number(reading, node, 0, CONFIG_RATE_MAX,
	    "a number of requests from 0 (any) to 10000", member);
}

static enum fornix_status
take_proxies(struct reading *reading, const struct yamldoc_node *node, void *member)
{
	(void)member;
	if (config_check_networks(node, CONFIG_PROXIES_MAX, reading->config->proxies,
		&reading->config->proxy_count))
		return FORNIX_OK;
	return refuse(
	    reading, node, "at most 16 addresses or networks, like [192.0.2.1, 2001:db8::/32]");
}

static enum fornix_status
take_switch(struct reading *reading, const struct yamldoc_node *node, void *member)
{
	bool *is_on = member;

	if (strcmp(node->text, "true") != 0 && strcmp(node->text, "false") != 0)
		return refuse(reading, node, "true or false");
	*is_on = strcmp(node->text, "true") == 0;
	return FORNIX_OK;
}

/* Lower would tell what a single person asked. */
static enum fornix_status
take_min_count(struct reading *reading, const struct yamldoc_node *node, void *member)
{
	return take_number(reading, node, REPORT_MIN_COUNT, REPORT_MIN_COUNT_MAX,
	    "a number of searches from 5 to 1000", member);
}

static enum fornix_status
take_days(struct reading *reading, const struct yamldoc_node *node, void *member)
{
	return take_number(
	    reading, node, 1, REPORT_DAYS_MAX, "a number of days from 1 to 366", member);
}

static enum fornix_status
take_removed(struct reading *reading, const struct yamldoc_node *node, void *member)
{
	if (node->kind != YAMLDOC_SCALAR || !gate_policy_read_removed(node->text, member))
		return refuse(reading, node,
		    "a percentage like '10%' or a number of articles up to 100000");
	return FORNIX_OK;
}

static enum fornix_status
take_part(struct reading *reading, const struct yamldoc_node *node, void *member)
{
	if (node->kind != YAMLDOC_SCALAR || !gate_policy_read_part(node->text, member))
		return refuse(reading, node, "a number from 0 to 1");
	return FORNIX_OK;
}

static enum fornix_status
take_least(struct reading *reading, const struct yamldoc_node *node, void *member)
{
	enum fornix_status status = FORNIX_OK;
	const struct yamldoc_node *item;
	enum eval_measure measure;
	double *least = member;

	if (node->kind == YAMLDOC_MAPPING)
		return refuse(reading, node, "a list of means, like [success@3=0.6]");
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
	take_value *take;
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
    {"listen", take_listen, 0},
    {"answer_cache", take_cache, MEMBER(answer_cache_bytes)},
    {"workers", take_workers, MEMBER(workers)},
    {"cors_origins", take_origins, 0},
    {"client_rate", take_rate, MEMBER(client_rate)},
    {"trusted_proxies", take_proxies, 0},
    {"max_removed", take_removed, MEMBER(gate)},
    {"judged_margin", take_part, MEMBER(gate.judged_margin)},
    {"judged_least", take_least, MEMBER(gate.judged_least)},
    {"keep_generations", take_keep_generations, MEMBER(retention.generations)},
    {"keep_days", take_keep_days, MEMBER(retention.days)},
    {"metrics_file", take_file_path, MEMBER(metrics_file)},
    {"ship_to", take_ship_to, 0},
    {"state", take_path, MEMBER(state)},
    {"report_enabled", take_switch, MEMBER(report_enabled)},
    {"report_min_count", take_min_count, MEMBER(report_min_count)},
    {"report_days", take_days, MEMBER(report_days)},
};

#define KEY_COUNT (sizeof keys / sizeof keys[0])

static enum fornix_status
refuse_key(const struct reading *reading, const struct yamldoc_node *node)
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
take_members(struct reading *reading, const struct yamldoc_node *root)
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
join_defaults(struct reading *reading)
{
	replace(&reading->config->corpus, join_path(reading, reading->config->corpus));
	replace(&reading->config->index, join_path(reading, reading->config->index));
	replace(&reading->config->state, join_path(reading, reading->config->state));
}

static enum fornix_status
take_file(struct config *config, const char *file, const struct buffer *text,
    struct fornix_error *err)
{
	const char *slash = strrchr(file, '/');
	struct reading reading = {.config = config,
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
	clear_list(config->listen, &config->listen_count);
	clear_list(config->cors_origins, &config->cors_origin_count);
	clear_list(config->ship_to, &config->ship_to_count);
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
