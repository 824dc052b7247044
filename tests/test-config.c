/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scratch.h"
#include "tap.h"

static char *file; /* fornix.yaml in the scratch folder */

static struct config *
load(const char *text, struct fornix_error *err)
{
	struct config *config = NULL;

	*err = (struct fornix_error)FORNIX_ERROR_INIT;
	scratch_write_text("fornix.yaml", text);
	if (config_load(file, &config, err) != FORNIX_OK)
		assert(config == NULL);
	return config;
}

static void
test_defaults(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct config *config = NULL;

	tap_number(config_load(NULL, &config, &err), FORNIX_OK, "no file is fine");
	tap_ok(config->file == NULL, "and none is named");
	tap_string(config->corpus, "corpus", "corpus");
	tap_string(config->index, "index", "index");
	tap_string(config->site_name, "Site search", "site name");
	tap_ok(config->public_url == NULL, "no public address");
	tap_ok(config->page_template == NULL, "no template");
	tap_ok(config->contact_phone == NULL && config->contact_hours == NULL &&
		   config->contact_url == NULL,
	    "nobody to ask");
	tap_string(config->url_pattern, "/{path}/", "url pattern");
	tap_number(config->anchors, ARTICLE_ANCHORS_GITHUB, "anchors");
	tap_number((long long)config->listen_count, 1, "one address");
	tap_string(config->listen[0], "127.0.0.1:8080", "which is local");
	tap_number((long long)config->answer_cache_bytes, 16777216, "cache");
	tap_number(config->workers, 0, "workers");
	tap_string(config->state, "state", "state");
	tap_ok(config->report_enabled, "searches are counted");
	tap_number(config->report_min_count, 5, "texts from five on");
	tap_number(config->report_days, 90, "for 90 days");
	config_free(config);
	config_free(NULL);
}

static void
test_values(void)
{
	struct fornix_error err;
	struct config *config = load("corpus: articles\n"
				     "index: /var/lib/fornix\n"
				     "site_name: Neurosurgical Consultants, P.A.\n"
				     "public_url: https://www.example.org:8443\n"
				     "page_template: theme/search.html\n"
				     "contact_phone: \"+1 (713) 555-0100\"\n"
				     "contact_hours: Monday to Friday\n"
				     "contact_url: /contact/\n"
				     "url_pattern: https://example.org/{section}/{slug}.html\n"
				     "anchors: kramdown\n"
				     "listen:\n"
				     "  - 0.0.0.0:80\n"
				     "  - \"[::1]:8080\"\n"
				     "  - unix:run/socket\n"
				     "  - unix:/run/fornix.sock\n"
				     "answer_cache: 0\n"
				     "workers: 4\n",
	    &err);
	char *corpus = scratch_path("articles"), *socket = scratch_path("run/socket");
	char *page_template = scratch_path("theme/search.html");

	if (!tap_ok(config != NULL, "a full file: %s", err.message))
		return;
	tap_string(config->file, file, "its name");
	tap_string(config->corpus, corpus, "a path relative to the file");
	tap_string(config->index, "/var/lib/fornix", "an absolute path");
	tap_string(config->site_name, "Neurosurgical Consultants, P.A.", "site name");
	tap_string(config->public_url, "https://www.example.org:8443", "public address");
	tap_string(config->page_template, page_template, "a file relative to the file");
	tap_string(config->contact_phone, "+1 (713) 555-0100", "telephone");
	tap_string(config->contact_hours, "Monday to Friday", "hours");
	tap_string(config->contact_url, "/contact/", "a page to write");
	tap_string(config->url_pattern, "https://example.org/{section}/{slug}.html", "pattern");
	tap_number(config->anchors, ARTICLE_ANCHORS_KRAMDOWN, "anchors");
	tap_number((long long)config->listen_count, 4, "four addresses");
	tap_string(config->listen[1], "[::1]:8080", "IPv6");
	tap_ok(strncmp(config->listen[2], "unix:", 5) == 0 &&
		   strcmp(config->listen[2] + 5, socket) == 0,
	    "a socket relative to the file");
	tap_string(config->listen[3], "unix:/run/fornix.sock", "an absolute one");
	tap_number((long long)config->answer_cache_bytes, 0, "no cache");
	tap_number(config->workers, 4, "workers");
	config_free(config);
	free(corpus);
	free(socket);
	free(page_template);
}

