#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A small change of a large collection, of which only what is new is made and checked: the
# index is as one that is made anew.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires jq

# Articles whose words are in few or many of the others; 1,000 would all be checked.
mkdir c
awk 'BEGIN {
	for (i = 1; i <= 1500; i++) {
		file = "c/a" i ".md"
		printf "---\ntitle: Word%d of word%d\ntags: [tag%d]\n---\n\n# About word%d\n\n", i % 97, i % 13, i % 5, i % 31 >file
		for (j = 1; j <= 40; j++)
			printf "word%d ", (i * j * j) % (7 * j) >file
		print "and nothing else." >file
		close(file)
	}
}'
# Words are weighed anew in all articles with larger changes alone, so what is nearly as good
# may change places.
fields='{total, facets, correction, few: [select(.total < 10).results[] | {id, snippet}] | sort}'

answers() {
	local query
	for query in word1 "word3 word5" '"word4 word9"' "about word7" wrod11 "tag:tag2 word2" kraken; do
		fornix search --index "$1" --json "$query" | jq -c "$fields"
	done
}

# as_anew NAME: runs, which is to publish, and compares with an index made at once.
as_anew() {
	exits 0 "$1" fornix index --verbose --index index c
	like "$out" "published" "is published"
	fornix index --index anew --full c || exit 99
	for file in vocabulary suggestions; do
		ok "with the same $file" cmp "index/current/$file" "anew/current/$file"
	done
	is "$(answers index | diff - <(answers anew) | cut -c 1-300)" "" "and the same answers"
}

exits 0 "1,500 articles" fornix index --index index c
article c/a700.md "Word3 of kraken" <<<"The kraken is new, word4 word9 are not."
as_anew "one that is other"
rm c/a3.md
as_anew "one that is gone"
article c/z.md "Word11 again" <<<"More of word1 and word3, and a hydra."
as_anew "one that is new"
mv c/a9.md c/moved.md
as_anew "one that was moved"
done_testing
