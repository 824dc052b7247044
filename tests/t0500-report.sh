#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Searches are counted without writing anybody's query, and fornix report tells
# what many asked for.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires jq curl

# ask TARGET...: each of them, in turn.
ask() {
	local target
	for target; do
		get "$target"
	done
}

# often TIMES TARGET: with another search between.
often() {
	local i
	for ((i = 0; i < $1; i++)); do
		ask "$2" "/search?q=pain+$((i % 10))$3"
	done
}

# on_disk TEXT: in any file of the state folder, whatever its case.
on_disk() {
	grep -raiqF -e "$1" state
}

report() {
	run fornix report --index index --format json "$@"
	body=$out
}

# query TEXT: its searches in the report.
query() {
	json ".queries[] | select(.query == \"$1\") | .searches"
}

make_index
exits 1 "nothing was counted yet" fornix report --index index
like "$out" 'searches +0' "and is told so"
serve --index index
ok "the folder is made" test -d state
is "$(stat -c %a state)" 700 "for its owner alone"

often 3 '/search?q=Hemifacial+Spasm' a
often 3 '/api/search?q=hemifacial+spasm%3F' b
often 4 '/search?q=rhizotomy' c
often 6 '/search?q=jane.doe%40example.org' d
often 6 '/search?q=555-867-5309' e
often 5 '/api/search?q=quantum+xylophones' f
often 5 '/search?q=trigemenal+nuralgia' g
# None of these is another search.
for i in 1 2 3 4 5 6; do
	ask '/api/search?q=meningioma&page=2' '/search?q=chordoma&tag=facial-pain' \
		'/search?q=hemangioma&section=conditions' '/search?q=neurofibroma&correct=0' \
		'/search' '/search?q=' '/api/search?q=%3F%3F' '/healthz' '/readyz' \
		"/search?q=lipoma&page=x"
	get '/search?q=ependymoma' --head
	get '/search?q=astrocytoma' --request POST
done
number "$(find state -type f | wc -l)" -ge 1 "there are files"
fails "what was just asked is in memory only" on_disk hemifacial
report
is "$code" 1 "so the report has nothing yet"
kill -HUP "$service"
ok "SIGHUP writes" wait_until 10 on_disk hemifacial
for text in rhizotomy jane example 867 5309 meningioma chordoma hemangioma neurofibroma \
	lipoma ependymoma astrocytoma; do
	fails "'$text' is not on disk" on_disk "$text"
done
report
is "$code" 0 "a report while the service runs"
is "$(query 'hemifacial spasm')" 6 "page and JSON, fresh and from the cache, count as one"
is "$(query rhizotomy)" "" "what is rare is not told"
is "$(json '.totals | "\(.searches) \(.withheld) \(.rare)"')" "64 12 36" "but is in the totals"
is "$(json '.queries[] | select(.query == "trigemenal nuralgia") | .corrected')" 5 "use of corrections"
is "$(json '.nothingFound[0] | "\(.query) \(.none)"')" "quantum xylophones 5" "what finds nothing"

# Nothing at all is lost by SIGTERM; by SIGKILL what was not written.
ask '/search?q=rhizotomy'
stop_service
is "$code" 0 "SIGTERM ends it"
report
is "$(query rhizotomy)" 5 "with all written"
serve --index index
often 6 '/search?q=hemifacial+spasm' h
kill -HUP "$service"
twelve() {
	report
	[ "$(query 'hemifacial spasm')" = 12 ]
}
ok "known texts go on being counted" wait_until 10 twelve
often 3 '/search?q=hemifacial+spasm' i
stop_service KILL
report
is "$(query 'hemifacial spasm')" 12 "SIGKILL loses what was not written"
serve --index index
ask '/search?q=hemifacial+spasm'
stop_service
report
is "$(query 'hemifacial spasm')" 13 "and nothing else"

# The other forms.
run fornix report --index index
like "$out" 'Most asked for.* 13 +[0-9]+ +[0-9]+  hemifacial spasm' "text"
like "$out" 'Nothing found for.*quantum xylophones' "with what found nothing"
run fornix report --index index --top 1
unlike "$out" 'rhizotomy' "no more lines than wanted"
run fornix report --index index --format csv
like "$out" $'query,"hemifacial spasm",13,' "CSV"
for since in 1d 7d "$(date +%F)" 2020-01-01; do
	report --since "$since"
	is "$(query 'hemifacial spasm')" 13 "since $since"
done
for wrong in '--since=yesterday' '--since=0d' '--since=2999-01-01' '--since=2026-02-30' '--format=xml' \
	'--top=0' 'more'; do
	exits 2 "report $wrong" fornix report "$wrong"
done
printf 'report_min_count: 9\n' >nine.yaml
report --config nine.yaml
is "$(json '[.queries[].query] | join(",")')" 'hemifacial spasm' "a higher threshold tells less"
printf 'report_min_count: 4\n' >four.yaml
exits 2 "a lower one is an error" "$FORNIXD" --config four.yaml --check-config
like "$err" "'report_min_count' must be a number of searches from 5 to 1000" "that says so"

# Where nothing is found: what is near, and a line that leads there.
mkdir near
article near/feet.md '"Foot care: what to know"' <<<'Care of your feet after surgery.'
ok "another index" fornix index --quiet --index near-index near
serve --index near-index --state near-state
often 5 '/search?q=bunion' j
stop_service
near() {
	run fornix report --index near-index --state near-state "$@"
	body=$out
}
near --format json
is "$(json '.nothingFound[] | select(.query == "bunion") | .nearestTitle')" null "nothing is near"
article near/bunions.md <<<'A bunion is a bump of the foot.'
ok "with which to index again" fornix index --quiet --index near-index near
near
like "$out" 'bunion +bunions \(found today\)' "what is found today is told"
near --index nowhere
is "$code" 0 "no index, no near articles"

