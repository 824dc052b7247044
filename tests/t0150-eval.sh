#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fornix eval on the practice's articles: measures, runs, baselines, thresholds, exit codes.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires jq
make_index
queries=$corpus/_search/queries.tsv
evaluate() {
	fornix eval --index index "$@"
}
# measure NAME MEMBER: of the JSON in $out.
measure() {
	jq -r --arg name "$1" --arg member "$2" \
		'.measures[] | select(.name == $name) | .[$member]' <<<"$out"
}

exits 0 "the practice's queries" evaluate --queries "$queries" --run-file practice.run
is "$err" "" "nothing on standard error: every judged article is in the index"
like "$out" "^$(grep -vc '^#' "$queries") queries" "every query counts"
like "$out" 'nDCG@10 +0\.[0-9]{4}'$'\n''success@1 +[01]\.[0-9]{4}'$'\n' "a table of means"
is "$(awk 'NF != 6 || $2 != "Q0" || $6 != "fornix"' practice.run)" "" "the run is TREC's"
is "$(awk '{ if ($1 == q && ($5 >= s || $4 != r + 1)) print; q = $1; s = $5; r = $4 }' practice.run)" "" \
	"its scores fall and its ranks count up"
number "$(awk '{ print $1 }' practice.run | sort | uniq -c | sort -n | tail -n 1 | awk '{ print $1 }')" \
	-le 100 "a hundred results at most"
printf 'corpus: %s\nindex: %s\n' "$corpus" "$tmp/index" >own.yaml
text=$out
exits 0 "without --queries those of the corpus" fornix eval --config own.yaml
is "$out" "$text" "are taken"

run evaluate --queries "$queries" --json
is "$(jq -r 'keys_unsorted | join(" ")' <<<"$out")" "queries leftOut unanswered measures" \
	"JSON has its members"
is "$(jq -r '[.measures[].name] | join(" ")' <<<"$out")" \
	"nDCG@10 success@1 success@3 MRR recall@100" "and the measures"
first=$out
run evaluate --queries "$queries" --run practice.run --json
is "$out" "$first" "the run that was written measures the same"
run evaluate --queries "$queries" --run practice.run --per-query --json
is "$(jq '.perQuery | length' <<<"$out")" "$(jq .queries <<<"$first")" "a line for each query"
is "$(jq '[.perQuery[].values[0]] | add / length * 1e4 | round' <<<"$out")" \
	"$(jq '.measures[0].mean * 1e4 | round' <<<"$out")" "whose mean is the mean"
run evaluate --queries "$queries" --run practice.run -v
like "$out" $'  hemifacial spasm surgery\n' "as text it shows the queries"

# Two queries on three articles, worked out by hand.
cat >hand.tsv <<'TEXT'
1	one
2	two
3	three
TEXT
cat >hand.qrels <<'TEXT'
1 0 a 2
1 0 b 1
2 0 c 1
3 0 c 0
9 0 c 1
TEXT
printf '%s\n' '1 Q0 b 1 9 x' '1 Q0 a 2 8 x' '2 Q0 a 1 9 x' '2 Q0 b 2 8 x' '2 Q0 c 3 7 x' >new.run
printf '%s\n' '1 Q0 a 1 9 x' '1 Q0 b 2 8 x' '2 Q0 c 1 7 x' '7 Q0 c 1 7 x' >old.run
hand() {
	fornix eval --queries hand.tsv --qrels hand.qrels "$@"
}
exits 0 "a run against a baseline, without an index" hand --run new.run --baseline old.run --json
is "$(measure nDCG@10 mean)" 0.679859 "nDCG@10: (0.859719 + 0.5) / 2"
is "$(measure nDCG@10 baseline)" 1 "of the baseline"
is "$(measure nDCG@10 difference)" -0.320141 "the difference"
is "$(measure success@1 mean) $(measure success@3 mean)" "0.5 1" "success"
is "$(measure MRR mean)" 0.666667 "MRR: (1 + 1/3) / 2"
is "$(measure recall@100 mean)" 1 "recall"
is "$(measure nDCG@10 wins) $(measure nDCG@10 losses) $(measure nDCG@10 ties)" "0 2 0" "losses"
is "$(measure success@1 wins) $(measure success@1 losses) $(measure success@1 ties)" "0 1 1" "a tie"
is "$(measure recall@100 p)" 1 "no difference has p 1"
is "$(jq .leftOut <<<"$out")" 1 "a query with nothing relevant is left out"
like "$err" "1 judgements are of queries that are not asked" "so is an unknown judgement, with a note"
like "$err" "1 lines of the run are of queries" "and an unknown query of a run"
run hand --run new.run --baseline old.run
like "$out" 'nDCG@10 +0\.6799 +1\.0000 +-0\.3201 +[01]\.[0-9]{4} +0 +2 +0' "the same as text"
cp new.run same.run
exits 0 "a baseline may be written over" evaluate --queries "$queries" --run-file practice.run \
	--baseline practice.run
