#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the practice recommends: for which searches, in every face, until when; and
# what becomes of a file with mistakes.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires jq curl

make_index --strict
serve --index index
grep -v '^#' "$data/best-bets/queries.tsv" >wanted
cut -f 1 wanted | jq -Rr --arg url "$url" '"url = \"\($url)/api/search?perPage=1&q=\(@uri)\""' >urls
curl --silent --show-error --config urls >answers
wrong=$(jq -r '[.query, ([.bestBets[].label] | join("|") | if . == "" then "-" else . end)] | @tsv' \
	answers | diff wanted - | grep '^[<>]')
is "$wrong" "" "every search has its recommendations or none"
number "$(cut -f 2 wanted | grep -cvx -e -)" -ge 35 "enough have one"
number "$(cut -f 2 wanted | grep -cx -e -)" -ge 25 "enough have none"

get "/api/search?q=do+i+need+a+referral"
is "$(json '.bestBets[0] | "\(.id) \(.url)"')" \
	"patients/scheduling-and-contact /patients/scheduling-and-contact/#do-i-need-a-referral" \
	"an article's section"
is "$(json '.results[0].id')" patients/scheduling-and-contact "the article is a hit as well"
get "/api/search?q=do+i+need+a+referral&page=2&perPage=1"
is "$(json .bestBets)" "[]" "the second page has none"
get "/search?q=do+i+need+a+referral"
like "$body" '<h2 id="bets">Recommended</h2>.*<div class="columns">' "the page has them before the hits"
like "$body" 'href="/patients/scheduling-and-contact/#do-i-need-a-referral">Do I need a referral\?</a>' \
	"as a link"
get "/search?q=referral&section=diagnosis&tag=spine"
like "$body" '<h1>Nothing found.*class="bets"' "also where filters leave nothing"
get "/api/search?q=do+i+need+a+refferal&correct=0"
is "$(json .bestBets)" "[]" "misspellings are not understood when that is turned off"
get "/search?q=call+911+worst+headache+of+my+life"
like "$body" 'class="urgent".*<h1>' "an emergency has its card first"
run fornix search --index index -n 1 "do i need a referral"
like "$out" '^  \* Do I need a referral\?'$'\n''    /patients/scheduling-and-contact/#do-i-need-a-referral'$'\n\n' \
	"the shell has them first"
run fornix search --index index --json referral
is "$(jq -r '.bestBets[0].label' <<<"$out")" "Do I need a referral?" "and its JSON"
exits 0 "fornix explain" fornix explain --index index second opinion
like "$out" $'\n''recommended: Asking for a second opinion, /patients/second-opinions/, by second\|another\|other opinion on line [0-9]+ of best-bets.yaml'$'\n' \
	"tells the rule and its pattern"
