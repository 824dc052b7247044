#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Help, and the completion of command lines, which are both made from the tables.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"

all=$(fornix help | sed -nE 's/^  ([a-z]+) .*/\1/p')
number "$(wc -w <<<"$all")" -ge 8 "the help names the commands"
for command in $all; do
	[ "$command" = help ] && continue
	exits 0 "fornix help $command" fornix help "$command"
	help=$out
	exits 0 "fornix $command --help" fornix "$command" --help
	is "$out" "$help" "says the same"
	like "$out" "^usage: fornix $command " "beginning with the usage"
	exits 2 "fornix $command --hepl" fornix "$command" --hepl
	like "$err" "'--hepl': did you mean '--help'.*fornix help $command" "names the nearest and where to look"
	exits 2 "fornix $command -Z" fornix "$command" -Z
	like "$err" "'-Z'" "names the letter"
done
exits 0 "fornix help query" fornix help query
for field in title tag section; do
	like "$out" "$field:word" "names $field:"
done
exits 2 "a word near a command" fornix help serach
like "$err" "'serach': did you mean 'search'" "is answered with it"
exits 2 "one that is near none" fornix xyzzyplugh
like "$err" "'xyzzyplugh': try 'fornix help'" "with where to look"
exits 2 "no shell" fornix completion
exits 2 "an unknown shell" fornix completion tcsh
like "$err" "'tcsh'.*bash, zsh and fish" "names those there are"

# complete WORD...: what bash offers for the last of the words, sorted, on a line.
complete_words() {
	run bash --norc -c '. ./fornix.bash
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
		_fornix fornix "${@:$#}" "${@:$#-1:1}"
		printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
	out=$(sort <<<"$out" | xargs)
}

exits 0 "for bash" fornix completion bash
printf '%s\n' "$out" >fornix.bash
ok "it is sound" bash -n fornix.bash
like "$(bash --norc -c '. ./fornix.bash; complete -p fornix')" '-F _fornix fornix' "and says what it completes"
complete_words fornix ""
is "$out" "$(sort <<<"$all" | xargs)" "every command is offered"
complete_words fornix se
is "$out" search "one that begins so"
for command in $all; do
	[ "$command" = help ] && continue
	complete_words fornix "$command" --
	is "$out" "$(fornix help "$command" | grep -oE '^ .*' | grep -oE -- '--[a-z0-9-]+' | sort -u | xargs)" \
		"every option of $command"
done
complete_words fornix search --no-s
is "$out" --no-synonyms "an option that begins so"
mkdir -p corpus/conditions
touch settings.yaml "corpus/conditions/two words.md"
complete_words fornix search --config set
is "$out" settings.yaml "a file"
complete_words fornix search -c set
is "$out" settings.yaml "behind the letter too"
complete_words fornix index ""
is "$out" corpus "folders only"
complete_words fornix related corpus/conditions/two
is "$out" "corpus/conditions/two words.md" "a name with a space is whole"
complete_words fornix search spas
is "$out" "" "a word of a query is not a file"
complete_words fornix help quer
is "$out" query "what there is help for"
complete_words fornix search --sort = d
is "$out" date "a value behind the sign of equality"

# The values offered are those the program takes.
check_values() {
	local option value values
	for option in sort format color hyperlinks; do
		complete_words fornix search "--$option" ""
		isnt "$out" "" "--$option has values"
		values=$out
		for value in $values; do
			run fornix search --index nowhere "--$option=$value" pain
			like "$err" "'nowhere'" "--$option=$value is taken"
		done
		run fornix search --index nowhere "--$option=xyzzy" pain
		for value in $values; do
			like "$err" "$value" "and $value named"
		done
	done
}
check_values

for shell in zsh fish; do
	exits 0 "for $shell" fornix completion $shell
	printf '%s\n' "$out" >fornix.$shell
	for command in $all; do
		like "$out" "$command" "it has $command"
	done
	like "$out" no-synonyms "and options"
	if command -v $shell >/dev/null; then
		ok "$shell takes it" $shell -n fornix.$shell
	else
		skip "$shell takes it" "no $shell here"
	fi
done
if command -v fish >/dev/null; then
	is "$(HOME=$tmp fish --no-config -c 'source fornix.fish; complete -C "fornix search --sort "' | cut -f 1 | sort | xargs)" \
		"date relevance reviewed" "fish offers the values"
	is "$(HOME=$tmp fish --no-config -c 'source fornix.fish; complete -C "fornix se"' | cut -f 1)" \
		search "and the command"
else
	skip "fish offers" "no fish here"
fi
for file in bash/fornix zsh/_fornix fish/fornix.fish; do
	is "$(cat "$builddir/completion/$file")" "$(fornix completion "${file%%/*}")" "completion/$file is what is installed"
done
done_testing