like "$out" 'nDCG@10 .*\+0\.0000 +1\.0000 +0 +0 +[0-9]+' "and nothing has changed"
exits 0 "a small depth" evaluate --queries "$queries" --depth 10 --run-file ten.run
like "$out" 'recall@100 +-' "has no recall"
number "$(awk '$4 > 10' ten.run | wc -l)" -eq 0 "and ten results"
exits 0 "a depth of several pages" evaluate --queries "$queries" --depth 250 --run-file deep.run
is "$(awk '$4 <= 10' deep.run)" "$(awk '$4 <= 10' ten.run)" "begins the same"

exits 0 "a mean that is reached" hand --run new.run --require success@3=1 --require MRR=0.6
exits 4 "means that are not" hand --run new.run --require success@1=0.6 --require MRR=0.7
like "$err" "success@1 is 0.5000, less than the 0.6 required.*MRR is 0.6667" "are told"
like "$out" 'success@1' "below the table"
printf 'pain\tconditions/none\n' >typo.tsv
exits 0 "an article that is not there" evaluate --queries typo.tsv
like "$err" "1 judged articles are not in the index, one is 'conditions/none'" "is noted"
printf 'xyzzyplugh\tconditions/hemifacial-spasm\n' >none.tsv
exits 0 "a query without results" evaluate --queries none.tsv
like "$out" "1 without an answer" "is counted"

exits 2 "a word too many" evaluate pain
exits 2 "a depth out of range" evaluate --depth 1001
like "$err" "from 10 to 1000, not '1001'" "says what it takes"
exits 2 "an unknown measure" hand --run new.run --require succes@3=1
like "$err" "did you mean 'success@3'" "names the nearest"
for wrong in success@3 success@3= success@3=x success@3=1.5 success@3=nan =1; do
	exits 2 "--require $wrong" hand --run new.run --require "$wrong"
done
exits 2 "recall of a small depth cannot be required" hand --run new.run --depth 50 --require recall@100=1
exits 2 "--qrels without --queries" fornix eval --qrels hand.qrels
exits 2 "--run and --run-file" hand --run new.run --run-file other.run
exits 2 "a missing file of queries" evaluate --queries nowhere.tsv
like "$err" "no file 'nowhere.tsv'" "is named"
exits 2 "queries without judgements" fornix eval --queries hand.tsv --qrels /dev/null --run new.run
like "$err" "no query of 'hand.tsv' has a relevant document" "are no yardstick"
printf 'pain\n' >wrong.tsv
exits 2 "a wrong line" evaluate --queries wrong.tsv
like "$err" "'wrong.tsv:1': no tab" "is named with its number"
exits 3 "no index" fornix eval --index nowhere --queries "$queries"
like "$err" "'nowhere'.*fornix index" "names the folder and the remedy"
exits 3 "a run that cannot be written" evaluate --queries "$queries" --run-file none/x.run
exits 3 "a full disk" evaluate --queries "$queries" --run-file /dev/full
like "$err" "cannot write '/dev/full'" "is told"

# The misspellings that "make eval" measures with.
"$srcdir/scripts/misspell" --count "$corpus" >words
is "$(awk -F '\t' '$1 == "hemifacial" { print ($2 > 1) }' words)" 1 "articles with a word are counted"
misspell() {
	"$srcdir/scripts/misspell" --column 1 "$@" words <"$queries"
}
exits 0 "queries are misspelt" misspell 1
one=$out
run misspell 1
is "$out" "$one" "the same seed, the same spellings"
run misspell 2
isnt "$out" "$one" "another seed, others"
is "$(wc -l <<<"$one")" "$(grep -vc '^#' "$queries")" "no query is lost"
is "$(cut -f 2 <<<"$one")" "$(grep -v '^#' "$queries" | cut -f 2)" "the articles stay"
number "$(grep -v '^#' "$queries" | comm -12 <(sort) <(sort <<<"$one") | wc -l)" -le 3 \
	"hardly any is as it was"
exits 2 "three mistakes are too many" "$srcdir/scripts/misspell" --edits 3 1 words
exits 2 "misspell needs a seed" "$srcdir/scripts/misspell" words
exits 2 "no seed is too few" "$srcdir/scripts/eval" --seeds 0
exits 2 "ten seeds are too many" "$srcdir/scripts/eval" --seeds 10
done_testing
