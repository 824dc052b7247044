#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# /openapi.json describes what is answered.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires curl
requires_npm ajv

make_index
printf 'index: index\npublic_url: https://www.example.org\n' >fornix.yaml
serve --config fornix.yaml
while read -r state name; do
	[ "$state" = ok ] && ok "$name" true || fails "$name" true
done < <(node "$npm/openapi.mjs" "$url" 2>&1)
number "$tap_count" -ge 200 "all checks were made"

# Every path that the sources know: those with a name, those that are compared with, and
# those below an index of Meilisearch.
known_paths() {
	sed -nE 's/^#define ROUTES_[A-Z_]+_PATH +"([^"]+)"$/\1/p' "$srcdir"/src/routes_*.h
	sed -n '/^static const char \*const pages\[\]/,/};/p' "$srcdir/src/routes.c" |
		grep -oE '"/[^"]*"' | tr -d '"'
	grep -ohE '\<strcmp\(path, "/[^"]*"' "$srcdir"/src/routes*.c | cut -d'"' -f2
	grep -oE '\<strcmp\(rest, "/[^"]*"' "$srcdir/src/routes_meili.c" | cut -d'"' -f2 |
		sed 's|^|/meili/indexes/{uid}|'
}

get /openapi.json
known_paths | sort -u >known
json '.paths | keys[]' | sort >described
is "$(comm -23 known described)" "" "every path that is known is described"
is "$(comm -13 known described)" "" "and none that is not"
number "$(wc -l <known)" -ge 20 "the sources name their paths"
done_testing
