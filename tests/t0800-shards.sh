#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Articles that several indexes share: each is in one of them, and stays there.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"

requires jq

# settings FILE COUNT: so many shards, s1 and so on.
settings() {
	local i
	{
		printf 'corpus: corpus\nindex: front\nshards:\n'
		for ((i = 1; i <= $2; i++)); do
			printf '  - s%d\n' "$i"
		done
	} >"$1"
}

# articles SHARD: how many it has.
articles() {
	jq .articles "$1/current/manifest.json"
}

number_of() {
	basename "$(readlink "$1/current")"
}

cp -r "$corpus" corpus
settings four.yaml 4
all=$(fornix index -v -i whole corpus | sed -nE 's/.*: ([0-9]+) articles.*/\1/p')

check_partition() {
	exits 0 "all shards are built" fornix index -v -c four.yaml
	like "$out" 'shard 1: .*shard 4: ' "each is told of by its number"
	is $(($(articles s1) + $(articles s2) + $(articles s3) + $(articles s4))) "$all" \
		"the shards have all articles together, each once"
	for shard in 1 2 3 4; do
		number "$(articles s$shard)" -gt $((all / 8)) "shard $shard has its part"
	done
}

check_change() {
	local before after
	before=$(for shard in s1 s2 s3 s4; do number_of $shard; done)
	exits 0 "nothing is new" fornix index -c four.yaml
	is "$(for shard in s1 s2 s3 s4; do number_of $shard; done)" "$before" \
		"and nothing is published"
	article corpus/zebra.md Zebra <<<"A zebra in a shard of its own."
	exits 0 "an article is new" fornix index -c four.yaml
	after=$(for shard in s1 s2 s3 s4; do number_of $shard; done)
	is "$(diff <(echo "$before") <(echo "$after") | grep -c '^>')" 1 \
		"one shard has it, and the others are as they were"
	exits 0 "a shard is an index by itself" \
		fornix search -i "s$(paste <(echo "$before") <(echo "$after") |
			awk '$1 != $2 { print NR }')" zebra
}

check_one() {
	local before
	before=$(number_of s1)
	exits 0 "only shard 2 is built" fornix index -v -c four.yaml --shard 2 --full
	like "$out" '^shard 2: ' "by its number"
	unlike "$out" 'shard [134]: ' "and no other"
	is "$(number_of s1)" "$before" "the others stay"
	exits 0 "two of them are built" fornix index -v -c four.yaml --shard 2 --shard 3
	like "$out" 'shard 2: .*shard 3: ' "one after the other"
	exits 2 "there is no shard 5" fornix index -c four.yaml --shard 5
	like "$err" "'--shard 5': 'shards' in the settings has 4 places" "and it says so"
	exits 2 "there is no shard 0" fornix index -c four.yaml --shard 0
	printf 'corpus: corpus\nshards: [s1, "10.0.0.2:7010"]\n' >far.yaml
	exits 2 "one on another machine is not built here" fornix index -c far.yaml --shard 2
	like "$err" "has it at '10.0.0.2': index it there" "and it says where"
}

# What stands for shards stands for those generations of them that were joined.
check_joined() {
	local whole
	article corpus/quagga.md Quagga <<<"A quagga is a kind of zebra."
	exits 1 "an article is not found before" fornix search -c four.yaml quagga
	exits 0 "shards are built" fornix index -c four.yaml --shard 1 --shard 2 --shard 3 --shard 4
	exits 1 "and not found before they are joined" fornix search -c four.yaml quagga
	like "$(fornix status -c four.yaml)" \
		"shards      4, [1-4] of them not as joined: run 'fornix index --join'" \
		"status says that it is due"
	exits 0 "shards are joined" fornix index -c four.yaml --join
	exits 0 "and it is found" fornix search -c four.yaml quagga
	is "$(fornix status -c four.yaml --json | jq -c '[.shards, .newer_shards]')" "[4,0]" \
		"status knows of all"
	whole=$(fornix index -i whole corpus && fornix explain -i whole facial pain | grep -v score)
	is "$(fornix explain -c four.yaml facial pain | grep -v score)" "$whole" \
		"answers are explained as those of one index"
}

check_other_places() {
	printf 'corpus: corpus\nindex: front\nshards: [s2, s1, s3, s4]\n' >swapped.yaml
	exits 4 "shards in another order are not joined" fornix index -c swapped.yaml --join
	like "$err" "s2' is not shard 1 of 4: index it as that" "and it says so"
	printf 'corpus: corpus\nindex: front\nshards: [s1, s2, s3, s9]\n' >missing.yaml
	exits 3 "nor without one of them" fornix index -c missing.yaml --join
	like "$err" "shard 4: no index in '.*s9' yet" "and it says which"
	exits 2 "nothing is joined without shards" fornix index -c /dev/stdin --join <<<"corpus: corpus"
	rm -rf s3
	exits 0 "without a shard the others answer" fornix search -c four.yaml pain
	like "$out$err" '[Pp]art' "and say that it is a part"
}

# The articles that go to others are no removals, which would be refused.
check_another_number() {
	settings two.yaml 2
	exits 0 "another number of shards" fornix index -c two.yaml
	is $(($(articles s1) + $(articles s2))) $((all + 2)) "shares the articles anew"
	mkdir empty
	article empty/one.md One <<<"The only one."
	sed 's/: corpus/: empty/; s/: front/: few/; s/- s/- e/' four.yaml >empty.yaml
	exits 0 "more shards than articles" fornix index -c empty.yaml
	is "$(cat e?/current/manifest.json | jq .articles | sort | paste -sd ' ')" "0 0 0 1" \
		"are empty but one"
}

check_partition
check_change
check_one
check_joined
check_other_places
check_another_number
done_testing
