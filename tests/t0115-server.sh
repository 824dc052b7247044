#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# fornix search --server: a fornixd answers, in every form, as the index of this machine
# would; and whatever else answers does no harm.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires curl jq perl
unset http_proxy HTTP_PROXY all_proxy ALL_PROXY PAGER

make_index
ln -s "$corpus" corpus
serve --index index
search() {
	fornix search --server "$url" "$@"
}

# As it is printed, without how long it took.
both() {
	local times='s/ \([0-9.]+ ms\)$//; s/"processingTimeMs": ?[0-9.]+//; s/ [0-9]+\.[0-9]+( fornix)$/\1/'
	run fornix search --index index "$@"
	sed -E "$times" "$tmp/.out" >here
	local here=$code
	run search "$@"
	sed -E "$times" "$tmp/.out" >there
	is "$code" "$here" "as here, it ends with $here: $*"
	ok "and prints the same" cmp here there
	diag "$(diff here there | head -n 4) $err"
}

check_same() {
	local query form
	for query in "hemifacial spasm" "hemifacal spazm" "water on the brain" "worst headache" \
		"insurance" "cost -brain" '"keyhole opening"' 'botulinum "no such words"' \
		"xyzzyplugh" "hemifacial xyzzyplugh" "tag:nosuchtag pain"; do
		both --jsonl "$query"
	done
	for query in "hemifacial spasm" "hemifacal spazm" "worst headache" "insurance" '"no such phrase" face'; do
		both --color=always "$query"
	done
	for form in --json --files --count "--files -0" "--json --page 2 -n 3" "--json --sort date" \
		"--json --tag spine --in conditions" "--json --tag nosuch" "--json --since 2026-03-01" \
		"--json --since 2999-01-01" "--no-synonyms" "--no-correction hemifacal"; do
		# shellcheck disable=SC2086 # words
		both $form facial pain
	done
	search --format trec facial pain | cut -d ' ' -f 1-4 >there
	ok "and a run file" diff <(fornix search --index index --format trec facial pain | cut -d ' ' -f 1-4) there
	fornix search --index index --json --no-synonyms --no-correction hemifacal spazm >here
	like "$(jq -c .help.closest.relaxed here)" 'switches' "(a search for which there is help)"
	both --json --no-synonyms --no-correction hemifacal spazm
	EDITOR='echo' run search --open hemifacial spasm
	is "$out" corpus/conditions/hemifacial-spasm.md "the files are those of this machine"
	mkdir elsewhere
	cp -r "$corpus/conditions" elsewhere
	printf 'corpus: elsewhere\n' >fornix.yaml
	like "$(search hemifacial spasm)" 'elsewhere/conditions/hemifacial-spasm.md:12' "wherever these are, if anywhere"
	rm fornix.yaml
}

check_address() {
	local bad address=$url
	url=$address/
	exits 0 "a slash at the end is no matter" search pain
	url=$address
	for bad in localhost:8080 ftp://localhost/ http:// unix:path "http://a b" 'http://x/?q=' \
		$'http://x/\n' 'http://x/"' "http://$(printf 'a%.0s' {1..1100})"; do
		exits 2 "no address: ${bad:0:20}" fornix search --server "$bad" pain
		like "$err" "^fornix: .*address" "is told"
		unlike "$err" $'\n.*\n' "on one line"
	done
	exits 2 "with a folder of an index" fornix search --server "$url" --index index pain
	like "$err" "'--server' and '--index'" "both are named"
	exits 3 "where nobody listens" fornix search --server http://127.0.0.1:1 pain
	like "$err" "^fornix: cannot ask 'http://127.0.0.1:1': .*onnect.*fornixd runs there" "is told"
	exits 3 "a host that there is not" fornix search --server http://no-such-host.invalid pain
	like "$err" "no-such-host.invalid'.*esolve" "is named"
	exits 2 "what the service refuses" search "$(printf 'word %.0s' {1..500})"
	like "$err" "answered 414: 'q' is longer than 2048 bytes" "is told in its words"
	exits 1 "nothing found ends with 1" search --count xyzzyplugh
	exits 3 "no curl" env PATH=/nonexistent "$FORNIX" search --server "$url" pain
	like "$err" "'curl': install it" "is told"
}

# What is asked is in no list of processes, and nobody's settings of curl change it.
check_private() {
	mkdir bin
	printf '#!/bin/sh\necho "$0 $*" >>%s\nexec %s "$@"\n' "$tmp/arguments" "$(command -v curl)" >bin/curl
	chmod +x bin/curl
	printf 'output = stolen\n' >.curlrc
	HOME=$tmp PATH=$tmp/bin:$PATH run search --files hemifacial
	is "$code" 0 "it asks by curl"
	unlike "$(cat arguments)" 'hemifacial' "whose arguments do not tell what"
	fails "and which reads no settings of its own" test -e stolen
}

