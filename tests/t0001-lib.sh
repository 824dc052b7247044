#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The checks of lib.sh: that those which should not pass do not.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"

# verdict LINE: what a test of that one line prints first, and its exit code.
verdict() {
	run env srcdir="$srcdir" builddir="$builddir" bash -c \
		". '$srcdir/tests/lib.sh'; $1; done_testing"
	printf '%s %d' "$(grep -m 1 -oE '^(not ok|ok|1\.\.0|Bail out!)' <<<"$out")" "$code"
}

pairs=(
	"ok n true|ok n false"
	"fails n false|fails n true"
	"is a a n|is a b n"
	"isnt a b n|isnt a a n"
	"like abc ^a.c n|like abc ^b n"
	"unlike abc ^b n|unlike abc b n"
	"number 2 -lt 3 n|number 3 -lt 3 n"
	"number 0 -eq 0 n|number '' -eq 0 n"
	"exits 3 n sh -c 'exit 3'|exits 0 n sh -c 'exit 3'"
	"wait_until 1 true; ok n true|wait_until 0 false; ok n false"
)
for pair in "${pairs[@]}"; do
	is "$(verdict "${pair%%|*}")" "ok 0" "${pair%%|*}: passes"
	is "$(verdict "${pair#*|}")" "not ok 1" "${pair#*|}: does not"
done
is "$(verdict 'skip n reason')" "ok 0" "a skipped check passes"
is "$(verdict 'requires no-such-command; ok n false')" "1..0 0" "a missing command skips the test"
is "$(verdict "FORNIX_NPM=nowhere; requires_npm ajv; ok n false")" "1..0 0" "so does a missing package of npm"
is "$(verdict 'FORNIXD=/bin/false; serve')" "Bail out! 99" "a service that ends at once is noticed"

run bash -c ". '$srcdir/tests/lib.sh'; pwd; sleep 100 & tap_services+=(\$!); echo \$!; exit 5"
is "$code" 5 "the exit code of a test is kept"
folder=$(head -n 1 <<<"$out")
process=$(tail -n 1 <<<"$out")
isnt "$folder" "$tmp" "each test has a folder of its own"
fails "which is removed" test -e "$folder"
fails "and its services are ended" kill -0 "$process"
done_testing