static void
test_more_values(void)
{
	struct fornix_error err;
	struct config *config = load("# nothing\n", &err);
	char *corpus = scratch_path("corpus");

	assert(config != NULL);
	tap_string(config->corpus, corpus, "the default corpus is beside the file");
	config_free(config);
	free(corpus);
	config = load("listen: localhost:0\nsite_name: \"a\\e[31m\\u202Eb\"\n", &err);
	assert(config != NULL);
	tap_string(config->listen[0], "localhost:0", "one address without a list");
	tap_string(config->site_name, "a[31mb", "a name is clean");
	tap_number((long long)config->cors_origin_count, 0, "no origins");
	config_free(config);
	config = load("cors_origins: [https://www.a-b.org, http://localhost:3000, "
		      "\"https://[::1]:8443\"]\n",
	    &err);
	assert(config != NULL);
	tap_number((long long)config->cors_origin_count, 3, "three origins");
	tap_string(config->cors_origins[1], "http://localhost:3000", "as they were written");
	config_free(config);
	config = load("state: /var/lib/fornixd\nreport_enabled: false\nreport_min_count: 1000\n"
		      "report_days: 366\n",
	    &err);
	tap_ok(config != NULL && !config->report_enabled && config->report_min_count == 1000 &&
		   config->report_days == 366 && strcmp(config->state, "/var/lib/fornixd") == 0,
	    "counting");
	config_free(config);
	config = load("client_rate: 0\ntrusted_proxies: [10.0.0.0/8, '::2']\n", &err);
	assert(config != NULL);
	tap_ok(config->client_rate == 0 && config->proxy_count == 2, "clients and proxies");
	config_free(config);
	config = load("cors_origins: \"*\"\n", &err);
	assert(config != NULL);
	tap_string(config->cors_origins[0], "*", "any origin, without a list");
	config_free(config);
	config = load("cors_origins: []\n", &err);
	tap_ok(config != NULL && config->cors_origin_count == 0, "an empty list of origins");
	config_free(config);
	config = load("ship_to: [\"web:srv\", corpus]\n", &err);
	corpus = scratch_path("corpus");
	tap_ok(config != NULL && config->ship_to_count == 2 &&
		   strcmp(config->ship_to[0], "web:srv") == 0 &&
		   strcmp(config->ship_to[1], corpus) == 0,
	    "a target on a host, and one beside the file");
	config_free(config);
	free(corpus);
}

static void
test_shards(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	char *folder = scratch_path("shards/1");
	struct config *config;

	config = load("shards: [shards/1, \"/srv/a:b\", search2.internal:7010, "
		      "\"[fd00::2]:7011\"]\n",
	    &err);
	tap_ok(config != NULL && config->shard_count == 4 &&
		   strcmp(config->shards[0].folder, folder) == 0 &&
		   strcmp(config->shards[1].folder, "/srv/a:b") == 0,
	    "a shard in a folder");
	tap_ok(config != NULL && config->shards[2].folder == NULL &&
		   strcmp(config->shards[2].host, "search2.internal") == 0 &&
		   config->shards[2].port == 7010 &&
		   strcmp(config->shards[3].host, "fd00::2") == 0 &&
		   config->shards[3].port == 7011,
	    "a shard on another machine");
	config_free(config);
	config = load("shards: one\n", &err);
	tap_ok(config != NULL && config->shard_count == 1 && !config->allow_plain_remote,
	    "a shard without brackets");
	config_free(config);
	config = load("shards: [203.0.113.7:7010]\nallow_plain_remote: true\n", &err);
	tap_ok(
	    config != NULL && config->shard_count == 1, "a public address where it is allowed");
	config_free(config);
	free(folder);
}

