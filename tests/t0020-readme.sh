#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What README.md tells people to type does what it says: the two commands, and
# every "$ command" of its console blocks with the output shown there.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"

readme=$srcdir/README.md
requires curl jq script

# block LANGUAGE: the lines of all fenced blocks of that language.
block() {
	sed -n "/^\`\`\`$1\$/,/^\`\`\`\$/p" "$readme" | grep -v '^```'
}

# What differs from run to run: times, processes; from day to day: overdue reviews; and
# by how the index is laid out: its size.
steady() {
	sed -E 's/[0-9]+(\.[0-9]+)? (ms|s)\>/N \2/g
		s/[0-9]+ (second|minute)s? ago/N seconds ago/g
		s/\([0-9-]{10} [0-9]{2}:[0-9]{2}\)/(DAY TIME)/g
		s/process [0-9]+/process N/
		s/and [0-9]+ notes/and N notes/
		s/^(size +)[0-9.]+ MB/\1N MB/
		s/("processingTimeMs": *)[0-9.]+/\1N/
		s/[[:space:]]+$//'
}

# A copy of the tree as a clone or a release holds it.
copy_tree() {
	mkdir tree
	if [ -e "$srcdir/.git" ] && command -v git >/dev/null; then
		git -C "$srcdir" ls-files -co --exclude-standard | while read -r file; do
			[ -e "$srcdir/$file" ] && printf '%s\n' "$file"
		done >files
		(cd "$srcdir" && xargs -d '\n' cp -p --parents -t "$tmp/tree") <files
	else
		tar -C "$srcdir" --exclude=./_build --exclude=./_inst --exclude=./build \
			--exclude=./build-source --exclude=./build-sanitizers --exclude=./index \
			-cf - . | tar -C tree -xf -
	fi
	chmod -R u+w tree
}

check_commands() {
	local commands
	mapfile -t commands < <(block sh)
	is "${#commands[@]}" 2 "there are two commands"
	is "${commands[0]}" scripts/quickstart "the first is scripts/quickstart"
	is "${commands[1]}" scripts/test "the second is scripts/test"
	for command in "${commands[@]}"; do
		ok "$command can be run" test -x "$srcdir/$command"
		ok "$command is sound shell" bash -n "$srcdir/$command"
	done
}

check_quickstart() {
	local answer
	copy_tree
	is "$(cd "$srcdir" && cksum README.md scripts/*)" "$(cd tree && cksum README.md scripts/*)" \
		"the copy of the tree is complete"
	exits 0 "scripts/quickstart --check ends well" env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL \
		-u srcdir -u builddir -u FORNIX -u FORNIXD tree/scripts/quickstart --check
	answer=$(sed -n '/^{$/,/^}$/p' <<<"$out")
	is "$(jq -r '.results[0].id' <<<"$answer")" conditions/hemifacial-spasm \
		"it finds the article on hemifacial spasm first"
	like "$(jq -r '.results[0].titleHtml' <<<"$answer")" '<mark>Hemifacial</mark>' \
		"its title is highlighted"
	like "$(jq -r '.results[0].snippetHtml' <<<"$answer")" '<mark>[^<]+</mark>' \
		"its passage is highlighted"
	like "$out" '<form role="search" action="/search"' "the search box is there"
	like "$out" 'conditions/hemifacial-spasm\.md' "the shell search shows its file"
	exits 0 "a second run ends well" env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL \
		-u srcdir -u builddir -u FORNIX -u FORNIXD tree/scripts/quickstart --check
	unlike "$out" '(making configure|configuring)' "and does not do the work again"
	exits 2 "a wrong option is refused" tree/scripts/quickstart --nonsense
}

# typed COMMAND: fornix index is silent without a terminal.
typed() {
	case $1 in
	'./fornix index '*) script -qec "$1 2>&3" /dev/null 3>&1 | tr -d '\r' ;;
	*) bash -c "$1" ;;
	esac
}

# shows COMMAND WANT: WANT is what the README shows; a line of "..." stands for any lines.
shows() {
	local got rest piece pieces=() missing=
	local command=${1//http:\/\/127.0.0.1:8080/${url-}}
	got=$(typed "${command//%1/${service-}}" 2>&1 </dev/null | steady)
	mapfile -d $'\001' -t pieces < <(steady <<<"$2" | sed 's/^\.\.\.$/\x01/')
	rest=$got
	for piece in "${pieces[@]}"; do
		piece=${piece#$'\n'}
		piece=${piece%$'\n'}
		[[ $rest == *"$piece"* ]] || missing=yes
		rest=${rest#*"$piece"}
	done
	[ "${#pieces[@]}" -gt 1 ] || [ "$got" = "${pieces[0]%$'\n'}" ] || missing=yes
	is "${missing:+$got}" "${missing:+$2}" "\$ $1"
}

# try COMMAND WANT
try() {
	case $1 in
	'') ;;
	*'./fornixd '*) serve --index index ;;
	*) shows "$1" "$2" ;;
	esac
}

check_tour() {
	local line command="" want="" count=0
	mkdir tour
	cd tour || exit 99
	ln -s "$FORNIX" fornix
	ln -s "$FORNIXD" fornixd
	ln -s "$corpus" corpus
	while IFS= read -r line; do
		if [[ $line == '$ '* ]]; then
			try "$command" "${want%$'\n'}"
			command=${line#'$ '}
			want=
			count=$((count + 1))
		else
			want+=$line$'\n'
		fi
	done < <(block console)
	try "$command" "${want%$'\n'}"
	number "$count" -ge 4 "the tour has some commands"
	cd "$tmp" || exit 99
}

check_files() {
	local file missing=""
	while read -r file; do
		[ -e "$srcdir/$file" ] || missing+="$file "
	done < <(grep -oE '\]\([^)#]+' "$readme" | sed 's/^](//' | grep -vE '^https?:')
	is "$missing" "" "every file that the README links to exists"
}

check_commands
check_files
check_tour
if with_sanitizers; then
	skip "scripts/quickstart" "the build without sanitizers runs it"
else
	check_quickstart
fi
done_testing
