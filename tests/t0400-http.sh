#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The service over real sockets: pages, JSON, errors, headers.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires jq curl

serve --index index
get /healthz
is "$status" 200 "healthy without an index"
get /readyz
is "$status" 503 "but not ready"
get '/api/search?q=pain'
is "$status" 503 "a search says that there is no index"
is "$(header content-type)" "application/problem+json" "as a problem"
isnt "$(header retry-after)" "" "to be tried again"
make_index
ready() {
	get /readyz
	[ "$status" = 200 ]
}
ok "an index that appears is picked up" wait_until 4 ready

get '/api/search?q=hemifacial+spasm'
is "$status" 200 "a search"
is "$(header content-type)" "application/json" "is JSON"
is "$(json '.results[0].id')" conditions/hemifacial-spasm "with the condition's article first"
like "$(json '.results[0].snippetHtml')" '<mark>' "and a marked snippet"
is "$(header cache-control)" "no-store" "and is stored nowhere"
get /metrics
is "$(grep -oE '^fornix_search_seconds_count.*' <<<"$body" | tr '\n' ' ')" \
	'fornix_search_seconds_count{answer="cached"} 0 fornix_search_seconds_count{answer="fresh"} 1 ' "its time is counted"
like "$body" 'answer="fresh",le="10"[}] 1' "within the ten seconds of any answer"
get '/api/search?q=nerve&perPage=5&page=2'
is "$(json '"\(.page) \(.perPage) \(.results | length)"')" "2 5 5" "paging"
like "$(header link)" 'rel="?next"?' "with links to the next page"
like "$(header link)" 'rel="?prev"?' "and the one before"
get '/api/search?q=pain&tag=facial-pain&section=conditions'
is "$(json '[.results[] | select(.id | startswith("conditions/") | not)] | length')" 0 "filters"
is "$(json '.facets.section[] | select(.value == "conditions") | .selected')" true "are told as selected"
get '/api/search?q=hemifacial+spasm&correct=0&synonyms=0'
is "$status $(json '.results[0].id')" "200 conditions/hemifacial-spasm" "without correction and synonyms"
is "$(json '"\(.correction) \(.synonymsAdded)"')" 'null []' "nothing is corrected or added"
get '/api/search?q='
is "$status $(json .total)" "200 0" "an empty query finds nothing"
get '/api/search'
is "$status" 200 "so does none"
# Scripts of the page but for the search box's.
strange_scripts() {
	grep -oE '<script[^>]*>[^<]*' <<<"$body" |
		grep -vxE '<script src="/assets/search-box\.[0-9a-f]{8}\.js" defer="">'
}
get '/api/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E'
is "$status" 200 "a hostile query"
unlike "$body" '<script' "is not echoed raw in JSON"
get '/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E'
is "$(strange_scripts)" "" "nor in HTML"

get '/search?q=trigemenal+nuralgia'
like "$body" 'Showing results for' "a correction is told on the page"
like "$body" 'correct=0' "and can be undone"
get '/search?q=water+on+the+brain'
like "$body" 'Also searching for' "so are synonyms"
like "$body" 'synonyms=0' "which can be undone too"
get '/search?q=tic+douloureux&perPage=50'
like "$body" '<h2 class="loose">Less closely related</h2>' "and where matches are looser"

for target in 'perPage=101' 'perPage=0' 'perPage=x' 'page=0' 'page=-1' 'page=99999999999999999999' \
	'page=101&perPage=10' 'correct=2' 'synonyms=no' 'correct=0&correct=0' 'q=a&q=b' 'page=1&page=2'; do
	get "/api/search?q=pain&$target"
	is "$status" 400 "400 for $target"
done
like "$(json .detail)" 'page' "which names the parameter"
is "$(json .status)" 400 "and repeats the status"
get '/api/search?q=a%00b'
is "$status" 400 "NUL in the query"
get '/api/search?q=%ff%fe'
is "$status" 400 "a query that is not UTF-8"

# encoded TEXT: with every byte as %xx, the longest that an address can be.
encoded() {
	printf '%s' "$1" | od -An -v -tx1 | tr -d '\n' | tr ' ' %
}
# dotted BYTES: a word, and as many dots as are missing to BYTES.
dotted() {
	local text
	printf -v text '%*s' "$(($1 - 4))" ''
	printf 'pain%s' "${text// /.}"
}
for bytes in 256 257 2048; do
	get "/api/search?q=$(encoded "$(dotted $bytes)")"
	is "$status $(json '[.warnings[].code] | join(" ")')" \
		"200 $([ $bytes -gt 256 ] && echo query_truncated)" "a query of $bytes bytes"
	number "$(json .total)" -ge 1 "finds something"
done
for words in 32 33; do
	get "/api/search?q=$(encoded "$(printf 'pain %.0s' $(seq $words))")"
	is "$status $(json '[.warnings[].code] | join(" ")')" \
		"200 $([ $words -gt 32 ] && echo query_truncated)" "a query of $words words"
done
for face in /api/search /search; do
	get "$face?q=$(encoded "$(dotted 2048)")&perPage=5&page=2"
	is "$status" 200 "$face takes a query of 2,048 bytes"
	number "$(header link | wc -c)" -lt 2048 "its links have what was searched for"
	get "$face?q=$(encoded "$(dotted 2049)")"
	is "$status" 414 "and one of 2,049 not"
	like "$body" '2048 bytes' "with the limit"
