# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Shell tests in the Test Anything Protocol.  A test begins with
#
#	#!/usr/bin/env bash
#	# SPDX-License-Identifier: GPL-2.0-or-later
#	# shellcheck source=tests/lib.sh
#	. "${srcdir:-.}/tests/lib.sh"
#
# and ends with "done_testing".  From then on it runs in an empty folder of its
# own, $tmp, which is removed at the end together with every service started.
# Paths are absolute: $srcdir, $builddir, $corpus (the practice's articles),
# $data (tests/data), $FORNIX and $FORNIXD (the programs of this build).
#
#	requires jq curl               skip the whole test without these commands
#	requires_npm ajv               the same for packages of tests/npm; fills $npm, the
#	                               folder with them and the scripts that need them
#	skip_all "reason"              skip the whole test
#	diag "text"                    a comment in the output
#
#	ok "name" COMMAND...           COMMAND succeeds
#	fails "name" COMMAND...        COMMAND does not succeed
#	is GOT WANT "name"             two texts are equal
#	isnt GOT UNWANTED "name"
#	like TEXT REGEX "name"         bash's =~: extended, "." matches newlines
#	unlike TEXT REGEX "name"
#	number GOT OPERATOR WANT "name"     -lt -le -eq -ne -ge -gt
#	skip "name" "reason"           counted as skipped
#
#	run COMMAND...                 fills $out, $err and $code; never fails
#	exits CODE "name" COMMAND...   run, and compare $code
#	fornix ARGUMENT...             the program
#	article PATH [TITLE] <<TEXT    writes an article with front matter
#	make_index [ARGUMENT...]       fornix index of $corpus into ./index, or bail out
#
#	serve [OPTION...]              starts fornixd on a free port of 127.0.0.1, or
#	                               where a --listen says; fills $url (also
#	                               "unix:PATH"), $service (its process) and
#	                               $service_log (a file: all it printed)
#	stop_service [SIGNAL]          ends it (TERM) and fills $code
#	get TARGET [CURL-OPTION...]    asks $url; fills $status, $headers, $body
#	json FILTER                    jq -r on $body
#	header NAME                    the value in $headers, any case
#	hold_socket                    at the start of a test: from then on it has a socket of
#	                               127.0.0.1 that listens as descriptor 3, and its port
#	                               in $held_port
#	wait_until SECONDS COMMAND...  repeats COMMAND until it succeeds
#
# $FORNIX_LONG is not empty when all is to be tried that a quick run samples.

set -u
export LC_ALL=C.UTF-8 TZ=UTC
unset NO_COLOR CLICOLOR_FORCE COLUMNS

srcdir=$(cd "${srcdir:-.}" && pwd) || exit 99
builddir=$(cd "${builddir:-.}" && pwd) || exit 99
corpus=$srcdir/corpus
data=$srcdir/tests/data
FORNIX=${FORNIX:-$builddir/fornix}
FORNIXD=${FORNIXD:-$builddir/fornixd}
FORNIX_LONG=${FORNIX_LONG-}
export srcdir builddir corpus data FORNIX FORNIXD FORNIX_LONG

tap_count=0
tap_failures=0
tap_services=()
tmp=$(mktemp -d "${TMPDIR:-/tmp}/fornix-test.XXXXXX") || exit 99

tap_cleanup() {
	local pid
	for pid in "${tap_services[@]}"; do
		kill -TERM "$pid" 2>/dev/null && wait "$pid" 2>/dev/null
	done
	cd /
	chmod -R u+rwX "$tmp" 2>/dev/null
	rm -rf "$tmp"
}
trap tap_cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
cd "$tmp" || exit 99

diag() {
	[ -z "$*" ] || printf '%s\n' "$*" | sed 's/^/# /'
}

skip_all() {
	printf '1..0 # SKIP %s\n' "$*"
	exit 0
}

bail_out() {
	printf 'Bail out! %s\n' "$*"
	exit 99
}

requires() {
	local command
	for command; do
		command -v "$command" >/dev/null || skip_all "needs the command '$command'"
	done
}

requires_npm() {
	local package
	requires node
	npm=${FORNIX_NPM:-$srcdir/tests/npm}
	for package; do
		[ -d "$npm/node_modules/$package" ] ||
			skip_all "the package '$package' is missing: run 'npm ci' in $npm"
	done
}

