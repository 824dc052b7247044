#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# fornix explain: what adds up to a score, and why an article is where it is, or nowhere.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"

mkdir corpus
article corpus/care/zebra.md "Zebra care" <<<"A zebra eats grass. Brush the striped zebra every day."
article corpus/care/horse.md "Horse care" <<<"A horse eats hay, and is no zebra. Brush it every day."
article corpus/care/lion.md "Lion care" <<<"Never brush a lion. It eats meat of a big animal."
article corpus/care/draft.md $'Secret zebra\ndraft: true' <<<"A zebra that nobody must see."
article corpus/care/later.md $'Zebra of tomorrow\ndate: 2999-01-01' <<<"A zebra to come."
article corpus/visit/fee.md $'Fees\ntags: [money]\nreviewed: 2026-02-03' <<<"To see the zebra costs a fee."
for i in {1..12}; do
	article "corpus/more/stripes$i.md" "Stripes $i" <<<"Stripes, grass and hay and many more words about $i things; a zebra."
done
fornix index --quiet --index index corpus
explain() {
	fornix explain "$@"
}

check_sums() {
	exits 0 "a query" explain striped zebra
	like "$out" $'\narticles: [0-9]+\n  [0-9.]+ care/zebra\n       = [0-9.]+ striped \\+ [0-9.]+ zebra' \
		"each hit tells what each word adds"
	like "$out" 'striped zebra side by side' "and neighbours"
	# The sum, times the title, and the gain are the score but for rounding.
	is "$(awk '/^  [0-9]/ { score = $1 }
		/^       = / { n = split($0, words, " "); sum = 0; times = 1; gain = 0
			for (i = 1; i < n; i++) {
				if (words[i + 3] == "articles") gain = words[i + 1]
				else if (words[i] ~ /^[=+]$/) sum += words[i + 1]
				if (words[i] == "x") times = words[i + 1]
			}
			d = sum * times + gain - score; if (d > 0.05 || d < -0.05) print score, sum, times }' <<<"${out//$'\n        +'/ +}")" "" \
		"which adds up"
	exits 0 "an article that is found" explain zebra grass care/zebra
	like "$out" 'article: care/zebra, number 1 of [0-9]+' "has its place"
	like "$out" $'zebra +[0-9.]+\n' "with what each word adds"
	like "$out" 'for the title +x [1-9.]' "the title apart"
	like "$out" $'score +[0-9.]+$' "and the sum"
	exits 0 "one that is lower" explain zebra grass ./corpus/care/horse.md
	like "$out" 'number [0-9]+ of .*this one the first' "is held against the first"
	exits 0 "the synonym that counts" explain --no-synonyms zebra care/horse.md
}

# why WORDS... ARTICLE: the lines on the article.
why() {
	run explain "$@"
	out=$(sed -n '/^article: /,$p' <<<"$out")
}

check_reasons() {
	why zebra care/draft.md
	is "$code:$out" "1:article: care/draft, left out of the index: draft" "a draft"
	why zebra care/later
	is "$code:$out" "1:article: care/later, left out of the index: not yet published" "one to come"
	why -- zebra -hay care/horse
	like "$code:$out" $'^1:.*not found\n  missing: it has what must not be there, -hay$' "excluded by a word"
	why '"zebra eats"' care/horse
	like "$code:$out" $'^1:.*not found\n  missing: it must have "zebra eats"$' "without a phrase"
	why title:zebra care/horse
	like "$out" $'not found\n  missing: it must have title:zebra$' "without a word of a field"
	why zebra striped tomorrow care/lion
	like "$code:$out" $'^1:.*not found\n  it lacks zebra\n  it lacks striped\n  it lacks tomorrow\n  missing: it has none' "the words are absent"
	why --tag money zebra care/horse
	like "$code:$out" $'^1:.*not found\n  missing: --tag leaves it out$' "filtered by a tag"
	why --in visit zebra care/horse
	like "$out" $'not found\n  missing: --in leaves it out$' "by a folder"
	why --since 2026-01-01 zebra care/horse
	like "$out" $'not found\n  missing: --since leaves it out$' "by age"
	why --tag money --since 2026-01-01 zebra visit/fee
	like "$code:$out" '^0:.*number 1 of 1' "which another passes"
	why striped brush stripes7 zebra care/horse
	like "$out" $'\n  it lacks striped\n  it lacks stripes7\n' "lower: words that it lacks"
	article corpus/care/new.md "New zebra" <<<"A zebra that has just come."
	why zebra care/new.md
	like "$code:$out" "^1:article: care/new, not indexed: 'fornix index'" "not indexed yet"
	echo "More of it." >>corpus/care/horse.md
	why zebra care/horse
	like "$out" "file has changed since it was indexed: run 'fornix index'" "another file than was indexed"
	exits 3 "an article that there is not" explain zebra care/zebbra
	like "$err" "no article 'care/zebbra': did you mean 'care/zebra'" "has a near name"
	exits 3 "one that is near none" explain zebra xyzzy/plugh
	like "$err" "'xyzzy/plugh'.*path below" "is told"
	why zebra things 'care/../care/zebra'
	is "$code" 3 "a path that leads about"
	exits 2 "a wrong day" explain --since soon zebra
	like "$err" "'--since'.*'soon'" "is told"
}

# Where the first is far ahead, others are barely related: they fill up a page, and no more.
check_cut() {
	local last
	run fornix search --json -n 100 striped zebra care brush
	last=$(jq -r '[.results[] | select(.loose)][-1].id // empty' <<<"$out")
	isnt "$last" "" "something is barely related"
	why striped zebra care brush "$last"
	like "$code:$out" $'^1:article: .*barely related: its score is below 25 %' "and told so"
	run fornix search --json striped zebra care brush
	last=$(comm -13 <(jq -r '.results[].id' <<<"$out" | sort) <(ls corpus/more | sed 's,^,more/,; s,\.md$,,' | sort) | head -n 1)
	isnt "$last" "" "something is behind the last page"
	why striped zebra care brush "$last"
	like "$code:$out" '^1:.*not shown: such articles fill up the last page' "and told so"
}

check_sums
check_reasons
if command -v jq >/dev/null; then
	check_cut
else
	skip "the cut" "no jq here"
fi
done_testing
