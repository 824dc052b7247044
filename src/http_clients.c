/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "http_clients.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/random.h>

#include "hash.h"
#include "xalloc.h"

#define WAYS      4 /* places that a client may have */
#define SETS      (HTTP_CLIENTS_MAX / WAYS)
#define KEY_BYTES 32

struct bucket {
	uint64_t client;  /* hash; 0: free */
	int64_t seen_ms;  /* when it was filled last */
	int64_t thousand; /* thousandths of tokens */
};

struct http_clients {
	unsigned per_second;
	size_t proxy_count;
	struct network *proxies;
	unsigned char key[KEY_BYTES];
	pthread_mutex_t lock; /* of the table */
	struct bucket table[SETS][WAYS];
};

enum fornix_status
http_clients_new(const struct http_clients_options *options, struct http_clients **ret_clients,
    struct fornix_error *err)
{
	struct http_clients *clients = xcalloc(1, sizeof *clients);

	if (getrandom(clients->key, sizeof clients->key, 0) != (ssize_t)sizeof clients->key) {
		free(clients);
		return error_set_errno(err, FORNIX_ERR_IO, errno, "there are no random bytes");
	}
	clients->per_second = options->per_second;
	clients->proxy_count = options->proxy_count;
	if (options->proxy_count > 0) {
		clients->proxies = xcalloc(options->proxy_count, sizeof *clients->proxies);
		memcpy(clients->proxies, options->proxies,
		    options->proxy_count * sizeof *clients->proxies);
	}
	pthread_mutex_init(&clients->lock, NULL);
	*ret_clients = clients;
	return FORNIX_OK;
}

void
http_clients_free(struct http_clients *clients)
{
	if (clients == NULL)
		return;
	pthread_mutex_destroy(&clients->lock);
	explicit_bzero(clients->key, sizeof clients->key);
	free(clients->proxies);
	free(clients);
}

static bool
is_this_machine(const struct network_address *address)
{
	struct network v4, v6;

	return network_read("127.0.0.0/8", &v4) && network_read("::1", &v6) &&
	       (network_has(&v4, address) || network_has(&v6, address));
}

static bool
is_proxy(const struct http_clients *clients, const struct network_address *address)
{
	size_t i;

	for (i = 0; i < clients->proxy_count; i++) {
		if (network_has(&clients->proxies[i], address))
			return true;
	}
	return is_this_machine(address);
}

/* Cuts the last of a list off; returns whether there was one. */
static bool
take_last(struct span *list, struct span *ret_last)
{
	const char *comma;

	while (list->length > 0 && strchr(" \t,", list->data[list->length - 1]) != NULL)
		list->length--;
	if (list->length == 0)
		return false;
	comma = memrchr(list->data, ',', list->length);
	ret_last->data = comma != NULL ? comma + 1 : list->data;
	ret_last->length = list->length - (size_t)(ret_last->data - list->data);
	list->length -= ret_last->length;
	while (ret_last->length > 0 && (*ret_last->data == ' ' || *ret_last->data == '\t')) {
		ret_last->data++;
		ret_last->length--;
	}
	return true;
}

/*
 * Goes back from proxy to proxy as far as they can be believed.  Returns false for a
 * proxy of this machine that says nothing.
 */
static bool
find_client(const struct http_clients *clients, const struct sockaddr *peer,
    const struct span *forwarded, size_t count, struct network_address *ret)
{
	struct network_address client = {{0}}, next;
	bool is_local =
	    peer == NULL || !network_address_of(peer, &client) || is_this_machine(&client);
	struct span list, last;
	unsigned looked_at = 0;

	while (count > 0 && (is_local || is_proxy(clients, &client))) {
		list = forwarded[--count];
		while ((is_local || is_proxy(clients, &client)) && take_last(&list, &last)) {
			if (looked_at++ == HTTP_CLIENTS_FORWARD_MAX ||
			    !network_address_read(last.data, last.length, &next)) {
				*ret = client;
				return true;
			}
			client = next;
			is_local = is_this_machine(&client);
		}
	}
	*ret = client;
	return !is_local;
}

/* Never 0, which is a free place. */
static uint64_t
hash_client(const struct http_clients *clients, const struct network_address *address)
{
	unsigned char bytes[KEY_BYTES + NETWORK_ADDRESS_BYTES], hash[HASH_BYTES];
	size_t length = network_client_bytes(address);
	uint64_t client;

	memcpy(bytes, clients->key, KEY_BYTES);
	memcpy(bytes + KEY_BYTES, address->bytes, length);
	hash_bytes(bytes, KEY_BYTES + length, hash);
	memcpy(&client, hash, sizeof client);
	return client | 1;
}

static struct bucket *
find_bucket(struct http_clients *clients, uint64_t client, int64_t now_ms)
{
	struct bucket *set = clients->table[client / 2 % SETS], *found = &set[0];
	size_t i;

	for (i = 0; i < WAYS; i++) {
		if (set[i].client == client)
			return &set[i];
		if (set[i].client == 0 ||
		    (found->client != 0 && set[i].seen_ms < found->seen_ms))
			found = &set[i];
	}
	*found = (struct bucket){client, now_ms, INT64_MAX};
	return found;
}

bool
http_clients_take(struct http_clients *clients, const struct sockaddr *peer,
    const struct span *forwarded, size_t forwarded_count, int64_t now_ms)
{
	int64_t rate = clients->per_second, full = rate * HTTP_CLIENTS_BURST_S * 1000;
	struct network_address address;
	struct bucket *bucket;
	bool has_token;

	if (rate == 0 || !find_client(clients, peer, forwarded, forwarded_count, &address))
		return true;
	pthread_mutex_lock(&clients->lock);
	bucket = find_bucket(clients, hash_client(clients, &address), now_ms);
	/* Tokens a second are thousandths of them a millisecond. */
	if (bucket->thousand >= full || now_ms - bucket->seen_ms >= full / rate)
		bucket->thousand = full;
	else if (now_ms > bucket->seen_ms)
		bucket->thousand += (now_ms - bucket->seen_ms) * rate;
	if (bucket->thousand > full)
		bucket->thousand = full;
	bucket->seen_ms = now_ms;
	has_token = bucket->thousand >= 1000;
	if (has_token)
		bucket->thousand -= 1000;
	pthread_mutex_unlock(&clients->lock);
	return has_token;
}
