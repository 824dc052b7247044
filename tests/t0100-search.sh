#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fornix search as staff use it: ranks, filters, colours, exit codes.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires jq
make_index
search() {
	fornix search --index index "$@"
}

exits 0 "finds something" search hemifacial spasm
like "$out" '(^|
) *1 Hemifacial spasm' "the condition's article is first"
like "$out" 'conditions/hemifacial-spasm\.md' "its path is shown"
like "$out" 'article' "the total is told"
unlike "$out" $'\x1b' "no colour without a terminal"
is "$err" "" "nothing on standard error"
exits 0 "the same words as one argument" search "hemifacial spasm"
exits 1 "nothing found ends with 1" search xyzzyplugh
isnt "$out" "" "and says so"
exits 2 "no words" search
like "$err" "no words" "is told"
exits 2 "an unknown option" search --jsn pain
like "$err" "did you mean '--json'" "names the nearest"
exits 2 "a number that is none" search -n many pain
like "$err" "whole number from 1 to 100, not 'many'" "says what it takes"
exits 2 "a number that is too large" search -n 101 pain
exits 2 "an option without its value" search pain -n
like "$err" "needs a value" "is told"
exits 2 "a wrong colour" search --color=blue pain
exits 3 "no index" fornix search --index nowhere pain
like "$err" "'nowhere'.*fornix index" "names the folder and the remedy"
is "$out" "" "and prints nothing else"
exits 2 "a missing configuration file" fornix search --config none.yaml pain
like "$err" "none.yaml" "is named"

run search --color=always hemifacial spasm
like "$out" $'\x1b\\[' "colour when it is asked for"
NO_COLOR=1 run search --color=always hemifacial spasm
like "$out" $'\x1b\\[' "--color=always wins over NO_COLOR"
is "$(search --color=always pain | sed $'s/\x1b\\[[0-9;]*m//g' | sed 's/([0-9.]* ms)//')" \
	"$(search pain | sed 's/([0-9.]* ms)//')" "colour changes nothing else"

ids() {
	search --json "$@" | jq -r '.results[].id'
}
is "$(ids --tag spine -n 100 pain | sed 's,/.*,,' | sort -u | head -n 1)" "conditions" "a tag filters"
run search --json --tag spine -n 100 pain
is "$(jq '[.results[] | select(.tags | index("spine") | not)] | length' <<<"$out")" 0 \
	"every hit has the tag"
run search --json --in treatments -n 100 nerve
is "$(jq -r '[.results[].id | split("/")[0]] | unique | join(",")' <<<"$out")" treatments \
	"--in keeps to a folder"
run search --json --in treatments --in diagnosis -n 100 nerve
is "$(jq -r '[.results[].id | split("/")[0]] | unique | join(",")' <<<"$out")" \
	diagnosis,treatments "filters of a kind add up"
is "$(ids nerve -n 10)" "$(ids nerve -n 5; ids nerve -n 5 --page 2)" "pages join without a gap"
exits 0 "words as they are" search --no-correction --no-synonyms hemifacial spasm
exits 2 "a page out of reach" search --page 1001 pain

is "$(ids '"keyhole opening"' | head -n 1)" treatments/microvascular-decompression "a phrase is found"
isnt "$(ids 'keyhole opening' -n 100 | wc -l)" "$(ids '"keyhole opening"' -n 100 | wc -l)" \
	"a phrase is narrower than its words"
is "$(ids facial -n 100 -- -botox | xargs)" "$(ids 'facial -botox' -n 100 | xargs)" \
	"-without in one argument or behind --"
run search --json -n 100 'spasm -hemifacial'
is "$(jq '[.results[] | select(.id == "conditions/hemifacial-spasm")] | length' <<<"$out")" 0 \
	"-without leaves articles out"
is "$(ids title:meningioma | head -n 1)" conditions/meningioma "title:word"
run search --json -n 100 tag:facial-pain
is "$(jq '[.results[] | select(.tags | index("facial-pain") | not)] | length' <<<"$out")" 0 \
	"tag:word alone lists the tag"
