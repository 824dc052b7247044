#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fornix index killed at any moment leaves a whole index, which goes on serving.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires jq curl

rounds=15 kills=6
if [ -n "$FORNIX_LONG" ] && ! with_sanitizers; then rounds=200 kills=200; fi
mkdir c
cp -R "$corpus"/. c/
write_marker() {
	article c/marker.md <<<"The marker says number$1."
}
marker() {
	fornix search --index index --json marker | jq -r '.results[0].snippet' | grep -oE 'number[0-9]+'
}

write_marker 0
start=$(date +%s%N)
exits 0 "the first index" fornix index --index index --quiet c
# Kills come at any time of a run, however fast the machine is.
longest=$((($(date +%s%N) - start) / 800000 + 50))
serve --index index
broken=0 published=0 served_wrong=0 before=number0
RANDOM=4711
for ((round = 1; round <= rounds; round++)); do
	write_marker "$round"
	full=()
	((round % 2)) && full=(--full)
	"$FORNIX" index --index index --quiet "${full[@]}" c >/dev/null 2>&1 &
	pid=$!
	wait_for=$((RANDOM % longest))
	sleep "$((wait_for / 1000)).$(printf '%03d' $((wait_for % 1000)))"
	kill -KILL "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
	now=$(marker)
	case $now in
	"$before") ;;
	"number$round") published=$((published + 1)) ;;
	*) broken=$((broken + 1)) && diag "round $round: '$now' after '$before'" ;;
	esac
	before=$now
	get '/api/search?q=marker'
	[[ $status == 200 && $body == *number* ]] || served_wrong=$((served_wrong + 1))
done
diag "$published of $rounds runs had published before they were killed"
is "$broken" 0 "after every kill the index is the one before or the new one"
is "$served_wrong" 0 "the service answered from a whole index all the time"
number "$published" -lt "$rounds" "some runs were killed before their end"
write_marker 9999
exits 0 "the next run works, with no stale lock" fornix index --index index --quiet c
is "$(marker)" number9999 "and publishes"
is "$(find index -maxdepth 1 -name 'building-*' | wc -l)" 0 "what the killed ones left is swept"
number "$(find index -maxdepth 1 -name 'gen-*' | wc -l)" -le 6 "old generations are swept"
served() {
	get '/api/search?q=marker'
	[[ $body == *number9999* ]]
}
ok "the service serves the last one" wait_until 4 served

# The service, killed while it answers and while another index comes: all that it says is of
# one whole index, before and after.
ask() {
	local i=0
	while [ ! -e stop ]; do
		i=$((i + 1))
		curl --silent --fail --max-time 5 "$(cat address)/api/search?q=marker&perPage=$((i % 30 + 1))" \
			--output "answer.$1" --write-out '%{exitcode}\n' >>"codes.$1" || continue
		jq -e '[.generation, .total, (.results[0].snippet | capture("(?<n>number[0-9]+)").n)] |
			join(" ")' "answer.$1" >>"answers.$1" || echo "not whole" >>"answers.$1"
	done 2>/dev/null
}
echo "$url" >address
ask 1 &
asker1=$!
ask 2 &
asker2=$!
stopped=0
for ((round = 1; round <= kills; round++)); do
	write_marker "$((10000 + round))"
	((round % 3)) || fornix index --index index --quiet c
	sleep "0.$(printf '%03d' $((RANDOM % 400)))"
	stop_service KILL
	[ "$code" = 137 ] || stopped=$((stopped + 1))
	serve --index index
	echo "$url" >address
done
touch stop
wait "$asker1" "$asker2"
diag "$(cat answers.1 answers.2 | wc -l) answers between $kills kills"
is "$stopped" 0 "no service ended by itself"
is "$(cat answers.1 answers.2 | grep -c 'not whole')" 0 "what was answered was whole"
is "$(cat answers.1 answers.2 | sort -u | cut -d' ' -f1,2 | sort | uniq -d)" "" "and each generation gave one answer"
get '/api/search?q=marker'
is "$status" 200 "it serves on"
done_testing
