#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# How the programs are built, and what the service gives up once it runs; what that
# refuses, tests/test-sandbox.c tries.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires readelf nm curl jq
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
done_testing
