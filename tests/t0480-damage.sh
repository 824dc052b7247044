#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A damaged generation: each file cut, changed or gone.  It is refused with the file
# named, the one before serves, and /readyz and "fornix status" say so.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires jq curl

# shellcheck disable=SC2120 # some runs have arguments
index() {
	fornix index --index index "$@" c
}
# damage KIND FILE: spoils a file of the generation that current points to.
damage() {
	local file=$2 size
	size=$(stat -c %s "$file")
	case $1 in
	cut) truncate -s $((size / 2)) "$file" ;;
	flipped)
		perl -e 'open(my $f, "+<", $ARGV[0]) or die; seek($f, $ARGV[1], 0);
			read($f, my $byte, 1); seek($f, $ARGV[1], 0);
			print $f chr(ord($byte) ^ 1)' "$file" $((size / 2))
		;;
	missing) rm "$file" ;;
	esac
}
answers() {
	get '/api/search?q=news'
	[[ $body == *"$1"* && $body == *"\"generation\":$2,"* ]]
}
readiness() {
	get /readyz
	[[ $status == "$1" && $body == *"$2"* ]]
}

for word in kraken sphinx hydra; do
	article c/news.md News <<<"The news are $word."
	article c/other.md Other <<<"Something else about a $word."
	index
done
is "$(readlink index/current)" gen-000003 "three generations"
cp -r index whole

# Found at the start.
mapfile -t files < <(cd index/gen-000003 && find . -type f -printf '%P\n' | sort)
number "${#files[@]}" -ge 8 "of several files"
kinds=(cut flipped missing)
each=0 served=0 ready=0 named=0 told=0
for file in "${files[@]}"; do
	[ -s "whole/gen-000003/$file" ] || continue
	for kind in "${kinds[@]}"; do
		# A changed byte of the manifest may be that of a time, which nothing checks.
		[ "$file $kind" != "manifest.json flipped" ] || continue
		# All of them take a while: in turn otherwise.
		each=$((each + 1))
		[ -n "$FORNIX_LONG" ] || [ $((each % 5)) = 0 ] || continue
		rm -r index
		cp -r whole index
		damage "$kind" "index/gen-000003/$file"
		serve --index index
		answers sphinx 2 && served=$((served + 1)) || diag "$file $kind: $status ${body:0:200}"
		readiness 200 '"status":"degraded"' && [[ $body == *"gen-000003/$file"* ]] &&
			ready=$((ready + 1)) || diag "$file $kind: $body"
		grep -q "gen-000003/$file" "$service_log" && named=$((named + 1))
		run fornix status --index index
		[ "$code" = 3 ] && [[ $out == *"gen-000003/$file"* && $out == *"has generation 2"* ]] &&
			told=$((told + 1)) || diag "$file $kind: $code $out"
		stop_service
		tried=$((${tried:-0} + 1))
	done
done
diag "$tried of $each damages tried"
is "$served" "$tried" "whatever is wrong with the newest generation, the one before serves"
is "$ready" "$tried" "/readyz says so and names the file"
is "$named" "$tried" "the service's log names it"
is "$told" "$tried" "fornix status names it, and the generation that serves"

# Both damaged, and the way back.
rm -r index
cp -r whole index
damage flipped index/gen-000003/articles.mdb
damage cut index/gen-000002/vocabulary
serve --index index
ok "with two damaged ones the third serves" answers kraken 1
index
ok "a run makes a new one" wait_until 5 answers hydra 4
ok "and all is well" readiness 200 '"status":"ready"'
stop_service
rm -r index
cp -r whole index
for i in 1 2 3; do
	damage flipped "index/gen-00000$i/articles.mdb"
done
serve --index index
ok "with all damaged nothing is ready" readiness 503 '"code":"index_damaged"'
like "$(json .trouble)" "gen-000003/articles.mdb" "and the file is named"
get '/api/search?q=news'
is "$status" 503 "a search is told that there is no index"
stop_service
rm -r index
cp -r whole index
fornix rollback --index index --quiet
article c/news.md News <<<"The news are basilisk."
index
damage flipped index/gen-000004/articles.mdb
serve --index index
ok "what was rolled back from is not what serves instead" answers sphinx 2
stop_service

