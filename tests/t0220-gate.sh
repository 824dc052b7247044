#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The gate of the nightly run: each thing that it refuses, as cron meets it, and
# that yesterday's index goes on serving.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires jq setpriv

# Without a terminal, with cron's environment.
nightly() {
	env -i PATH=/usr/bin:/bin HOME=/ SHELL=/bin/sh LC_ALL=C.UTF-8 \
		"$FORNIX" index --config site.yaml "$@" </dev/null
}
# Root reads everything: not so that user.
unprivileged() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid 65534 --regid 65534 --clear-groups -- "$@"
	else
		"$@"
	fi
}
with_word() {
	fornix search --index index --json "$1" | jq -r --arg word "$1" \
		'.results[] | select(.snippet | contains($word)) | .id' | sort | xargs
}
served() {
	readlink index/current
}
refused() {
	find index -maxdepth 1 -name 'refused-*' -printf '%f\n' | xargs
}
ids() {
	fornix search --index index --json -n 100 letter | jq -r '.results[].id' | sort | xargs
}
write_articles() {
	local i
	for i in $(seq "$@"); do
		article "c/a$i.md" "Letter $i" <<<"Everywhere there is word$i and a letter."
	done
}

write_articles 1 20
printf 'corpus: c\nindex: index\n' >site.yaml
exits 0 "the first run" nightly
is "$err" "" "has nothing to complain of"

# Removals: 10 percent of 20 are 2, so 3 may go.
rm c/a{1,2,3}.md
exits 0 "three articles may go" nightly
is "$(served)" gen-000002 "and do"
rm c/a{4,5,6,7}.md
exits 4 "four may not" nightly
like "$err" "^fornix: refused: 4 of 17 articles would go, and 'max_removed' lets 3 go \('a4\.md', 'a5\.md', 'a6\.md', 'a7\.md'\)" \
	"which is told with their names"
is "${err##*$'\n'}" "fornix: nothing was changed: generation 2 goes on serving ('fornix status --candidate' tells more)" \
	"the last line is the outcome"
