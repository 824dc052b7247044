#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The pages in a real browser; see tests/browser/pages.mjs.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires node npm
chromium=${CHROMIUM:-chromium}
requires "$chromium"
with_sanitizers && skip_all "a browser shows nothing that the build as shipped does not"

# The packages stay in the build folder until "make clean" or new versions of them.
folder=$builddir/browser
mkdir -p "$folder/shots"
if ! cmp -s "$srcdir/tests/browser/package-lock.json" "$folder/installed"; then
	cp "$srcdir"/tests/browser/{package.json,package-lock.json,.npmrc} "$folder" || exit 99
	chmod u+w "$folder"/package*.json "$folder/.npmrc"
	(cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund) >npm.log 2>&1 ||
		skip_all "npm cannot install playwright-core and axe-core: $(head -n 1 npm.log)"
	cp "$folder/package-lock.json" "$folder/installed"
fi

make_index
printf 'index: index\nreport_enabled: false\ncors_origins: "*"\n' >shared.yaml
serve --config shared.yaml
shared=$url
serve --index index
cd "$folder" || exit 99
HOME=$tmp TMPDIR=$tmp timeout 400 node "$srcdir/tests/browser/pages.mjs" "$url" \
	"$(command -v "$chromium")" "$folder/shots" "$shared"