static void
test_refused(void)
{
	static const struct {
		const char *text, *message;
	} cases[] = {
	    {"workers: 1\nlisten: [a:1]\nlisten: [b:2]\n",
		"3': key 'listen' is already on line 2"},
	    {"corpus: a\nlisten_: [a:1]\n",
		"2': unknown key 'listen_': did you mean 'listen'?"},
	    {"url-pattern: x\n", "1': unknown key 'url-pattern': did you mean 'url_pattern'?"},
	    {"zzzzzz: x\n", "1': unknown key 'zzzzzz': remove it"},
	    {"corpus: [a]\n", "1': 'corpus' must be the path of a folder"},
	    {"corpus:\n", "1': 'corpus' must be"},
	    {"index: \"\"\n", "1': 'index' must be"},
	    {"public_url: www.example.org\n", "1': 'public_url' must be an address"},
	    {"public_url: https://www.example.org/\n", "1': 'public_url' must be"},
	    {"public_url: '*'\n", "1': 'public_url' must be"},
	    {"public_url: [a]\n", "1': 'public_url' must be"},
	    {"public_url:\n", "1': 'public_url' must be"},
	    {"page_template: []\n", "1': 'page_template' must be the path of a file"},
	    {"contact_phone: 12\n", "1': 'contact_phone' must be a number in quotes"},
	    {"contact_phone: call 555 0100\n", "1': 'contact_phone' must be"},
	    {"contact_phone: \"0123456789012345678901234567890123456789012\"\n", "must be"},
	    {"contact_hours: [9, 17]\n", "1': 'contact_hours' must be one line of text"},
	    {"contact_url: contact\n", "1': 'contact_url' must be an address like"},
	    {"contact_url: //example.org/\n", "1': 'contact_url' must be"},
	    {"contact_url: javascript:alert(1)\n", "1': 'contact_url' must be"},
	    {"site_name: {a: b}\n", "1': 'site_name' must be"},
	    {"site_name: \"\\e\"\n", "1': 'site_name' must be"},
	    {"url_pattern: /x/\n", "1': 'url_pattern' must be"},
	    {"url_pattern: //evil/{path}\n", "1': 'url_pattern' must be"},
	    {"url_pattern: \"javascript:{path}\"\n", "1': 'url_pattern' must be"},
	    {"url_pattern: /{path}/{year}/\n", "1': 'url_pattern' must be"},
	    {"url_pattern: /{path\n", "1': "},
	    {"url_pattern: /{path} x\n", "1': 'url_pattern' must be"},
	    {"anchors: githab\n", "1': 'anchors' must be github, hugo, kramdown or docusaurus"},
	    {"report_min_count: 4\n",
		"1': 'report_min_count' must be a number of searches from 5 to 1000"},
	    {"report_min_count: 1001\n", "from 5 to 1000"},
	    {"report_min_count: -5\n", "from 5 to 1000"},
	    {"report_days: 0\n", "'report_days' must be a number of days from 1 to 366"},
	    {"report_days: 367\n", "from 1 to 366"},
	    {"report_enabled: 1\n", "'report_enabled' must be true or false"},
	    {"state: []\n", "'state' must be the path of a folder"},
	    {"client_rate: -1\n", "1': 'client_rate' must be a number of requests"},
	    {"client_rate: 10001\n", "from 0 (any) to 10000"},
	    {"trusted_proxies: [10.0.0.1, example.org]\n", "'trusted_proxies' must be at most"},
	    {"trusted_proxies: [10.0.0.1/8]\n", "addresses or networks"},
	    {"trusted_proxies: {a: b}\n", "addresses or networks"},
	    {"cors_origins: [https://a.org/]\n",
		"1': 'https://a.org/' in 'cors_origins' is not an origin"},
	    {"cors_origins:\n- https://a.org\n- a.org\n", "3': 'a.org' in 'cors_origins'"},
	    {"cors_origins: [HTTPS://a.org]\n", "1': 'HTTPS://a.org' in"},
	    {"cors_origins: [https://A.org]\n", "is not an origin: write 'https://www."},
	    {"cors_origins: [https://a.org:443]\n", "is not an origin"},
	    {"cors_origins: [http://a.org:80]\n", "is not an origin"},
	    {"cors_origins: [http://a.org:080]\n", "is not an origin"},
	    {"cors_origins: [https://a.org:65536]\n", "is not an origin"},
	    {"cors_origins: [\"https://a.org:\"]\n", "is not an origin"},
	    {"cors_origins: [https://user@a.org]\n", "is not an origin"},
	    {"cors_origins: [\"https://*.a.org\"]\n", "is not an origin"},
	    {"cors_origins: [\"https://a.org\\r\\nX: y\"]\n", "is not an origin"},
	    {"cors_origins: [https://]\n", "is not an origin"},
	    {"cors_origins: [\"https://[::1\"]\n", "is not an origin"},
	    {"cors_origins: [\"null\"]\n", "is not an origin"},
	    {"cors_origins: [[https://a.org]]\n", "1': 'a list' in"},
	    {"ship_to: [web:srv, [b]]\n", "1': 'ship_to' must be a list of folders"},
	    {"ship_to: {a: b}\n", "1': 'ship_to' must be a list of folders"},
	    {"cors_origins: {a: b}\n", "1': 'cors_origins' must be a list"},
	    {"cors_origins: [\"*\", \"*\", \"*\", \"*\", \"*\", \"*\", \"*\", \"*\", \"*\", "
	     "\"*\", \"*\", \"*\", \"*\", \"*\", \"*\", \"*\", \"*\"]\n",
		"1': 'cors_origins' has more than 16 origins"},
	    {"shards: {a: b}\n", "1': 'shards' must be a list"},
	    {"shards: [[a]]\n", "1': 'shards' must be a list"},
	    {"shards: [\"\"]\n", "1': 'shards' must be a list"},
	    {"shards: [\"web:srv\"]\n", "1': 'shards' must be a list"},
	    {"shards: [\"web:0\"]\n", "1': 'shards' must be a list"},
	    {"shards: [\"fd00::2:7010\"]\n", "1': 'shards' must be a list"},
	    {"shards: [a, b, a]\n", "1': 'a' is in 'shards' twice"},
	    {"shards:\n - b:1\n - b:1\n", "3': 'b:1' is in 'shards' twice"},
	    {"shards: [a]\nindex: a\n", "is the folder of the index itself"},
	    {"shards: [\"203.0.113.7:7010\"]\n", "1': everybody can reach '203.0.113.7'"},
	    {"shards: [\"[2001:db8::1]:7010\"]\n", "everybody can reach '2001:db8::1'"},
	    {"shards: [a:1]\nallow_plain_remote: 1\n", "2': 'allow_plain_remote' must be"},
	    {"listen: []\n", "1': 'listen' must be"},
	    {"listen: 8080\n", "1': 'listen' must be ADDR:PORT"},
	    {"listen: [\":80\"]\n", "1': 'listen' must be"},
	    {"listen: [\"a:65536\"]\n", "1': 'listen' must be"},
	    {"listen: [\"a:b:80\"]\n", "1': 'listen' must be"},
	    {"listen: [\"[::1:80\"]\n", "1': 'listen' must be"},
	    {"listen: [\"[x]:80\"]\n", "1': 'listen' must be"},
	    {"listen: [\"unix:\"]\n", "1': 'listen' must be"},
	    {"listen: {a: b}\n", "1': 'listen' must be"},
	    {"listen: [a:1, a:2, a:3, a:4, a:5, a:6, a:7, a:8, a:9]\n",
		"1': 'listen' has more"},
	    {"answer_cache: 16M\n", "1': 'answer_cache' must be a number of bytes"},
	    {"answer_cache: 1073741825\n", "1': 'answer_cache' must be"},
	    {"answer_cache: 99999999999999999999\n", "1': 'answer_cache' must be"},
	    {"workers: -1\n", "1': 'workers' must be"},
	    {"workers: 257\n", "1': 'workers' must be"},
	    {"workers: [1]\n", "1': 'workers' must be"},
	    {"- a\n", "1': settings have no keys"},
	    {"a: b: c\n", "1': mapping values are not allowed"},
	};
	struct fornix_error err;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct config *config = load(cases[i].text, &err);

		tap_ok(config == NULL && strstr(err.message, "fornix.yaml:") != NULL &&
			   strstr(err.message, cases[i].message) != NULL,
		    "refused: %s", strstr(err.message, "fornix.yaml"));
		config_free(config);
	}
}

