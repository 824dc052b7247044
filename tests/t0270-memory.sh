#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Without memory: each place that asks for some is refused it once, while articles are
# indexed, searched for and served.  It ends in a message, or in the right answer; never in
# a wrong one, in a crash, in damage or in a leak.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires jq curl
! with_sanitizers || skip_all "sanitizers have an allocator of their own"
${CC:-cc} -O2 -shared -fPIC -o fault.so "$srcdir/tests/fault-alloc.c" 2>cc.log ||
	skip_all "no library can be made to preload: $(head -n 1 cc.log)"

# Every so many places; all of them take minutes.
sample() {
	[ -n "$FORNIX_LONG" ] && echo 1 || echo "$1"
}
places() {
	wc -l 2>/dev/null <"$1.log" || echo 0
}
# torture NAME SAMPLE PREPARE JUDGE COMMAND...: runs it until no place is left.  JUDGE looks at
# what came of it, and says what is wrong.
torture() {
	local name=$1 every prepare=$3 judge=$4 before wrong=0 live=0 leaks=0 complaint
	every=$(sample "$2")
	shift 4
	declare -A ends=()
	"$prepare"
	run env FAULT_STATE=none FAULT_SAMPLE=1000000007 FAULT_LIVE="$name.live" LD_PRELOAD=./fault.so "$@"
	want=$out
	live=$(cat "$name.live")
	while :; do
		before=$(places "$name")
		"$prepare"
		rm -f "$name.live"
		run env FAULT_STATE="$name.state" FAULT_LOG="$name.log" FAULT_LIVE="$name.live" \
			FAULT_SAMPLE="$every" LD_PRELOAD=./fault.so "$@"
		[ "$(places "$name")" != "$before" ] || break
		ends[$code]=$((${ends[$code]-0} + 1))
		complaint=$("$judge")
		case $code in
		0 | 1) ;;
		# The second are the library's words, where it may not throw.
		134) [[ $err == *"out of memory"* || $err == *std::bad_alloc* ]] || complaint+=" aborted without a word" ;;
		2 | 3 | 4) [[ $err == *fornix:* || $out == *'"trouble":"cannot '* ]] || complaint+=" failed without a message" ;;
		*) complaint+=" exit code $code" ;;
		esac
		if [ "$code" != 134 ] && [ "$(cat "$name.live")" -gt "$live" ]; then
			leaks=$((leaks + 1))
			diag "leak: $(cat "$name.live") blocks instead of $live ($code $err): $(tail -n 1 "$name.log")"
		fi
		[ -n "$complaint" ] || continue
		wrong=$((wrong + 1))
		diag "$complaint ($code $err): $(tail -n 1 "$name.log")"
	done
	diag "$name: $(places "$name") places failed; exit codes $(for code in "${!ends[@]}"; do
		printf '%s: %s, ' "$code" "${ends[$code]}"
	done)"
	number "$(places "$name")" -ge 2 "$name: places were found"
	is "$wrong" 0 "$name: wherever memory is short, it ends well or says so"
	is "$leaks" 0 "$name: and nothing is left behind"
}

for i in 1 2 3 4; do
	article "c/a$i.md" "Letter $i" <<<$'# A head\n\nEverywhere there is word'"$i and a letter."
done
mkdir c/_search
echo 'word1, wort' >c/_search/glossary.txt
printf -- '- id: one\n  patterns: kraken\n  title: Release it\n  message: Or not.\n  link: {label: Letters, article: a1}\n' >c/_search/urgent.yaml
exits 0 "an index" fornix index --index whole c || bail_out "there is nothing to serve"
cp -r c c.next
sed -i 's/word1/sphinx/' c.next/a1.md

# Index: whole before or whole after.
prepare_index() {
	rm -rf index
	cp -r whole index
}
judge_index() {
	local found sphinx trouble
	found=$("$FORNIX" search --index index --json letter | jq -c '[.generation, .total]')
	sphinx=$("$FORNIX" search --index index --json sphinx | jq .total)
	trouble=$("$FORNIX" status --index index --json | jq -r .trouble)
	case $found$sphinx$trouble in
	"[1,4]0null") [ "$code" != 0 ] || [[ $err == *"skipped 'a1.md'"*"of before stays"* ]] ||
		echo "nothing was done, and nothing said" ;;
	"[2,4]1null") ;;
	*) echo "index: $found $sphinx $trouble" ;;
	esac
}
torture index 100 prepare_index judge_index "$FORNIX" index --index index c.next
prepare_index
exits 0 "a run with memory" fornix index --index index c.next
is "$(fornix search --index index --json sphinx | jq .total)" 1 "publishes"

