/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "network.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define TEXT_BYTES NETWORK_TEXT_BYTES

/* Before the four bytes of an IPv4 address. */
static const unsigned char mapped[12] = {[10] = 0xFF, [11] = 0xFF};

static bool
is_v4(const struct network_address *address)
{
	return memcmp(address->bytes, mapped, sizeof mapped) == 0;
}

static bool
read_plain(const char *text, struct network_address *ret)
{
	struct network_address address;

	if (inet_pton(AF_INET6, text, address.bytes) != 1) {
		memcpy(address.bytes, mapped, sizeof mapped);
		if (inet_pton(AF_INET, text, address.bytes + sizeof mapped) != 1)
			return false;
	}
	*ret = address;
	return true;
}

static bool
is_port(const char *text)
{
	size_t digits = strspn(text, "0123456789");

	return digits >= 1 && digits <= 5 && text[digits] == '\0';
}

bool
network_address_read(const char *text, size_t length, struct network_address *ret)
{
	char copy[TEXT_BYTES], *colon, *end;

	if (length >= sizeof copy || memchr(text, '\0', length) != NULL)
		return false;
	memcpy(copy, text, length);
	copy[length] = '\0';
	if (copy[0] == '[') {
		end = strchr(copy, ']');
		if (end == NULL || (end[1] != '\0' && (end[1] != ':' || !is_port(end + 2))))
			return false;
		*end = '\0';
		return read_plain(copy + 1, ret);
	}
	colon = strchr(copy, ':');
	if (colon != NULL && strchr(copy, '.') != NULL && strchr(copy, '.') < colon) {
		if (!is_port(colon + 1))
			return false;
		*colon = '\0';
	}
	return read_plain(copy, ret);
}

bool
network_address_of(const struct sockaddr *address, struct network_address *ret)
{
	if (address->sa_family == AF_INET6) {
		struct sockaddr_in6 v6;

		memcpy(&v6, address, sizeof v6);
		memcpy(ret->bytes, &v6.sin6_addr, sizeof ret->bytes);
		return true;
	}
	if (address->sa_family == AF_INET) {
		struct sockaddr_in v4;

		memcpy(&v4, address, sizeof v4);
		memcpy(ret->bytes, mapped, sizeof mapped);
		memcpy(ret->bytes + sizeof mapped, &v4.sin_addr, 4);
		return true;
	}
	return false;
}

static bool
is_bit_set(const struct network_address *address, unsigned bit)
{
	return (address->bytes[bit / 8] >> (7 - bit % 8) & 1) != 0;
}

bool
network_read(const char *text, struct network *ret)
{
	const char *slash = strchr(text, '/');
	size_t length = slash != NULL ? (size_t)(slash - text) : strlen(text);
	struct network network = {.bits = 8 * NETWORK_ADDRESS_BYTES};
	unsigned bit, offset;

	if (length >= TEXT_BYTES || memchr(text, '[', length) != NULL ||
	    !network_address_read(text, length, &network.address))
		return false;
	if (slash != NULL) {
		offset = is_v4(&network.address) && memchr(text, ':', length) == NULL ? 96 : 0;
		if (!is_port(slash + 1) || strtoul(slash + 1, NULL, 10) > 128 - offset)
			return false;
		network.bits = offset + (unsigned)strtoul(slash + 1, NULL, 10);
	}
	for (bit = network.bits; bit < 8 * NETWORK_ADDRESS_BYTES; bit++) {
		if (is_bit_set(&network.address, bit))
			return false;
	}
	*ret = network;
	return true;
}

bool
network_has(const struct network *network, const struct network_address *address)
{
	unsigned bit;

	for (bit = 0; bit < network->bits; bit++) {
		if (is_bit_set(&network->address, bit) != is_bit_set(address, bit))
			return false;
	}
	return true;
}

bool
network_is_private(const struct network_address *address)
{
	static const char *const networks[] = {"127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12",
	    "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "::1", "fc00::/7",
	    "fe80::/10"};
	struct network network;
	size_t i;

	for (i = 0; i < sizeof networks / sizeof networks[0]; i++) {
		if (network_read(networks[i], &network) && network_has(&network, address))
			return true;
	}
	return false;
}

size_t
network_client_bytes(const struct network_address *address)
{
	return is_v4(address) ? NETWORK_ADDRESS_BYTES : NETWORK_ADDRESS_BYTES / 2;
}

/* Among several addresses a public one could be taken as well as a private one. */
static bool
are_private(const struct addrinfo *found)
{
	struct network_address address;

	for (; found != NULL; found = found->ai_next) {
		if (!network_address_of(found->ai_addr, &address) ||
		    !network_is_private(&address))
			return false;
	}
	return true;
}

enum fornix_status
network_look_up(const char *name, bool only_private, char ret_address[NETWORK_TEXT_BYTES],
    struct fornix_error *err)
{
	const struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
	struct addrinfo *found = NULL;
	char address[NETWORK_TEXT_BYTES];
	int result = getaddrinfo(name, NULL, &hints, &found);

	if (result == 0)
		result = getnameinfo(found->ai_addr, found->ai_addrlen, address, sizeof address,
		    NULL, 0, NI_NUMERICHOST);
	if (result != 0) {
		if (found != NULL)
			freeaddrinfo(found);
		return error_set(err, FORNIX_ERR_NOT_FOUND, "cannot find the machine '%s': %s",
		    name, gai_strerror(result));
	}
	only_private = only_private && !are_private(found);
	freeaddrinfo(found);
	if (only_private)
		return error_set(err, FORNIX_ERR_REFUSED,
		    "everybody can reach '%s', %s, and nothing is encrypted or asks for a "
		    "password: use a private address, or write 'allow_plain_remote: true'",
		    name, address);
	memcpy(ret_address, address, sizeof address);
	return FORNIX_OK;
}
