#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fornix index killed at any moment leaves a whole index, which goes on serving.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires jq curl

rounds=40
mkdir c
cp -R "$corpus"/. c/
write_marker() {
	article c/marker.md <<<"The marker says number$1."
}
marker() {
	fornix search --index index --json marker | jq -r '.results[0].snippet' | grep -oE 'number[0-9]+'
}

write_marker 0
exits 0 "the first index" fornix index --index index --quiet c
serve --index index
broken=0 published=0 served_wrong=0 before=number0
RANDOM=4711
for ((round = 1; round <= rounds; round++)); do
	write_marker "$round"
	full=()
	((round % 2)) && full=(--full)
	"$FORNIX" index --index index --quiet "${full[@]}" c >/dev/null 2>&1 &
	pid=$!
	sleep "0.$(printf '%03d' $((RANDOM % 350)))"
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
done_testing
