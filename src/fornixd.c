/* SPDX-License-Identifier: GPL-2.0-or-later */

/* fornixd: the service that answers searches over HTTP.  It cannot write the index. */

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "config.h"
#include "confine.h"
#include "generation.h"
#include "http.h"
#include "http_listen.h"
#include "keeper.h"
#include "log.h"
#include "notify.h"
#include "privileges.h"
#include "report_counter.h"
#include "routes.h"
#include "routes_swap.h"
#include "service_options.h"
#include "xalloc.h"

#define NOT_WRITTEN "counts of searches cannot be written, and wait in memory: "

/* After this time a stop that hangs is ended by SIGALRM. */
#define TICK_MS          100 /* how soon another generation is seen */
#define STOP_SECONDS_MAX (HTTP_DRAIN_MS / 1000 + 6)

static int
fail(const struct fornix_error *err)
{
	log_message("%s", err->message);
	return error_exit_code(err->status);
}

/* Sockets that the service manager hands over are in place of all others. */
static enum fornix_status
take_inherited(struct config *config, struct fornix_error *err)
{
	char texts[HTTP_LISTEN_INHERITED_MAX][HTTP_LISTEN_INHERITED_BYTES];
	const char *listen[HTTP_LISTEN_INHERITED_MAX];
	enum fornix_status status;
	size_t count = 0, i;

	_Static_assert(HTTP_LISTEN_INHERITED_MAX <= CONFIG_LISTEN_MAX, "all fit");
	status = http_listen_inherited(&count, err);
	for (i = 0; i < count; i++) {
		http_listen_inherited_text(i, texts[i]);
		listen[i] = texts[i];
	}
	if (count > 0)
		service_listen(config, listen, count);
	return status;
}

static enum fornix_status
check_config(const struct config *config, struct fornix_error *err)
{
	struct page_template *page_template = NULL;
	enum fornix_status status = FORNIX_OK;
	size_t i;

	if (config->page_template != NULL)
		status = page_template_load(config->page_template, &page_template, err);
	page_template_free(page_template);
	for (i = 0; status == FORNIX_OK && i < config->listen_count; i++)
		status = http_listen_check(config->listen[i], err);
	if (status == FORNIX_OK && config->answer_cache_bytes > SERVICE_ANSWER_CACHE_MAX)
		status = error_set(err, FORNIX_ERR_USAGE,
		    "'answer_cache' is %zu: set it to at most %llu bytes",
		    config->answer_cache_bytes, SERVICE_ANSWER_CACHE_MAX);
	return status;
}

static unsigned
worker_count(const struct config *config)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	if (config->workers > 0)
		return config->workers;
	if (cores < 1)
		return 1;
	return cores < CONFIG_WORKERS_MAX ? (unsigned)cores : CONFIG_WORKERS_MAX;
}

/* The reader of a mapped file whose end is gone cannot go on; SA_RESETHAND ends it. */
static void
say_what_broke(int number)
{
	static const char text[] =
	    "fornixd: a file of the index was cut or cannot be read, which ends the service: "
	    "when started again it serves the newest generation that is whole\n";
	ssize_t written = write(STDERR_FILENO, text, sizeof text - 1);

	(void)number;
	(void)written;
}

