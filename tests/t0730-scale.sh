#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the model of shards foretells is what was measured, for sizes that it was not fitted to.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires node

run node "$srcdir/bench/scale-check.mjs" "$srcdir/docs/scale.json"
diag "$out"
is "$code" 0 "the model is within a factor of 2 of every median, of 1.4 of most"
diag "$err"

cp "$srcdir/docs/scale.json" "$srcdir/docs/scale.md" .
run node -e '
	import(process.argv[1]).then(async ({ report }) => {
		const { readFileSync } = await import("node:fs");
		report(".", JSON.parse(readFileSync("scale.json", "utf8")));
	})' "$(cd "$srcdir" && pwd)/bench/scale-report.mjs"
is "$code" 0 "the tables and plots are made again"
for file in scale.md scale.svg; do
	ok "docs/$file is what its measurements and the model say" cmp "$file" "$srcdir/docs/$file"
done
done_testing
