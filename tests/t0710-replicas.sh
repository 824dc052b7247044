#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Three hosts with networks of their own serve what a fourth ships to them by ssh, behind
# the example for HAProxy and that for nginx: a rolling restart, a host that dies and a
# shipment that breaks lose no request.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires curl haproxy ip nginx perl rsync ssh tc
export PATH=$PATH:/usr/sbin:/sbin
[ -n "$FORNIX_LONG" ] || skip_all "runs in scripts/test --all"
[ "$(id -u)" -eq 0 ] || skip_all "needs root, for networks"
[ -x /usr/sbin/sshd ] || skip_all "needs sshd"

net=fornix$$
hosts=(home web1 web2 web3 front)
declare -A address=([home]=10.77.0.10 [web1]=10.77.0.11 [web2]=10.77.0.12 [web3]=10.77.0.13
	[front]=10.77.0.20)

# shellcheck source=tests/networks.sh
. "$srcdir/tests/networks.sh"

# start HOST COMMAND...: the same behind this script; fills $started, the program's process.
start() {
	local host=$1
	shift
	ip netns exec "$net-$host" "$@" &
	started=$!
}

make_keys() {
	ssh-keygen -q -t ed25519 -N '' -f host && ssh-keygen -q -t ed25519 -N '' -f user || return
	cp user.pub authorized
	printf '10.77.0.* %s\n' "$(cut -d ' ' -f 1,2 host.pub)" >known
	cat >sshd.conf <<-END
		HostKey $tmp/host
		AuthorizedKeysFile $tmp/authorized
		StrictModes no
		UsePAM no
		PidFile none
	END
	{
		for host in web1 web2 web3; do
			printf 'Host %s\nHostName %s\n' "$host" "${address[$host]}"
		done
		printf 'Host *\nIdentityFile %s\nUserKnownHostsFile %s\nBatchMode yes\n' "$tmp/user" "$tmp/known"
		printf 'User root\nConnectTimeout 2\nServerAliveInterval 1\nServerAliveCountMax 2\n'
	} >ssh.conf
}

start_sshd() {
	# It wants a folder below /run, which is one of its own here.
	# shellcheck disable=SC2016 # for the inner shell
	start "$1" unshare --mount sh -c 'mount -t tmpfs none /run && mkdir /run/sshd &&
		exec /usr/sbin/sshd -D -e -f "$0"' "$tmp/sshd.conf" 2>"sshd-$1.log"
}

start_service() {
	start "$1" "$FORNIXD" --config web.yaml --index "$1" --listen "${address[$1]}:8080" >>"fornixd-$1.log" 2>&1
	services[$1]=$started
}
declare -A services

is_ready() {
	on front curl -sf -o /dev/null "http://${address[$1]}:8080/readyz"
}

ship() {
	on home "$FORNIX" ship --index index --rsh "ssh -F $tmp/ssh.conf" "$@"
}
targets=("web1:$tmp/web1" "web2:$tmp/web2" "web3:$tmp/web3")

# next WORD: a run with an article that says so.
next() {
	article c/news.md News <<<"The news are $1."
	fornix index --index index --quiet c
}

# A client that asks without end, never twice, and writes down what was not answered.
cat >client.pl <<'END'
use strict; use IO::Socket::INET; use Time::HiRes qw(time);
my ($addr, $stop, $out) = @ARGV; my ($n, $slowest, $s) = (0, 0); my %seen;
open(my $bad, '>', "$out.bad") or die; $bad->autoflush(1);
until (-e $stop) {
	my $t = time;
	$s ||= IO::Socket::INET->new(PeerAddr => $addr, Timeout => 5) or do { print $bad "no connection\n"; next };
	$n++;
	my $answer = '';
	print $s "GET /api/search?q=news+$n HTTP/1.1\r\nHost: x\r\n\r\n";
	while ($answer !~ /\r\n\r\n/) { sysread($s, $answer, 65536, length $answer) or last }
	my ($length) = $answer =~ /content-length: (\d+)/i;
	my $head = index($answer, "\r\n\r\n") + 4;
	while (defined $length && length($answer) < $head + $length) { sysread($s, $answer, 65536, length $answer) or last }
	my ($status) = $answer =~ m{^HTTP/1\.1 (\d+)};
	print $bad "$n: ", $status // 'nothing', "\n" if ($status // 0) != 200;
	$seen{$1}++ if $answer =~ /kraken|sphinx|hydra/ && $answer =~ /(kraken|sphinx|hydra)/;
	undef $s if !defined $status || $answer =~ /connection: close/i;
	my $took = time - $t; $slowest = $took if $took > $slowest;
}
open(my $o, '>', $out) or die; printf $o "%d %.0f %s\n", $n, $slowest * 1000, join(',', sort keys %seen);
END