exits 0 "stray signs are text" search 'pain AND (( "OR NOT : - spasm'
exits 0 "capitals do not matter" search HEMIFACIAL
is "$(ids HEMIFACIAL SPASM | head -n 3)" "$(ids hemifacial spasm | head -n 3)" \
	"and rank the same"
is "$(ids Ménière disease | head -n 3)" "$(ids Meniere disease | head -n 3)" \
	"accents do not matter"
is "$(ids "Bell’s palsy" | head -n 1)" conditions/bells-palsy "curly apostrophes"
is "$(ids x-ray | head -n 2 | xargs)" "$(ids xray | head -n 2 | xargs)" "x-ray and xray"

# Words that no article has, and other words for the same.
run search --json trigemenal nuralgia
is "$(jq -r '.results[0].id' <<<"$out")" conditions/trigeminal-neuralgia "a misspelt query finds"
is "$(jq -r '"\(.correction.mode) \(.correction.suggestions[0])"' <<<"$out")" \
	"auto trigeminal neuralgia" "and says what it found"
run search trigemenal nuralgia
like "$out" "showing results for 'trigeminal neuralgia'" "in plain words too"
exits 1 "without correction nothing is found" search --no-correction trigemenal nuralgia
run search --json water on the brain
is "$(jq -r '.results[0].id' <<<"$out")" conditions/hydrocephalus "patients' words find the clinical ones"
is "$(jq -r '.synonymsAdded[0] | "\(.typed): \(.added)"' <<<"$out")" \
	"water on the brain: hydrocephalus" "and the answer names them"
run search --json face pain
like "$(jq -r '.synonymsAdded[].added' <<<"$out" | xargs)" "pain in the face" "a name with words between its words"
is "$(jq -r '.results[].snippetHtml' <<<"$out" | grep -icE '<mark>(in|the)</mark>')" 0 "which are not marked"
run search --json --no-synonyms water on the brain
is "$(jq -r '.synonymsAdded | length' <<<"$out")" 0 "synonyms can be turned off"
run search --json -n 63 tic douloureux
is "$(jq -r '[.results[] | .loose] | . == sort' <<<"$out")" true "what is barely related comes last"
is "$(jq -r '.total == ([.results[] | select(.loose | not)] | length)' <<<"$out")" true \
	"and is not counted"

run search --json -n 100 --sort date pain
is "$(jq -r '[.results[].date] | . == (sort | reverse)' <<<"$out")" true "sorted by date, the newest first"
is "$(jq -r '.sort + " " + ([.results[] | select(.loose)] | length | tostring)' <<<"$out")" "date 0" \
	"only what is counted"
newest=$(jq -r '[.results[].id] | sort | join(" ")' <<<"$out") total=$(jq -r .total <<<"$out")
run search --json -n 100 pain
is "$(jq -r '[.results[] | select(.loose | not) | .id] | sort | join(" ")' <<<"$out")" "$newest" \
	"the same articles as by relevance"
is "$(jq -r .total <<<"$out")" "$total" "the same total"
run search --json -n 100 --sort reviewed pain
is "$(jq -r '[.results[].reviewed] | . == (sort | reverse)' <<<"$out")" true "or by review"
run search -n 3 --sort date pain
like "$out" 'match, newest first, 1–3 shown' "the shell says so"
exits 2 "an order that there is not" search --sort newest pain
like "$err" 'relevance, date or reviewed' "names those there are"