# Search: the answer, or none.
judge_answer() {
	[[ $code != [01] || ${out% (*ms)} == "${want% (*ms)}" ]] || echo "another answer: $out"
}
torture search 60 true judge_answer "$FORNIX" search --index index wrod1 letter
torture urgent 80 true judge_answer "$FORNIX" search --index index kraken
torture status 20 true judge_answer "$FORNIX" status --index whole --json

# One generation: where the newest cannot be opened, one of before would answer.
exits 0 "an index to serve" fornix index --index served c.next

# Serve: the right answer, an error or a closed connection; where the process ends, it is
# started again, as its manager does.
start() {
	local FAULT_STATE=serve.state
	[ $# = 0 ] || FAULT_STATE=none
	service_log=service.log
	url=
	: >"$service_log"
	rm -f serve.live
	env LD_PRELOAD=./fault.so FAULT_STATE=$FAULT_STATE FAULT_LOG=serve.log FAULT_LIVE=serve.live \
		FAULT_SAMPLE="${1-$(sample 150)}" "$FORNIXD" --index served --answer-cache 0 --listen 127.0.0.1:0 \
		>"$service_log" 2>&1 </dev/null &
	service=$!
	tap_services=("$service")
	wait_until 20 tap_service_address
}
targets=('/api/search?q=wrod1+letter' '/search?q=word1&sort=date' '/search?q=kraken'
	'/api/suggest?q=lett' '/api/related?path=a1' '/browse' '/api/articles' '/readyz' '/nowhere'
	'/opensearch.xml' '/search?q=' '/api/search?q=word1+-letter+%22a+letter%22')
# Without what differs each time.
plain() {
	sed -E 's/"processingTimeMs":[0-9.]+//; s/[0-9.]+ ms//' <<<"$body"
}
ask() {
	status=$(curl --silent --max-time 10 --output body --write-out '%{http_code}' "$url$1")
	body=$(tr -d '\0' <body)
}
i=0
start 1000000007
for target in "${targets[@]}"; do
	ask "$target"
	wanted[i++]="$status $(plain)"
done
stop_service
live=$(cat serve.live)
rm -f none serve.log
touch serve.log
answers=0 errors=0 closed=0 other=0 deaths=0 wrong_deaths=0 quiet=0 lives=0 leaks=0
# Until none is left: two rounds in which no place failed.
while [ "$quiet" -lt 2 ]; do
	before=$(places serve)
	if ! kill -0 "$service" 2>/dev/null && ! start; then
		code=0
		wait "$service" || code=$?
	else
		for ((i = 0; i < ${#targets[@]}; i++)); do
			: >body
			ask "${targets[i]}"
			case $status in
			"${wanted[i]%% *}")
				answers=$((answers + 1))
				[ "$status $(plain)" = "${wanted[i]}" ] || {
					other=$((other + 1))
					diag "another answer to ${targets[i]}: $(tail -n 1 serve.log)"
					diag "$(diff <(tr ',' '\n' <<<"${wanted[i]}") <(tr ',' '\n' <<<"$status $(plain)"))"
				}
				;;
			50?) errors=$((errors + 1)) ;;
			000)
				closed=$((closed + 1))
				kill -0 "$service" 2>/dev/null || break
				;;
			*)
				other=$((other + 1))
				diag "status $status for ${targets[i]}: $(tail -n 1 serve.log)"
				;;
			esac
		done
		if kill -0 "$service" 2>/dev/null; then
			quiet=$(($(places serve) == before ? quiet + 1 : 0))
			[ "$quiet" = 0 ] || continue
			# It has lived through it: what it has not freed in the end is lost.
			stop_service
			lives=$((lives + 1))
			[ "$code" != 0 ] || [ "$(cat serve.live)" -le "$live" ] || {
				leaks=$((leaks + 1))
				diag "leak: $(cat serve.live) blocks instead of $live: $(tail -n 1 serve.log)"
			}
			continue
		fi
		code=0
		wait "$service" || code=$?
	fi
	quiet=0
	deaths=$((deaths + 1))
	{ [ "$code" = 134 ] && grep -q "out of memory" service.log; } || { [ "$code" = 3 ] && grep -q fornixd: service.log; } || {
		wrong_deaths=$((wrong_deaths + 1))
		diag "ended with $code: $(cat service.log): $(tail -n 1 serve.log)"
	}
done
diag "serve: $(places serve) places failed; $answers right answers, $errors errors, $closed connections closed, $deaths starts ended, $lives lived through it"
number "$(places serve)" -ge 2 "serve: places were found"
is "$other" 0 "serve: no answer was another"
is "$wrong_deaths" 0 "serve: and no end was a crash"
is "$leaks" 0 "serve: who lives on loses no memory"
stop_service
like "$code $(cat service.log)" "^(0 |134 .*out of memory)" "serve: it ends well"
done_testing
