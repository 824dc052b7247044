# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# For tests on several hosts: networks of their own on one switch, dropped at the end with
# what runs in them.  The test has set $net, a prefix of their names, hosts, and the address
# of each.
# shellcheck disable=SC2154 # those

# on HOST COMMAND...
on() {
	local host=$1
	shift
	ip netns exec "$net-$host" "$@"
}

drop_networks() {
	local host
	for host in "${hosts[@]}" switch; do
		ip netns pids "$net-$host" 2>/dev/null | xargs -r kill -9 2>/dev/null
		ip netns del "$net-$host" 2>/dev/null
	done
}
trap 'drop_networks; tap_cleanup' EXIT

make_networks() {
	local host
	ip netns add "$net-switch" && ip -n "$net-switch" link add bridge type bridge &&
		ip -n "$net-switch" link set bridge up || return
	for host in "${hosts[@]}"; do
		ip netns add "$net-$host" &&
			ip -n "$net-switch" link add "$host" type veth peer name eth0 netns "$net-$host" &&
			ip -n "$net-switch" link set "$host" master bridge up &&
			ip -n "$net-$host" addr add "${address[$host]}/24" dev eth0 &&
			ip -n "$net-$host" link set lo up && ip -n "$net-$host" link set eth0 up || return
	done
}
