#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# InstantSearch widgets in a browser, on a page of another site.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires curl
requires_npm playwright-core
chromium=${CHROMIUM:-chromium}
requires "$chromium"
with_sanitizers && skip_all "a browser shows nothing that the build as shipped does not"
shots=$builddir/screenshots
mkdir -p "$shots"

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
done < <(node "$npm/widgets.mjs" "$port" "$other" "$url/" "$(command -v "$chromium")" "$shots" 2>&1)
number "$tap_count" -eq 9 "all checks were made"
done_testing
