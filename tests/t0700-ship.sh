#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fornix ship: other folders serve what is served here, or what they served before.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires curl flock jq rsync

# What ssh does, without a network: a shell of the far end reads the words behind HOST.
# It keeps what it was asked, and breaks when it is told to.
mkdir far
cat >rsh <<'END'
#!/bin/sh
[ "$1" = -x ] || exit 99
shift
[ "$1" != -l ] || shift 2
printf '%s\n' "$*" >>"$SHIP_TEST/asked"
[ "$1" != unreachable ] || exit 255
shift
cd "$SHIP_TEST/far" || exit 99
case $(cat "$SHIP_TEST/breaks" 2>/dev/null):$* in
transfer:rsync*)
	exec 3<&0
	sh -c "$*" <&3 &
	sleep 0.02
	kill -9 "$PPID" $!
	;;
publish:*"'ship-far' 'publish'"*) kill -9 $$ ;;
*) exec sh -c "$*" ;;
esac
END
chmod +x rsh
export SHIP_TEST=$tmp
rsh=(--rsh "$tmp/rsh -x")

index() {
	fornix index --index index --quiet c
}
# next WORD...: a run with an article that says so.
next() {
	article c/news.md News <<<"The news are $*."
	index
}
ship() {
	fornix ship --index index "${rsh[@]}" "$@"
}
# found FOLDER: what its served generation says, once its files are those of the manifest.
found() {
	(cd "$1/current" && jq -r '.files[] | .sha256 + "  " + .name' manifest.json |
		sha256sum --check --status) &&
		fornix search --index "$1" --json news | jq -r '.results[0].snippet' |
		grep -oE 'kraken|sphinx|hydra'
}
kept() {
	find "$1" -maxdepth 1 -mindepth 1 -not -name lock -printf '%f\n' | sort | xargs
}
answers() {
	get '/api/search?q=news'
	[[ $body == *"$1"* ]]
}

exits 3 "no index here" ship far/a
like "$err" "not shipped to 'far/a': no index in 'index' yet" "is told"
article c/other.md <<<"Something else."
mkdir c/_search
echo 'else, otherwise' >c/_search/glossary.txt
next kraken
exits 2 "no target" ship
like "$err" "no folder to ship to: name DIR or HOST:DIR" "is told"
exits 0 "a folder" ship far/a --verbose
like "$out" "^far/a: generation 1, 2 articles, is served; ([0-9]+) of \1 files sent, [0-9.]+ MB$" \
	"tells what was done"
is "$(found far/a)" kraken "serves the same"
is "$(kept far/a)" "current gen-000001" "and nothing lies about"
exits 0 "again" ship far/a --verbose
is "$out" "far/a: generation 1, 2 articles, is served already" "nothing is sent"
exits 0 "a host" ship "doctor@web:index of the practice's \$HOME/b" far/a
is "$out$err" "" "without a terminal, nothing is printed when all is well"
b="far/index of the practice's \$HOME/b"
is "$(found "$b")" kraken "is asked with every byte of the folder's name"
like "$(<asked)" "^doctor@web " "and as the user that was named"

# A service there, and only what has changed.
serve --index "$b"
ok "a service there answers" answers kraken
next sphinx
exits 0 "the next generation" ship "web:index of the practice's \$HOME/b" --verbose
like "$out" "generation 2, 2 articles, is served instead of 1; [0-9]+ of [0-9]+ files" "is told"
[[ $out =~ ([0-9]+)\ of\ ([0-9]+)\ files ]]
number "${BASH_REMATCH[1]}" -lt "${BASH_REMATCH[2]}" "files that are there already are not sent"
number "$(find "$b/gen-000002" -type f -links +1 | wc -l)" -ge 1 "but linked"
ok "the service goes on to it" wait_until 4 answers sphinx
fornix rollback --index index --quiet
exits 0 "after a rollback here" ship "web:index of the practice's \$HOME/b"
ok "the service goes back" wait_until 4 answers kraken
fornix rollback --index index --to 2 --quiet
stop_service

