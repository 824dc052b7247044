/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_NETWORK_H
#define FORNIX_NETWORK_H

/* Addresses of machines, and networks of them.  IPv4 is the part of IPv6 that stands for it. */

#include <stdbool.h>
#include <stddef.h>

#include "error.h"

#ifdef __cplusplus
extern "C" {
#endif

struct sockaddr;

#define NETWORK_ADDRESS_BYTES 16
#define NETWORK_TEXT_BYTES    64 /* of an address, with the NUL */

struct network_address {
	unsigned char bytes[NETWORK_ADDRESS_BYTES];
};

struct network {
	struct network_address address;
	unsigned bits; /* of the address that count, 0 to 128 */
};

/* "192.0.2.1", "192.0.2.1:80", "2001:db8::1", "[2001:db8::1]:80"; false for all else. */
bool network_address_read(const char *text, size_t length, struct network_address *ret);

/* Returns false when it is neither an IPv4 nor an IPv6 address. */
bool network_address_of(const struct sockaddr *address, struct network_address *ret);

/* An address, or "192.0.2.0/24", "2001:db8::/32" without bits behind the network's. */
bool network_read(const char *text, struct network *ret);

bool network_has(const struct network *network, const struct network_address *address);

/*
 * Whether only machines of one's own have such an address: this machine's, those that
 * routers keep inside (RFC 1918, 6598, 4193) and those of one cable.
 */
bool network_is_private(const struct network_address *address);

/* The bytes that one client has for itself: of IPv6 the first 8. */
size_t network_client_bytes(const struct network_address *address);

/*
 * The address that a machine's name or address stands for, as a text.  NOT_FOUND when
 * nothing is known of it; REFUSED when one of its addresses is not private and only_private.
 * May wait for a name server.
 */
FORNIX_CHECKED enum fornix_status network_look_up(const char *name, bool only_private,
    char ret_address[NETWORK_TEXT_BYTES], struct fornix_error *err);

#ifdef __cplusplus
}
#endif

#endif
