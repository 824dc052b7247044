#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fornix status: what is served, the last run, the candidate that was refused.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires jq curl

# shellcheck disable=SC2120 # some runs have arguments
index() {
	fornix index --index index "$@" c
}
status() {
	fornix status --index index "$@"
}
state() {
	status --json | jq -c "$1"
}
# shows WORD PATTERN NAME: the line that begins with WORD.
shows() {
	like "$(grep "^$1 " <<<"$out")" "$2" "$3"
}

exits 1 "no index at all" status
like "$out" "^generation  none: no index in 'index' yet" "is told"
is "$(state '[.generation, .last_run, .refused, .kept, .servers]')" '[0,null,null,[],[]]' "also in JSON"
ok "and none is made" test ! -e index
printf 'corpus: c\n' >fornix.yaml
for i in $(seq 20); do
	article "c/a$i.md" "Letter $i" <<<"Everywhere there is word$i and a letter."
done
exits 0 "a run" index
exits 0 "status of a fresh index" status
shows generation "^generation  1, built [0-9]+ seconds? ago \(20..-..-.. ..:..\)\$" "the generation and its age"
shows articles " 20\$" "articles"
shows words " [1-9][0-9]+ different\$" "words"
shows size " [0-9]+ kB\$" "the size"
shows last " published in [0-9.]+ s, [0-9]+ seconds? ago" "the last run"
shows server "none on this machine" "no server"
unlike "$out" "kept|refused|last good" "and nothing that there is not"
is "$(state .size_bytes)" "$(find -L index/current -type f ! -name manifest.json -printf '%s\n' | paste -sd + | bc)" \
	"the size is that of the files"
words=$(state .words)
number "$words" -ge 25 "words are counted"
exits 0 "--max-age of a fresh one" status --max-age 1
exits 0 "--quiet" status --quiet
is "$out$err" "" "prints nothing"
for wrong in "--max-age 0" "--max-age x" "--max-age 9000" something --nonsense; do
	# shellcheck disable=SC2086 # an option and its value
	exits 2 "$wrong" status $wrong
done

serve --index index
exits 0 "with a service" status
shows server "process $service has generation 1\$" "it is named with what it has open"
is "$(state .servers)" "[{\"process\":$service,\"generation\":1}]" "also in JSON"
stop_service

article c/b1.md <<<"Another."
index
exits 0 "after a second run" status
shows kept "kept +1 \(fornix rollback\)" "what is kept is named"
is "$(state .kept)" "[2,1]" "also in JSON"

# Refused.
mkdir c/_search
for i in $(seq 20); do
	printf 'word%s\ta%s\n' "$i" "$i"
done >c/_search/queries.tsv
mv c/a1.md c/moved.md
rm c/a{2,3,4,5,6,7,8}.md
article c/a9.md "Letter 9" <<<"Nothing of what was there."
article c/$'odd \e[31mname'.md <<<"Skipped for its name."
article c/b2.md <<<"One more."
sleep 1.1 # the last good run was another second
exits 4 "a run that is refused" index
exits 4 "status then" status
shows generation "^generation  2," "what serves"
shows last " refused in" "how the run ended"
like "$out" $'\n'"last good   [0-9]+ seconds? ago" "when one was good"
shows refused "refused     3 \(fornix status --candidate\)" "and the candidate"
unlike "$out" $'\e' "without control characters"
exits 4 "--candidate" status --candidate
like "$out" "^candidate 3 was refused:"$'\n'"  7 of 21 articles would go" "tells the reason"
like "$out" "removed: 7"$'\n'"  a2.md"$'\n'".*"$'\n'"  and 2 more" "what was removed"
like "$out" "new: 1"$'\n'"  b2.md" "what is new, without what has moved"
like "$out" "changed: 1"$'\n'"  a9.md" "what has changed"
like "$out" "answered worse: [0-9]+"$'\n'"  word[0-9]+: nDCG@10 0\.[0-9]+ instead of [01]\.[0-9]+" "and queries that fell"
number "$(wc -l <<<"$out")" -le 30 "on one screen"
is "$(status --json --candidate | jq -c '.refused | [.generation, (.removed | length), .new, .changed]')" \
	'[3,7,["b2.md"],["a9.md"]]' "also in JSON"
printf 'judged_margin: 1\n' >lax.yaml
exits 0 "once it is allowed" index --allow-removals --full --config lax.yaml
exits 0 "status is well" status
exits 0 "--candidate" status --candidate
is "$out" "nothing was refused" "has nothing to tell"

# Old, failed, damaged.
jq -c '.last_success_at -= 90000' index/last-run.json >older && mv older index/last-run.json
exits 3 "a good run of yesterday is too old for --max-age 24" status --max-age 24
exits 0 "and young enough for 26" status --max-age 26
jq -c '.outcome = "failed"' index/last-run.json >failed && mv failed index/last-run.json
exits 3 "a run that failed" status
for damage in '' '{' '[]' '{"outcome":"well"}' '{"outcome":"failed","ended_at":-1}' \
	'{"outcome":"failed","ended_at":1e400}' "$(head -c 70000 /dev/zero | tr '\0' ' ')"; do
	printf '%s' "$damage" >index/last-run.json
	run status
	is "$code $(grep -c '^last run    not known$' <<<"$out")" "0 1" "a damaged record: '${damage:0:30}'"
done
jq -c . <<<'{"outcome":"published","ended_at":99999999999,"last_success_at":99999999999,"seconds":1,"generation":3,"articles":1,"files":1,"read":1,"new":1,"changed":1,"moved":1,"removed":1,"left_out":1,"skipped":1,"reasons":["a\u001b[31mb",7,null]}' >index/last-run.json
exits 0 "a run in the future" status
shows last "in the future: is the clock right\?" "is told as such"
unlike "$out" $'\e' "without the escape of a reason"
truncate -s 10 index/current/articles.mdb
exits 3 "a damaged generation" status
like "$out" "^generation  none: .*articles.mdb" "is named"
done_testing
