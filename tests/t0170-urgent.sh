#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The practice's urgent rules: which searches get a card and which must not, in
# every face; and what becomes of a file with mistakes.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires jq curl

make_index --strict
serve --index index
grep -v '^#' "$data/urgent/queries.tsv" >wanted
# One curl for all of them.
cut -f 1 wanted | jq -Rr --arg url "$url" '"url = \"\($url)/api/search?perPage=1&q=\(@uri)\""' >urls
curl --silent --show-error --config urls >answers
wrong=$(jq -r '[.query, .urgent.rule // "-"] | @tsv' answers | diff wanted - | grep '^[<>]')
fires=$(cut -f 2 wanted | grep -cvx -e -) quiet=$(cut -f 2 wanted | grep -cx -e -)
is "$wrong" "" "every search gets its card or none"
number "$fires" -ge 60 "$fires searches get one"
number "$quiet" -ge 60 "$quiet searches get none"

get "/search?q=worst+hedache+of+my+life"
like "$body" '<main[^>]*>'$'\n''<section class="urgent" role="region" aria-labelledby="urgent">' \
	"the card is first on the page"
like "$body" '<a href="tel:911">Call 911</a>' "with a number to call"
like "$body" 'href="/patients/when-to-seek-emergency-care/#the-worst-headache-of-your-life"' \
	"and the article's section"
get "/search?q=suicide&section=diagnosis&tag=spine"
like "$body" 'class="urgent"' "a card where filters leave nothing"
get "/api/search?q=cant+feel+my+legs&correct=0&synonyms=0"
is "$(json .urgent.rule)" legs-bladder "a card without corrections and synonyms"
get "/api/search?q=suiside+wrod+hjklm&synonyms=0"
is "$(json .urgent.rule)" self-harm "spelling is enough, whatever else is typed"
get "/api/search?q=suiside&correct=0"
is "$(json .urgent)" null "but not when it is turned off"
get "/api/search?q=stroke&page=2"
is "$(json .urgent.rule)" stroke "every page has it"
run fornix search --index index -n 1 want to die
like "$out" '^  ! You don.+t have to get through this alone'$'\n' "the shell has it first"
run fornix search --index index --json kill myself xyzzyplugh
is "$(jq -r '.urgent.phones[0].url' <<<"$out")" "tel:988" "and its JSON"

anchors=$(curl --silent "$url/api/search?q=stroke+face+drooping" | jq -r .urgent.link.url)
is "$anchors" "/patients/when-to-seek-emergency-care/#stroke-signs" "links lead to sections"
is "$(grep -c '  *article:' "$corpus/_search/urgent.yaml")" \
	"$(grep -cE '^    article: patients/[a-z-]+(#[a-z0-9-]+)?$' "$corpus/_search/urgent.yaml")" \
	"all links are written alike"

exits 0 "fornix explain" fornix explain --index index -- the worst hedache of my life -knee
like "$out" $'\n  the: does not count, stem the\n  worst: word, stem worst\n' "tells the words"
like "$out" $'\n  knee: must not be there, stem knee\n' "what must not be there"
like "$out" $'\ncorrected: the worst headache of my life' "the correction"
like "$out" $'\nurgent: worst-headache, by "worst headache"|.* on line [0-9]+ of urgent.yaml\n' \
	"the rule and its pattern"
like "$out" $'\narticles: [0-9]+\n  [0-9]+\\.[0-9][0-9] [a-z]+/' "the best articles"
exits 0 "another query" fornix explain --index index hemifacial spasm
like "$out" $'\nurgent: no rule\n' "meets no rule"
exits 1 "nothing found" fornix explain --index index xyzzyplugh
exits 2 "no words" fornix explain --index index

# A corpus of our own, with an index of one article.
rules=own/_search/urgent.yaml
article own/a.md Letters <<<"Nothing but letters."
mkdir own/_search
cat >$rules <<'TEXT'
- id: one
  patterns: kraken
  title: Release it
  message: Or not.
  link: {label: Letters, article: a}
