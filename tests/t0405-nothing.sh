#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What helps where nothing is found: the same in all faces, and its links lead where they say.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires jq curl

make_index
printf 'index: index\nreport_enabled: false\ncontact_phone: "+1 713 555 0100"
contact_hours: Monday to Friday, 8 am to 5 pm\ncontact_url: /contact/\n' >fornix.yaml
serve --config fornix.yaml

decode() {
	sed 's/&amp;/\&/g; s/&quot;/"/g'
}
# hrefs CLASS: the addresses of links of that class in the page, one a line.
hrefs() {
	grep -oE "<a class=\"$1\" href=\"[^\"]+\"" <<<"$body" | cut -d'"' -f4 | decode
}
# found: how many results the page tells of, or articles of the part of the site that it lists.
found() {
	sed -nE 's/.*role="status">(About )?([0-9,]+) results?\>.*/\2/p
		s/.*browse\?section=.*aria-current="true">.*"count">([0-9,]+)<.*/\1/p' <<<"$body"
}

query='%22face+neuralgia%22+-botox' words='"face neuralgia" -botox'
get "/search?q=$query&sort=reviewed"
is "$status" 200 "nothing found is an answer"
like "$body" '<h1>Nothing found</h1>' "it says so"
like "$body" '<del>[^/]*"hidden">without </span><bdi>&quot;face neuralgia&quot;</bdi>' "the phrase is crossed out"
like "$body" '<bdi>face</bdi> <bdi>neuralgia</bdi> <bdi>-botox</bdi></p>' "what was searched for is not"
page_ids=$(grep -oE '<h3[^>]*><a href="/[^"#]+"' <<<"$body" | sed 's,.*href="/,,; s,/"$,,' | xargs)
is "$(wc -w <<<"$page_ids")" 3 "three articles come close"
like "$body" 'Call <a href="tel:\+17135550100">.* \(Monday to Friday, 8 am to 5 pm\), or <a href="/contact/">' "whom to ask, and when"
first=$body
get "/search?q=$query&sort=reviewed"
is "$body" "$first" "the same from the cache"
more=$(hrefs action)
wanted=$(grep -oE 'All [0-9]+ results' <<<"$body" | grep -oE '[0-9]+')
like "$more" '^/search\?q=face%20neuralgia%20-botox&sort=reviewed$' "a link to all of them keeps the order"
get "$more"
is "$(found)" "$wanted" "which finds as many as it says"

get "/api/search?q=$query"
is "$(json '.total, (.results | length)' | xargs)" "0 0" "JSON counts none of them"
is "$(json '.help.closest.results[].id' | xargs)" "$page_ids" "and has the same ones"
is "$(json '.help.closest.total')" "$wanted" "as many"
is "$(json '.help.closest.relaxed[]')" phrases "and what it did without"
exits 1 "the shell finds nothing" fornix search --config fornix.yaml -- "$words"
is "$(grep -oE 'corpus/[a-z]+/[a-z0-9-]+\.md' <<<"$out" | sed 's,^corpus/,,; s,\.md$,,' | xargs)" "$page_ids" \
	"and shows the same ones"
like "$out" "left out: '\"face neuralgia\"'" "and what was left out"

# Every topic leads to as many articles as it says.
get '/search?q=zzqqxx'
unlike "$body" 'Closest articles' "nothing is like nonsense"
topics=$(grep -oE '<a class="chip" href="[^"]+"><span>[^<]+</span> <span class="count">[0-9,]+' <<<"$body" |
	sed -E 's/.*href="([^"]+)".*>([0-9,]+)$/\1 \2/' | decode)
number "$(wc -l <<<"$topics")" -ge 10 "there are topics"
right=0
while read -r address count; do
	get "$address"
	if [ "$(found)" = "$count" ]; then right=$((right + 1)); else diag "$address: $(found), not $count"; fi
done <<<"$topics"
is "$right" "$(wc -l <<<"$topics")" "each leads to as many articles as it says"

get '/search?q=hemifacial+zzqqxx'
like "$body" '<p class="missing"><del><bdi>zzqqxx</bdi></del> is in no article\.</p>' "a missing word is crossed out"
get '/api/search?q=hemifacial+zzqqxx'
is "$(json '[.queryParts[] | select(.dropped).text] | join(" ")')" zzqqxx "also in JSON"
exits 0 "the shell finds the rest" fornix search --config fornix.yaml hemifacial zzqqxx
like "$out" "in no article: 'zzqqxx'" "and tells of it"
run fornix search --index index 'pain zzqqxx zzqqxx'
like "$out" "in no article: 'zzqqxx'"$'\n' "a word typed twice once"

get '/search?q=spasm&section=nowhere&tag=spine'
like "$body" '</span>only Nowhere<span.*</span>only Spine<span' "filters are crossed out"
get "$(hrefs action)"
number "$(found)" -ge 1 "and the link does without them"
get '/search?q=hemifacial&page=50'
like "$body" 'There is no page 50: the last one is page' "a page too far says so"
get "$(hrefs action | tail -n 1)"
like "$body" '<ol class="hits"' "and leads to the last one"
done_testing
