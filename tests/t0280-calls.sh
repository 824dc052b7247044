#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# System calls that fail, one by one, while an index is made and published: the disk is full
# or broken, descriptors run out, a call is interrupted, a write is short.  What is served is
# whole at any time, the old or the new one, and the next run publishes.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires jq strace
strace -qq -o /dev/null true 2>/dev/null || skip_all "nothing may be traced"
! with_sanitizers || skip_all "sanitizers make calls of their own"

# The failures, by the call.
failures() {
	case $1 in
	openat) echo EMFILE EACCES ;;
	read | pread64) echo EIO EINTR ;;
	write | pwrite64 | writev) echo ENOSPC EINTR ;;
	fsync | fdatasync) echo EIO ;;
	ftruncate | mkdir | mkdirat | symlinkat | copy_file_range) echo ENOSPC ;;
	mmap) echo ENOMEM ;;
	*) echo EIO ;;
	esac
}
# Not close: where strace fails it, it is not made, and what waits for the end of a pipe waits.
calls=openat,read,pread64,write,pwrite64,writev,fsync,fdatasync,ftruncate,mkdir,mkdirat,symlinkat
calls+=,copy_file_range,rename,renameat,renameat2,unlink,unlinkat,fstat,newfstatat,getdents64
calls+=,flock,mmap,fchmod,clone,clone3,socketpair,recvfrom,sendto

for i in 1 2 3 4; do
	article "c/a$i.md" "Letter $i" <<<"Everywhere there is word$i and a letter."
done
exits 0 "an index" fornix index --index whole c || bail_out "there is nothing to serve"
cp -r c c.next
sed -i 's/word1/kraken/' c.next/a1.md
rm c.next/a4.md

prepare() {
	rm -rf index
	cp -r whole index
}
# What can be found, and whether it is whole.
state() {
	"$FORNIX" search --index index --json letter | jq -c '[.generation, .total]'
	"$FORNIX" search --index index --json kraken | jq .total
	"$FORNIX" status --index index --json | jq -r .trouble
}
# All calls of the first process, once the lock is opened: "name ordinal", by strace's count.
prepare
strace -qq -o trace -e "trace=$calls" "$FORNIX" index --index index c.next
number "$(wc -l <trace)" -gt 100 "the calls of a run are known"
awk -F'(' '{ n[$1]++ } /"lock"/ { on = 1 } on && !/\+\+\+|---/ { print $1, n[$1] }' trace >ordinals
all=$(while read -r call _; do failures "$call" | wc -w; done <ordinals | awk '{ sum += $1 } END { print sum }')
# Every so many of them; all take minutes.
every=$((all / 10 + 1))
[ -z "$FORNIX_LONG" ] || every=1

at=0 tried=0 failed=0 published=0 wrong=0 silent=0 lost=0
while read -r call ordinal; do
	for failure in $(failures "$call"); do
		at=$((at + 1))
		[ $((at % every)) = 0 ] || continue
		prepare
		run strace -qq -o /dev/null -e "trace=$call" \
			-e "inject=$call:error=$failure:when=$ordinal" "$FORNIX" index --index index c.next
		tried=$((tried + 1))
		found=$(state | xargs)
		what="$call $ordinal $failure: exit code $code, $found, $err"
		case $found in
		"[1,4] 0 null") [ "$code" != 0 ] || { lost=$((lost + 1)) && diag "$what"; } ;;
		"[2,3] 1 null") published=$((published + 1)) ;;
		# A parser that cannot be talked to costs its article, which stays as it was.
		"[2,3] 0 null") [[ $err == *"skipped 'a1.md'"*"of before stays"* ]] &&
			published=$((published + 1)) || { wrong=$((wrong + 1)) && diag "$what"; } ;;
		*) wrong=$((wrong + 1)) && diag "$what" ;;
		esac
		[ "$code" = 0 ] || {
			failed=$((failed + 1))
			outcome=${err##*$'\n'}
			case $found:$outcome in
			"[1,4] "*:"fornix: nothing was changed: generation 1 goes on serving"*) ;;
			"[2,3] "*:"fornix: generation 2, 3 articles, was published"*) ;;
			*) false ;;
			esac && [[ $code == [34] ]] || {
				silent=$((silent + 1))
				diag "$what"
			}
		}
		run "$FORNIX" index --index index c.next
		[ "$code $(state | tail -n 2 | xargs)" = "0 1 null" ] || {
			lost=$((lost + 1))
			diag "then $code $err: $what"
		}
	done
done <ordinals
diag "$tried of $at failures tried: $failed ended the run, $published had published"
is "$wrong" 0 "whatever call fails, what is served is whole"
is "$silent" 0 "the last line says what serves"
is "$lost" 0 "nothing is lost in silence, and the next run publishes"

exits 3 "a folder that cannot be listed" strace -qq -o /dev/null -e trace=getdents64 \
	-e inject=getdents64:error=EIO "$FORNIX" status --index index
like "$out" "cannot read the index folder" "is told by the status"

# All writes are short, as those to a pipe or a full disk may be.
cat >short.c <<'C'
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>
static size_t less(size_t size) { return size > 1 ? size / 2 + 1 : size; }
ssize_t write(int fd, const void *p, size_t size) { return syscall(SYS_write, fd, p, less(size)); }
ssize_t pwrite(int fd, const void *p, size_t size, off_t at)
{
	return syscall(SYS_pwrite64, fd, p, less(size), at);
}
ssize_t pwrite64(int fd, const void *p, size_t size, off_t at) { return pwrite(fd, p, size, at); }
ssize_t writev(int fd, const struct iovec *v, int count)
{
	return count > 0 ? write(fd, v[0].iov_base, v[0].iov_len) : 0;
}
C
if ${CC:-cc} -shared -fPIC -o short.so short.c 2>cc.log; then
	prepare
	run env LD_PRELOAD="$tmp/short.so" "$FORNIX" index --index index c.next
	found=$(state | xargs)
	like "$code $found" '^(0 \[2,3\] 1 null|3 \[1,4\] 0 null)$' "when all writes are short, all is written or nothing"
	diag "short writes: exit code $code $err"
else
	skip "short writes" "no library can be made to preload"
fi
done_testing
