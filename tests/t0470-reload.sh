#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# SIGHUP: fornixd reads its settings and the page template again.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires jq curl

article c/a.md Letter <<<"Everywhere there is a letter."
exits 0 "an index" fornix index --index index c
page() {
	printf '<html><head>%%fornix-head%%</head><body>%s %%fornix-main%%</body></html>\n' "$1" >page.html
}
settings() {
	printf 'index: index\npage_template: page.html\nsite_name: %s\n' "$1" >fornix.yaml
	shift
	[ $# -eq 0 ] || printf '%s\n' "$@" >>fornix.yaml
}
shows() {
	get /search
	[[ $body == *"$1"* && $body == *"$2"* ]]
}
says() {
	[ "$(grep -c "$1" "$service_log")" -ge "$2" ]
}

page first
settings Before
exits 0 "--check-config" "$FORNIXD" --check-config --config fornix.yaml
serve --config fornix.yaml
ok "the settings are shown" shows Before first
ask() {
	while [ ! -e stop ]; do
		curl --silent --max-time 20 --output /dev/null --write-out '%{http_code}\n' "$url/api/search?q=letter&n=$RANDOM"
	done >asked
}
ask &
asker=$!
page second
settings After
kill -HUP "$service"
ok "SIGHUP reads both again" wait_until 10 shows After second
ok "and says so" wait_until 5 says "the settings were read again" 1
settings 'Wrong' 'sitename: x'
exits 2 "--check-config of wrong settings" "$FORNIXD" --check-config --config fornix.yaml
like "$err" "fornix.yaml:4.*sitename.*site_name" "names file, line, key and what it may be"
exits 2 "and fornix check" fornix check --config fornix.yaml c
like "$err" "fornix.yaml:4.*sitename.*site_name" "does too"
kill -HUP "$service"
ok "wrong settings" wait_until 5 says "the settings stay as they were: 'fornix.yaml:4'" 1
ok "change nothing" shows After second
settings Later
echo '<html>' >page.html
exits 2 "--check-config of a wrong template" "$FORNIXD" --check-config --config fornix.yaml
like "$err" "page.html" "names it"
kill -HUP "$service"
ok "a wrong template" wait_until 5 says "the settings stay as they were: 'page.html" 1
ok "changes nothing either" shows After second
page third
settings Last 'workers: 7'
kill -HUP "$service"
ok "the mended ones" wait_until 10 shows Last third
ok "with what waits for a restart told" says "'workers', 'state'" 1
printf 'shards: ["127.0.0.1:7010", other]\n' >>fornix.yaml
kill -HUP "$service"
ok "and a place of shards that the process may not reach" wait_until 5 says "a place of 'shards' is new (line 5 of 'fornix.yaml')" 1
for i in $(seq 20); do
	settings "Round$i"
	kill -HUP "$service"
	sleep 0.05
done
ok "many in a row end with the last" wait_until 10 shows Round20 third
: >stop
wait "$asker"
number "$(grep -c '^200' asked)" -ge 5 "searches were answered meanwhile"
is "$(grep -vc '^200' asked)" 0 "and none was dropped"
stop_service
is "$code" 0 "it ends well"
done_testing