# tap_result PASSED NAME: PASSED is 0 for passed, as exit codes are.
tap_result() {
	tap_count=$((tap_count + 1))
	local name=${2//#/}
	if [ "$1" -eq 0 ]; then
		printf 'ok %d - %s\n' "$tap_count" "$name"
	else
		tap_failures=$((tap_failures + 1))
		printf 'not ok %d - %s\n' "$tap_count" "$name"
	fi
	return "$1"
}

tap_texts() {
	diag " got: '$1'"
	diag "want: '$2'"
}

ok() {
	local name=$1 code=0
	shift
	"$@" >"$tmp/.ok" 2>&1 </dev/null || code=$?
	tap_result $((code != 0)) "$name" && return
	diag "exit code $code: $*"
	diag "$(head -n 50 "$tmp/.ok" | tr -d '\0')"
}

fails() {
	local name=$1 code=0
	shift
	"$@" >"$tmp/.ok" 2>&1 </dev/null || code=$?
	tap_result $((code == 0)) "$name" && return
	diag "succeeded: $*"
	diag "$(head -n 50 "$tmp/.ok" | tr -d '\0')"
}

is() {
	[ "$1" = "$2" ]
	tap_result $? "$3" || tap_texts "$1" "$2"
}

isnt() {
	[ "$1" != "$2" ]
	tap_result $? "$3" || tap_texts "$1" "anything else"
}

like() {
	[[ $1 =~ $2 ]]
	tap_result $? "$3" || tap_texts "$1" "match of $2"
}

unlike() {
	! [[ $1 =~ $2 ]]
	tap_result $? "$3" || tap_texts "$1" "no match of $2"
}

number() {
	test "$1" "$2" "$3" 2>/dev/null
	tap_result $(($? != 0)) "$4" || tap_texts "$1" "$2 $3"
}

skip() {
	tap_count=$((tap_count + 1))
	printf 'ok %d - %s # SKIP %s\n' "$tap_count" "$1" "$2"
}

# shellcheck disable=SC2034 # $out, $err and $code are for the test
run() {
	code=0
	"$@" >"$tmp/.out" 2>"$tmp/.err" </dev/null || code=$?
	out=$(tr -d '\0' <"$tmp/.out")
	err=$(tr -d '\0' <"$tmp/.err")
}

exits() {
	local want=$1 name=$2
	shift 2
	run "$@"
	[ "$code" -eq "$want" ]
	tap_result $? "$name" && return
	tap_texts "exit code $code" "exit code $want"
	diag "command: $*"
	diag "$(head -n 20 "$tmp/.out" "$tmp/.err" | tr -d '\0')"
}

fornix() {
	"$FORNIX" "$@"
}

article() {
	local title=${1##*/}
	title=${2:-${title%.md}}
	mkdir -p "$(dirname "$1")"
	{
		printf -- '---\ntitle: %s\n---\n\n' "$title"
		cat
	} >"$1"
}

make_index() {
	run fornix index --index index "$@" "$corpus"
	[ "$code" -eq 0 ] && return
	diag "$err"
	bail_out "fornix index of the corpus ended with $code"
}

# Bash cannot listen: perl, which every Debian has, starts the test once more.
hold_socket() {
	held_port=${FORNIX_TEST_HELD_PORT-}
	[ -z "$held_port" ] || return 0
	requires perl
	tap_cleanup
	# shellcheck disable=SC2016 # perl's variables
	exec perl -MSocket -MPOSIX -e '
		$^F = 255;
		socket(my $s, PF_INET, SOCK_STREAM, 0) or die "socket: $!";
		bind($s, sockaddr_in(0, INADDR_LOOPBACK)) and listen($s, 512) or die "listen: $!";
		fileno($s) == 3 or POSIX::dup2(fileno($s), 3) or die "dup2: $!";
		$ENV{FORNIX_TEST_HELD_PORT} = (sockaddr_in(getsockname($s)))[0];
		exec "bash", @ARGV or die "exec: $!"' "$srcdir/tests/${0##*/}"
}

wait_until() {
	local end=$((SECONDS + $1))
	shift
	while ! "$@" >/dev/null 2>&1; do
		[ "$SECONDS" -lt "$end" ] || return 1
		sleep 0.05
	done
}

# The address is the first one in what the service printed.
tap_service_address() {
	url=$(grep -aoE -m 1 'http://(\[[0-9a-f:]+\]|[0-9.]+):[0-9]+|unix:/[^ ]+' "$service_log" |
		head -n 1)
	[ -n "$url" ] || ! kill -0 "$service" 2>/dev/null
}

serve() {
	local listen=(--listen 127.0.0.1:0)
	[[ " $* " == *" --listen"* ]] && listen=()
	service_log=$tmp/.service.$((${#tap_services[@]} + 1))
	: >"$service_log" # one of before would have another address
	"$FORNIXD" "${listen[@]}" "$@" >"$service_log" 2>&1 </dev/null &
	service=$!
	tap_services+=("$service")
	wait_until 30 tap_service_address && [ -n "$url" ] && return
	diag "$(cat "$service_log")"
	bail_out "fornixd did not start"
}

stop_service() {
	code=0
	kill -s "${1:-TERM}" "$service" || return
	wait "$service" 2>/dev/null || code=$?
	local pid left=()
	for pid in "${tap_services[@]}"; do
		[ "$pid" = "$service" ] || left+=("$pid")
	done
	tap_services=("${left[@]}")
}

get() {
	local target=$1 at=$url connect=()
	shift
	if [[ $url == unix:* ]]; then
		connect=(--unix-socket "${url#unix:}")
		at=http://localhost
	fi
	: >"$tmp/.body"
	: >"$tmp/.headers"
	# shellcheck disable=SC2034 # for the test, as are $body and $headers
	status=$(curl --silent --show-error --max-time 60 --path-as-is --globoff "${connect[@]}" \
		--output "$tmp/.body" --dump-header "$tmp/.headers" --write-out '%{http_code}' \
		"$@" -- "$at$target" 2>"$tmp/.curl") || diag "curl: $(cat "$tmp/.curl")"
	body=$(tr -d '\0' <"$tmp/.body") headers=$(tr -d '\r\0' <"$tmp/.headers")
}

json() {
	jq -r "$1" <<<"$body"
}

header() {
	sed -n "s/^$1: *//Ip" <<<"$headers" | head -n 1
}

# The programs stop at once at a wrong byte or number, which some tests must know.
with_sanitizers() {
	nm "$FORNIXD" 2>/dev/null | grep -qE '__[at]san_init'
}

done_testing() {
	printf '1..%d\n' "$tap_count"
	[ "$tap_failures" -eq 0 ]
	exit
}
