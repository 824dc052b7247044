#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# How the programs are built, and what the service gives up once it runs; what that
# refuses, tests/test-sandbox.c tries.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires readelf nm curl jq strace
with_sanitizers && skip_all "sanitizers are in the place of hardening"

for program in "$FORNIX" "$FORNIXD"; do
	name=${program##*/}
	flags=$(readelf -dW "$program")
	segments=$(readelf -lW "$program")
	like "$(readelf -hW "$program")" 'Type: +DYN' "$name is at another address each time"
	like "$flags" 'FLAGS_1.* PIE' "as a program"
	like "$flags" 'FLAGS_1.*NOW' "all of its functions are found at the start"
	like "$segments" 'GNU_RELRO' "and their table cannot be written then"
	like "$segments" 'GNU_STACK +(0x[0-9a-f]+ +){5}RW +' "no code runs on its stack"
	unlike "$segments" ' RWE ' "nor in memory that can be written"
	like "$(nm -D "$program")" '__stack_chk_fail' "a stack that is written over ends it"
	like "$(nm -D "$program")" '__memcpy_chk' "and so does a copy that is too long"
done
# Libraries decide whether the processor looks for these marks; our part has them.
if [ "$(uname -m)" = x86_64 ] && [ -e "$builddir/src/http.o" ]; then
	like "$(readelf -n "$builddir/src/http.o")" 'IBT, SHSTK' "jumps and returns are marked"
fi

make_index
mkdir sockets
serve --index index --state state --listen 127.0.0.1:0 --listen "unix:$tmp/sockets/http"
get '/api/search?q=spasm'
is "$status" 200 "a search behind the walls"
is "$(cat "/proc/$service/task/"*/status | grep -c '^NoNewPrivs:.1')" \
	"$(find "/proc/$service/task" -mindepth 1 -maxdepth 1 | wc -l)" "no thread gets new rights"
if [ "$(uname -r | cut -d. -f1)" -ge 6 ]; then
	unlike "$(cat "$service_log")" 'walled off' "files are walled off"
fi
if ! grep -q 'not filtered' "$service_log"; then
	is "$(cat "/proc/$service/task/"*/status | sed -n 's/^Seccomp:\t//p' | sort -u)" 2 \
		"all threads have the filter of system calls"
fi

# What it must still be able to do.
mv index old
make_index
found() {
	get '/api/search?q=spasm'
	[ "$(json '.generation')" = 1 ] && [ "$status" = 200 ]
}
rm -r old
ok "an index in the place of the one before is served" wait_until 4 found
kill -HUP "$service"
read_again() {
	grep -q 'settings were read again' "$service_log"
}
ok "settings are read again" wait_until 4 read_again
ok "counters are written" wait_until 4 test -s state/counts.mdb
stop_service
is "$code" 0 "it ends well"
fails "and removes its socket" test -e sockets/http

# On a kernel that has neither.
cat >unwalled <<'END'
#!/bin/sh
exec strace -D -f -qq -o calls -e trace=landlock_create_ruleset,seccomp \
	-e inject=landlock_create_ruleset:error=ENOSYS -e inject=seccomp:error=EINVAL \
	"$BEHIND" "$@"
END
chmod +x unwalled
export BEHIND=$FORNIXD
FORNIXD=$tmp/unwalled
serve --index index
FORNIXD=$BEHIND
like "$(cat "$service_log")" 'files are not walled off' "without Landlock it says so"
like "$(cat "$service_log")" 'calls .*not .*filtered|calls cannot be filtered' "and without seccomp"
get '/api/search?q=spasm'
is "$status" 200 "and serves all the same"
stop_service

run "$FORNIXD" --index index --user nosuch
is "$code" 2 "a user that is not there"
like "$err" "there is no user 'nosuch'" "is named"
if [ "$(id -u)" -eq 0 ]; then
	chmod 755 "$tmp"
	like "$(cat "$service_log")" "root's rights: '--user NAME'" "that root's rights are kept is said"
	serve --index index --user nobody
	unlike "$(cat "$service_log")" "root's rights" "that they are given up is not"
	is "$(sed -n 's/^[UG]id:\t//p' "/proc/$service/status" | tr '\t' '\n' | sort -u)" \
		"$(printf '%s\n' "$(id -u nobody)" "$(id -g nobody)" | sort -u)" "all rights are that user's"
	is "$(sed -n 's/^Cap\(Prm\|Eff\|Inh\|Amb\):\t//p' "/proc/$service/status" | sort -u)" \
		0000000000000000 "and no other"
	get '/api/search?q=spasm'
	is "$status" 200 "which suffice for a search"
	stop_service
	cp "$FORNIXD" .
	run setpriv --reuid daemon --clear-groups ./fornixd --index index --user nobody
	is "$code" 2 "another user"
	like "$err" "only root can become 'nobody'" "cannot become that one"
else
	skip "giving up root's rights" "needs root"
fi
done_testing
