#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fornixd under a service manager: it tells when it is ready, and takes sockets that
# are handed over, so that a restart refuses nobody.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
hold_socket
requires curl perl

# Writes what the service tells, a line each, into told.
listen_to_notices() {
	perl -MSocket -e '
		$| = 1;
		socket(my $s, PF_UNIX, SOCK_DGRAM, 0) or die "socket: $!";
		bind($s, pack_sockaddr_un($ARGV[0])) or die "bind: $!";
		print "LISTENING\n";
		while (defined(recv($s, my $text, 4096, 0))) { print "$text\n" }' \
		"$NOTIFY_SOCKET" >told &
	listener=$!
	tap_services+=("$listener")
	wait_until 5 grep -q LISTENING told || bail_out "no socket for notices"
}

told() {
	wait_until 5 grep -q "$1" told
}

# Starts fornixd with the script's socket, as a manager does.
start_activated() {
	service_log=$tmp/.service.activated
	bash -c 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$FORNIXD" "$@"' fornixd --index index "$@" \
		>"$service_log" 2>&1 </dev/null &
	service=$!
	tap_services+=("$service")
}

make_index
export NOTIFY_SOCKET=$tmp/notify
listen_to_notices
serve --index index 3>&-
ok "it tells that it is ready" told '^READY=1$'
get '/api/search?q=spasm'
is "$status" 200 "and answers at once"
ok "and what it does" told '^STATUS=answering$'
: >told
kill -HUP "$service"
ok "a reload begins" told '^RELOADING=1$'
ok "with its time" told '^MONOTONIC_USEC=[0-9]*$'
ok "and ends" told '^READY=1$'
mv index/current index/kept
ln -s gen-000099 index/current
ok "trouble with the index is told" told '^STATUS=.*gen-000099'
mv -T index/kept index/current
: >told
ok "and that it is over" told '^STATUS=answering$'
stop_service
is "$code" 0 "it ends"
ok "and says so" told '^STOPPING=1$'

: >told
run "$FORNIXD" --index index --listen 127.0.0.1:1x 3>&-
is "$code" 2 "a service that cannot start"
is "$(cat told)" "" "is never ready"
serve --index none 3>&-
ok "one without an index is ready, as it answers" told '^READY=1$'
stop_service
NOTIFY_SOCKET=$tmp/nobody serve --index index 3>&-
get /readyz
is "$status" 200 "a manager that does not listen is no reason to end"
like "$(cat "$service_log")" 'cannot tell the service manager' "but is said"
stop_service

: >told
url=http://127.0.0.1:$held_port
curl --silent --max-time 20 --output early --write-out '%{http_code}' \
	"$url/api/search?q=spasm" >early.status 3>&- &
early=$!
sleep 0.5
start_activated --listen 127.0.0.1:1
wait "$early"
is "$(cat early.status)" 200 "who connected before the service started is answered"
like "$(cat "$service_log")" "listening on $url" "on the socket that was handed over, and no other"
is "$(grep -c listening "$service_log")" 1 "in place of those of options and settings"
ok "and ready" told '^READY=1$'

# Asks all the time, while the service is restarted.
ask() {
	while [ ! -e stop ]; do
		curl --silent --max-time 20 --output /dev/null --write-out '%{http_code}\n' \
			"$url/api/search?q=spasm"
	done >"asked.$1" 3>&-
}
ask 1 &
asker1=$!
ask 2 &
asker2=$!
codes=
for _ in 1 2 3 4; do
	sleep 0.5
	stop_service
	codes+=$code
	sleep 0.1
	start_activated
done
wait_until 5 curl --silent --fail "$url/readyz"
sleep 0.3
: >stop
wait "$asker1" "$asker2"
diag "$(cat asked.1 asked.2 | wc -l) requests, $(sort asked.1 asked.2 | uniq -c | xargs)"
is "$codes" 0000 "four restarts"
is "$(cat asked.1 asked.2 | grep -cv '^200$')" 0 "lost no request"
number "$(cat asked.1 asked.2 | wc -l)" -ge 8 "of many"
stop_service

# Variables that were meant for another process.
LISTEN_PID=1 LISTEN_FDS=1 serve --index index
isnt "$url" "http://127.0.0.1:$held_port" "sockets of another process are left alone"
stop_service

if command -v systemd-socket-activate >/dev/null; then
	systemd-socket-activate --listen "$tmp/http.sock" "$FORNIXD" --index index 3>&- \
		>"$tmp/.service.systemd" 2>&1 &
	service=$!
	tap_services+=("$service")
	wait_until 5 test -S http.sock
	url=unix:$tmp/http.sock
	get '/search?q=spasm'
	is "$status" 200 "systemd-socket-activate hands over a unix socket"
	stop_service
	is "$code" 0 "which ends as ever"
	ok "and stays" test -S http.sock
else
	skip "systemd-socket-activate" "it is not installed"
fi
done_testing