# while_asked NAME COMMAND...: COMMAND while two clients ask; no request fails.
while_asked() {
	local name=$1 i clients=() asked slowest saw
	shift
	rm -f stop
	for i in 1 2; do
		start home perl client.pl "${address[front]}:8080" "$tmp/stop" "$tmp/asked$i"
		clients+=("$started")
	done
	sleep 0.5
	"$@"
	sleep 0.5
	touch stop
	wait "${clients[@]}"
	read -r asked slowest saw <asked1
	diag "$name: $asked requests of the first client, the slowest took $slowest ms; words seen: $saw"
	is "$(cat asked1.bad asked2.bad | head -n 3)" "" "$name: no request fails"
	number "$asked" -gt 20 "and there are some"
}

rolling_restart() {
	local host
	for host in web1 web2 web3; do
		ok "$host is stopped" kill "${services[$host]}"
		wait "${services[$host]}"
		is "$?" 0 "and ends well"
		start_service "$host"
		ok "$host is ready again" wait_until 10 is_ready "$host"
		sleep 2 # until the proxy has seen it
	done
}

# Each in turn, so that one is met while it is asked.
hosts_die() {
	local host
	for host in web1 web2 web3; do
		ip -n "$net-switch" link set "$host" down
		sleep 6
		ip -n "$net-switch" link set "$host" up
		sleep 5
	done
}

ship_next() {
	next "$1"
	exits 0 "a shipment to three hosts" ship "${targets[@]}"
	sleep 3
}

# The network of web3 is slow, and ends in the middle.
broken_shipment() {
	next hydra
	on home tc qdisc add dev eth0 root tbf rate 200kbit burst 10k latency 400ms
	(
		sleep 2
		ip -n "$net-switch" link set web3 down
		sleep 6
		ip -n "$net-switch" link set web3 up
	) &
	exits 3 "a shipment that breaks" ship "${targets[2]}"
	on home tc qdisc del dev eth0 root
	wait $!
}

in_turn() {
	while_asked "$1: a rolling restart" rolling_restart
	while_asked "$1: a new generation" ship_next "$2"
	for host in web1 web2 web3; do
		is "$(on front curl -s "http://${address[$host]}:8080/api/search?q=news" | grep -o "$2" | head -n 1)" \
			"$2" "$host serves it"
	done
	while_asked "$1: hosts that die" hosts_die
}

make_networks || skip_all "networks cannot be made here"
make_keys || bail_out "no keys"
for host in web1 web2 web3; do
	start_sshd "$host"
done
cp -r "$corpus" c
next kraken
ok "hosts can be reached" wait_until 10 on home ssh -F ssh.conf web3 true
echo 'client_rate: 0' >web.yaml
exits 0 "the first shipment" ship --verbose "${targets[@]}"
like "$out" "web3:$tmp/web3: generation 1, [0-9]+ articles, is served; " "goes to all three"
for host in web1 web2 web3; do
	start_service "$host"
	ok "$host is ready" wait_until 10 is_ready "$host"
done

# The clients of this test ask for more than people do.
sed -e "s/127.0.0.1:8080/${address[front]}:8080/;s/10\.0\.0\./10.77.0./;s/gt 200/gt 1000000/" "$srcdir/data/haproxy.cfg" >haproxy.cfg
exits 0 "the example for HAProxy is understood" haproxy -c -q -f haproxy.cfg
start front haproxy -q -f haproxy.cfg
proxy=$started
ok "HAProxy answers" wait_until 10 on home curl -sf -o /dev/null "http://${address[front]}:8080/readyz"
in_turn HAProxy sphinx
while_asked "HAProxy: a shipment that breaks" broken_shipment
is "$(cat web3/current/manifest.json)" "$(cat web1/current/manifest.json)" "web3 serves what it served"
exits 0 "the next shipment" ship "${targets[@]}"
is "$(cat web3/current/manifest.json)" "$(cat index/current/manifest.json)" "arrives"
kill "$proxy"
wait "$proxy" 2>/dev/null

{
	printf 'daemon off; user root; pid %s;\nevents { }\nhttp { access_log off;\n' "$tmp/nginx.pid"
	sed -n '/^upstream/,/^}/p' "$srcdir/data/nginx.conf" |
		sed -E 's/127\.0\.0\.1(:8080.*)/10.77.0.11\1 server 10.77.0.12\1 server 10.77.0.13\1/'
	printf 'server { listen %s:8080;\nlocation / {\n' "${address[front]}"
	sed -n '/proxy_pass/,/proxy_read_timeout/p' "$srcdir/data/nginx.conf"
	printf '}\n}\n}\n'
} >nginx.conf
start front nginx -e stderr -c "$tmp/nginx.conf" 2>nginx.log
ok "nginx answers" wait_until 10 on home curl -sf -o /dev/null "http://${address[front]}:8080/readyz"
in_turn nginx kraken
done_testing
