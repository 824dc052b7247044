#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The examples for nginx and Apache, with the real ones: the search is part of the site,
# whatever goes wrong writes no query into a log, and fornixd is not told who asks.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires curl perl
export PATH=$PATH:/usr/sbin

free_ports() {
	perl -MSocket -e 'for (1 .. $ARGV[0]) {
		socket($s[$_], PF_INET, SOCK_STREAM, 0); bind($s[$_], sockaddr_in(0, INADDR_LOOPBACK));
		print((sockaddr_in(getsockname($s[$_])))[0], "\n") }' "$1"
}

chmod 755 "$tmp" # for the users of the proxies
mkdir -p site logs conf
echo "a page of the site" >site/page.html
make_index
serve --index index
backend=${url#http://}
mapfile -t ports < <(free_ports 2)
plain=127.0.0.1:${ports[0]} secure=127.0.0.1:${ports[1]}

# adapt FILE: the example with our addresses and folders, and without TLS.
adapt() {
	sed -e "s,127\.0\.0\.1:8080,$backend,g;s,/srv/site/public,$tmp/site,g" \
		-e "s,/var/log/nginx,$tmp/logs,g;/ssl_certificate/d;/SSL/d;/listen \[::\]/d" \
		-e "s,listen 80,listen $plain,;s,listen 443 ssl http2,listen $secure," \
		-e "s,\*:80>,$plain>,;s,\*:443>,$secure>," "$srcdir/data/$1"
}

start_nginx() {
	{
		printf 'daemon off;\npid %s;\nerror_log %s/logs/main.log;\n' "$tmp/nginx.pid" "$tmp"
		printf 'events { }\nhttp {\naccess_log %s/logs/all.log;\n' "$tmp"
		local folder
		for folder in client_body proxy fastcgi uwsgi scgi; do
			printf '%s_temp_path %s/temp-%s;\n' "$folder" "$tmp" "$folder"
		done
		adapt nginx.conf
		echo '}'
	} >conf/nginx.conf
	nginx -e "$tmp/logs/main.log" -c "$tmp/conf/nginx.conf" >proxy.log 2>&1 &
}

start_apache() {
	local module modules
	modules=$(dirname "$(find /usr/lib/apache2/modules /usr/libexec/apache2 -name mod_proxy.so 2>/dev/null | head -n 1)")
	{
		printf 'ServerRoot %s\nPidFile %s/apache.pid\nListen %s\nListen %s\n' "$tmp" "$tmp" "$plain" "$secure"
		for module in mpm_event authz_core alias headers proxy proxy_http; do
			printf 'LoadModule %s_module %s/mod_%s.so\n' "$module" "$modules" "$module"
		done
		printf 'User nobody\nGroup nogroup\nServerName localhost\nErrorLog %s/logs/main.log\n' "$tmp"
		printf 'Mutex file:%s\nDefaultRuntimeDir %s\n' "$tmp" "$tmp"
		adapt apache.conf
	} >conf/apache.conf
	APACHE_LOG_DIR=$tmp/logs apache2 -D FOREGROUND -f "$tmp/conf/apache.conf" >proxy.log 2>&1 &
}

# What was sent byte by byte; the answer does not matter, but for that there is one.
send_raw() {
	perl -MIO::Socket::INET -e '
		my $s = IO::Socket::INET->new(PeerAddr => $ARGV[0], Timeout => 5) or die "connect: $@";
		$ARGV[1] =~ s/\\r\\n/\r\n/g;
		print $s $ARGV[1]; shutdown($s, 1); print <$s>' "$1" "$2" >raw 2>&1
}

secret=spasmzebrasecret
check_proxy() {
	local name=$1 long
	rm -rf logs && mkdir logs
	"start_$name"
	service=$!
	tap_services+=("$service")
	url=http://$secure
	answers() {
		get /page.html
		[ "$status" = 200 ]
	}
	if ! wait_until 10 answers; then
		diag "$(cat proxy.log logs/*)"
		bail_out "$name did not start"
	fi
	is "$body" "a page of the site" "$name serves the site"
	get "/search?q=spasm+$secret"
	is "$status" 200 "and the search"
	like "$body" 'href="/conditions/hemifacial-spasm/"' "with its results"
	get "/api/search?q=spasm+$secret" -H "Referer: $url/search?q=$secret"
	is "$status $(header content-type)" "200 application/json" "as JSON too"
	get "/search-box.html?q=$secret"
	is "$status" 200 "the page about the box"
	get "/meili/indexes/articles/search?q=$secret" --data '{"q":"spasm"}' -H 'Content-Type: application/json'
	is "$status" 200 "a client of Meilisearch"
	get "/searching?q=$secret" -H "Referer: $url/search?q=$secret"
	is "$status" 404 "a page that the site lacks"
	get /page.html -H "Referer: $url/search?q=$secret"
	is "$status" 200 "a page that a result led to"
	url=http://$plain
	get "/search?q=$secret"
	is "$status" 301 "without TLS it redirects"
	is "$(header location)" "https://www.example.org/search?q=$secret" "to the same search"
	url=http://$secure
	send_raw "$secure" "GET /search?q=$secret HTTP/9.9\r\nHost: x\r\n\r\n"
	send_raw "$secure" "GET /search?q=$secret HTTP/1.1\r\nHost: x\r\nbad $secret header\r\n\r\n"
	send_raw "$secure" "GET /search?q=%zz$secret HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
	send_raw "$secure" "GET /search?q=$secret x HTTP/1.1\r\nHost: x\r\n\r\n"
	like "$(cat raw)" ' 400 ' "requests that are wrong"
	long=$(printf '%09999d' 0)
	get "/search?q=$secret$long"
	like "$status" '^4' "or too long"
	get "/meili/multi-search?q=$secret" --data "$long$long$long$long$long$long$long"
	is "$status" 413 "or have too large a body"
	kill -STOP "$fornixd"
	get "/search?q=$secret" --max-time 1 # gives up
	kill -CONT "$fornixd"
}

# Without the service each proxy says so to its log.
check_logs() {
	local name=$1
	get "/search?q=$secret" -H "Referer: $url/search?q=$secret"
	like "$status" '^50[234]$' "$name without the service"
	stop_service
	like "$(cat logs/access.log)" '"GET /page.html" 200' "the access log has the site's pages"
	is "$(grep -rl "$secret" logs proxy.log)" "" "and no log has a query"
}

fornixd=$service
for proxy in nginx apache; do
	program=$proxy
	[ "$proxy" = nginx ] || program=apache2
	if ! command -v "$program" >/dev/null; then
		skip "$proxy" "it is not installed"
		continue
	fi
	check_proxy "$proxy"
	proxy_service=$service
	service=$fornixd
	stop_service
	service=$proxy_service
	check_logs "$proxy"
	serve --index index
	fornixd=$service backend=${url#http://}
done
done_testing
