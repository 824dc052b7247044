#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The clients that are made for Meilisearch work with the pages below /meili/.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires curl
requires_npm meilisearch

make_index
serve --index index
while read -r state name; do
	[ "$state" = ok ] && ok "$name" true || fails "$name" true
done < <(node "$npm/clients.mjs" "$url/" 2>&1)
number "$tap_count" -ge 30 "all checks were made"
unlike "$(cat "$service_log")" 'spasm|pain' "no query is in the log"
done_testing