TEXT
own() {
	fornix search --index own.index --json "$@" | jq -r '.urgent.rule // "-"'
}
link() {
	fornix search --index own.index --json "$@" | jq -r .urgent.link.url
}
exits 0 "rules are published" fornix index --strict --index own.index own
is "$(own kraken)" one "and used"
is "$(link kraken)" /a/ "the link is the article's address"
run fornix index --verbose --index own.index own
like "$out" 'nothing to publish' "the same rules are no news"
sed -i 's/kraken/leviathan/' $rules
run fornix index --verbose --index own.index own
like "$out" '\(published\)' "other rules are"
is "$(own kraken) $(own leviathan)" "- one" "and replace the first"

cat >>$rules <<'TEXT'
- id: two
  patern: hydra
  title: It grows
  message: Again.
  link: {label: Letters, article: b}
- id: three
  patterns: sphinx
  title: It asks
  message: You answer.
  link: {label: Letters, article: b}
TEXT
exits 2 "fornix check" fornix check --quiet --index own.index own
is "$out" "own/_search/urgent.yaml:7: unknown key 'patern': did you mean 'patterns'?
own/_search/urgent.yaml:15: there is no article 'b': name its file below the corpus" \
	"names every mistake with its line"
exits 4 "--strict refuses mistakes" fornix index --strict --index own.index own
is "$(own leviathan)" one "and changes nothing"
exits 0 "with --allow-rules they are left out" fornix index --allow-rules --index own.index own
is "$err" "fornix: skipped '_search/urgent.yaml:7': unknown key 'patern': did you mean 'patterns'?
fornix: skipped '_search/urgent.yaml:15': there is no article 'b': name its file below the corpus
fornix: generation 3, 1 articles, was published (2 skipped)" \
	"and named with their lines"
is "$(own leviathan) $(own hydra) $(own sphinx)" "one - three" "the others count"
is "$(link sphinx)" null "without a dead link"

cat >$rules <<'TEXT'
- id: one
  patterns: kraken -dream
  title: Release it
  message: Or not.
  link: {label: Letters, article: a#nowhere}
- id: two
  patterns:
    - kraken -dream
    - big kraken -dream
    - kraken -dreams|tale
    - kraken
  title: It grows
  message: Again.
  link: {label: Letters, article: a}
TEXT
sed -i '2i description: A letter.\nreviewed: 2020-01-01' own/*.md
exits 2 "rules that others hide" fornix check --index own.index own
is "$out" "own/_search/urgent.yaml:5: 'a.md' has no section '#nowhere': name one of its headings' anchors
own/_search/urgent.yaml:8: 'kraken -dream' never fires: 'kraken -dream' on line 2, of 'one', has all of its searches
own/_search/urgent.yaml:9: 'big kraken -dream' never fires: 'kraken -dream' on line 2, of 'one', has all of its searches
own/_search/urgent.yaml:9: note: 'big kraken -dream' does nothing: 'kraken -dream' on line 8 has all of its searches
own/_search/urgent.yaml:10: 'kraken -dreams|tale' never fires: 'kraken -dream' on line 2, of 'one', has all of its searches
own/_search/urgent.yaml:10: note: 'kraken -dreams|tale' does nothing: 'kraken -dream' on line 8 has all of its searches
no glossary: there is no 'own/_search/glossary.txt'" "are told"
printf -- '- id: [\n' >$rules
exits 0 "a file that is no YAML" fornix index --allow-rules --index own.index own
like "$err" "^fornix: skipped '_search/urgent.yaml:[0-9]+': .*; what was published before stays" \
	"is named"
is "$(own leviathan)" one "and takes no card away"
exits 0 "not even anew" fornix index --allow-rules --full --index own.index own
is "$(own leviathan)" one "with --full"
head -c 70000 /dev/zero | tr '\0' '#' >$rules
exits 0 "a file that is too large" fornix index --allow-rules --index own.index own
like "$err" "urgent.yaml.*; what was published before stays" "neither"
is "$(own leviathan)" one "it is no rule either"
rm $rules
exits 0 "no file any more" fornix index --index own.index own
is "$err" "" "is no mistake"
is "$(own leviathan)" - "and no rules"

generation=own.index/$(readlink own.index/current)
jq 'del(.files[] | select(.name == "urgent.yaml"))' "$generation/manifest.json" >m && cp m "$generation/manifest.json"
rm "$generation/urgent.yaml"
exits 0 "a generation from before there were rules" fornix search --index own.index letters
done_testing
