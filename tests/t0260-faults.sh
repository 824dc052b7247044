#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What may befall a nightly run: times that lie, a disk that is full or read-only, a loss
# of power, a clock that goes back, a kill while a candidate is kept.  Nothing is lost.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires jq

# shellcheck disable=SC2120 # some runs have arguments
index() {
	fornix index --index index "$@" c
}
reads() {
	jq .read index/last-run.json
}
found() {
	fornix search --index "${2:-index}" --json "$1" | jq -r '.results[0].id'
}
# shellcheck disable=SC2120 # as above
current() {
	readlink "${1:-index}/current"
}

# Times of change that say that nothing was changed.
for i in $(seq 8); do
	article "c/a$i.md" "Letter $i" <<<"Everywhere there is word$i and a letter."
done
touch -d 2020-01-01 c/*.md
sleep 0.1
index
index
is "$(jq -r '"\(.outcome) \(.read)"' index/last-run.json)" "unchanged 0" "a run with nothing to do reads nothing"
inode=$(stat -c %i c/a1.md)
sed 's/word1/krake/' c/a1.md >new
cat new >c/a1.md
touch -d 2020-01-01 c/a1.md
is "$(stat -c '%i %s %Y' c/a1.md)" "$inode $(stat -c '%s %Y' c/a2.md)" "a file with the same size, time and inode"
index
is "$(reads) $(found krake)" "1 a1" "is read when its bytes are others"
sed 's/word2/hydra/' c/a2.md >new
touch -d 2020-01-01 new
mv new c/a2.md
index
is "$(found hydra)" a2 "and so is one that was put in its place, as rsync -t does"
before=$(current)
for i in $(seq 8); do
	cp -p "c/a$i.md" new && mv new "c/a$i.md"
done
index
is "$(reads) $(current)" "8 $before" "the same bytes in new files are read, and are no news"
article c/a1.md "Letter 1" <<<"Everywhere there is gnome and a letter."
for word in troll dwarf giant; do
	index
	sed -i "s/gnome\|troll\|dwarf/$word/" c/a1.md
	touch -d 2020-01-01 c/a1.md
done
index
is "$(found giant)" a1 "changes in quick succession are all seen"

# The clock; files keep the times that the disk gave them.
ahead() {
	env NO_FAKE_STAT=1 faketime 2035-01-01 "$FORNIX" index --index index c
}
if command -v faketime >/dev/null && ! with_sanitizers; then
	article c/a3.md "Letter 3" <<<"Everywhere there is sphinx and a letter."
	exits 0 "a run with a clock that is years ahead" ahead
	article c/a3.md "Letter 3" <<<"Everywhere there is griffin and a letter."
	exits 0 "one after it was set back" index
	is "$(found griffin)" a3 "publishes what is new"
	ok "and keeps the one before" test -d "index/gen-$(printf %06d "$(jq .base index/current/manifest.json)")"
	exits 0 "another that is ahead" ahead
	exits 0 "status after that" fornix status --index index
	like "$out" "last run .*in the future: is the clock right" "wonders"
	exits 0 "when the clock is right again" index
	exits 0 "it does not" fornix status --index index --max-age 1
	unlike "$out" "in the future" "any more"
else
	skip "a clock that goes back" "needs faketime, and no sanitizers"
fi

# Killed while a candidate is kept, and while it is being replaced.
before=$(current)
cp -r c whole
rm c/a{1,2,3,4}.md
exits 4 "a run that is refused" index
ok "keeps a candidate" test -f "$(echo index/refused-*/refused.txt)"
RANDOM=815
wrong=0
for _ in $(seq 15); do
	"$FORNIX" index --index index --full c >/dev/null 2>&1 &
	pid=$!
	sleep "0.$(printf '%03d' $((RANDOM % 250)))"
	kill -KILL "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
	[ "$(current) $(found hydra)" = "$before a2" ] || wrong=$((wrong + 1))
done
is "$wrong" 0 "killed at any moment, what was served goes on serving"
exits 4 "the next run is refused as before" index
is "$(find index -maxdepth 1 \( -name 'refused-*' -o -name 'building-*' \) | wc -l)" 1 "with one candidate, and nothing left over"
rm -r c
mv whole c