# What breaks.
is "$(ship far/a; found far/a)" sphinx "the second generation, before things break"
next hydra
exits 3 "a host that cannot be reached" ship unreachable:x far/a
like "$err" "^fornix: not shipped to 'unreachable:x': 'unreachable' could not be reached$" "is told, with nothing else"
is "$(found far/a)" hydra "other targets are shipped to all the same"
ship web:a2
echo transfer >breaks
exits 3 "a transfer that breaks" ship web:c
like "$err" "not shipped to 'web:c': 'rsync' failed with exit code [0-9]+" "is told"
ok "and nothing is served from it" test ! -e far/c/current
next kraken
exits 3 "a transfer that breaks over an older generation" ship web:a2
is "$(found far/a2)" hydra "leaves that"
echo publish >breaks
exits 3 "a far end that is killed" ship web:a2
is "$(found far/a2)" hydra "leaves the older one"
like "$(kept far/a2)" "incoming-gen-000004" "and what has come"
rm breaks
cp -r far/a2 damaged
printf x | dd of=far/a2/incoming-gen-000004/articles.mdb bs=1 seek=5000 conv=notrunc status=none
touch -r index/gen-000004/articles.mdb far/a2/incoming-gen-000004/articles.mdb
exits 0 "a byte that has changed on the way" ship web:a2
is "$(found far/a2)" kraken "is sent again"
is "$(kept far/a2)" "current gen-000003 gen-000004" "and nothing is left over"
printf x | dd of=far/a2/gen-000004/articles.mdb bs=1 seek=5000 conv=notrunc status=none
exits 0 "a generation that is damaged there" ship web:a2
is "$(found far/a2)" kraken "is sent again"
exec 8>>far/a2/lock
flock 8
next sphinx
(
	sleep 1
	flock -u 8
) &
exits 0 "a far end where another is at work" ship far/a2
is "$(found far/a2)" sphinx "is waited for"
wait $!
printf x | dd of=index/gen-000005/articles.mdb bs=1 seek=5000 conv=notrunc status=none
exits 3 "a damaged generation here" ship far/a2
like "$err" "articles.mdb' has changed" "is not passed on"
is "$(found far/a2)" sphinx "so the far end has the good one"
chmod 500 far/a
if [ "$(id -u)" -ne 0 ]; then
	exits 3 "a folder that cannot be written to" ship far/a
fi
chmod 700 far/a
: >file
exits 3 "a file instead of a folder" ship file
like "$err" "not shipped to 'file'" "is told"

# Another index with the same numbers.
rm -r index
next hydra
exits 0 "an index that begins anew" ship far/a2
is "$(found far/a2)" hydra "is shipped as number 1"
next kraken
next sphinx
cp -r far/a2 far/clash
rm -r far/clash/gen-*
cp -r damaged/gen-000003 far/clash/
ln -sfn gen-000003 far/clash/current
exits 4 "a number that another index serves there" ship far/clash
like "$err" "another index serves a generation 3 there: .*'fornix index --full'" "is refused"
is "$(found far/clash)" hydra "and what was served stays"
fornix index --index index --full --quiet c
exits 0 "a new number" ship far/clash
is "$(found far/clash)" sphinx "is the remedy"

# How many stay.
printf 'corpus: c\nindex: index\nkeep_generations: 3\nship_to: [far/a2, "web:d"]\n' >fornix.yaml
for word in kraken sphinx hydra kraken; do
	next "$word"
	exits 0 "targets of the settings" fornix ship "${rsh[@]}"
done
is "$(kept far/a2)" "current gen-000006 gen-000007 gen-000008" "keep_generations stay"
is "$(found far/a2) $(found far/d)" "kraken kraken" "all are shipped to"
serve --index far/a2
ok "a service has the eighth" answers kraken
for word in sphinx hydra kraken sphinx; do
	kill -STOP "$service"
	next "$word"
	fornix ship "${rsh[@]}"
done
like " $(kept far/a2) " " gen-000008 " "what a service has open stays"
kill -CONT "$service"
stop_service

# Targets that are none.
for wrong in '' : :x web: -oProxyCommand=x:y -x web::module rsync://web/x web:~/x; do
	exits 2 "'$wrong'" ship -- "$wrong"
	like "$err" "not shipped to" "is no target"
done
exits 2 "an empty --rsh" fornix ship --index index --rsh ' ' web:x
like "$err" "'--rsh' is empty" "is told"
mkdir bin
for program in cat find mkdir readlink sh sha256sum wc; do
	ln -s "$(command -v "$program")" bin/
done
exits 3 "without rsync" env PATH="$tmp/bin" "$FORNIX" ship --index index far/new
like "$err" "cannot run 'rsync': install it" "is told"
done_testing