check_since() {
	local all=0 since
	run search --json -n 100 --since 2026-01-01 pain
	is "$(jq '[.results[] | select(.date < "2026-01-01" and (.reviewed // "") < "2026-01-01")] | length' <<<"$out")" 0 \
		"--since: published or reviewed since then"
	number "$(jq .total <<<"$out")" -gt 0 "which some are"
	since=$(jq -r '.results[].id' <<<"$out" | sort)
	run search --json -n 100 pain
	all=$(jq -r '.results[] | select(.date >= "2026-01-01" or (.reviewed // "") >= "2026-01-01") | .id' <<<"$out" | sort)
	is "$since" "$all" "all of them"
	is "$(search --files --since 2026-02-16 hemifacial spasm)" "$(search --files --since 20260216 hemifacial spasm)" \
		"that very day counts"
	like "$(search --files --since 2026-02-16 hemifacial spasm)" 'hemifacial-spasm' "(there is one)"
	unlike "$(search --files --since 2026-02-17 hemifacial spasm)" 'hemifacial-spasm' "but not from the next"
	exits 1 "nothing since" search --since 2999-01-01 hemifacial spasm
	like "$out" 'hemifacial-spasm' "what comes closest does without"
	if command -v faketime >/dev/null && ! with_sanitizers; then
		is "$(faketime '2026-03-18 12:00' "$FORNIX" search --index index --count --since 30d hemifacial spasm)" \
			"$(search --count --since 2026-02-16 hemifacial spasm)" "how long ago"
	else
		skip "how long ago" "needs faketime, and no sanitizers"
	fi
	exits 2 "no day" search --since soon pain
	like "$err" "'--since' takes a day as 2026-01-31.*'soon'" "is told"
}
check_since

run search --json hemifacial spasm
is "$(jq -r 'keys_unsorted | join(" ")' <<<"$out")" \
	"query sort total totalIsExact partial page perPage pages processingTimeMs generation urgent bestBets facets correction queryParts synonymsAdded results help related warnings" \
	"JSON has its members"
is "$(jq -r '.results[0] | keys_unsorted | join(" ")' <<<"$out")" \
	"id url title titleHtml snippet snippetHtml section sections figures tags date reviewed reviewDue score loose" \
	"and so has a hit"
is "$(jq -r '.results[0].url' <<<"$out")" /conditions/hemifacial-spasm/ "the URL"
like "$(jq -r '.results[0].snippetHtml' <<<"$out")" '<mark>' "the snippet is marked"
is "$(jq -r '.results[0] | .snippetHtml | gsub("</?mark>"; "") | gsub("&#39;"; "\u0027") | gsub("&quot;"; "\"") | gsub("&lt;"; "<") | gsub("&gt;"; ">") | gsub("&amp;"; "&")' <<<"$out")" \
	"$(jq -r '.results[0].snippet' <<<"$out")" "the plain twin says the same"
exits 1 "JSON for nothing is still JSON" search --json xyzzyplugh
is "$(jq -r '.total' <<<"$out")" 0 "with a total of 0"

exits 0 "articles near to one" fornix related --index index conditions/hemifacial-spasm
like "$out" $'treatments/microvascular-decompression\t' "by path and title"
near=$out
run fornix related --index index /conditions/hemifacial-spasm/
is "$out" "$near" "the URL names it too"
echo "corpus: $corpus" >settings.yaml
run fornix related -c settings.yaml --index index "$corpus/conditions/hemifacial-spasm.md"
is "$out" "$near" "so does the file"
run fornix related --index index --json conditions/hemifacial-spasm
is "$(jq -r '"\(.id) \(.results | length)"' <<<"$out")" "conditions/hemifacial-spasm 5" "as JSON"
exits 3 "no such article" fornix related --index index conditions/nothing
like "$err" "conditions/nothing" "is named"
exits 2 "no article" fornix related --index index

exits 3 "a full disk is an error" bash -c '"$FORNIX" search --index index pain >/dev/full'
like "$err" "cannot write to standard output" "and told"
exits 0 "a closed pipe does no harm" bash -c '"$FORNIX" search --index index -n 100 pain | head -n 1'

is "$(fornix --version)" "$("$FORNIXD" --version | sed 's/^fornixd/fornix/')" "both programs are of one version"
exits 0 "help" fornix help search
like "$out" '--json' "lists the options"
exits 2 "an unknown command" fornix serach pain
like "$err" "did you mean 'search'" "names the nearest"
exits 2 "no command" fornix
done_testing
