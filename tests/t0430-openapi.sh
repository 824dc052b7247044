#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# /openapi.json describes what is answered.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires node curl
npm=${FORNIX_NPM:-$srcdir/tests/npm}
[ -d "$npm/node_modules/ajv" ] || skip_all "tests/npm has no modules: run 'npm ci' there"

make_index
printf 'index: index\npublic_url: https://www.example.org\n' >fornix.yaml
serve --config fornix.yaml
while read -r state name; do
	[ "$state" = ok ] && ok "$name" true || fails "$name" true
done < <(node "$npm/openapi.mjs" "$url" 2>&1)
number "$tap_count" -ge 90 "all checks were made"
get /openapi.json
for page in $(sed -n '/^static const char \*const pages\[\]/,/};/p' "$srcdir/src/routes.c" | grep -oE '"[^"]+"' | tr -d '"'; echo /api/suggest /opensearch.xml); do
	is "$(json ".paths | has(\"$page\")")" true "$page is described"
done
done_testing
