/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_ROUTES_SWAP_H
#define FORNIX_ROUTES_SWAP_H

/*
 * Routes that can be put in the place of others while requests are answered, for
 * settings that are read again.  A request is answered by those that were there
 * when its handler was called.
 */

#include "routes.h"

struct routes_swap;

/* Borrows routes until routes_swap_replace() returns them, or routes_swap_free(). */
struct routes_swap *routes_swap_new(struct routes *routes);
/* The server has stopped. */
void routes_swap_free(struct routes_swap *swap);

struct http_handlers routes_swap_handlers(struct routes_swap *swap);

/*
 * Puts routes in the place of those before, and waits until nobody is using these:
 * as long as a search takes.  From one thread, always the same.
 */
void routes_swap_replace(struct routes_swap *swap, struct routes *routes);

#endif
