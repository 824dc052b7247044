#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Reindexing while the service answers: no request fails, every answer is of
# one generation, a new one is served within two seconds.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires jq curl

mkdir c
write() {
	local i
	for i in 1 2 3 4 5; do
		article "c/a$i.md" <<<"Common word, number$1 here."
	done
}
write 0
exits 0 "the first generation" fornix index --index index --quiet c
serve --index index

# Asks all the time; each line is the status and the numbers that the answer names.
ask() {
	local status
	while [ ! -e stop ]; do
		status=$(curl --silent --max-time 20 --output "answer.$1" --write-out '%{http_code}' \
			"$url/api/search?q=common")
		printf '%s %s\n' "$status" \
			"$(grep -oE 'number[0-9]+' "answer.$1" | sort -u | paste -sd ,)"
	done >"asked.$1"
}
ask 1 &
asker1=$!
ask 2 &
asker2=$!
late=0
for ((round = 1; round <= 8; round++)); do
	write "$round"
	run fornix index --index index --quiet c
	[ "$code" -eq 0 ] || diag "round $round: $err"
	served() {
		get '/api/search?q=common'
		[[ $body == *"number$round "* ]]
	}
	wait_until 3 served || late=$((late + 1))
done
: >stop
wait "$asker1" "$asker2"
cat asked.1 asked.2 >asked
diag "$(wc -l <asked) requests, generations seen: $(cut -d' ' -f2 asked | sort -u | xargs)"
is "$late" 0 "each generation was served within the time"
is "$(grep -cv '^200 ' asked)" 0 "no request failed"
is "$(grep -c ',' asked)" 0 "no answer mixed two generations"
number "$(cut -d' ' -f2 asked | sort -u | wc -l)" -ge 5 "the generations were really served"

# A damaged generation is refused and the one before goes on.
current=$(readlink index/current)
cp -R "index/$current" index/gen-000099
sed -i 's/"number": [0-9]*/"number": 99/' index/gen-000099/manifest.json
printf 'x' | dd of=index/gen-000099/articles.mdb bs=1 seek=5000 conv=notrunc status=none
ln -sfn gen-000099 index/current.new && mv -T index/current.new index/current
sleep 2.5
get '/api/search?q=common'
is "$status $(json '.results | length')" "200 5" "a damaged generation is not served"
like "$(cat "$service_log")" 'articles.mdb' "and the damaged file is named in the log"
ln -sfn "$current" index/current.new && mv -T index/current.new index/current

# What is served stays served when its folder goes away.
mv index gone
get '/api/search?q=common'
is "$status" 200 "an index that is moved away goes on being served"
mv gone index
ok "the service is still the same process" kill -0 "$service"

# Ending under load: every request that was taken is answered.
rm -f stop
ask 3 &
asker=$!
sleep 0.5
stop_service
: >stop
wait "$asker"
is "$code" 0 "SIGTERM under load ends with 0"
number "$(grep -c '^200 ' asked.3)" -ge 1 "requests before were answered"
is "$(grep -cvE '^(200|000) ' asked.3)" 0 "and none was answered with an error"
done_testing