# The order in which things become durable.
if command -v strace >/dev/null && strace -qq -o /dev/null true 2>/dev/null; then
	article c/a5.md "Letter 5" <<<"Everywhere there is basilisk and a letter."
	strace -f -qq -y -e trace=fsync,fdatasync,rename,renameat,renameat2,symlinkat,pwrite64,write,writev,openat \
		-o trace "$FORNIX" index --index index c
	number=$(current)
	building=building-${number#gen-}
	fsynced=$(grep -nE "fsync\(" trace)
	renamed=$(grep -nE "rename(at2?)?\(.*\"$building\".*\"$number\"" trace | head -n 1 | cut -d: -f1)
	pointed=$(grep -nE 'rename(at2?)?\(.*"current.tmp".*"current"' trace | head -n 1 | cut -d: -f1)
	number "${renamed:-0}" -gt 0 "the folder gets its name"
	number "${pointed:-0}" -gt "${renamed:-999999}" "before current points to it"
	missing=
	while read -r file; do
		last=$(grep -nE "(write|pwrite64|writev)\([0-9]+<[^>]*/$building/$file>" trace | tail -n 1 | cut -d: -f1)
		grep -E "<[^>]*/$building/$file>" <<<"$fsynced" | cut -d: -f1 |
			awk -v last="${last:-0}" -v renamed="$renamed" '$1 > last && $1 < renamed { found = 1 } END { exit !found }' ||
			missing+="$file "
	done < <(cd "index/$number" && find . -type f -printf '%P\n')
	is "$missing" "" "every file is synced after its last write and before that"
	for folder in "$building" "$building/xapian"; do
		grep -E "<[^>]*/$folder>" <<<"$fsynced" | cut -d: -f1 |
			awk -v renamed="$renamed" '$1 < renamed { found = 1 } END { exit !found }'
		tap_result $? "and so is the folder $folder"
	done
	parent=$(grep -E "<[^>]*/index>" <<<"$fsynced" | cut -d: -f1 | xargs)
	ok "the index folder is synced between the renames" awk -v all="$parent" -v a="$renamed" -v b="$pointed" \
		'BEGIN { n = split(all, p, " "); for (i = 1; i <= n; i++) if (p[i] > a && p[i] < b) exit 0; exit 1 }'
	ok "and after the last" awk -v all="$parent" -v b="$pointed" \
		'BEGIN { n = split(all, p, " "); for (i = 1; i <= n; i++) if (p[i] > b) exit 0; exit 1 }'
	record=$(grep -nE 'rename.*last-run.json.tmp' trace | head -n 1 | cut -d: -f1)
	synced=$(grep -E '/last-run.json.tmp>' <<<"$fsynced" | head -n 1 | cut -d: -f1)
	number "${synced:-999999}" -lt "${record:-0}" "the record of the run is synced before it gets its name"
else
	skip "the order of syncs" "needs strace, and the right to trace"
fi

# Full disks, from one that holds nothing to one that holds all, and a read-only one.
in_mounts() {
	if [ "$(id -u)" = 0 ]; then
		unshare -m -- "$@"
	else
		unshare -Urm -- "$@"
	fi
}
cat >full.sh <<'SH'
mkdir -p disk
mount -t tmpfs -o "size=16m" tmpfs disk || exit 77
"$FORNIX" index --index disk/index c || exit 1
before=$(readlink disk/index/current)
used=$(df --output=used -k disk | tail -n 1)
for word in "$@"; do
	sed -i "s/basilisk[a-z]*/basilisk$word/" c/a5.md
	for room in $(seq 0 12 400); do
		mount -o "remount,size=$((used + room))k" disk || exit 4
		code=0
		"$FORNIX" index --index disk/index c 2>full.err || code=$?
		now=$(readlink disk/index/current)
		count=$("$FORNIX" search --index disk/index --json letter | jq .total)
		echo "$room $code $now $count $(find disk/index -name 'building-*' | wc -l)"
		[ "$code" = 0 ] && break
		[ "$now" = "$before" ] && [ "$count" = 8 ] && [ "$code" = 3 ] || exit 1
		tail -n 1 full.err | grep -q "nothing was changed: generation" || exit 1
	done
	[ "$code" = 0 ] && [ "$now" != "$before" ] || exit 1
	break
done
mount -o "remount,size=16m,nr_inodes=$(df --output=iused disk | tail -n 1 | tr -d " ")" disk || exit 4
for command in "rollback --index disk/index" "index --full --index disk/index c"; do
	code=0
	# shellcheck disable=SC2086 # a command and its options
	"$FORNIX" $command 2>inodes.err || code=$?
	[ "$code" = 3 ] && [ "$(readlink disk/index/current)" = "$now" ] || exit 3
	grep -q "No space left" inodes.err || exit 3
	tail -n 1 inodes.err | grep -q "nothing was changed: generation" || exit 3
done
mount -o "remount,nr_inodes=10000" disk || exit 4
mount -o remount,ro disk || exit 4
code=0
sed -i "s/basilisk[a-z]*/basiliskro/" c/a5.md
"$FORNIX" index --index disk/index c 2>ro.err || code=$?
[ "$code" = 3 ] && [ "$(readlink disk/index/current)" = "$now" ] || exit 2
SH
code=0
in_mounts bash full.sh full >full.log 2>full.log.err || code=$?
if [ "$code" = 77 ]; then
	skip "a full disk" "no small disk can be mounted"
	skip "one without room for another name" "no small disk can be mounted"
	skip "a read-only one" "no small disk can be mounted"
else
	isnt "$code" 1 "whatever room a disk has, a run publishes or leaves all as it was"
	isnt "$code" 3 "one without room for another name changes nothing, in a run or a rollback"
	isnt "$code" 2 "a read-only disk is trouble that changes nothing"
	isnt "$code" 4 "the disk took all of its sizes"
	[ "$code" -eq 0 ] || diag "$(cat full.log full.log.err full.err)"
	diag "$(wc -l <full.log) disks, $(grep -c ' 3 ' full.log) of them too small"
	number "$(grep -c ' 3 ' full.log)" -ge 3 "some were too small"
	like "$(cat ro.err)" "Read-only file system" "the cause is named"
fi
done_testing
