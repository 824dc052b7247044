#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The sources keep to tests/layers.txt, every header stands alone, and the
# service holds no code that writes an index.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"

CC=${CC:-cc}
CXX=${CXX:-c++}
requires "${CC%% *}" "${CXX%% *}" nm
! with_sanitizers || skip_all "the same sources were looked at without sanitizers"

src=$srcdir/src
rules=$srcdir/tests/layers.txt
mapfile -t files < <(cd "$src" && find . -name '*.[ch]' -o -name '*.cc' | sed 's|^\./||' | sort)

# is_nothing TEXT NAME: the check that has no findings.
is_nothing() {
	is "$1" "" "$2"
}

# matches TEXT PATTERN...
matches() {
	local text=$1 pattern
	shift
	for pattern; do
		# shellcheck disable=SC2053 # patterns on purpose
		[[ $text == $pattern ]] && return
	done
	return 1
}

# rule KIND: the lines of that kind, without it.
rule() {
	sed -n "s/^$1  *//p" "$rules"
}

# Sets layer_of[MODULE] to the number of its layer and layer_name[NUMBER].
declare -A layer_of
declare -A layer_number
layer_name=()

read_layers() {
	local name patterns file module found="" dead="" pattern hit
	local -A seen
	while read -r name patterns; do
		if [ -z "${layer_number[$name]-}" ]; then
			layer_number[$name]=${#layer_name[@]}
			layer_name+=("$name")
		fi
		set -f
		for pattern in $patterns; do
			hit=
			for file in "${files[@]}"; do
				module=${file%.*}
				matches "$module" "$pattern" || continue
				hit=yes
				[ -z "${seen[$file]-}" ] || found+="$file: in two layers"$'\n'
				seen[$file]=$name
				layer_of[$module]=${layer_number[$name]}
			done
			[ -n "$hit" ] || dead+="$pattern "
		done
		set +f
	done < <(rule layer)
	for file in "${files[@]}"; do
		[ -n "${seen[$file]-}" ] || found+="$file: in no layer"$'\n'
	done
	is_nothing "$found" "every file is in one layer"
	is_nothing "$dead" "every module that is named exists"
}

# includes_of[FILE]: the headers that FILE names, as <x.h> or "x.h", one a line.
declare -A includes_of
read_includes() {
	local file
	for file in "${files[@]}"; do
		includes_of[$file]=$(sed -nE \
			's/^[[:space:]]*#[[:space:]]*include[[:space:]]*([<"][^>"]*[>"]).*/\1/p' \
			"$src/$file")
	done
}

check_downward() {
	local file header own other found=""
	for file in "${files[@]}"; do
		own=${layer_of[${file%.*}]-}
		while read -r header; do
			[[ $header == \"* ]] || continue
			header=${header//\"/}
			[ -f "$src/$header" ] || header=xapian/$header
			other=${layer_of[${header%.*}]-}
			if [ -n "$own" ] && [ -n "$other" ] && [ "$other" -gt "$own" ]; then
				found+="$file (${layer_name[own]}) includes $header (${layer_name[other]})"$'\n'
			fi
		done <<<"${includes_of[$file]}"
	done
	is_nothing "$found" "includes go downward"
}

check_only() {
	local header owners file used found
	while read -r header owners; do
		found=
		used=
		set -f
		for file in "${files[@]}"; do
			while read -r name; do
				matches "$name" "$header" || continue
				# shellcheck disable=SC2086 # patterns
				if matches "$file" $owners; then
					used=yes
				else
					found+="$file "
				fi
			done <<<"${includes_of[$file]}"
		done
		set +f
		is_nothing "$found" "$header is included only by $owners"
		is "$used" yes "$header is included there"
	done < <(rule only)
}

# reaches["FILE HEADER"]: set when FILE sees our own HEADER (without folder), however deep.
declare -A reaches
read_reaches() {
	local file line
	while read -r line; do
		reaches[$line]=yes
	done < <(
		for file in "${files[@]}"; do
			sed "s|^|$file |" <<<"${includes_of[$file]}"
		done | awk '
			function base(path) {
				sub(/.*\//, "", path)
				return path
			}
			function walk(from, file, count, headers, i) {
				count = split(includes[file], headers, " ")
				for (i = 1; i <= count; i++) {
					if ((from, headers[i]) in seen)
						continue
					seen[from, headers[i]] = 1
					print from " " headers[i]
					walk(from, headers[i])
				}
			}
			$2 ~ /^"/ {
				gsub(/"/, "", $2)
				includes[base($1)] = includes[base($1)] " " base($2)
				names[$1] = 1
			}
			END {
				for (file in names)
					walk(file, base(file))
			}'
	)
}

# breaks FILE HEADER: whether FILE includes the header (a pattern).
breaks() {
	local name
	if [[ $2 == \<* ]]; then
		while read -r name; do
			matches "$name" "$2" && return
		done <<<"${includes_of[$1]}"
		return 1
	fi
	[ -n "${reaches[$1 $2]-}" ]
}

check_never() {
	local who what file header found
	while IFS=: read -r who what; do
		found=
		set -f
		for file in "${files[@]}"; do
			# shellcheck disable=SC2086 # patterns
			matches "$file" $who || continue
			for header in $what; do
				breaks "$file" "$header" && found+="$file includes $header"$'\n'
			done
		done
		set +f
		is_nothing "$found" "${who% } never include$what"
	done < <(rule never)
}

# The sources without comments, in the folder code.
strip_comments() {
	local file
	mkdir -p code/xapian
	for file in "${files[@]}"; do
		"$CC" -fpreprocessed -dD -E -P -x c "$src/$file" >"code/$file" 2>/dev/null
	done
}

check_calls() {
	local functions layer but file regex callers found
	strip_comments
	while IFS=: read -r functions layer; do
		found=
		read -r layer but <<<"$layer"
		functions=${functions% }
		regex="(^|[^[:alnum:]_.>])(${functions// /|})[[:space:]]*\\("
		callers=$(cd code && grep -rlE "$regex" . | sed 's|^\./||')
		for file in "${files[@]}"; do
			[ "${layer_of[${file%.*}]-}" != "${layer_number[$layer]}" ] || continue
			# shellcheck disable=SC2086 # a list
			matches "$file" $but && continue
			[[ $'\n'$callers$'\n' == *$'\n'"$file"$'\n'* ]] && found+="$file "
		done
		is_nothing "$found" "only $layer call $functions"
	done < <(rule calls)
}

# A header that leans on what was included before it fails here.
check_headers() {
	local file name
	local flags=(-D_GNU_SOURCE -Wall -Wextra -Werror -fsyntax-only "-I$src" "-I$src/xapian")
	for file in "${files[@]}"; do
		[[ $file == *.h ]] || continue
		name=alone/${file//\//-}
		mkdir -p alone
		printf '#include "%s"\n#include "%s"\nint alone;\n' "$file" "$file" >"$name.cc"
		[[ $file == xapian/* ]] || cp "$name.cc" "$name.c"
		[[ $file == xapian/* ]] || grep -q __cplusplus "$src/$file" || rm "$name.cc"
	done
	# One call for many files: starting the compiler takes longer than its work.
	ok "every header compiles alone, and twice" "$CC" -std=gnu11 "${flags[@]}" alone/*.c
	ok "those for C++ as C++" "$CXX" "${flags[@]}" alone/*.cc
}

# The linker takes from our archive what is used: nothing of the writer is.
check_symbols() {
	local found
	found=$(nm "$FORNIXD" |
		sed -nE 's/^[0-9a-f]+ [TtDdBbRr] ((index_writer|index_build|index_merge|publish|indexer|document)(_[a-z_]*)?)$/\1/p')
	is_nothing "$found" "fornixd holds no function that writes an index"
	found=$(nm "$FORNIX" | grep -cE ' [Tt] (index_writer|publish|indexer)_')
	number "$found" -gt 0 "fornix does, so the check above can see them"
}

read_layers
read_includes
read_reaches
check_downward
check_only
check_never
check_calls
check_headers
check_symbols
done_testing
