#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What "fornix ship" does in a folder that it ships to: here, or at the far end of ssh,
# where nothing of fornix is needed for it, only coreutils, findutils and flock.
#
#	look DIR GENERATION MANIFEST		"absent", "whole" or "other", and what is served:
#						a service would not see another take its place
#	publish DIR GENERATION MANIFEST KEEP	what has come is checked and served
#
# GENERATION is the folder's name, MANIFEST the SHA-256 of its manifest.json.  Standard
# input has the line of sha256sum(1) for each of its files.

set -eu
LC_ALL=C
export LC_ALL
unset CDPATH

step=$1 dir=$2 generation=$3 manifest=$4 keep=${5:-2}
incoming=incoming-$generation
case $dir in
/*) ;;
*) dir=./$dir ;;
esac
sums=$(cat)

fail() {
	printf '%s\n' "$*" >&2
	exit 1
}

has_manifest() {
	[ "$(sha256sum <"$1/manifest.json" 2>/dev/null)" = "$manifest  -" ]
}

# All files that there should be, as they should be, and no others.
is_whole() (
	has_manifest "$1" && cd "$1" &&
		[ "$(find . -type f | wc -l)" -eq "$(printf '%s\n' "$sums" | wc -l)" ] &&
		printf '%s\n' "$sums" | sha256sum --check --strict --status 2>/dev/null
)

look() {
	mkdir -p "$dir"
	cd "$dir"
	served=$(readlink current || true)
	if is_whole "$generation" 2>/dev/null; then
		state=whole
	elif [ "$served" = "$generation" ] && ! has_manifest "$generation"; then
		state=other
	else
		state=absent
	fi
	printf '%s %s\n' "$state" "${served:--}"
}

# Durable before it can be seen: files and folders first, then the names.
settle() {
	is_whole "$incoming" || {
		rm -rf "$incoming"
		fail "what has arrived is not what was sent: ship it again"
	}
	touch "$incoming"
	find "$incoming" -exec sync {} +
	[ ! -e "$generation" ] || mv -T "$generation" "$incoming.before"
	mv -T "$incoming" "$generation"
	sync .
}

# Those that were served last stay, and those that a service has open.
prune() {
	find gen-* -maxdepth 0 -printf '%T@ %f\n' | sort -rn | tail -n "+$((keep + 1))" |
		while read -r _ old; do
			[ "$old" = "$generation" ] || [ "$old" = "$before" ] ||
				flock --nonblock --exclusive "$old" rm -rf "$old" || true
		done
	rm -rf incoming-*
}

publish() {
	cd "$dir"
	exec 9>>lock
	flock --wait 30 9 || fail "another program writes to it"
	[ ! -d "$incoming" ] || settle
	before=$(readlink current || true)
	if [ "$before" != "$generation" ]; then
		ln -sfn "$generation" current.tmp
		mv -T current.tmp current
		sync .
	fi
	prune
}

case $step in
look | publish) "$step" ;;
*) fail "unknown step '$step'" ;;
esac
