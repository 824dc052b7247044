# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
#
# What the scripts share: the Debian packages, progress lines, the build.
# Sourced with the top folder of the tree as current folder.

PACKAGES_BUILD="autoconf automake g++ gcc libcmark-dev libc6-dev libjansson-dev liblmdb-dev
	libmicrohttpd-dev libseccomp-dev libstemmer-dev libutf8proc-dev libxapian-dev libyaml-dev make nettle-dev
	pkg-config"
PACKAGES_TEST="apache2-bin binutils curl faketime fish jq mandoc nginx rsync strace systemd valgrind
	xapian-tools zsh"
# What only scripts/test --all needs.
PACKAGES_LONG="haproxy iproute2 openssh-client openssh-server"
# What bench/run measures with, and other engines.
PACKAGES_BENCH="libsqlite3-dev time wrk"
PACKAGES_PEERS="cmark groonga-bin groonga-token-filter-stem lighttpd recollcmd xapian-omega"
PACKAGES_DEBIAN="curl debhelper lintian sensible-utils systemd"
# For scripts/fuzz.
PACKAGES_FUZZ="clang-14 libclang-rt-14-dev"
PACKAGES_LINT="clang-format-14 git mandoc shellcheck xz-utils"

# packages_node: Node.js, where it is not here from elsewhere.
packages_node() {
	command -v node >/dev/null || echo nodejs
	command -v npm >/dev/null || echo npm
}

# packages_browser: what the tests in a browser need.
packages_browser() {
	command -v chromium >/dev/null || echo chromium
	packages_node
}

say() {
	printf '==> %s\n' "$*"
}

complain() {
	printf '%s: %s\n' "${0##*/}" "$*" >&2
}

package_is_here() {
	[ "$(dpkg-query --show --showformat '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# need_packages PACKAGE...: asks apt-get for those that are not here.  Without root it
# says what to run and returns 3.
need_packages() {
	local package missing=()
	if ! command -v dpkg-query >/dev/null; then
		say "not a Debian system: these are needed under your system's names: $*"
		return 0
	fi
	for package; do
		package_is_here "$package" || missing+=("$package")
	done
	[ "${#missing[@]}" -gt 0 ] || return 0
	if [ "$(id -u)" -ne 0 ]; then
		complain "packages are missing; install them and start this again:"
		printf '\tsudo apt-get install --no-install-recommends %s\n' "${missing[*]}" >&2
		return 3
	fi
	say "installing ${missing[*]}"
	export DEBIAN_FRONTEND=noninteractive
	apt-get update --quiet=2 &&
		apt-get install --yes --quiet=2 --no-install-recommends "${missing[@]}" >/dev/null
}

# Makes ./configure, unless it is newer than what it is made from.
need_configure() {
	if [ -x configure ] && [ -f Makefile.in ] && ! [ configure.ac -nt configure ] &&
		! [ Makefile.am -nt Makefile.in ]; then
		return 0
	fi
	say "making configure"
	quietly ./autogen.sh
}

# quietly COMMAND...: shows what COMMAND printed only when it fails.  The log is kept in the
# current folder meanwhile: nothing is written outside of the tree.
quietly() {
	local log code=0
	log=$(mktemp --suffix=.log output.XXXXXX) || return
	"$@" >"$log" 2>&1 || code=$?
	[ "$code" -eq 0 ] || tail -n 60 "$log" >&2
	rm -f "$log"
	return "$code"
}
