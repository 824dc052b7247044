#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A front and three hosts with a shard each, in networks of their own: answers are those of
# one index; a shard that is killed, a host that vanishes and a network that is slow are left
# out in time, said to be, and come back by themselves.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires curl ip jq setsid tc xapian-tcpsrv
export PATH=$PATH:/usr/sbin:/sbin
[ -n "$FORNIX_LONG" ] || skip_all "runs in scripts/test --all"
[ "$(id -u)" -eq 0 ] || skip_all "needs root, for networks"

net=fornixs$$
hosts=(front shard1 shard2 shard3)
declare -A address=([front]=10.78.0.10 [shard1]=10.78.0.11 [shard2]=10.78.0.12 [shard3]=10.78.0.13)

# Of a search, and within which all is as before.
deadline_ms=2000
recovery_s=5

# shellcheck source=tests/networks.sh
. "$srcdir/tests/networks.sh"

# Each host has a folder of its own, and knows the others by their addresses.
write_settings() {
	local host place
	for host in "${hosts[@]}"; do
		mkdir -p "$host"
		{
			printf 'corpus: %s\nindex: %s\nshards:\n' "$tmp/c" "$tmp/$host/front"
			for place in 1 2 3; do
				if [ "$host" = "shard$place" ]; then
					printf '  - %s\n' "$tmp/$host/index"
				else
					printf '  - %s:7010\n' "${address[shard$place]}"
				fi
			done
			printf 'client_rate: 0\nreport_enabled: false\n'
		} >"$host/fornix.yaml"
	done
}

# It ends its whole process group, so it gets one.
start_shard() {
	on "shard$1" setsid xapian-tcpsrv --quiet --interface "${address[shard$1]}" --port 7010 \
		"$tmp/shard$1/index/current/xapian" >/dev/null 2>&1 &
	ok "shard $1 listens" wait_until 5 on front bash -c "exec 3<>/dev/tcp/${address[shard$1]}/7010"
}

kill_shard() {
	ip netns pids "$net-shard$1" | xargs -r kill -9
}

# ask QUERY: the front's answer; fills $body and $took_ms.
ask() {
	local start=${EPOCHREALTIME/./}
	body=$(on front curl -s -G --max-time 10 --data-urlencode "q=$1" -d perPage=50 "http://127.0.0.1:8080/api/search")
	took_ms=$(((${EPOCHREALTIME/./} - start) / 1000))
}

ids() {
	jq -r '.results[] | .id'
}

# Which of the queries the front answers otherwise than one index does.
differing() {
	local query
	while read -r query; do
		ask "$query"
		[ "$(jq -r .partial <<<"$body")" = false ] &&
			[ "$(jq -c '[.total, (.results | map([.id, .snippet]))]' <<<"$body")" = \
				"$("$FORNIX" search --index one --json -n 50 -- "$query" |
					jq -c '[.total, (.results | map([.id, .snippet]))]')" ] ||
			echo "$query"
	done <queries
}

is_whole() {
	ask "$1"
	[ "$(jq -r .partial <<<"$body")" = false ]
}

# left_out PLACE NAME QUERY: it is answered in time, without what is at the place.
left_out() {
	ask "$3"
	number "$took_ms" -lt "$deadline_ms" "$2: an answer comes in time, in $took_ms ms"
	is "$(jq -r .partial <<<"$body")" true "$2: it is partial"
	is "$(ids <<<"$body" | grep -Fxf "ids$1" | head -n 3)" "" "$2: has nothing of the shard"
	number "$(ids <<<"$body" | wc -l)" -gt 0 "$2: and something of the others"
	ask "$3 again"
	number "$took_ms" -lt 300 "$2: nobody waits for it again: $took_ms ms"
	like "$(on front curl -s -G --data-urlencode "q=$3" http://127.0.0.1:8080/search)" \
		"part of the articles cannot be searched" "$2: the page says so"
	like "$(on front curl -s http://127.0.0.1:8080/metrics)" $'\nfornix_shards_down 1(\n|$)' "$2: it is counted"
	like "$(on front curl -s http://127.0.0.1:8080/readyz)" '"degraded".*"shardsDown":1' "$2: and said at /readyz"
}

# comes_back NAME QUERY
comes_back() {
	local start=${EPOCHREALTIME/./}
	ok "$1: the shard is searched again within $recovery_s seconds" wait_until "$recovery_s" is_whole "$2"
	diag "after $(((${EPOCHREALTIME/./} - start) / 1000)) ms"
	is "$(differing)" "" "$1: and all is as it was"
}

make_networks || skip_all "networks cannot be made here"
cp -r "$corpus" c
cut -f 1 "$corpus/_search/queries.tsv" | grep -v '^#' | sort -u >queries
exits 0 "one index of all" "$FORNIX" index --quiet --index one c
write_settings
for place in 1 2 3; do
	exits 0 "host $place indexes its shard" on "shard$place" "$FORNIX" index --quiet \
		--config "shard$place/fornix.yaml" --shard "$place"
	start_shard "$place"
done
exits 0 "the front joins them" on front "$FORNIX" index --quiet --config front/fornix.yaml --join
diag "$err"
on front "$FORNIXD" --config front/fornix.yaml --listen 127.0.0.1:8080 >fornixd.log 2>&1 &
ok "the front answers" wait_until 10 on front curl -sf -o /dev/null http://127.0.0.1:8080/readyz
number "$(wc -l <queries)" -gt 20 "there are queries"
is "$(differing)" "" "all are answered as one index does, texts included"

# What is where.
for place in 1 2 3; do
	xapian-delve -1 -a "shard$place/index/current/xapian" | sed -n 's/^Q//p' | sort >"ids$place"
done
number "$(cat ids1 ids2 ids3 | sort -u | wc -l)" -eq "$(cat ids1 ids2 ids3 | wc -l)" "no article is in two shards"

kill_shard 2
left_out 2 "killed" "facial pain"
start_shard 2
comes_back "killed" "nerve block"

ip -n "$net-switch" link set shard3 down
left_out 3 "vanished" "headache"
ip -n "$net-switch" link set shard3 up
comes_back "vanished" "balloon compression"

on shard1 tc qdisc add dev eth0 root tbf rate 8kbit burst 2k latency 20s
left_out 1 "slow" "spine surgery"
on shard1 tc qdisc del dev eth0 root
comes_back "slow" "tremor"

unlike "$(cat fornixd.log)" "damaged|exception" "nothing is wrong in the log"
diag "$(tail -n 5 fornixd.log)"
done_testing