rm -r index
cp -r whole index
serve --index index --answer-cache 0
truncate -s 0 index/gen-000003/articles.mdb
get '/api/search?q=news'
code=0
wait "$service" || code=$?
tap_services=()
is "$code" $((128 + $(kill -l BUS))) "a file that is cut while it is served ends the service"
like "$(cat "$service_log")" "a file of the index was cut" "which says why"
serve --index index
ok "and started again it serves the one before" answers sphinx 2
stop_service

# Damage that no time of a file tells: it is found after the start, which waits for nothing.
rm -r index
cp -r whole index
damage flipped index/gen-000003/articles.mdb
touch index/gen-000003/manifest.json
serve --index index
ok "a byte that changed unseen is found soon" wait_until 5 readiness 200 '"status":"degraded"'
ok "and named" readiness 200 "gen-000003/articles.mdb"
ok "and the one before serves" answers sphinx 2
stop_service
rm -r index/gen-00000[12]
serve --index index
ok "without one before" wait_until 5 readiness 200 "gen-000003/articles.mdb"
ok "what is open goes on" answers hydra 3
stop_service

# Found while it serves.
rm -r index
cp -r whole index
serve --index index
ok "a service that has opened a whole one" answers hydra 3
ok "is ready" readiness 200 '"status":"ready"'
rm index/gen-000003/urgent.yaml 2>/dev/null || rm index/gen-000003/suggestions
ok "a file that goes meanwhile is told" wait_until 5 readiness 200 '"status":"degraded"'
ok "and the service answers" answers hydra 3
mv index away
ok "the whole folder being gone is told" wait_until 5 readiness 200 "no index in 'index'"
ok "and the service answers" answers hydra 3
like "$(cat "$service_log")" "no index in 'index' yet" "the log says it"
kill -HUP "$service"
ok "a reload then" wait_until 5 grep -q "settings" "$service_log"
ok "does not lose what is open" answers hydra 3
mv away index
fornix rollback --index index --to 2 --quiet
ok "when it is back, what comes is served" wait_until 5 answers sphinx 2
ok "and all is well" readiness 200 '"status":"ready"'
stop_service
is "$code" 0 "the service ends well"

# A run on a damaged index neither copies the damage on nor leaves it.
rm -r index
cp -r whole index
damage flipped index/gen-000003/articles.mdb
exits 0 "a run with no new article" index
like "$err" "^fornix: all is indexed anew: 'index/gen-000003/articles.mdb' has changed" "tells the damage"
like "$err" "generation 4, 2 articles, was published\$" "and the outcome"
is "$(fornix search --index index --json news | jq -r '.results[0].snippet')" "The news are basilisk." "all is there"
exits 0 "the next" index
is "$err" "" "is silent again"
damage flipped index/gen-000004/articles.mdb
touch index/gen-000004/manifest.json c/news.md
exits 0 "damage that no time tells, where nothing is new but a time" index
is "$err" "" "is not looked for"
article c/other.md Other <<<"Something else about a chimera."
exits 0 "where something is" index
like "$err" "^fornix: all is indexed anew: 'index/gen-000004/articles.mdb' has changed" "it is found"
is "$(fornix search --index index --json news | jq -r '.results[0].snippet')" "The news are basilisk." "and all is there"
rm index/gen-000005/vocabulary
for i in 1 2 3 4 5 6; do
	article "c/more$i.md" "More $i" <<<"More and more."
done
exits 0 "one with more articles" index
exits 0 "and another" index --full
rm c/more*.md
damage flipped index/gen-000007/xapian/postlist.glass
exits 4 "one that would remove many from a damaged index" index
like "$err" "articles would go" "is held to what was served before"
exits 0 "and publishes once it may" index --allow-removals
done_testing
