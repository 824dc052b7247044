#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# For a while: a new generation every two seconds, settings read again every second, one
# service that lives through all of it and one on a socket that was handed over, which is
# ended every three seconds and started again.  No request fails, and the one that lives takes
# no more memory and descriptors in the end than before (E3, E5, F7, F8).
# FORNIX_SOAK_SECONDS says how long; scripts/test --all takes half an hour.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
hold_socket
load=$builddir/tests/load
[ -x "$load" ] || skip_all "tests/load is not built"
seconds=${FORNIX_SOAK_SECONDS:-${FORNIX_LONG:+1800}}
seconds=${seconds:-5}
if with_sanitizers && [ "$seconds" -gt 60 ]; then seconds=60; fi

settings() {
	printf 'index: index\nsite_name: Round %s\n' "$1" >fornix.yaml.next
	mv fornix.yaml.next fornix.yaml
}
start_held() {
	bash -c 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$FORNIXD" --config fornix.yaml' >>held.log 2>&1 </dev/null &
	held=$!
	tap_services=("$service" "$held")
}
descriptors() {
	find "/proc/$service/fd" -mindepth 1 | wc -l
}
# Its own, without the pages of the index, of which it has less beside another.
memory() {
	sed -n 's/^Pss_Anon: *\([0-9]*\) kB/\1/p' "/proc/$service/smaps_rollup"
}
# next ROUND: another generation; some are made anew from all articles.
next() {
	local full=()
	(($1 % 5)) || full=(--full)
	article c/soak.md Soak <<<"The pain of round $1."
	"$FORNIX" index --index index --quiet "${full[@]}" c 3>&-
}

mkdir c
cp -R "$corpus"/. c/
settings 0
exits 0 "an index" next 0
serve --config fornix.yaml 3>&-
start_held
wait_until 20 "$load" ask 0.1 "http://127.0.0.1:$held_port"
for asker in 1 2; do
	"$load" ask "$((seconds + 1))" "$url" "http://127.0.0.1:$held_port" >"asked.$asker" 2>"bad.$asker" 3>&- &
	askers[asker]=$!
done

round=0 restarts=0 wrong=0 end=$((SECONDS + seconds))
while [ "$SECONDS" -lt "$end" ] || [ "$round" -lt 3 ]; do
	round=$((round + 1))
	settings "$round"
	kill -HUP "$service" "$held"
	((round % 2)) || next "$round" || wrong=$((wrong + 1))
	if ((round % 3 == 0)); then
		kill -TERM "$held"
		wait "$held" || wrong=$((wrong + 1))
		start_held
		restarts=$((restarts + 1))
	fi
	echo "$(memory) $(descriptors)" >>samples
	sleep 1
done
wait "${askers[@]}"

# most COLUMN FROM TO: of the samples between these shares in hundredths.
most() {
	local count
	count=$(wc -l <samples)
	sed -n "$((count * $2 / 100 + 1)),$((count * $3 / 100))p" samples | cut -d' ' -f"$1" | sort -n | tail -n 1
}
# sum NAME: over both askers.
sum() {
	awk -v name="$1" '{ for (i = 1; i <= NF; i++) if (split($i, part, "=") == 2 && part[1] == name)
		sum += part[2] } END { print sum + 0 }' asked.1 asked.2
}
diag "$seconds s: $(sum fine) requests, $(sum retried) of them again on a new connection and $(sum shed) after a pause, $round reloads," \
	"$(readlink index/current), $restarts restarts; at most $(most 1 20 60) kB and $(most 2 20 60) descriptors, in the end $(most 1 60 100) kB and $(most 2 60 100)"
diag "$(head -n 5 bad.1 bad.2)"
is "$(sum failed)" 0 "no request fails"
number "$(sum fine)" -ge $((seconds * 5)) "of many"
is "$wrong" 0 "runs and restarts end well"
number "$restarts" -ge 1 "there were some"
number "$(most 2 0 100)" -le 64 "few descriptors are open"
# In minutes, all that is kept once has been.
if [ "$seconds" -ge 300 ] && ! with_sanitizers; then
	number "$(most 2 60 100)" -le $(($(most 2 20 60) + 2)) "no descriptor is left open"
	number "$(most 1 60 100)" -le $(($(most 1 20 60) * 105 / 100)) "memory is flat"
fi
stop_service
is "$code" 0 "it ends well"
done_testing