done

get '/search?q=hemifacial+spasm'
is "$status" 200 "the results page"
is "$(header content-type)" "text/html; charset=utf-8" "is HTML"
like "$(header content-security-policy)" "default-src 'none'" "has a strict policy"
is "$(header referrer-policy)" "no-referrer" "tells no one where the reader came from"
is "$(header x-content-type-options)" nosniff "may not be sniffed"
like "$(header x-robots-tag)" noindex "is not for search engines"
like "$body" 'href="/conditions/hemifacial-spasm/' "links to the article"
like "$body" '<mark>' "marks the words"
unlike "$body" 'https?://[^"]*\.(js|css|woff)|style="' "loads nothing from elsewhere"
is "$(strange_scripts)" "" "and runs nothing but the search box"
style=$(grep -oE 'href="/assets/[^"]+\.css"' <<<"$body" | head -n 1 | cut -d'"' -f2)
get "$style"
is "$status $(header content-type)" "200 text/css; charset=utf-8" "its style sheet is there"
like "$(header cache-control)" 'max-age=31536000.*immutable' "and may be kept for a year"
get '/search'
is "$status" 200 "the empty search page"
like "$body" '<form' "has the form"
get '/search?q=xyzzyplugh'
is "$status" 200 "a search that finds nothing"
like "$body" '911' "helps on"

get '/nowhere'
is "$status" 404 "a page that is not there"
like "$(header content-type)" 'text/html' "is told as a page"
get '/nowhere' --header 'Accept: application/json'
is "$(header content-type)" "application/problem+json" "or as a problem, by Accept"
get '/api/nowhere'
is "$status $(header content-type)" "404 application/problem+json" "under /api always as a problem"
is "$(json 'has("type") and has("title") and has("detail") and has("message") and has("code")')" true \
	"with all its members"
for path in '/../etc/passwd' '/search/../api' '//search' '/search/' '/%2e%2e/x' '/search%00'; do
	get "$path?q=pain"
	like "$status" '^4' "no page at $path"
done
for method in POST PUT DELETE TRACE PATCH; do
	get '/api/search?q=pain' --request "$method"
	is "$status $(header allow)" "405 GET, HEAD, OPTIONS" "405 for $method"
done
get '/nowhere' --request DELETE
is "$status" 404 "nothing can be done with a page that is not there"
get '/api/search' --request OPTIONS --header 'Origin: https://www.example.org' \
	--header 'Access-Control-Request-Method: GET'
is "$status $(header allow)" "204 GET, HEAD, OPTIONS" "OPTIONS says what may be done"
is "$(header content-length)$(header access-control-allow-origin)" "" "and that other sites may do nothing"
get '/search' --data 'q=pain'
is "$status" 405 "a posted form"
for path in '/search?q=pain' '/api/search?q=pain' '/healthz' '/nowhere' "$style"; do
	get "$path"
	was="$status $(header content-type) $(wc -c <"$tmp/.body")"
	get "$path" --head
	is "$status $(header content-type) $(header content-length)" "$was" "HEAD $path is as GET, without the body"
done
ok "the process is the same all along" kill -0 "$service"
unlike "$(cat "$service_log")" 'pain|hemifacial|127\.0\.0\.1.*GET' "no query and no request is in the log"
stop_service
is "$code" 0 "SIGTERM ends it with 0"

printf 'index: index\ncors_origins: [https://www.example.org]\n' >cors.yaml
serve --config cors.yaml
origin='Origin: https://www.example.org'
for target in '/api/search?q=pain' '/api/search?q=pain' '/api/search?page=x' '/api/nowhere'; do
	get "$target" --header "$origin"
	is "$(header access-control-allow-origin) $(header vary)" "https://www.example.org Origin" \
		"another site that may read $target"
done
get '/api/search' --request OPTIONS --header "$origin" --header 'Access-Control-Request-Method: GET' \
	--header 'Access-Control-Request-Headers: x-meilisearch-client'
is "$status $(header access-control-allow-origin) $(header access-control-allow-methods)" \
	"204 https://www.example.org GET, HEAD, OPTIONS" "asks before"
get '/api/search' --request POST --header "$origin"
is "$status $(header access-control-allow-origin)" "405 https://www.example.org" "and may read errors"
get '/api/search?q=pain' --header "$origin" --header 'Origin: https://evil.example'
is "$status $(header access-control-allow-origin)" "200 " "two origins are none"
stop_service
serve --index index --listen unix:"$tmp/s.sock"
get '/api/search?q=pain'
is "$status" 200 "a unix socket"
stop_service
serve --index index --listen '[::1]:0'
get '/healthz'
is "$status" 200 "IPv6"
stop_service INT
is "$code" 0 "SIGINT too"
exits 3 "a port that cannot be bound" timeout 10 "$FORNIXD" --index index --listen 192.0.2.1:80
like "$err" "192.0.2.1" "is named"
exits 2 "a wrong address" timeout 10 "$FORNIXD" --index index --listen nonsense
exits 2 "an unknown option" timeout 10 "$FORNIXD" --lisen 127.0.0.1:0
like "$err" "did you mean '--listen'" "names the nearest"
done_testing
