#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# An answer and an article take no more instructions than they did, by a tenth.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"

requires valgrind pkg-config cc
! with_sanitizers || skip_all "instructions are counted without sanitizers"

FORNIX_BUILD=$builddir run "$srcdir/bench/profile"
[ "$code" != 77 ] || skip_all "$out"
diag "$out"
is "$code" 0 "an answer and an article take as many instructions as are stored, or up to a tenth more"
[ "$code" = 0 ] || diag "$err after a change that is worth it: bench/profile --update"
done_testing