static void
test_files(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct config *config = NULL;
	char *missing = scratch_path("missing.yaml"), *fifo = scratch_path("fifo"), *large;

	tap_number(config_load(missing, &config, &err), FORNIX_ERR_USAGE, "a missing file");
	tap_number(config_load(scratch_folder(), &config, &err), FORNIX_ERR_INPUT, "a folder");
	assert(mkfifo(fifo, 0600) == 0);
	tap_number(config_load(fifo, &config, &err), FORNIX_ERR_INPUT, "a pipe does not hang");
	large = malloc(CONFIG_FILE_BYTES_MAX + 2);
	assert(large != NULL);
	memset(large, '#', CONFIG_FILE_BYTES_MAX + 1);
	large[CONFIG_FILE_BYTES_MAX + 1] = '\0';
	tap_ok(load(large, &err) == NULL && err.status == FORNIX_ERR_LIMIT, "more than 64 KiB");
	large[CONFIG_FILE_BYTES_MAX] = '\0';
	config = load(large, &err);
	tap_ok(config != NULL, "64 KiB");
	config_free(config);
	free(large);
	free(missing);
	free(fifo);
}

static void
test_current_folder(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct config *config = NULL;

	scratch_write_text("fornix.yaml", "corpus: here\n");
	assert(chdir(scratch_folder()) == 0);
	tap_number(config_load(NULL, &config, &err), FORNIX_OK, "fornix.yaml of this folder");
	tap_string(config->corpus, "here", "is read");
	tap_string(config->file, "fornix.yaml", "and named");
	config_free(config);
}

int
main(void)
{
	file = scratch_path("fornix.yaml");
	assert(chdir(scratch_folder()) == 0);
	test_defaults();
	test_values();
	test_more_values();
	test_shards();
	test_refused();
	test_files();
	test_current_folder();
	free(file);
	return tap_done();
}
