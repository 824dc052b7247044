#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fornix check: the practice's glossary, each finding, exit codes.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"

make_index
exits 0 "the practice's glossary has no problem" fornix check --index index "$corpus"
is "$err" "" "nothing on standard error"
like "$out" '(^|'$'\n'')0 problems and [0-9]+ notes?; [0-9]{3} entries, [0-9]+ articles$' "a summary"
is "$(grep -vcE '^/.*/([a-z-]+/[a-z-]+\.md|_search/glossary\.txt):[0-9]+: note: .' <<<"$out")" 1 \
	"every other line is a note with its place"
lines=$(sed -nE 's/.*glossary\.txt:([0-9]+):.*/\1/p' <<<"$out")
is "$lines" "$(sort -n <<<"$lines")" "in order of lines"
all=$out
exits 0 "--quiet" fornix check --quiet --index index "$corpus"
is "$out" "" "says nothing without a problem"
printf 'corpus: %s\nindex: %s\n' "$corpus" "$tmp/index" >own.yaml
exits 0 "corpus and index of the settings" fornix check --config own.yaml
is "$out" "$all" "are taken"

# Forty articles, of which all have one word and each has one of its own.
for ((i = 1; i <= 40; i++)); do
	article "own/a$i.md" "Letter $i" <<<"Everywhere there is word$i, a sore throat and a word."
done
sed -i '2i description: A letter.\nreviewed: 2020-01-01' own/*.md
run fornix index --quiet --index own.index own
is "$code" 0 "articles are indexed"
own() {
	fornix check --index own.index "$@" own
}
exits 0 "no glossary" own
is "$out" "no glossary: there is no 'own/_search/glossary.txt'" "is said"
exits 0 "and is no problem" own --quiet
is "$out" "" "in silence with --quiet"
exits 0 "not even without an index" fornix check --index nowhere own

mkdir own/_search
glossary=own/_search/glossary.txt
printf '# mine\nword1, word2, pharyngitis\nangina => sore throat\n' >$glossary
sed -i 's/a sore throat/a throat/' own/a{2..40}.md
run fornix index --quiet --index own.index own
exits 0 "a good glossary" own
is "$out" "0 problems and 0 notes; 2 entries, 40 articles" "is counted"

cat >$glossary <<'TEXT'
alone
word1 => word2
word2 => word1
word1 => word3
word4 => Word4
unheard => of
word5, word6 => word7, word5
word8 => everywhere
word9 => sore throats, throat sore
word10 => throat sore
TEXT
exits 2 "a bad one" own
is "$out" "$glossary:1: one phrase alone: write 'a, b' or 'a => b'
$glossary:3: 'word2' leads to 'word1', and line 2 leads back: make them one
$glossary:4: 'word1' has an entry on line 2 already: make them one
$glossary:5: 'word4' stands for itself only: names that differ in endings or small words are one
$glossary:6: note: no article has 'of'
$glossary:7: note: 'word5' stands for itself too: take it from one side
$glossary:8: note: 'everywhere' is in 40 of 40 articles: a search for 'word8' finds all of them
$glossary:10: note: no article has 'throat sore'
4 problems and 4 notes; 9 entries, 40 articles" "every finding has its line"
exits 2 "--quiet with problems" own --quiet
is "$(grep -c . <<<"$out")" 4 "prints them"
unlike "$out" 'note|notes' "and nothing else"

printf 'word1 => \e[31mred\n' >$glossary
exits 0 "a glossary with control characters" own
unlike "$out" $'\e' "is shown without them"
head -c 600000 /dev/zero | tr '\0' 'a' >$glossary
exits 2 "a glossary that is too large" own
like "$err" "$glossary" "is named"
rm $glossary
mkdir $glossary
exits 2 "a folder in its place" own
like "$err" "$glossary" "is named too"
rmdir $glossary

printf 'a, b\n' >$glossary
exits 3 "no index" fornix check --index nowhere own
like "$err" "'nowhere'.*fornix index" "names the folder and the remedy"
exits 3 "no such folder of articles" fornix check --index own.index none
like "$err" "none" "is named"
exits 2 "two folders" fornix check --index own.index own own
like "$err" "fornix help check" "say where to look"
exits 2 "an unknown option" own --quite
like "$err" "did you mean '--quiet'" "names the nearest"
exits 0 "help" fornix check --help
like "$out" "usage: fornix check .*CORPUS" "tells the usage"
exits 3 "a full disk" bash -c "\"\$FORNIX\" check --index own.index own >/dev/full"
done_testing
