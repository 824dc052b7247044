#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Clients that mean no good, one way after the other: A9 to A24, F4 and F5 of what must hold.
# Meanwhile somebody who asks every few milliseconds is answered, on a connection that is
# kept and on new ones, and nothing is left of it behind.  And more searches than there is
# time for: who is let in is answered soon, the others are told when to come again (F2).
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
load=$builddir/tests/load
[ -x "$load" ] || skip_all "tests/load is not built"

seconds=0.3 tries=1 within=1000000 clients=200
[ -z "$FORNIX_LONG" ] || seconds=10 tries=3 within=10000
! with_sanitizers || seconds=0.3 tries=1 within=4000000 clients=80

# of NAME: what the last measurement said.
of() {
	sed -nE "s/(.* )?$1=([0-9]+).*/\2/p" <<<"$out"
}
descriptors() {
	find "/proc/$service/fd" -mindepth 1 | wc -l
}
memory() {
	sed -n 's/^Pss: *\([0-9]*\) kB/\1/p' "/proc/$service/smaps_rollup"
}
none_left() {
	[ "$(descriptors)" -le "$before" ]
}
in_ms() {
	echo "$(($1 / 1000)).$(($1 % 1000 / 100)) ms"
}

make_index
serve --index index --answer-cache 0
run "$load" beside none "$seconds" "$url"
before=$(descriptors) held_most=0 memory_most=0
for attack in $("$load" attacks); do
	# Other work on this machine makes it slower, never faster.
	for ((try = 1; try <= tries; try++)); do
		run "$load" beside "$attack" "$seconds" "$url"
		[ "$(of kept_p50)" -gt "$within" ] || [ "$(of new_p50)" -gt "$within" ] || break
	done
	diag "$attack: $(($(of kept) + $(of new))) answers, median $(in_ms "$(of kept_p50)") kept" \
		"$(in_ms "$(of new_p50)") new, p99 $(in_ms "$(of kept_p99)") and $(in_ms "$(of new_p99)");" \
		"$(of connected) connections, $(of held) at once, $(of cut) cut; $(memory) kB"
	[ "$(of held)" -le "$held_most" ] || held_most=$(of held)
	[ "$(memory)" -le "$memory_most" ] || memory_most=$(memory)
	is "$code $(of failed) $(of smuggled)" "0 0 0" "$attack: others are answered, and nothing else is"
	diag "$(head -n 5 <<<"$err")"
	number "$(of kept_p50)" -le "$within" "on a connection that is kept"
	[ "$attack" = beyond-the-limit ] || number "$(of new_p50)" -le "$within" "and on new ones"
done
number "$held_most" -ge 1300 "more connections than the limit were held open"
ok "none of them is left" wait_until 30 none_left
diag "at most $memory_most kB of memory after an attack"
with_sanitizers || number "$memory_most" -le 65536 "and no memory"

run "$load" above "$clients" "${FORNIX_LONG:+3}1" "$url"
diag "$clients clients without a pause: $(of fine) answers, median $(in_ms "$(of fine_p50)"), p99 $(in_ms "$(of fine_p99)");" \
	"$(of shed) shed, p99 $(in_ms "$(of shed_p99)"); /healthz p99 $(in_ms "$(of health_p99)")"
diag "$(head -n 5 <<<"$err")"
is "$code $(of failed)" "0 0" "more searches than there is time for: no error but the shed"
number "$(of shed)" -gt 0 "some are shed, and told when to come again"
with_sanitizers || number "$(of fine_p99)" -le 4000000 "who is let in is answered within the time a search may wait and take"
ok "it is the same process" kill -0 "$service"
stop_service
is "$code" 0 "which ends well"
done_testing
