#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Shards that xapian-tcpsrv serves answer as one index: the same articles in the same
# order, with the same passages; and are explained so.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"

requires jq node setsid strace xapian-tcpsrv

queries=60 made=30 counts=(1 2 4 8)
large=false
! with_sanitizers || counts=(8)
if [ -n "$FORNIX_LONG" ] && ! with_sanitizers; then large=true queries=4000 made=3000; fi

# It ends its process group when it ends, so it gets one of its own.  Fills $port.
serve_shard() {
	local tries
	for tries in 1 2 3 4 5; do
		port=$((20000 + RANDOM % 10000))
		setsid xapian-tcpsrv --quiet --interface 127.0.0.1 --port "$port" \
			"$1/current/xapian" >"$1.log" 2>&1 &
		tap_services+=($!)
		wait_until 10 eval "[ -n \"\$(ss -Hltn sport = :$port)\" ] || ! kill -0 $!"
		kill -0 $! 2>/dev/null && return
	done
	skip_all "xapian-tcpsrv finds no port after $tries tries"
}

answers() {
	"$builddir/bench/answers" "$1" queries.txt 2>answers.err |
		sed -E 's/"score":[0-9.e-]+/"score":0/g; s/"generation":[0-9]+/"generation":0/g'
}

# compare FOLDER: its articles in one index, and in shards of which two are elsewhere.
compare() {
	local second third
	mkdir "$1.d" && cd "$1.d" || exit 99
	printf 'corpus: ../%s\nindex: here\nshards: [s1, s2, s3]\n' "$1" >here.yaml
	fornix index -c here.yaml --shard 1 --shard 2 --shard 3 || exit 99
	fornix index -i whole "../$1" || exit 99
	node "$srcdir/bench/queries.mjs" --count "$made" "../$1" made >/dev/null || exit 99
	cut -f 1 "$corpus/_search/queries.tsv" | grep -v '^#' | cat made/distinct.txt - |
		head -n "$queries" >queries.txt
	answers whole >whole.json

	serve_shard s2 && second=$port
	serve_shard s3 && third=$port
	printf 'corpus: ../%s\nindex: front\nshards: [s1, "127.0.0.1:%d", "127.0.0.1:%d"]\n' "$1" \
		"$second" "$third" >front.yaml
	exits 0 "$1: a shard here and two elsewhere are joined" fornix index -c front.yaml
	for file in vocabulary suggestions; do
		ok "$1: the same $file" cmp "whole/current/$file" "front/current/$file"
	done
	is "$(answers front | diff - whole.json | head -4 | cut -c 1-300)" "" "$1: the same answers"
	is "$(wc -l <whole.json)" "$(wc -l <queries.txt)" "$1: to all queries"
}

# elsewhere FOLDER: its articles in so many shards, none of them here; after compare().
elsewhere() {
	local count i built served
	for count in "${counts[@]}"; do
		built=() served=
		for ((i = 1; i <= count; i++)); do built+=(--shard "$i"); done
		printf 'corpus: ../%s\nindex: here-%d\nshards: [%s]\n' "$1" "$count" \
			"$(seq -s ', ' -f "e$count-%g" "$count")" >built.yaml
		fornix index -c built.yaml "${built[@]}" || exit 99
		for ((i = 1; i <= count; i++)); do
			serve_shard "e$count-$i"
			served+="${served:+, }\"127.0.0.1:$port\""
		done
		printf 'corpus: ../%s\nindex: all-%d\nshards: [%s]\n' "$1" "$count" "$served" >all.yaml
		exits 0 "$1: $count shards elsewhere are joined" fornix index -c all.yaml
		is "$(answers "all-$count" | diff - whole.json | head -4 | cut -c 1-300)" "" \
			"$1: and answer as one index"
	done
}

# rounds SETTINGS ARGUMENT...: how often a search waits for answers of shards: it may have
# asked several, but none of them since.
rounds() {
	strace -qq -yy -e trace=write,read -o calls.txt "$FORNIX" search -c "$1" --json "${@:2}" >/dev/null
	awk '/TCP/ { is_asking = /^write/; count += is_asking && !was_asking; was_asking = is_asking } END { print count }' calls.txt
}

# more_rounds SETTINGS QUERY: than for a word that all shards know.
more_rounds() {
	echo $(($(rounds "$1" "$2") - $(rounds "$1" pain)))
}

cp -r "$corpus" corpus
compare corpus
is "$(fornix explain -c front.yaml facial pain | grep -v score)" \
	"$(fornix explain -i whole facial pain | grep -v score)" "and they are explained as one's"
exits 0 "nothing is new" fornix index -v -c front.yaml
like "$out" 'generation 1: .*nothing to publish' "and nothing is joined"
serve_shard s2
sed "s/127.0.0.1:[0-9]*/127.0.0.1:$port/" front.yaml >moved.yaml
run fornix index -v -c moved.yaml
like "$out" 'generation 2' "a shard that has moved to another port is joined anew"
like "$(cat front/current/shards)" "127.0.0.1:$port" "and asked there"
if ! with_sanitizers; then
	is "$(rounds front.yaml --number 10 pain)" "$(rounds front.yaml --number 1 pain)" \
		"the texts of ten hits are asked for as that of one is"
	sed 's/front/fewer/; s/"127.0.0.1:[0-9]*", /s2, /' front.yaml >fewer.yaml
	exits 0 "one of three is elsewhere" fornix index -c fewer.yaml
	for query in "facial pain" "face twitching after mvd" "patients own storiss" "trigemnal pian treatmant" 'title:"facial pain" -spine'; do
		is "$(more_rounds front.yaml "$query")" "$(more_rounds fewer.yaml "$query")" \
			"$query: two shards are asked in as many rounds as one"
		diag "$(more_rounds front.yaml "$query") more than for a word"
	done
fi
elsewhere corpus
if "$large"; then
	cd "$tmp" && node "$srcdir/bench/corpus.mjs" 20000 many >/dev/null || exit 99
	compare many
	elsewhere many
fi
done_testing
