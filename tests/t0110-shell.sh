#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# fornix search at a terminal and in pipes: pager, links, editor, lists for other
# programs, and nothing of an article's bytes that a terminal obeys.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires jq script

make_index
ln -s "$corpus" corpus
export FORNIX
unset PAGER LESS LV VISUAL EDITOR
search() {
	fornix search --index index "$@"
}

# on_terminal COMMAND: what a terminal shows of it, in $out; its exit code.
on_terminal() {
	run env TERM=xterm script -qec "stty cols 80; $1" /dev/null
	out=${out//$'\r'/}
}

check_pager() {
	local less
	on_terminal 'PAGER="sed s/^/page:/" $FORNIX search --index index -n 1 spasm'
	like "$out" 'page: .*Hemifacial' "on a terminal the pager shows the answer"
	is "$code" 0 "and the exit code is the search's"
	on_terminal 'PAGER="sed s/^/page:/" $FORNIX search --no-pager --index index -n 1 spasm'
	unlike "$out" 'page:' "--no-pager"
	like "$out" 'Hemifacial' "shows it without"
	PAGER='sed s/^/page:/' run search spasm
	unlike "$out" 'page:' "no pager in a pipe"
	on_terminal 'PAGER= $FORNIX search --index index -n 1 spasm'
	like "$out" 'Hemifacial' "an empty PAGER is none"
	on_terminal 'PAGER=no-such-pager $FORNIX search --index index -n 1 spasm'
	like "$out" 'Hemifacial' "one that is not there is none"
	# shellcheck disable=SC2016 # for the shell in the terminal
	less='PAGER="cat >/dev/null; echo \"[\$LESS][\$LV]\"" $FORNIX search --index index spasm'
	on_terminal "$less"
	is "$out" '[FRX][-c]' "less is told to keep colours and leave short answers"
	on_terminal "LESS=S LV=c $less"
	is "$out" '[S][c]' "unless somebody has a wish"
	on_terminal 'PAGER="head -c 1 >/dev/null" $FORNIX search --index index -n 100 pain'
	is "$code$out" 0 "a pager that is left early is no error"
	on_terminal 'PAGER="cat" $FORNIX search --index index xyzzyplugh'
	is "$code" 1 "nothing found ends with 1 there too"
}

check_links() {
	local link
	link=$(cd "$corpus" && pwd -P)/conditions/hemifacial-spasm.md
	link=$'\x1b]8;;file://'$(uname -n)$(sed 's/ /%20/g' <<<"$link")
	run search --hyperlinks=always --color=never -n 1 hemifacial spasm
	is "$(grep -cF "$link#12"$'\x1b\\' <<<"$out")" 1 "a link to file and line"
	is "$(sed $'s/\x1b]8;;[^\x1b]*\x1b\\\\//g' <<<"$out" | grep -c '^    corpus/conditions/hemifacial-spasm.md:12$')" \
		1 "around path and line"
	is "$(sed -n 12p corpus/conditions/hemifacial-spasm.md | cut -c 1-32)" "Hemifacial spasm makes the muscl" \
		"where the passage is"
	run search -n 1 hemifacial spasm
	unlike "$out" $'\x1b' "no link in a pipe"
	on_terminal 'PAGER= $FORNIX search --index index -n 1 spasm'
	like "$out" $'\x1b]8;;file://' "but on a terminal"
	on_terminal 'PAGER= TERM=dumb $FORNIX search --index index -n 1 spasm'
	unlike "$out" $'\x1b' "not on a dumb one"
	on_terminal 'PAGER= $FORNIX search --index index --hyperlinks=never --color=never spasm'
	unlike "$out" $'\x1b' "nor when nobody wants it"
	exits 2 "a wrong wish" search --hyperlinks=yes pain
	like "$err" "'--hyperlinks' takes auto, always or never, not 'yes'" "is told"
}

check_open() {
	local row editor want
	mkdir bin
	printf '#!/bin/sh\necho "${0##*/} $*"\n' >bin/vi
	chmod +x bin/vi
	for editor in nano code hx kate mine; do
		ln -s vi bin/$editor
	done
	local PATH=$tmp/bin:$PATH file=corpus/conditions/hemifacial-spasm.md
	run search --open hemifacial spasm
	is "$out" "vi +12 $file" "vi opens the first result at its line"
	for row in "nano|nano +12 $file" "code|code --goto $file:12" "hx|hx $file:12" \
		"kate|kate --line 12 $file" "mine|mine $file" "nano -l|nano -l +12 $file" \
		"$tmp/bin/nano|nano +12 $file"; do
		editor=${row%%|*} want=${row#*|}
		EDITOR=$editor run search --open hemifacial spasm
		is "$out" "$want" "EDITOR=${editor/$tmp/}"
	done
	EDITOR=nano VISUAL=hx run search --open hemifacial spasm
	is "$out" "hx $file:12" "VISUAL comes first"
	EDITOR=mine run search --open=2 hemifacial spasm
	is "$out" "mine corpus/conditions/blepharospasm.md" "the second"
	exits 2 "one too many" search -n 2 --open=3 hemifacial spasm
	like "$err" "no result number 3 to open: the last one is 2" "is told"
	exits 2 "no number" search --open=x pain
	exits 2 "with a form of output" search --open --json pain
	exits 1 "nothing to open" search --open xyzzyplugh
	EDITOR=false run search --open pain
	is "$code" 3 "an editor that fails"
	like "$err" "'false' ended with 1" "is told"
	EDITOR=no-such-editor run search --open pain
	is "$code" 3 "an editor that is not there"
	like "$err" "'no-such-editor'.*EDITOR" "is named"
	mv corpus away
	exits 3 "an article that is not there" search --open hemifacial spasm
	like "$err" "'$file'.*corpus" "is named, with the remedy"
	run search -n 1 hemifacial spasm
	like "$out" $'\n    '"$file"$'\n' "and shown without a line"
	mv away corpus
	mkdir -p -- "own/-x y"
	article "own/-x y/- a'\$(b).md" Odd <<<"An oddly named zebra."
	fornix index --quiet --index own.index own
	printf 'corpus: own\nindex: own.index\n' >own.yaml
	EDITOR=nano run fornix search -c own.yaml --open zebra
	is "$out" "nano +5 own/-x y/- a'\$(b).md" "a name that a shell would take apart stays whole"
}

check_lists() {
	local all
	run search --json -n 100 pain
	all=$(jq -r '.results[] | select(.loose | not) | "corpus/\(.id).md"' <<<"$out")
	number "$(wc -l <<<"$all")" -gt 10 "a query with more than a page"
	exits 0 "--files" search --files pain
	is "$out" "$all" "are the paths of all that match, best first"
	is "$(search --files -n 3 pain)" "$(head -n 3 <<<"$all")" "-n limits them"
	is "$(search --files -n 3 --page 2 pain)" "$(sed -n 4,6p <<<"$all")" "--page goes on"
	is "$(search --files -0 pain | tr '\0' '\n')" "$all" "-0 ends each with a NUL"
	ok "and xargs finds the files" bash -c '"$FORNIX" search --index index --files -0 pain | xargs -0 ls'
	exits 1 "nothing found" search --files xyzzyplugh
	is "$out" "" "prints nothing"
	exits 0 "--count" search --count pain
	is "$out" "$(wc -l <<<"$all")" "is how many there are"
	exits 1 "none" search --count xyzzyplugh
	is "$out" 0 "is 0"
	exits 2 "-0 without --files" search -0 pain
	like "$err" "add '--files'" "is told"
	exits 2 "two forms" search --json --files pain
	like "$err" "choose one" "are one too many"
	exits 0 "one form twice" search --json --format json pain
	exits 2 "no form" search --format xml pain
	like "$err" "json, jsonl or trec, not 'xml'" "names those there are"

	exits 0 "--jsonl" search --jsonl pain
	is "$(jq -r .type <<<"$out" | uniq | xargs)" "begin hit end" "has events of three types"
	is "$(jq -r 'select(.type == "hit" and (.loose | not)) | .path' <<<"$out")" "$all" "a hit for each result"
	is "$(jq -r 'select(.type == "hit") | .rank' <<<"$out")" \
		"$(seq "$(jq -r 'select(.type == "end") | .hits' <<<"$out")")" "numbered, and counted at the end"
	is "$(jq -r 'select(.type == "begin") | "\(.query) \(.total)"' <<<"$out")" "pain $(wc -l <<<"$all")" \
		"the total comes first"
	is "$(jq -sc '[.[] | select(.type == "hit")][0] | del(.type, .rank, .path, .line)' <<<"$out")" \
		"$(search --json -n 1 pain | jq -c '.results[0]')" "a hit has the members of a result"
	is "$(search --jsonl -n 2 --page 2 pain | jq -r 'select(.type == "hit") | .rank' | xargs)" "3 4" \
		"ranks go on from page to page"
	run search --jsonl hemifacial spasm
	is "$(jq -r 'select(.rank == 1) | "\(.path):\(.line)"' <<<"$out")" \
		corpus/conditions/hemifacial-spasm.md:12 "with its line"

	search --format trec hemifacial spasm >run
	is "$(head -n 1 run | cut -d ' ' -f 1-4)" "hemifacial+spasm Q0 conditions/hemifacial-spasm 1" "a TREC run"
	printf 'hemifacial spasm\tconditions/hemifacial-spasm\n' >queries.tsv
	exits 0 "can be measured" fornix eval --queries queries.tsv --run run --json
	is "$(jq -r '.measures[] | select(.name == "success@1") | .mean' <<<"$out")" 1 \
		"by fornix eval"
}

# Every control, and what turns text around, in titles, headings, texts and paths.
check_hostile() {
	local i hex form title=""
	for i in {1..31} 127 {128..159}; do
		printf -v hex '%04x' "$i"
		title+="\\u$hex"
	done
	title+='\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff'
	mkdir evil
	printf -- '---\ntitle: "Gnu%s %s"\ndescription: "Gnu %s"\ntags: ["%s", gnu]\n---\n\nA gnu \xc2\x9b31m %b text.\n\n## Gnu \x1b]0;x\x07 %b\n\nMore gnu\x1b[2J.\n' \
		"$title" '\e[31m\a' "$title" "$title" "$title" "$title" >evil/a.md
	cp evil/a.md $'evil/\x1b[31m\xc2\x9b1m.md'
	cp evil/a.md $'evil/new\nline.md'
	run fornix index --index evil.index evil
	unlike "$out$err" $'\x1b|\xc2[\x80-\x9f]' "indexing shows no control"
	printf 'corpus: evil\nindex: evil.index\n' >evil.yaml
	for form in --format=text --json --jsonl --format=trec --files --count; do
		run fornix search -c evil.yaml "$form" gnu
		is "$code" 0 "$form finds it"
		is "$(perl -CSD -ne 'print if /[^\n\P{Cc}]|[\x{202a}-\x{202e}\x{2066}-\x{2069}]/' "$tmp/.out" | head -c 200)" \
			"" "$form shows no control"
	done
	run fornix search -c evil.yaml --color=always --hyperlinks=always gnu
	is "$(perl -CSD -pe 's/\e\[[0-9;]*m|\e\]8;;[!-~]*\e\\//g' "$tmp/.out" |
		perl -CSD -ne 'print if /[^\n\P{Cc}]|[\x{202a}-\x{202e}\x{2066}-\x{2069}]/' | head -c 200)" \
		"" "with colours and links there are ours only"
	run fornix search -c evil.yaml $'gnu \e[31m\xc2\x9b1m'
	unlike "$out$err" $'\x1b|\xc2\x9b' "nor from a query"
	run fornix search -c evil.yaml $'--\e[31mx' gnu
	unlike "$out$err" $'\x1b' "nor from an option"
}

# Each way to print, into what cannot take it.
check_full() {
	local row
	for row in "search --index index pain" "search --index index --files pain" \
		"search --index index --count pain" "search --index index --jsonl pain" \
		"search --index index --format trec pain" "search --index index --json pain" \
		"related --index index conditions/hemifacial-spasm" \
		"related --index index --json conditions/hemifacial-spasm" \
		"explain --index index pain" "check --index index corpus" "index --verbose --index index corpus" \
		"eval --index index --queries queries.tsv" "eval --index index --queries queries.tsv --json" \
		"status --index index" "status --index index --json" \
		"explain --index index pain conditions/hemifacial-spasm" "completion fish" "report" \
		help "help search" "help query" "search --help" "--help" "--version"; do
		exits 3 "fornix $row: a full disk is an error" bash -c "\"\$FORNIX\" $row >/dev/full"
		like "$err" "cannot write to standard output: No space" "and told"
		exits 3 "a closed pipe too" bash -c "exec 3> >(:); wait \$!; \"\$FORNIX\" $row >&3"
		like "$err" "cannot write to standard output: Broken pipe" "and told"
	done
}

check_pager
check_links
check_open
check_lists
check_hostile
check_full
done_testing