exits 0 "another query" fornix explain --index index hemifacial spasm
like "$out" $'\nrecommended: no rule\n' "meets none"
for target in $(jq -r '.bestBets[].url' answers | sort -u); do
	path=${target%%#*} anchor=${target#"$path"}
	get "/api/articles?perPage=200"
	is "$(json "[.articles[] | select(.url == \"$path\")] | length")" 1 "$path is an article"
	[ -z "$anchor" ] || like "$anchor" '^#[a-z-]+$' "with a section"
done
is "$(jq -r '.bestBets[].url' answers | grep -c '#' | sed 's/^[1-9].*/some/')" some "sections are named"

# The order of hits is as without the rules.
cp -r "$corpus" bare && rm bare/_search/best-bets.yaml
run fornix index --quiet --index bare.index bare
is "$code" 0 "an index without them"
queries=$corpus/_search/queries.tsv
run fornix eval --index index --queries "$queries" --run-file with.trec
run fornix eval --index bare.index --queries "$queries" --run-file without.trec
ok "the order of hits is the same" cmp with.trec without.trec
number "$(wc -l <with.trec)" -gt 100 "of all queries"

# A corpus of our own.
rules=own/_search/best-bets.yaml
for name in a b c d e; do
	article own/$name.md "Letter $name" <<<"Nothing but letters, $name."
done
sed -i '2i draft: true' own/e.md
mkdir own/_search
day() {
	date -d "$1" +%Y-%m-%d
}
cat >$rules <<TEXT
- {label: Over, url: /over/, alone: letter, until: $(day yesterday), owner: O, reason: R}
- {label: Last day, url: /last/, alone: letter, until: $(day today), owner: O, reason: R}
- {label: Last day, url: /last/, patterns: letter, owner: O, reason: R}
- {label: Draft, article: e, alone: letter, owner: O, reason: R}
- {label: B, article: b, alone: [letter, letters], until: $(day tomorrow), owner: O, reason: R}
- {label: Elsewhere, url: 'https://example.org/?a=b&c', patterns: letter, owner: O, reason: R}
- {label: C, article: c, alone: letter, owner: O, reason: R}
- {label: Just so, article: d, exact: Létters nothing, owner: O, reason: R}
TEXT
own() {
	fornix search --index own.index --json "$@" | jq -r '[.bestBets[].label] | join("|")'
}
exits 0 "rules are published" fornix index --index own.index own
is "$(own letters)" "Last day|B|Elsewhere" "three at most, none twice, no draft, none that is over"
is "$(own letters nothing)" "Last day|Elsewhere|Just so" "exact words"
is "$(own LETTERS Nothing)" "Last day|Elsewhere|Just so" "without capitals and accents"
is "$(own letter nothing)" "Last day|Elsewhere" "no other ending"
is "$(own nothing letters)" "Last day|Elsewhere" "no other order"
is "$(own letters nothing more)" "Last day|Elsewhere" "no other words"
is "$(own lettres nothing)" "Last day|Elsewhere" "no misspelling"
is "$(own --page 2 -n 1 letters)" "" "not on the second page"
serve --index own.index
get "/search?q=letters"
like "$body" 'href="https://example.org/\?a=b&amp;c">Elsewhere</a>' "addresses are escaped"
run fornix index --verbose --index own.index own
like "$out" 'nothing to publish' "the same rules are no news"
rm own/b.md
run fornix index --allow-rules --index own.index own
is "$(own letters)" "Last day|Elsewhere|C" "an article that is gone is not recommended"

printf -- '- {label: New, article: zz, alone: letter, owner: O, reason: R}\n- {label: X, artikel: a}\n' >$rules
exits 2 "fornix check" fornix check --quiet --index own.index own
is "$out" "own/_search/best-bets.yaml:1: there is no article 'zz': name its file below the corpus
own/_search/best-bets.yaml:2: 'owner' is missing
own/_search/best-bets.yaml:2: 'reason' is missing
own/_search/best-bets.yaml:2: unknown key 'artikel': did you mean 'article'?" "names mistakes"
exits 4 "--strict refuses mistakes" fornix index --strict --index own.index own
printf -- '- [\n' >$rules
run fornix index --allow-rules --index own.index own
like "$err" "_search/best-bets.yaml:[0-9]+': .*; what was published before stays" "no YAML"
is "$(own letters)" "Last day|Elsewhere|C" "takes nothing away"
rm $rules
run fornix index --verbose --index own.index own
is "$(own letters)" "" "no file, no recommendations"
generation=own.index/$(readlink own.index/current)
jq 'del(.files[] | select(.name == "best-bets.yaml"))' "$generation/manifest.json" >m && cp m "$generation/manifest.json"
rm "$generation/best-bets.yaml"
exits 0 "a generation from before there were rules" fornix search --index own.index letters
# What can never show, leads nowhere, or is over.
article own/a.md "Letter a" <<<$'Letters.\n\n## One part\n\nA.'
cat >$rules <<TEXT
- {label: A, article: a, patterns: letter, owner: O, reason: R}
- {label: B, article: a#one-part, patterns: [pen letter, letter by pen], owner: O, reason: R}
- {label: C, article: a#no-part, alone: pen letter, owner: O, reason: R}
- {label: D, url: /d/, alone: letter, until: $(day yesterday), owner: O, reason: R}
- {label: E, url: /e/, patterns: letter, until: $(day '+30 days'), owner: O, reason: R}
- {label: F, article: c, patterns: pencil, until: $(day '+31 days'), owner: O, reason: R}
- {label: G, url: /g/, alone: letter pen, owner: O, reason: R}
- label: H
  url: /e/
  exact:
    - A letter
    - title:letter
  until: $(day tomorrow)
  owner: O
  reason: R
- {label: I, article: e, patterns: nothing, owner: O, reason: R}
TEXT
sed -i '2i description: A letter.\nreviewed: 2020-01-01' own/*.md
exits 2 "problems and notes" fornix check --index own.index own
is "$out" "own/_search/best-bets.yaml:2: note: 'letter by pen' does nothing: 'pen letter' on line 2 has all of its searches
own/_search/best-bets.yaml:3: 'a.md' has no section '#no-part': name one of its headings' anchors
own/_search/best-bets.yaml:4: note: 'D' is over since $(day yesterday): remove it, or say until when
own/_search/best-bets.yaml:5: note: 'E' is over after $(day '+30 days'): 30 days from today
own/_search/best-bets.yaml:7: 'letter pen' never shows: those on lines 1, 2 and 3 have all of its searches
own/_search/best-bets.yaml:8: note: 'H' is over after $(day tomorrow): 1 day from today
own/_search/best-bets.yaml:11: 'A letter' does nothing: the rule on line 5 leads all of its searches to the same place
own/_search/best-bets.yaml:12: no search is 'title:letter': a query takes its signs for more than words
own/_search/best-bets.yaml:16: 'e' is not shown (draft): name another article, or publish it
no glossary: there is no 'own/_search/glossary.txt'" "are told with their lines"
exits 0 "they are no mistakes when indexing" fornix index --strict --index own.index own
is "$err" "" "and not told then"
done_testing