# pretend: answers one connection after the other with what is in ./reply.
pretend() {
	perl -MSocket -e '
		$| = 1;
		$SIG{PIPE} = "IGNORE";
		socket(my $s, PF_INET, SOCK_STREAM, 0);
		bind($s, sockaddr_in(0, INADDR_LOOPBACK)) && listen($s, 8) or die $!;
		print "http://127.0.0.1:" . (sockaddr_in(getsockname($s)))[0] . "\n";
		while (accept(my $c, $s)) {
			while (<$c>) { last if /^\r?\n$/ }
			open(my $f, "<", "reply");
			local $/; my $reply = <$f>;
			syswrite($c, $reply) if !($reply =~ /^ENDLESS/);
			if ($reply =~ /^ENDLESS/) {
				syswrite($c, "HTTP/1.1 200 OK\r\n\r\n");
				my $x = " " x 65536;
				while (syswrite($c, $x)) {}
			}
			close($c);
		}' >pretended 2>/dev/null &
	tap_services+=($!)
	wait_until 10 test -s pretended
	url=$(cat pretended)
}

# answers STATUS TYPE BODY
answers() {
	printf 'HTTP/1.1 %s X\r\nContent-Type: %s\r\nConnection: close\r\n\r\n%s' "$@" >reply
}

check_strange() {
	local row
	pretend
	for row in "200|text/html|<html>Welcome</html>" "200|application/json|[]" "200|application/json|{}" \
		"200|application/json|null" '200|application/json|{"query":"x","total":1,"results":[{}]}' \
		'200|application/json|{"query":"x","total":1,"results":[7]}' \
		'200|application/json|{"query":"x","total":"1","results":[]}' \
		"200|application/json|$(printf '[%.0s' {1..3000})" "200|application/json|" \
		"200|application/json|{\"query\":\"x"; do
		IFS='|' read -r code type text <<<"$row"
		answers "$code" "$type" "$text"
		exits 3 "no answer: ${text:0:40}" search pain
		like "$err" "'$url' does not answer as fornixd does" "is told"
	done
	answers 404 text/html 'Not here'
	exits 3 "another service's 404" search pain
	like "$err" "answered 404, and not as fornixd does" "is told"
	answers 302 text/html ''
	exits 3 "a redirection is not followed" search pain
	answers 503 application/problem+json '{"detail":"busy \u001b[31m now"}'
	exits 3 "a problem" search pain
	like "$err" "answered 503: busy" "is told in its words"
	unlike "$err" $'\x1b' "without what moves a terminal"
	printf 'ENDLESS' >reply
	exits 3 "an answer without end" search pain
	like "$err" "more than [0-9]+ bytes" "is cut off"
	printf '' >reply
	exits 3 "an empty one" search pain
	like "$err" "Empty reply" "is told"
}

check_hostile() {
	local nasty='\u0001\u001b[31m\u0007\u007f\u0085\u009b31m\u202e\u2066\ufeff\n\r' form text
	text="{\"text\":\"$nasty\",\"dropped\":true,\"typed\":\"$nasty\",\"added\":\"$nasty\",\"code\":\"$nasty\",
		\"message\":\"$nasty\",\"id\":\"x$nasty\",\"title\":\"$nasty\",\"url\":\"/$nasty\",\"label\":\"$nasty\",
		\"value\":\"$nasty\",\"count\":-5,\"heading\":\"$nasty\",\"anchor\":\"$nasty\",\"number\":\"$nasty\"}"
	answers 200 application/json "{\"query\":\"$nasty\",\"total\":99999999999999,\"page\":-1,\"pages\":4000000000,
		\"perPage\":1e300,\"processingTimeMs\":1e300,\"correction\":{\"mode\":\"auto\",\"suggestions\":[\"$nasty\",7]},
		\"queryParts\":[$text],\"synonymsAdded\":[$text],\"warnings\":[$text,5],\"related\":[$text],
		\"bestBets\":[$text],\"facets\":{\"tag\":[$text]},
		\"urgent\":{\"rule\":\"$nasty\",\"title\":\"$nasty\",\"message\":\"$nasty\",\"phones\":[$text,$text,$text,$text,$text],
			\"link\":$text},
		\"results\":[{\"id\":\"../x\",\"title\":\"gnu $nasty\",\"titleHtml\":\"<mark>gnu<mark>\",
			\"snippet\":\"a < b $nasty\",\"snippetHtml\":\"a &lt; <mark>b\",\"score\":-1e300,\"date\":\"9999-99-99\",
			\"section\":$text,\"sections\":[$text,$text,$text,$text,$text],\"figures\":[$text,$text,$text,$text],
			\"tags\":[\"$nasty\",1,null]},$text]}"
	EDITOR='echo' exits 3 "no file outside of the articles' folder is opened" search --open gnu
	like "$err" "does not answer as fornixd does" "and it is told"
	sed -i 's,"\.\./x","x/y",' reply
	for form in --format=text --json --jsonl --format=trec --files --count; do
		run search "$form" gnu
		is "$err" "" "$form takes it"
		is "$(perl -CSD -ne 'print if /[^\n\P{Cc}]|[\x{202a}-\x{202e}\x{2066}-\x{2069}]/' "$tmp/.out" | head -c 200)" \
			"" "and shows no control"
	done
}

check_same
check_address
check_private
check_strange
check_hostile
done_testing
