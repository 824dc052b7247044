#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Articles that are shared by 1, 2, 4 or 8 indexes are found as in one: the same ones in
# the same order, with the same totals and the same passages.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"

requires jq node

queries=200 counts=(2 8)
large=false
if [ -n "$FORNIX_LONG" ] && ! with_sanitizers; then large=true queries=3000 counts=(1 2 4 8); fi

# settings FILE COUNT FOLDER: the articles in FOLDER, in so many shards.
settings() {
	local i
	printf 'corpus: %s\nindex: %s-%d\n' "$3" "$3" "$2" >"$1"
	[ "$2" -eq 0 ] || printf 'shards:\n' >>"$1"
	for ((i = 1; i <= $2; i++)); do
		printf '  - %s-%d-%d\n' "$3" "$2" "$i" >>"$1"
	done
}

# Scores are sums, whose last digits hang on which was added first.
answers() {
	"$builddir/bench/answers" "$1" "$2" 2>answers.err | sed -E 's/"score":[0-9.e-]+/"score":0/g'
}

# related INDEX: what is near to some of the articles.
related() {
	local id
	for id in $(head -20 ids.txt); do
		"$FORNIX" related -i "$1" --json "$id"
	done
}

# compare COUNT FOLDER
compare() {
	local one="$2-0" many="$2-$1" name="$1 shards of $2"
	settings "$2-$1.yaml" "$1" "$2"
	ok "$name are built and joined" "$FORNIX" index -c "$2-$1.yaml"
	for file in vocabulary suggestions; do
		ok "$name: the same $file" cmp "$one/current/$file" "$many/current/$file"
	done
	is "$(answers "$many" queries.txt | diff - "$one.json" | head -4 | cut -c 1-300)" "" \
		"$name: the same answers"
	is "$(related "$many" | diff - "$one.related")" "" "$name: the same related articles"
	is "$("$FORNIX" eval -c "$2-$1.yaml" 2>&1 | sed 's/ [0-9.]* ms//')" "$(cat "$one.eval")" \
		"$name: judged queries do as well"
}

# all FOLDER
all() {
	local count
	settings "$1-0.yaml" 0 "$1"
	"$FORNIX" index -c "$1-0.yaml" || skip_all "$1 is not indexed"
	node "$srcdir/bench/queries.mjs" --count "$queries" "$1" made >/dev/null || exit 99
	{
		cut -f 1 "$corpus/_search/queries.tsv" | grep -v '^#'
		cat made/distinct.txt
	} >queries.txt
	answers "$1-0" queries.txt >"$1-0.json"
	is "$(wc -l <"$1-0.json")" "$(wc -l <queries.txt)" "$1: one index answers"
	(cd "$1" && find . -name '*.md' ! -name '_*' ! -path ./README.md | sed 's|^./||; s|.md$||' |
		sort) >ids.txt
	related "$1-0" >"$1-0.related"
	"$FORNIX" eval -c "$1-0.yaml" 2>&1 | sed 's/ [0-9.]* ms//' >"$1-0.eval"
	for count in "${counts[@]}"; do
		compare "$count" "$1"
	done
}

cp -r "$corpus" articles
all articles
if "$large"; then
	node "$srcdir/bench/corpus.mjs" 20000 many >/dev/null || exit 99
	all many
fi
done_testing