# What the practice learns: of urgent ones how many, of missed ones what is near.
serve --index index --state told-state
often 5 '/search?q=i+want+to+die' m
often 5 '/search?q=worst+headache+of+my+life' n
ask '/search?q=I+want+to+die%21'
often 5 '/api/search?q=servicle' o
often 5 '/search?q=Bellspalsy' p
often 5 '/search?q=plagiocephaly' q
stop_service
report --state told-state
is "$(json '.urgent[] | "\(.rule) \(.times)"')" $'self-harm 6\nworst-headache 5' "urgent rules"
is "$(json .totals.urgent)" 11 "and in all"
for text in 'want to die' 'of my life'; do
	fails "'$text' is not on disk" grep -raiqF -e "$text" told-state
done
is "$(json '.queries[] | select(.query == "servicle") | "\(.suggested) \(.corrected)"')" "5 0" \
	"spelling that was only offered"
is "$(json '.totals | "\(.suggested) \(.corrected)"')" "5 0" "and in all"
is "$(json '.nothingFound[] | "\(.query): \(.nearestTitle): \(.glossaryLine)"')" \
	$'bellspalsy: Bell\'s palsy: bellspalsy => bell palsy\nplagiocephaly: null: null' \
	"the nearest title, and a line that leads there"
run fornix report --index index --state told-state
like "$out" $'bellspalsy +Bell\'s palsy\n.*plagiocephaly +-\n' "text has the title"
like "$out" 'glossary.txt, where both mean the same.  bellspalsy => bell palsy.' "and the line"
like "$out" 'Urgent help.* 6  self-harm.* 5  worst-headache' "and the rules"
run fornix report --index index --state told-state --format csv
like "$out" $'\nnothing found,"bellspalsy",5,5,0,0,0,0,0,0,0,0,"Bell\'s palsy","bellspalsy => bell palsy"' \
	"CSV has all three"
like "$out" $'\nurgent,"self-harm",.*\nurgent,"worst-headache",' "and the rules"
cp -R "$corpus" own
chmod -R u+w own
fornix report --index index --state told-state --format json |
	jq -r '.nothingFound[].glossaryLine // empty' >>own/_search/glossary.txt
ok "the line is taken as it is" fornix index --quiet --index own-index own
run fornix search --index own-index --json bellspalsy
is "$(jq -r '.results[0].id' <<<"$out")" conditions/bells-palsy "and leads there"

# Clients of Meilisearch ask with every letter.
type_letters() {
	local text=$1 i
	for ((i = 0; i <= ${#text}; i++)); do
		curl --silent --output answer --data "{\"queries\": [
			{\"indexUid\": \"articles\", \"q\": \"${text::i}\"},
			{\"indexUid\": \"articles\", \"q\": \"${text::i}\", \"limit\": 0},
			{\"indexUid\": \"articles\", \"q\": \"${text::i}\", \"offset\": 20}]}" \
			--header 'Content-Type: application/json' "$url/meili/multi-search"
	done
}
serve --index index --state typed-state
type_letters 'hemifacial spasm'
type_letters 'cant feel my legs'
is "$(jq -r '.results[0].urgent.rule' answer)" legs-bladder "an urgent one is answered"
get '/meili/indexes/articles/search?q=zzqqxx'
get '/meili/indexes/articles/search?q=zzqqxxy&filter=tags=spine'
get '/meili/indexes/articles/search?q=kyphoplasty&limit=0'
get '/meili/indexes/articles/search?q=glioma&offset=20'
get '/meili/indexes/articles/search?q=tremor&sort=date:desc'
get '/meili/indexes/articles/search'
stop_service
report --state typed-state
is "$(json .totals.searches)" 3 "what was typed to its end is counted, what matches all is not"
is "$(json '.urgent[] | "\(.rule) \(.times)"')" "legs-bladder 1" "an urgent rule once"
fails "no letters are on disk" grep -raiqF -e 'cant feel' -e hemif typed-state

# Deleted means gone.
exits 0 "purge" fornix report --purge
is "$out" "all counters are deleted" "says so"
fails "nothing is left" on_disk spasm
exits 0 "once more" fornix report --purge
is "$out" "there were no counters" "says that too"
exits 1 "no report any more" fornix report --index index

# Switched off.
rm -r state
printf 'index: index\nreport_enabled: false\n' >off.yaml
serve --config off.yaml
often 8 '/search?q=hemifacial+spasm' k
stop_service
is "$(find . -name 'counts.mdb*' -path './state/*')" "" "switched off nothing is written"
fails "nor is the folder made" test -e state
is "$(grep -rlaiF 'hemifacial spasm' --include='*.mdb' --include=lock . | grep -v -e index -e near)" "" \
	"the text is on disk nowhere"

# Counting never harms answering.
printf 'in the way\n' >state
serve --index index
get '/search?q=hemifacial+spasm'
is "$status" 200 "without a folder for counters it answers"
is "$(grep -c 'searches are not counted' "$service_log")" 1 "and says once that it does not count"
stop_service
is "$code" 0 "and ends well"
rm state
serve --index index
often 5 '/search?q=hemifacial+spasm' l
rm -r state
printf 'in the way\n' >state
kill -HUP "$service"
said() {
	grep -q 'cannot be written' "$service_log"
}
ok "a folder that is lost is told" wait_until 10 said
get '/search?q=hemifacial+spasm'
is "$status" 200 "and harms no answer"
unlike "$(cat "$service_log")" 'hemifacial' "no query is in the log"
stop_service
is "$(grep -c 'cannot be written' "$service_log")" 2 "once, and once more at the end"
done_testing