/* Queries are in memory: no core file, no reading by others, no new rights. */
static void
harden(void)
{
	struct rlimit none = {0, 0};
	struct sigaction on_bus = {.sa_handler = say_what_broke, .sa_flags = SA_RESETHAND};

	sigaction(SIGBUS, &on_bus, NULL);
	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

/* Blocked in all threads, so that only wait_for_end() sees them. */
static void
block_signals(sigset_t *ret_signals)
{
	sigemptyset(ret_signals);
	sigaddset(ret_signals, SIGTERM);
	sigaddset(ret_signals, SIGINT);
	sigaddset(ret_signals, SIGHUP);
	sigprocmask(SIG_BLOCK, ret_signals, NULL);
}

/* What was said last of a thing that is looked at every second. */
struct said {
	char message[FORNIX_ERROR_MESSAGE_BYTES];
};

/* Says what is wrong once, not every second; returns whether that is something else now. */
static bool
say(struct said *said, enum fornix_status status, const char *before,
    const struct fornix_error *err)
{
	const char *message = status == FORNIX_OK ? "" : err->message;
	bool is_new = strcmp(said->message, message) != 0;

	if (is_new && message[0] != '\0')
		log_message("%s%s", before, message);
	snprintf(said->message, sizeof said->message, "%s", message);
	return is_new;
}

/* The service goes on when its manager cannot be told. */
static void tell(enum fornix_status (*notify)(struct fornix_error *err))
{
	struct fornix_error err = FORNIX_ERROR_INIT;

	if (notify(&err) != FORNIX_OK)
		log_message("%s", err.message);
}

/* The text that "systemctl status" shows: the first trouble that there is. */
static void
tell_trouble(const struct said *said, size_t count)
{
	const char *text = "answering";
	struct fornix_error err = FORNIX_ERROR_INIT;

	while (count-- > 0) {
		if (said[count].message[0] != '\0')
			text = said[count].message;
	}
	if (notify_text(text, &err) != FORNIX_OK)
		log_message("%s", err.message);
}

/* What answers: settings, and what was made from them. */
struct edition {
	struct config *config;
	struct page_template *page_template;
	struct routes *routes;
};

static void
edition_fini(struct edition *edition)
{
	routes_free(edition->routes);
	page_template_free(edition->page_template);
	config_free(edition->config);
	*edition = (struct edition){NULL, NULL, NULL};
}

/* Takes config over.  The caller ends it with edition_fini(), also on failure. */
static enum fornix_status
edition_init(struct edition *edition, struct config *own_config, unsigned workers,
    struct report_counter *counter, struct fornix_error *err)
{
	const struct config *config = own_config;
	enum fornix_status status = FORNIX_OK;
	struct routes_options options = {.index = config->index,
	    .site_name = config->site_name,
	    .public_url = config->public_url,
	    .contact_phone = config->contact_phone,
	    .contact_hours = config->contact_hours,
	    .contact_url = config->contact_url,
	    .workers = workers,
	    .cors_origin_count = config->cors_origin_count,
	    .cors_origins = (const char *const *)config->cors_origins,
	    .answer_cache_bytes = config->answer_cache_bytes,
	    .counter = counter};

	*edition = (struct edition){.config = own_config};
	if (config->page_template != NULL)
		status =
		    page_template_load(config->page_template, &edition->page_template, err);
	options.page_template = edition->page_template;
	if (status == FORNIX_OK)
		status = routes_new(&options, &edition->routes, err);
	return status;
}

/* All that runs. */
struct service {
	const struct service_options *options;
	unsigned workers;
	struct report_counter *counter; /* NULL: nothing is counted */
	struct keeper *keeper;          /* NULL: there are no shards */
	struct edition edition;
	struct routes_swap *swap;
};

static bool
is_same_text(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static bool
is_same_place(const struct config_shard *a, const struct config_shard *b)
{
	if (a->folder != NULL || b->folder != NULL)
		return a->folder != NULL && b->folder != NULL &&
		       is_same_text(a->folder, b->folder);
	return a->port == b->port && is_same_text(a->host, b->host);
}

static bool
has_place(const struct config *config, const struct config_shard *place)
{
	size_t i;

	for (i = 0; i < config->shard_count; i++) {
		if (is_same_place(&config->shards[i], place))
			return true;
	}
	return false;
}

/* What may be reached was settled at the start. */
static void
say_what_is_out_of_reach(const struct config *old, const struct config *new)
{
	size_t i;

	for (i = 0; i < new->shard_count; i++) {
		if (has_place(old, &new->shards[i]))
			continue;
		log_message("a place of 'shards' is new (line %u of '%s'): it can be out of "
			    "reach, and is not looked after, until a restart",
		    new->shards[i].line, new->file != NULL ? new->file : "");
		return;
	}
}

/* What was bound or opened at the start stays. */
static void
say_what_waits(const struct config *old, const struct config *new)
{
	bool is_same = old->workers == new->workers && old->client_rate == new->client_rate &&
		       old->proxy_count ==
			   new->proxy_count &&memcmp(
			       old->proxies, new->proxies, sizeof old->proxies) == 0 &&
		       is_same_text(old->state, new->state) &&
		       old->report_enabled == new->report_enabled &&
		       old->report_min_count == new->report_min_count &&
		       old->report_days == new->report_days;

	if (!is_same)
		log_message("'workers', 'state', 'client_rate', 'trusted_proxies' and "
			    "'report_...' stay as they were until a restart");
	say_what_is_out_of_reach(old, new);
}

/* What has an index open is not given up for what has none. */
static enum fornix_status
keep_answering(
    const struct service *service, const struct edition *next, struct fornix_error *err)
{
	if (routes_is_ready(next->routes) || !routes_is_ready(service->edition.routes))
		return FORNIX_OK;
	return error_set(err, FORNIX_ERR_NOT_FOUND,
	    "'%s' has no index that could serve: restart to do without one",
	    next->config->index);
}

/* Reads the settings and the template anew; what is wrong with them keeps the old ones. */
static void
reload(struct service *service)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct config *config = NULL;
	struct edition next = {NULL, NULL, NULL};
	enum fornix_status status = service_config(service->options, &config, &err);

	if (status == FORNIX_OK)
		status = check_config(config, &err);
	if (status == FORNIX_OK)
		status = edition_init(&next, config, service->workers, service->counter, &err);
	else
		config_free(config);
	if (status == FORNIX_OK)
		status = keep_answering(service, &next, &err);
	if (status != FORNIX_OK) {
		log_message("the settings stay as they were: %s", err.message);
		edition_fini(&next);
		return;
	}
	say_what_waits(service->edition.config, config);
	routes_swap_replace(service->swap, next.routes);
	edition_fini(&service->edition);
	service->edition = next;
	log_message("the settings were read again");
}

/* Waits a second, or less when there is a signal or another generation; -1 or the signal. */
static int
wait_for_news(const struct service *service, unsigned generation, const sigset_t *signals)
{
	const struct timespec tick = {.tv_nsec = TICK_MS * 1000000L};
	int signal_number = -1, i;

	for (i = 0; i < 1000 / TICK_MS && signal_number < 0; i++) {
		signal_number = sigtimedwait(signals, NULL, &tick);
		if (generation_current(service->edition.config->index) != generation)
			break;
	}
	return signal_number;
}

static void
serve(struct service *service, const sigset_t *signals)
{
	struct report_counter *counter = service->counter;
	struct fornix_error err = FORNIX_ERROR_INIT;
	enum { REFRESHING, SEARCHING, COUNTING, THINGS };
	struct said said[THINGS] = {{""}};
	unsigned generation;
	int signal_number = SIGHUP;
	bool is_new = true;

	tell(notify_ready);
	while (signal_number != SIGTERM && signal_number != SIGINT) {
		generation = generation_current(service->edition.config->index);
		is_new |= say(
		    &said[REFRESHING], routes_refresh(service->edition.routes, &err), "", &err);
		if (service->keeper != NULL)
			is_new |= say(&said[SEARCHING], keeper_trouble(&err), "", &err);
		if (counter != NULL)
			is_new |= say(&said[COUNTING], report_counter_trouble(counter, &err),
			    NOT_WRITTEN, &err);
		if (is_new)
			tell_trouble(said, THINGS);
		is_new = false;
		signal_number = wait_for_news(service, generation, signals);
		if (signal_number != SIGHUP)
			continue;
		tell(notify_reloading);
		if (counter != NULL)
			report_counter_write(counter);
		reload(service);
		tell(notify_ready);
	}
	tell(notify_stopping);
}

static enum fornix_status
print_addresses(const struct http_server *server, size_t count, struct fornix_error *err)
{
	size_t i;

	for (i = 0; i < count; i++)
		printf("fornixd: listening on %s\n", http_server_address(server, i));
	if (fflush(stdout) != 0 || ferror(stdout))
		return error_set_errno(
		    err, FORNIX_ERR_IO, errno, "cannot write to standard output");
	return FORNIX_OK;
}

static enum fornix_status
run_server(struct service *service, struct fornix_error *err)
{
	const struct config *config = service->edition.config;
	struct http_handlers handlers = routes_swap_handlers(service->swap);
	struct http_limits limits = HTTP_LIMITS_DEFAULT;
	struct http_server *server = NULL;
	enum fornix_status status;
	sigset_t signals;

	block_signals(&signals);
	limits.clients = (struct http_clients_options){
	    config->client_rate, config->proxy_count, config->proxies};
	status = http_server_start((const char *const *)config->listen, config->listen_count,
	    service->workers, &limits, &handlers, &server, err);
	if (status != FORNIX_OK)
		return status;
	status = confine_calls(config, err);
	if (status == FORNIX_OK)
		status = print_addresses(server, config->listen_count, err);
	if (status == FORNIX_OK)
		serve(service, &signals);
	alarm(STOP_SECONDS_MAX);
	http_server_stop(server);
	alarm(0);
	return status;
}

/* Without a place for counters the service answers all the same. */
static struct report_counter *
start_counter(const struct config *config)
{
	struct report_book_options options = {.folder = config->state,
	    .min_count = config->report_min_count,
	    .days = config->report_days};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct report_counter *counter = NULL;

	if (config->report_enabled &&
	    report_counter_start(&options, &counter, &err) != FORNIX_OK) {
		log_message("searches are not counted: %s", err.message);
		return NULL;
	}
	return counter;
}

/* Gives up root's rights, as long as nothing was opened with them. */
static enum fornix_status
become(const char *user, struct fornix_error *err)
{
	if (user != NULL)
		return privileges_drop(user, err);
	if (geteuid() == 0)
		log_message("runs with root's rights: '--user NAME' gives them up");
	return FORNIX_OK;
}

/* Takes config over. */
static enum fornix_status
run(const struct service_options *options, struct config *own_config, struct fornix_error *err)
{
	struct fornix_error trouble = FORNIX_ERROR_INIT;
	struct service service = {.options = options, .workers = worker_count(own_config)};
	enum fornix_status status;

	harden();
	if (generation_current(own_config->index) == 0)
		log_message(
		    "there is no index in '%s' yet: run 'fornix index'", own_config->index);
	confine_files(own_config);
	service.counter = start_counter(own_config);
	if (own_config->shard_count > 0 && keeper_start(&service.keeper, &trouble) != FORNIX_OK)
		log_message("%s", trouble.message);
	status =
	    edition_init(&service.edition, own_config, service.workers, service.counter, err);
	if (status == FORNIX_OK) {
		service.swap = routes_swap_new(service.edition.routes);
		status = run_server(&service, err);
	}
	routes_swap_free(service.swap);
	edition_fini(&service.edition);
	keeper_stop(service.keeper);
	if (report_counter_stop(service.counter, &trouble) != FORNIX_OK)
		log_message(NOT_WRITTEN "%s", trouble.message);
	return status;
}

int
main(int argc, char **argv)
{
	struct service_options options;
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct config *config = NULL;
	enum fornix_status status = service_options_read(argc, argv, &options, &err);

	if (status != FORNIX_OK)
		return fail(&err);
	if (options.show_help)
		return service_options_help();
	if (options.show_version) {
		puts("fornixd " PACKAGE_VERSION);
		return fflush(stdout) == 0 ? 0 : 3;
	}
	status = service_config(&options, &config, &err);
	if (status == FORNIX_OK)
		status = check_config(config, &err);
	if (status == FORNIX_OK && options.check_only)
		puts("fornixd: the settings are fine");
	else if (status == FORNIX_OK)
		status = take_inherited(config, &err);
	if (status == FORNIX_OK && !options.check_only)
		status = become(options.user, &err);
	if (status == FORNIX_OK && !options.check_only)
		status = run(&options, config, &err);
	else
		config_free(config);
	return status == FORNIX_OK ? 0 : fail(&err);
}
