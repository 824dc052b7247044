#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fornix check on articles: what an editor would mend, and the site generator's pages.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"

# page PATH [LINE...]: an article that lacks nothing, but for more front matter.
page() {
	local path=$1
	shift
	mkdir -p "${path%/*}"
	{
		printf -- '---\ntitle: %s\ndescription: Short.\nreviewed: 2020-01-01\n' "${path##*/}"
		[ $# -eq 0 ] || printf '%s\n' "$@"
		printf -- '---\n'
		cat
	} >"$path"
}
check() {
	fornix check --index nowhere "$@" own
}
none="no glossary: there is no 'own/_search/glossary.txt'"

page own/a/one.md <<'TEXT'

## Part two

Text with [another](../b/two.md), its [part](../b/two.md#part), [mine](#part-two), the
[top](#top), [by address](/b/two/#part), [elsewhere](https://example.org/x#y),
[mail](mailto:a@example.org), [a picture](/images/x.png), a [list](/tags/) and
[raw](../b/two.md#raw).

![a picture with words](/images/y.png)
TEXT
page own/b/two.md <<'TEXT'

## Part

Text. <span id="raw">Here.</span>
TEXT
exits 0 "sound articles" check
is "$out" "$none" "have no findings"

page own/c/three.md <<'TEXT'

Text with [nothing](../b/four.md).

A [wrong part](../b/two.md#parts), a [wrong one here](#none), and
an [address](/b/nowhere/) with a [wrong part](/a/one/#three).

![](/images/z.png)

[a draft](d.md)
TEXT
page own/c/d.md 'draft: true' <<<'Not shown: [nothing](e.md).'
exits 2 "broken links" check
is "$out" "own/c/three.md:7: a link to '../b/four.md', which is not there
own/c/three.md:9: 'b/two.md' has no section '#parts': name one of its headings' anchors
own/c/three.md:9: 'c/three.md' has no section '#none': name one of its headings' anchors
own/c/three.md:10: 'a/one.md' has no section '#three': name one of its headings' anchors
own/c/three.md:10: note: no article has the address '/b/nowhere/'
own/c/three.md:12: note: '/images/z.png' is an image that says nothing in words: describe it
own/c/three.md:14: a link to 'c/d.md', which is not shown: draft
$none" "are told with their lines"
exits 2 "--quiet" check --quiet
is "$(grep -c . <<<"$out")" 5 "prints problems only"
unlike "$out" 'note:' "and no note"
rm -r own/c

printf -- '---\ndate: 2020-01-01\n---\n\nNo title.\n' >own/a/bare.md
page own/a/late.md 'review_due: 2020-02-03' 'url: /a/one/' <<<'Late.'
page own/b/one.md <<<'The same title.'
printf -- '---\ntitle: [\n---\n' >own/b/broken.md
exits 2 "articles that lack something" check
is "$(grep -v broken <<<"$out")" "own/a/bare.md:1: note: no day of review: add 'reviewed'
own/a/bare.md:1: note: no description: say in a sentence what it answers
own/a/bare.md:1: note: no title in the front matter: title is taken from the file's name
own/a/late.md:1: note: the review was due on 2020-02-03
own/a/one.md:1: '/a/one/' is the address of 'a/late.md' too: give one of them another
own/b/one.md:1: note: 'one.md' is the title of 'a/one.md' too: nobody can tell them apart
$none" "are told"
like "$out" "own/b/broken.md:1: 'b/broken.md:[0-9]+'" "and one that cannot be read, with its line"
rm own/a/bare.md own/a/late.md own/b/one.md own/b/broken.md

mkdir -p site/a/one site/b
printf '<h2 class=x id="part-two">Part two</h2>\n' >site/a/one/index.html
printf "<h2 ID='part'>Part</h2>\n" >site/b/two.html
printf 'url_pattern: /{path}\ncorpus: own\n' >plain.yaml
mv site/a/one/index.html site/a/one.html
exits 0 "pages with all anchors" fornix check --config plain.yaml --html site
is "$out" "$none" "have no findings"
mkdir site/b/two
mv site/b/two.html site/b/two/index.html
exits 0 "as folders too" fornix check --config plain.yaml --html site
printf '<h2 id=part-2>Part two</h2> id="part-two" <p data-id="part-two">\n' >site/a/one.html
exits 2 "an anchor that the generator makes otherwise" fornix check --config plain.yaml --html site
like "$out" "own/a/one.md:7: the page has no '#part-two': see 'anchors'" "is told, with the setting"
rm site/a/one.html
exits 2 "a page that is not there" fornix check --config plain.yaml --html site
like "$out" "own/a/one.md:1: '/a/one' has no page in 'site': see 'url_pattern'" "is told, with the setting"

printf -- '---\ntitle: "T\\e[31m\\u202e"\nurl: "/x\\u009b1m/"\n---\n\n[x](y\xc2\x9b.md) [z](#\e[1m)\n' >$'own/a/\e[2Jz.md'
run check
unlike "$out$err" $'\x1b|\xc2\x9b|\xe2\x80\xae' "nothing that a terminal obeys"
exits 3 "no corpus" fornix check --index nowhere none
done_testing
