#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# InstantSearch widgets in a browser, on a page of another site.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires node curl
npm=${FORNIX_NPM:-$srcdir/tests/npm}
[ -d "$npm/node_modules/playwright-core" ] || skip_all "tests/npm has no modules: run 'npm ci' there"
chromium=$(command -v chromium) || skip_all "chromium is not installed"

free_port() {
	node -e 'const s = require("net").createServer().listen(0, () => { console.log(s.address().port); s.close(); })'
}
port=$(free_port)
other=$(free_port)
make_index
printf 'index: index\ncors_origins: ["http://localhost:%s"]\n' "$port" >cors.yaml
serve --config cors.yaml
while read -r state name; do
	[ "$state" = ok ] && ok "$name" true || fails "$name" true
done < <(node "$npm/widgets.mjs" "$port" "$other" "$url/" "$chromium" "${FORNIX_SCREENSHOTS:-}" 2>&1)
number "$tap_count" -eq 9 "all checks were made"
done_testing
