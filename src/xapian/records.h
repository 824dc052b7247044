/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_XAPIAN_RECORDS_H
#define FORNIX_XAPIAN_RECORDS_H

/* A value of many documents at once, from all shards with one round over the network. */

#include <cstddef>
#include <cstdint>

#include <xapian.h>

namespace fornix
{

/*
 * The documents, in no order, with their values of slot as sort keys; and others that have
 * the same number in another shard.
 */
Xapian::MSet records_find(const Xapian::Database &database, const uint32_t *documents,
    size_t count, Xapian::valueno slot);

} // namespace fornix

#endif