is "$out" "" "and nothing on standard output"
number "$(wc -l <<<"$err")" -lt 24 "all on one screen"
is "$(served)" gen-000002 "yesterday's index goes on serving"
like "$(ids)" "a4 .*a7" "with all it had"
is "$(refused)" refused-000003 "the candidate is kept"
is "$(jq .articles index/refused-000003/manifest.json)" 13 "whole"
like "$(cat index/refused-000003/refused.txt)" "^4 of 17 articles would go" "with the reason"
exits 4 "as the next night" nightly
is "$(refused)" refused-000003 "with one candidate"
exits 4 "and as a full run" nightly --full
exits 4 "a dry run tells it too" nightly --dry-run
like "$err" "refused: 4 of 17 articles would go" "with the reason"
printf 'corpus: c\nindex: index\nmax_removed: 4\n' >site.yaml
exits 0 "a setting lets them go" nightly --dry-run
printf 'corpus: c\nindex: index\nmax_removed: 23%%\n' >site.yaml
exits 4 "or not, as a part of the articles" nightly --dry-run
like "$err" "lets 3 go" "rounded down"
exits 0 "--allow-removals lets them go" nightly --allow-removals
is "$(served)" gen-000003 "with a new generation"
is "$(refused)" "" "and the candidate goes"
printf 'corpus: c\nindex: index\n' >site.yaml
sed -i '2i draft: true' c/a{8,9}.md c/a1{0,1}.md
exits 4 "drafts are removals too" nightly
like "$err" "4 of 13 articles would go" "and counted"
sed -i '/^draft/d' c/a{8,9}.md c/a1{0,1}.md
exits 0 "when they are back" nightly
is "$(refused)" "" "the candidate is out of date"
mkdir c/deep
mv c/a*.md c/deep
exits 0 "moved articles are no removals" nightly
mv c/deep/* c
exits 0 "there and back" nightly
for wrong in 101% -1 x 10%% 1.5 1000000 '[1]'; do
	printf 'corpus: c\nindex: index\nmax_removed: %s\n' "$wrong" >wrong.yaml
	exits 2 "max_removed: $wrong" fornix index --config wrong.yaml
	like "$err" "wrong.yaml:3.*max_removed" "names file, line and key"
done

# A corpus that is not there.
before=$(served)
mv c away
exits 4 "a missing corpus" nightly
like "$err" "^fornix: refused: cannot open the folder of articles 'c': No such file" "is refused"
like "$err" "nothing was changed: generation [0-9]+ goes on serving$" "with the outcome"
mkdir c
exits 4 "an empty one" nightly
like "$err" "refused: no articles in 'c'" "is refused"
rmdir c
echo text >c
exits 4 "a file" nightly
rm c
mv away c
is "$(served)" "$before" "and nothing has changed"

# One that cannot be read, for a user who may write the index.
chmod 755 .
mkdir -p c/deep
for i in 1 2; do
	article "c/deep/d$i.md" "Deep letter $i" <<<"Below."
done
exits 0 "two articles in a folder" nightly
before=$(served)
[ "$(id -u)" = 0 ] && chown -R 65534:65534 c index
chmod 000 c/deep
exits 4 "a folder that cannot be read" unprivileged "$FORNIX" index --config site.yaml
like "$err" "refused: 'c/deep' cannot open the folder: Permission denied, and 2 articles that are served" \
	"is refused though only 2 would go"
chmod 444 c/deep
exits 4 "one that can only be listed" unprivileged "$FORNIX" index --config site.yaml
like "$err" "refused: 'c/deep/d1.md' cannot be looked at" "as well"
chmod 755 c/deep
mkdir c/other
chmod 000 c/other
exits 0 "one that nothing served is in" unprivileged "$FORNIX" index --config site.yaml
like "$err" "skipped 'other': cannot open" "is only told"
rmdir c/other
chmod 000 c
exits 4 "a corpus that cannot be read" unprivileged "$FORNIX" index --config site.yaml
chmod 755 c
chmod 000 c/deep/d1.md
exits 0 "an article that cannot be read" unprivileged "$FORNIX" index --full --config site.yaml
like "$err" "the version of before stays" "stays"
chmod 644 c/deep/d1.md
is "$(ids | grep -c deep/d1)" 1 "and is found"

# An index of somebody else.
if [ "$(id -u)" = 0 ]; then
	before=$(served)
	exits 4 "root's run on the index of another user" nightly
	like "$err" "refused: 'index' belongs to [^ ]+, whom files of root would be in the way of: run this as" \
		"is refused with the remedy"
	is "$(find index -uid 0)" "" "and has made nothing there"
	chown -R 0:0 c index
	exits 3 "another user's on that of root" unprivileged "$FORNIX" index --config site.yaml
	like "$err" "'index' belongs to root and cannot be written to: run this as root" "fails with the remedy"
	is "$(served)" "$before" "and nothing has changed"
else
	skip "an index of somebody else" "not run by root"
fi

# Rules with mistakes.
mkdir c/_search
printf 'word1, word2\n' >c/_search/glossary.txt
exits 0 "a good glossary" nightly
before=$(served)
printf 'word1, word2\nalone\nword1, word3\n' >c/_search/glossary.txt
exits 4 "a glossary with mistakes" nightly
like "$err" "refused: '_search/glossary.txt:2': one phrase alone" "is refused with the line"
like "$err" "refused: '_search/glossary.txt:3': 'word1' has an entry on line 1 already" \
	"for all that 'fornix check' finds"
exits 0 "--allow-rules takes the rest" nightly --allow-rules
printf 'word1, word2\n' >c/_search/glossary.txt
printf -- '- id: one\n  patern: x\n' >c/_search/urgent.yaml
exits 4 "urgent rules with mistakes" nightly
like "$err" "refused: '_search/urgent.yaml:1': " "are refused"
printf -- '- id: [\n' >c/_search/urgent.yaml
rm -r index/refused-*
exits 4 "and a file that is no YAML" nightly
like "$err" "refused: '_search/urgent.yaml:[0-9]+': " "even if nothing else is new"
rm c/_search/urgent.yaml
exits 0 "the mended rules" nightly

# Judged queries: with every article but one made a rival of the wanted one.
for i in $(seq 12 20); do
	printf 'word%s\ta%s\n' "$i" "$i"
done >c/_search/queries.tsv
exits 0 "judged queries alone are no news" nightly
before=$(served)
judge() {
	printf 'corpus: c\nindex: index\n%s\n' "$1" >judged.yaml
	run fornix index --full --config judged.yaml
}
judge 'judged_least: [success@1=1]'
is "$code" 0 "a mean that is reached"
before=$(served)
article c/a12.md "Letter 12" <<<"Nothing of what was there."
judge ''
is "$code" 4 "a query that is answered worse"
like "$err" "refused: nDCG@10 of the judged queries falls from 1.000 to 0.889: worse are 'word12'" \
	"is refused with the measure and the query"
is "$(served)" "$before" "and yesterday's goes on serving"
judge 'judged_margin: 0.2'
is "$code" 0 "a margin lets it pass"
article c/a13.md "Letter 13" <<<"Nothing of what was there."
judge $'judged_margin: 0.2\njudged_least: [success@1=0.8, MRR=0.1]'
is "$code" 4 "but not below the least mean"
like "$err" "refused: success@1 of the judged queries is 0.778, and 'judged_least' asks for 0.8" "which is told"
mv c/a14.md c/b14.md
judge ''
like "$err" "1 judged articles are not in the index, one is 'a14': were they renamed" \
	"an article that was renamed is named"
mv c/b14.md c/a14.md
printf 'no tabs\n' >c/_search/queries.tsv
judge ''
is "$code" 4 "a file of queries with a mistake"
like "$err" "refused: .*queries.tsv:1" "is refused with the line"
rm c/_search/queries.tsv
judge 'judged_least: [success@1=0.5]'
is "$code" 4 "a missing file that is asked for"
like "$err" "refused: there is no 'c/_search/queries.tsv'" "is refused"
judge ''
is "$code" 0 "one that is not asked for is fine"
for wrong in 'judged_margin: 2' 'judged_margin: x' 'judged_least: succes@1=0.5' 'judged_least: [MRR=7]' \
	'judged_least: {a: b}'; do
	judge "$wrong"
	is "$code" 2 "$wrong"
	like "$err" "judged.yaml:3.*judged_" "names file, line and key"
done

# A corpus that changes while it is read: at its second look, between reading and
# building, a command runs.
cat >hook.c <<'C'
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
static void look(const char *path)
{
	static int looks;
	if (strcmp(path, "c") == 0 && ++looks % atoi(getenv("LOOK")) == 0 &&
	    system(getenv("HOOK")) != 0)
		abort();
}
int open(const char *path, int flags, ...)
{
	look(path);
	return openat(AT_FDCWD, path, flags, 0600);
}
int open64(const char *path, int flags, ...)
{
	look(path);
	return openat(AT_FDCWD, path, flags, 0600);
}
C
if ! ${CC:-cc} -shared -fPIC -o hook.so hook.c 2>cc.log; then
	skip "a corpus that changes" "no preloaded library can be made"
	done_testing
	exit
fi
hooked() {
	run env ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0 LD_PRELOAD="$tmp/hook.so" \
		LOOK="${2:-2}" HOOK="unset LD_PRELOAD; $1" "$FORNIX" index --config site.yaml
}
before=$(served)
touch c/a15.md
hooked '[ -e once ] || { touch once; echo kraken >>c/a15.md; echo kraken >>c/a16.md; }'
is "$code" 0 "a corpus that changed once while it was read"
is "$(with_word kraken)" "a15 a16" \
	"is read again"
cp -r c c.new
echo sphinx >>c.new/a17.md
hooked '[ ! -e c.new ] || { mv c c.old; mv c.new c; }'
is "$code" 0 "one that was swapped for another"
is "$(with_word sphinx)" a17 "is the other"
before=$(served)
hooked 'cp -p c/a18.md c/x; mv c/x c/a18.md'
is "$code" 4 "one that changes all the time, though size and time do not"
like "$err" "refused: 'c' changed while it was read, 3 times" "is refused"
is "$(served)" "$before" "and nothing has changed"
mkdir -p c/_search
echo 'kraken, octopus' >c/_search/glossary.txt
rm -f once
hooked '[ -e once ] || { touch once; echo "sphinx, lion" >c/_search/glossary.txt; }'
is "$code" 0 "a glossary that changes while it is read"
is "$(cat index/current/glossary.txt)" "sphinx, lion" "is read again"
before=$(served)
touch c/a19.md
hooked 'echo "sphinx, cat$$" >c/_search/glossary.txt'
is "$code" 4 "one that changes all the time"
like "$err" "refused: 'c' changed while it was read, 3 times" "is refused"
printf 'word11\ta11\n' >c/_search/queries.tsv
echo more >>c/a19.md
hooked '[ -e c/a20.md ] && touch c/_search/queries.tsv' 3
is "$code" 4 "judged queries that change while they are put to the new index"
like "$err" "refused: 'c' changed while it was read, 3 times" "are refused too"
is "$(served)" "$before" "and nothing has changed"
done_testing
