#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The systemd units: they are sound, little is exposed, and the programs do their work
# with what the units leave them.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
hold_socket
requires systemd-analyze curl xapian-tcpsrv

# The units, with programs and folders that are here.
units=$tmp/root/usr/lib/systemd/system
mkdir -p "$units"
for name in fornixd.service fornix-index.service fornix-index.timer fornix-shard.service; do
	sed -e "s,@bindir@,$builddir,;s,@sbindir@,$builddir,;s,@sysconfdir@,/etc,;s,@localstatedir@,/var," \
		"$srcdir/data/$name.in" >"$units/$name"
done
cp "$srcdir/data/fornixd.socket" "$units"

verify() {
	SYSTEMD_UNIT_PATH=$units: systemd-analyze verify --man=no "$units/$1" 2>&1 |
		grep -F fornix
}

# exposure UNIT: ten times the overall level.
exposure() {
	systemd-analyze security --root="$tmp/root" --offline=true --no-pager "$1" |
		sed -n 's/.*Overall exposure level[^:]*: \([0-9]*\)\.\([0-9]\).*/\1\2/p'
}

for name in fornixd.service fornixd.socket fornix-index.service fornix-index.timer fornix-shard.service; do
	is "$(verify "$name")" "" "$name is sound"
done
number "$(exposure fornixd.service)" -le 12 "fornixd is exposed at most 1.2: $(exposure fornixd.service)"
number "$(exposure fornix-shard.service)" -le 12 "a shard at most 1.2: $(exposure fornix-shard.service)"
number "$(exposure fornix-index.service)" -le 5 "indexing at most 0.5: $(exposure fornix-index.service)"
cp -R "$srcdir/data/fornixd.service.d" "$units"
is "$(verify fornixd.service)" "" "with socket activation fornixd.service is sound"
number "$(exposure fornixd.service)" -le 4 "and exposed at most 0.4: $(exposure fornixd.service)"
sed -i 's/^MemoryDeny.*//;s/^PrivateDevices.*//' "$units/fornix-index.service"
number "$(exposure fornix-index.service)" -gt 5 "an exposed unit is told from these"

can_confine() {
	unshare --mount --net setpriv --reuid=65534 true && strace -o /dev/null true &&
		! with_sanitizers
}
if ! can_confine 2>/dev/null; then
	skip "the programs in their sandboxes" "namespaces, strace or root are missing, or sanitizers are in"
	done_testing
fi

# refused_calls UNIT: the system calls that its SystemCallFilter lines refuse.
refused_calls() {
	systemd-analyze syscall-filter --no-pager 2>/dev/null | awk -v filters="$(sed -n 's/^SystemCallFilter=//p' "$units/$1")" '
		/^[@#]/ { group = $1; next }
		NF && $1 !~ /^#/ { members[group] = members[group] " " $1 }
		function visit(name, value, i, n, parts) {
			if (name !~ /^@/) { allowed[name] = value; return }
			n = split(members[name], parts, " ")
			for (i = 1; i <= n; i++) visit(parts[i], value)
		}
		END {
			n = split("@known\n" filters, lines, "\n")
			for (i = 1; i <= n; i++) {
				value = i == 1 || sub(/^~/, "", lines[i]) ? 0 : 1
				m = split(lines[i], names, " ")
				for (j = 1; j <= m; j++) visit(names[j], value)
			}
			for (name in allowed) if (!allowed[name]) print "?" name
		}' | sort | paste -sd ,
}

# The services' users can read neither the build folder nor a private $tmp.
chmod 755 "$tmp"
cp "$FORNIX" "$FORNIXD" "$tmp"
cp -R "$corpus" c
mkdir state index
: >calls
chmod 666 calls
chown 65534:65534 state index

# confined UNIT WRITABLE COMMAND...: as another user, without capabilities and network,
# on disks that are read-only but for one folder; the calls that the unit refuses fail.
# "calls" has them, and those that matter otherwise.
confined() {
	local refused
	refused=$(refused_calls "$1")
	shift
	# shellcheck disable=SC2016 # for that shell
	exec unshare --mount --net sh -c '
		writable=$1 calls=$2 refused=$3
		shift 3
		mount --make-rprivate / && mount --bind "$writable" "$writable" || exit 97
		while read -r _ point _; do
			[ "$point" = "$writable" ] || mount -o remount,bind,ro "$point" 2>/dev/null
		done </proc/self/mounts
		! touch /usr/fornix-test 2>/dev/null || exit 98
		exec setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs \
			--inh-caps=-all --bounding-set=-all strace -D -f -qq -o "$calls" \
			-e "trace=$refused,mmap,mprotect,socket" -e "inject=$refused:error=EPERM" "$@"' \
		sh "$1" /dev/fd/9 "$refused" "${@:2}" 9>"$tmp/calls"
}

# check_calls UNIT REFUSED SOCKETS
check_calls() {
	like "$(refused_calls "$1")" '\?mount,' "$1 refuses calls"
	is "$(grep -a EPERM calls | grep -a INJECTED | sed 's/^[0-9]* *//;s/(.*//' | sort -u | paste -sd ' ')" \
		"$2" "and the program needs none of them"
	is "$(grep -acE 'PROT_WRITE\|PROT_EXEC' calls)" 0 "no memory can be written and executed"
	is "$(grep -aoE 'socket\(AF_[A-Z0-9]+' calls | sort -u | paste -sd ' ')" "$3" "sockets"
}

(confined fornix-index.service "$tmp/index" "$tmp/fornix" index --verbose --index "$tmp/index" "$tmp/c") >out 2>&1 3>&-
is $? 0 "fornix indexes in its sandbox"
like "$(cat out)" "generation 1: [0-9]+ articles" "articles"
check_calls fornix-index.service "" ""
echo "SystemCallFilter=~@file-system" >>"$units/fornix-index.service"
(confined fornix-index.service "$tmp/index" "$tmp/fornix" index --verbose --index "$tmp/index" "$tmp/c") >out 2>&1 3>&-
isnt $? 0 "a sandbox that is too narrow would show"

url=http://127.0.0.1:$held_port
(export LISTEN_PID=$BASHPID LISTEN_FDS=1
	confined fornixd.service "$tmp/state" "$tmp/fornixd" --index "$tmp/index" --state "$tmp/state") >out 2>&1 &
service=$!
tap_services+=("$service")
for _ in 1 2 3 4 5; do
	get '/api/search?q=spasm'
done
is "$status" 200 "fornixd answers in its sandbox, without network"
kill -HUP "$service"
ok "and counts" wait_until 5 test -s state/counts.mdb
stop_service
is "$code" 0 "and ends"
diag "$(cat out)"
check_calls fornixd.service "" ""
done_testing
