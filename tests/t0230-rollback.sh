#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fornix rollback, and which generations stay to go back to.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires jq curl flock

index() {
	fornix index --index index --quiet c
}
current() {
	readlink index/current
}
kept() {
	find index -maxdepth 1 -name 'gen-*' -printf '%f\n' | sort | sed 's/gen-0*//' | xargs
}
# next WORD...: a run with an article that says so.
next() {
	article c/news.md News <<<"The news are $*."
	index
}
found() {
	fornix search --index index --json news | jq -r '.results[0].snippet' | grep -oE 'kraken|sphinx|hydra'
}
answers() {
	get '/api/search?q=news'
	[[ $body == *"$1"* && $body == *"\"generation\":$2,"* ]]
}

exits 3 "no index at all" fornix rollback --index index
like "$err" "no index in 'index' yet" "is told"
ok "and none is made" test ! -e index
article c/other.md <<<"Something else."
exits 0 "the first run" next kraken
exits 4 "nothing to go back to" fornix rollback --index index
like "$err" "^fornix: 'index' has no earlier generation to go back to"$'\n'"fornix: nothing was changed: generation 1 goes on serving\$" \
	"is told, with what serves"
is "$(current)" gen-000001 "and nothing was changed"
exits 0 "the second run" next sphinx
serve --index index
ok "the service has the second" wait_until 4 answers sphinx 2
exits 0 "a dry run" fornix rollback --index index --dry-run
is "$out" "generation 1, 2 articles, can be put back: nothing was changed" "tells what would be done"
is "$(current)" gen-000002 "and does not do it"
exits 0 "a rollback" fornix rollback --index index
is "$out" "generation 1, 2 articles, serves instead of 2" "tells what was done"
is "$(current) $(found)" "gen-000001 kraken" "and serves what was before"
ok "the service picks it up" wait_until 4 answers kraken 1
exits 4 "the same again" fornix rollback --index index --to 1
like "$err" "generation 1 is served already" "is no news"
exits 3 "a full disk is an error for what is told" bash -c '"$FORNIX" rollback --index index --to 2 >/dev/full'
is "$(current)" gen-000002 "but not for what is done"
exits 0 "which can be undone" fornix rollback --index index --to 1 --quiet
exits 0 "forward again" fornix rollback --index index --to 2 --quiet
is "$out$err" "" "quietly"
is "$(current) $(found)" "gen-000002 sphinx" "undoes it"
exits 4 "a generation that is not there" fornix rollback --index index --to 7
like "$err" "no generation 7 to go back to: there are 2, 1" "is refused with those that are"
for wrong in 0 x -1 9999999999; do
	exits 2 "--to $wrong" fornix rollback --index index --to "$wrong"
done
exits 2 "an operand" fornix rollback --index index 1

# A run after a rollback starts from what serves, and what was put away is not the one before.
exits 0 "back to the first" fornix rollback --index index
touch -d '2020-01-01' index/gen-000002
exits 0 "a run" next hydra
is "$(current) $(found)" "gen-000003 hydra" "builds forward, under a new number"
is "$(jq -r .base index/gen-000003/manifest.json)" 1 "from what was served"
is "$(fornix search --index index --json else | jq .total)" 1 "and has all the rest"
exits 0 "a rollback from there" fornix rollback --index index --dry-run
like "$out" "generation 1," "leads to what was served before it"

# Damage.
cp -r index whole
printf x | dd of=index/gen-000001/xapian/postlist.glass bs=1 seek=50 conv=notrunc status=none
exits 3 "a damaged one" fornix rollback --index index --to 1
like "$err" "postlist.glass' has changed" "is refused, naming the file"
like "${err##*$'\n'}" "nothing was changed: generation 3 goes on serving" "with the outcome"
rm index/gen-000001/manifest.json
exits 3 "one without a manifest" fornix rollback --index index --to 1
rm -r index
mv whole index
sed -i 's/"number": 1,/"number": 9,/' index/gen-000001/manifest.json
exits 3 "one that is another" fornix rollback --index index --to 1
is "$(current)" gen-000003 "nothing was changed by all that"
sed -i 's/"number": 9,/"number": 1,/' index/gen-000001/manifest.json
rm -r index/gen-000003
exits 0 "when what serves is gone" fornix rollback --index index
is "$(current)" gen-000002 "there is a way back"
exits 0 "and a run" next hydra
is "$(current) $(found)" "gen-000003 hydra" "goes on from it"

# One writer.
exec 9>>index/lock
flock 9
exits 3 "while another run is at work" fornix rollback --index index
like "$err" "being indexed by another process" "it is told so"
(
	sleep 1
	flock -u 9
) &
exits 0 "--wait waits for it" fornix rollback --index index --wait 20
wait $!
exec 9>&-
ln -s gen-000099 index/current.tmp
exits 0 "a link that a killed run has left" fornix rollback --index index --to 3
is "$(current)" gen-000003 "is in nobody's way"
stop_service

# How many stay.
rm -r index
settings() {
	printf 'corpus: c\nindex: index\n' >fornix.yaml
	printf '%s\n' "$@" >>fornix.yaml
}
settings 'keep_generations: 3'
nights() {
	local i
	for i in $(seq "$@"); do
		next "kraken $i"
	done
}
nights 1 5
is "$(kept)" "3 4 5" "keep_generations: 3"
settings 'keep_generations: 4'
nights 6 7
is "$(kept)" "4 5 6 7" "keep_generations: 4"
touch -d '40 days ago' index/gen-00000{4,5,6,7}
exits 0 "a run with nothing to do" index
is "$(kept)" "6 7" "removes what is too old, but not the served one and the one before"
settings 'keep_generations: 4' 'keep_days: 0'
nights 8 8
touch -d '4000 days ago' index/gen-00000{6,7,8}
index
is "$(kept)" "6 7 8" "keep_days: 0 is no matter how old"
touch -d '400 days' index/gen-00000{6,7,8}
settings 'keep_generations: 4' 'keep_days: 1'
index
is "$(kept)" "6 7 8" "what was built in the future is not old"
for wrong in 'keep_generations: 1' 'keep_generations: 101' 'keep_days: 3651' 'keep_days: x'; do
	settings "$wrong"
	exits 2 "$wrong" index
	like "$err" "fornix.yaml:3.*${wrong%:*}.*from [0-9]+ .*to [0-9]+" "names file, line, key and values"
done

# A reader keeps what it has open.
settings 'keep_generations: 2' 'keep_days: 1'
nights 9 9
serve --index index
ok "a service has the ninth" wait_until 4 answers kraken 9
fornix rollback --index index --to 8 --quiet
ok "and the eighth" wait_until 4 answers kraken 8
kill -STOP "$service"
nights 10 13
touch -d '40 days ago' index/gen-*
index
like " $(kept) " " 8 .*12 13 " "what a live reader has open stays, however many and old"
unlike " $(kept) " " (10|11) " "others go"
kill -CONT "$service"
ok "the service goes on to the newest" wait_until 4 answers kraken 13
stop_service
index
is "$(kept)" "12 13" "when the reader has gone it goes"
done_testing
