#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fornix index as staff and cron use it.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires jq flock
index() {
	fornix index --index index "$@" c
}
ids() {
	fornix search --index index --json -n 100 "$@" | jq -r '.results[].id' | sort | xargs
}

article c/one.md <<<"The first article is about spasms."
article c/deep/two.md <<<"The second is about nerves."
printf -- '---\ntitle: [\n---\n\nBroken.\n' >c/broken.md
printf -- '---\ntitle: Draft\ndraft: true\n---\n\nSpasms.\n' >c/draft.md
printf -- '---\ntitle: \x22Terminal \\e[31mred\x22\n---\n\nEscapes.\n' >c/escape.md

exits 0 "a run" index --verbose
like "$out" '5 files, 5 read: 3 new, 0 changed, 0 moved, 0 removed, 1 left out, 1 skipped' "counts"
like "$out" 'generation 1: 3 articles \(published\) in [0-9.]+ s' "and tells the generation"
like "$err" "skipped 'broken\.md:[0-9]+': ." "names the broken article and the line"
unlike "$out$err" $'\x1b|\r' "no progress bar and no escape sequence without a terminal"
exits 0 "a run with nothing to do" index --verbose
like "$out" 'generation 1: 3 articles \(nothing to publish\)' "says so"
exits 0 "a run without a terminal" index
is "$out" "" "prints no summary"
like "$err" "broken.md" "but the problems"
is "${err##*$'\n'}" "fornix: nothing was changed: generation 1 goes on serving (1 skipped)" "and the outcome"
rm c/broken.md
exits 0 "one without problems" index
is "$out$err" "" "prints nothing at all"

article c/three.md <<<"The third."
mv c/one.md c/deep/one.md
rm c/deep/two.md
exits 0 "a dry run" index --dry-run --explain
like "$out" 'new +three\.md' "tells what is new"
like "$out" 'moved +deep/one\.md: one\.md' "what has moved"
like "$out" 'removed +deep/two\.md' "what is gone"
like "$out" 'left out draft\.md: draft' "what is left out and why"
like "$out" 'nothing written' "and that nothing was written"
is "$(readlink index/current)" gen-000001 "and writes nothing"
exits 0 "the run itself" index
is "$(readlink index/current)" gen-000002 "publishes"
is "$(ids article OR third OR nerves)" "deep/one three" "finds what there is now"
ok "the generation before stays" test -d index/gen-000001
exits 0 "a full run" index --full
is "$(readlink index/current)" gen-000003 "publishes though nothing changed"
ok "and some before that" test -e index/gen-000001
ok "and makes the words that the changes made" cmp index/gen-000002/vocabulary index/gen-000003/vocabulary

printf -- '---\ntitle: [\n---\n' >c/broken.md
exits 4 "--strict refuses" index --strict
is "$(readlink index/current)" gen-000003 "and publishes nothing"
rm c/broken.md
mkdir empty
exits 4 "an empty corpus is refused" fornix index --index index empty
like "$err" "'empty'.*nothing was changed" "and named"
exits 4 "a missing corpus" fornix index --index index nowhere
like "$err" "'nowhere'" "is named"
is "$(ids third)" three "the index has lost nothing"
exits 2 "two corpora" fornix index --index index c empty
exits 4 "an index that is a file is refused" fornix index --index c/three.md c

exec 9>>index/lock
flock 9
exits 3 "a second writer is refused" index
like "$err" "another" "and told why"
(
	sleep 1
	flock -u 9
) &
exits 0 "--wait waits for it" index --wait 20
wait $!
exec 9>&-

# Hostile articles cost themselves, not the run.
perl -e 'print "a*" x 10, "\n\n", ">" x 100000, "a*" x 100000' >c/quote.md
perl -e 'print "---\ntitle: ", "[" x 100000, "\n---\n"' >c/yaml.md
perl -e 'print "![[]()" x 100000' >c/images.md
perl -e 'print "- " x 30000, "x", "\n" x 30000' >c/list.md
head -c 2000000 /dev/zero >c/zeros.md
truncate -s 3G c/sparse.md
mkfifo c/pipe.md
ln -s /etc/passwd c/link.md
exits 0 "hostile files do not stop a run" timeout 120 "$FORNIX" index --index index c
for name in yaml sparse zeros pipe link; do
	like "$err" "skipped '$name\.md" "$name.md is skipped and named"
done
is "$(ids third)" three "the others are found"
unlike "$(fornix search --index index terminal)" $'\x1b' "an escape in a title never reaches the terminal"

# Settings from a file, with paths relative to it.
mkdir site
cat >site/fornix.yaml <<-'YAML'
	corpus: ../c
	index: search-index
	url_pattern: /artikel/{path}.html
YAML
rm -f c/quote.md c/yaml.md c/images.md c/list.md c/zeros.md c/sparse.md c/pipe.md c/link.md
exits 0 "settings from a file" fornix index --config site/fornix.yaml
is "$(fornix search --config site/fornix.yaml --json third | jq -r '.results[0].url')" \
	/artikel/three.html "make the URLs"
sed -i 's/url_pattern/url_patern/' site/fornix.yaml
exits 2 "an unknown key" fornix index --config site/fornix.yaml
like "$err" "fornix.yaml:3.*url_patern.*url_pattern" "names file, line and the nearest key"
done_testing
