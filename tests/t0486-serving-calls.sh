#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# System calls that fail while it serves, also while a new generation comes: descriptors run
# out, the disk is broken, calls are interrupted, memory cannot be mapped.  An answer is the
# right one, a 50x or none; and once the calls work again all is as ever (D3, D11, E9).
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires jq curl strace prlimit
with_sanitizers && skip_all "sanitizers make calls of their own"
strace -qq -o /dev/null true 2>/dev/null || skip_all "nothing may be traced"

for i in 1 2 3 4; do
	article "c/a$i.md" "Letter $i" <<<"Everywhere there is word$i and a letter."
done
# next ROUND: a generation with an article that is another.
next() {
	article c/news.md News <<<"Round $1 is on."
	fornix index --index index --quiet c
}
targets=('/api/search?q=letter' '/search?q=word2' '/api/suggest?q=letter+2' '/browse' '/api/related?id=a1')
# Without what differs each time.
plain() {
	sed -E 's/"(processingTimeMs|generation)":[0-9.]+//g; s/[0-9.]+ ms//' <<<"$body"
}
ask() {
	status=$(curl --silent --max-time 20 --output body --write-out '%{http_code}' "$url$1")
	body=$(tr -d '\0' <body)
}
ask_all() {
	local i
	for ((i = 0; i < ${#targets[@]}; i++)); do
		: >body
		ask "${targets[i]}"
		case $status in
		000) none=$((none + 1)) ;;
		50?) refused=$((refused + 1)) ;;
		*)
			[ "$status $(plain)" = "${wanted[i]}" ] && right=$((right + 1)) && continue
			wrong=$((wrong + 1))
			diag "$what: ${targets[i]}: $status $(plain)"
			;;
		esac
	done
}
descriptors() {
	find "/proc/$service/fd" -mindepth 1 | wc -l
}
serves_round() {
	ask '/api/search?q=round'
	[[ $status == 200 && $body == *"Round $1 "* || $body == *"Round</mark> $1 "* ]]
}
# A worker that has not searched since has the generation of before open.
as_before() {
	[ "$(descriptors)" -le $((before + 12)) ]
}

next 0
serve --index index --answer-cache 0
for ((i = 0; i < ${#targets[@]}; i++)); do
	ask "${targets[i]}"
	wanted[i]="$status $(plain)"
done
is "$(printf '%.3s ' "${wanted[@]}")" "200 200 200 200 200 " "answers to compare with"
sleep 1.2 # until idle connections of curl have gone
before=$(descriptors)

# How each call fails, and how often: all, or every other one.
failures='accept4:EMFILE:1+2 accept4:ENFILE:1+2 accept4:ECONNABORTED:1+2 poll:EINTR:1+2 poll:ENOMEM:1+2
recvfrom:EINTR:1+2 recvfrom:ECONNRESET:1+2 recvfrom:EIO:1+3 recvfrom:ENOMEM:1+2
sendto:EINTR:1+2 sendto:EPIPE:1+2 sendto:ENOBUFS:1+3 sendmsg:EINTR:1+2 sendmsg:EPIPE:1+2 writev:EINTR:1+2
openat:EMFILE:1+ openat:EACCES:1+2 openat:EIO:1+3 openat:ENOENT:1+3 read:EIO:1+2 read:EINTR:1+2 pread64:EIO:1+3 pread64:EINTR:1+2
mmap:ENOMEM:1+2 mmap:ENODEV:1+3 newfstatat:EIO:1+3 fstat:ESTALE:1+3 flock:EIO:1+ flock:ENOLCK:1+ readlink:EIO:1+ readlink:ESTALE:1+2
getdents64:EIO:1+ close:EIO:1+2 lseek:EIO:1+2 madvise:EIO:1+ write:EIO:1+2 write:ENOSPC:1+2'
round=0 right=0 refused=0 none=0 wrong=0 late=0 still_open=0 tried=0
for failure in $failures; do
	round=$((round + 1))
	[ -n "$FORNIX_LONG" ] || ((round % 15 == 1)) || continue
	IFS=: read -r call error when <<<"$failure"
	what="$call $error"
	tried=$((tried + 1)) last=$round
	strace -qq -f -o calls -p "$service" -e "trace=$call" -e "inject=$call:error=$error:when=$when" 2>strace.err &
	tracer=$!
	wait_until 10 grep -q "^TracerPid:.[1-9]" "/proc/$service/status"
	ask_all
	next "$round"
	sleep 1.5
	ask_all
	kill -INT "$tracer"
	wait "$tracer" 2>/dev/null
	kill -0 "$service" 2>/dev/null || break
	injected=$((${injected-0} + $(grep -c INJECTED calls)))
	# What looks damaged is looked at again after a minute.
	wait_until 70 serves_round "$round" || { late=$((late + 1)) && diag "$what: $status $body $(tail -n 3 "$service_log")"; }
	# One that is not closed stays open, by nobody's fault but the test's.
	[ "$call" != close ] || before=$(descriptors)
	wait_until 15 as_before || { still_open=$((still_open + 1)) && diag "$what: $(descriptors) descriptors instead of $before"; }
done
diag "$tried kinds, $injected calls failed: $right right answers, $refused refused, $none closed"
ok "it is the same process" kill -0 "$service"
number "${injected-0}" -gt "$tried" "calls have failed"
is "$wrong" 0 "no answer was a wrong one"
is "$late" 0 "and once they work, the newest generation is served"
is "$still_open" 0 "and no descriptor is left open"

# E9: no descriptor is left for those who come.
ticks() {
	awk '{ print $14 + $15 }' "/proc/$service/stat"
}
prlimit --pid "$service" --nofile="$(descriptors):" || bail_out "no limit can be set"
curl --silent --max-time 3 "$url/healthz" >/dev/null
begun=$(ticks)
curl --silent --max-time 3 "$url/healthz" >/dev/null
spent=$(($(ticks) - begun))
diag "$spent ticks of processor time in 3 s without a descriptor"
number "$spent" -lt 150 "E9: it does not run in circles"
prlimit --pid "$service" --nofile=1024:
ok "and goes on when there are some" wait_until 10 serves_round "$last"
stop_service
is "$code" 0 "it ends well"

# E8: a thread cannot be started, each in turn; only the first, which counts, is done without.
well=0
for ((threads = 2; threads <= 12; threads++)); do
	run timeout 3 strace -qq -o /dev/null -e trace=clone3,clone \
		-e "inject=clone3,clone:error=EAGAIN:when=$threads" "$FORNIXD" --index index --listen 127.0.0.1:0
	[ "$code" = 3 ] || break
	[[ $err == *fornixd:*thread* || $err == *fornixd:*"cannot start"* ]] && well=$((well + 1)) || diag "$code $err"
done
number "$threads" -gt 4 "E8: a service whose threads cannot be started does not start"
is "$well" $((threads - 2)) "and says why"
done_testing
