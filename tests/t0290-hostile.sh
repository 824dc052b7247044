#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A corpus that wants to do harm: C8 to C20 of what must hold, in bounded time and memory;
# and its titles, headings, tags and names in every face: nothing breaks out.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires jq curl perl

esc=$'\e'
rlo=$'\u202e'
mark='hostilia'
evil="</title><script>alert(1)</script>\" onload=x ' & ${rlo}gnp${esc}[31m${esc}]8;;http://evil${esc}\\ \$(id) \`id\` %0d%0aSet-Cookie: a=b {{x}}"
for i in $(seq 12); do
	article "c/good$i.md" "Good $i" <<<"A plain article about a nerve, number $i."
done
# YAML's double quotes let escapes through.
yaml=$(jq -n --arg text "$evil" '$text')
cat >c/evil.md <<EOF
---
title: $yaml
description: $yaml
tags: [$yaml, "a\"b", "x\ny"]
keywords: [$yaml]
---
$mark $evil

## Heading $evil

![$evil](/a.png "$evil") $mark text
EOF
cp c/evil.md "c/with
newline ${esc}[31m.md"
printf 'a' >"c/$(printf 'bad\377').md"
cp c/evil.md "c/<img src=x onerror=alert(1)>.md"
printf '\357\273\277---\ntitle: With a mark\n---\nbommark text\n' >c/bom.md
printf -- '---\r\ntitle: Returns\r\n---\r\ncrlfword text\r\n' >c/crlf.md
printf -- '---\ntitle: Null\n---\nnulword\0 more {%% \0 %%} {{< \0=x >}}\n' >c/nul.md
printf -- '---\ntitle: Latin\n---\nlatinword caf\351\n' >c/latin.md
printf '\377\376-\0-\0-\0\n\0t\0' >c/utf16.md
printf -- '---\ntitle: Bomb\na: &a [x, x]\nb: [*a, *a]\n---\nx\n' >c/alias.md
printf -- '---\ntitle: One\ntitle: Two\n---\nx\n' >c/twice.md
printf -- '---\ntitle: Never ends\n' >c/open.md
printf -- '---\ntitle: Script\nurl: javascript:alert(1)\n---\nx\n' >c/url.md
: >c/empty.md
truncate -s 100M c/large.md
perl -e 'print "word " x 200000' >c/line.md
mkfifo c/fifo.md
ln -s /dev/zero c/device.md
ln -s loop.md c/loop.md
ln -s . c/self
mkdir "c/folder.md"

# C11, C12, C13: in a second or two and not in the memory of what is large.
limit=unlimited
with_sanitizers || limit=400000
index() (
	ulimit -d "$limit"
	timeout 60 "$FORNIX" index --index index c
)
exits 0 "C8-C20: the run ends" index
problems=$err
for name in large line fifo device loop alias twice utf16; do
	like "$problems" "skipped '$name\.md" "$name.md is named"
done
found() {
	fornix search --index index --json "$1" | jq -r '.results[0].id'
}
is "$(found bommark)" bom "C8: a mark before the text"
is "$(found crlfword)" crlf "C8: carriage returns"
is "$(found nulword)" nul "C9: a NUL byte"
like "$(found number)" '^good' "the others are found"
unlike "$problems$out" "[$esc$rlo]" "C16: names of files send nothing to a terminal"

# clean NAME TEXT: no control character but tab and newline, nothing that turns text around.
clean() {
	if printf '%s' "$2" | perl -CS -ne 'exit 1 if /[\x00-\x08\x0b-\x1f\x7f-\x9f\x{202a}-\x{202e}\x{2066}-\x{2069}\x{fffe}]/'; then
		ok "$1" true
	else
		ok "$1" false
	fi
}
for command in "search $mark" "search --json $mark" "search --jsonl $mark" "search --files $mark" \
	"explain $mark" "related evil" "status" "status --json" "check c"; do
	# shellcheck disable=SC2086 # words
	if [[ $command == check* ]]; then run fornix $command; else run fornix ${command%% *} --index index ${command#"${command%% *}"}; fi
	[ -n "$out" ] || diag "nothing from fornix $command: $err"
	clean "B9: fornix $command" "$out$err"
done
run fornix search --index index --jsonl "$mark"
is "$(jq -s 'map(select(.type == "hit")) | length > 0' <<<"$out")" true "lines of JSON are JSON"

serve --index index
for target in "/search?q=$mark" "/browse" "/api/search?q=$mark" "/api/articles" "/api/suggest?q=hostil" \
	"/api/related?id=evil" "/meili/indexes/articles/search?q=$mark" "/search?q=%3C/title%3E%22$mark" "/readyz"; do
	get "$target"
	is "$status" 200 "$target"
	clean "B9: its bytes" "$body"
	unlike "$body" '<script>|<img src|[^\\]" onload=' "B8: and no markup of the article's"
	unlike "$headers" 'Set-Cookie|onload' "nor a header"
	[[ $(header content-type) != *json* ]] || is "$(jq -s length <<<"$body")" 1 "is JSON"
done
clean "no line of the log is the article's" "$(cat "$service_log")"
unlike "$(cat "$service_log")" "$mark|evil" "nor a word"

mkdir -p "i\"x\\
y"
printf 'index: "i\\"x\\\\\\ny"\nmetrics_file: m.prom\ncorpus: c\n' >fornix.yaml
run fornix index
if [ -s m.prom ]; then
	is "$(grep -cvE '^(#.*|[a-z_]+(\{([a-z]+="([^"\\]|\\.)*",?)*\})? [0-9.e+-]+)$' m.prom)" 0 "a label of Prometheus stays one"
fi
done_testing
