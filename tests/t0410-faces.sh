#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The same query gives the same articles in the same order from the shell, from
# JSON and from the page, for every judged query.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires jq curl

make_index
serve --index index
encode() {
	jq -rn --arg q "$1" '$q | @uri'
}
queries=() shell=0 text=0 api=0 page=0 totals=0
while IFS=$'\t' read -r query _; do
	[[ $query == \#* || -z $query ]] || queries+=("$query")
done <"$corpus/_search/queries.tsv"
queries+=('"facial nerve"' 'tag:spine pain' 'pain -back' 'the' 'C5-C6' 'what is it')
for query in "${queries[@]}"; do
	run fornix search --index index --json -- "$query"
	want=$(jq -r '.results[].id' <<<"$out" | xargs)
	total=$(jq -r '.total' <<<"$out")
	[ -n "$total" ] && shell=$((shell + 1))
	run fornix search --index index -- "$query"
	[ "$(grep -oE 'corpus/[a-z]+/[a-z0-9-]+\.md' <<<"$out" | sed 's,^corpus/,,; s,\.md$,,' | xargs)" = "$want" ] &&
		text=$((text + 1)) || diag "shell differs: $query"
	get "/api/search?q=$(encode "$query")"
	[ "$(json '.results[].id' | xargs)" = "$want" ] && api=$((api + 1)) || diag "JSON differs: $query"
	[ "$(json .total)" = "$total" ] && totals=$((totals + 1)) || diag "total differs: $query"
	get "/search?q=$(encode "$query")"
	[ "$(grep -oE '<h[23][^>]*><a href="/[^"#]+"' <<<"$body" | sed 's,.*href="/,,; s,/"$,,' | xargs)" = "$want" ] &&
		page=$((page + 1)) || diag "page differs: $query"
done
count=${#queries[@]}
is "$shell" "$count" "the shell answers all $count queries"
is "$text" "$count" "its text has the same ids in the same order"
is "$api" "$count" "so has the API"
is "$totals" "$count" "and the same totals"
is "$page" "$count" "so has the page"
done_testing
