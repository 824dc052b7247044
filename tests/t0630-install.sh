#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# "make install" places all that is shipped, and "make uninstall" takes it away again.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires make

# Not the jobs and variables of the make that runs this test.
unset MAKEFLAGS MFLAGS MAKELEVEL

# The files in the shape of a distribution's folders.
install_to() {
	make -C "$builddir" "$1" DESTDIR="$tmp/root" prefix=/usr sysconfdir=/etc \
		localstatedir=/var systemdsystemunitdir=/usr/lib/systemd/system
}

ok "make install" install_to install
installed=$(cd root && find . -type f | sed 's,^\.,,' | sort)
want=$(
	printf '/usr/%s\n' bin/fornix sbin/fornixd
	printf '/usr/lib/systemd/system/%s\n' fornix-index.service fornix-index.timer fornix-shard.service \
		fornixd.service fornixd.service.d/socket.conf fornixd.socket
	printf '/usr/share/doc/fornix/%s\n' NEWS README.md apache.conf fornix.cron fornix.yaml \
		haproxy.cfg nginx.conf
	printf '/usr/share/%s\n' bash-completion/completions/fornix \
		fish/vendor_completions.d/fornix.fish zsh/site-functions/_fornix
	for page in "$srcdir"/man/*; do
		printf '/usr/share/man/man%s/%s\n' "${page##*.}" "${page##*/}"
	done
)
is "$installed" "$(sort <<<"$want")" "places these files"
is "$(find root -type f -perm /022)" "" "that nobody else can write"
is "$(root/usr/bin/fornix --version | cut -d' ' -f1)" fornix "fornix runs"
like "$(root/usr/sbin/fornixd --check-config --config root/usr/share/doc/fornix/fornix.yaml)" fine \
	"the example of the settings is taken"
ok "make uninstall" install_to uninstall
is "$(find root ! -type d)" "" "leaves nothing"

# Without npm the box is left out, and that is said; a release has it already.
if [ -e "$srcdir/web/search-box.min.js" ] || [ -e "$srcdir/config.status" ] || with_sanitizers; then
	skip "configure without npm" "not in a release, a tree built in place or with sanitizers"
else
	mkdir plain
	exits 0 "configure without npm" env -C plain ac_cv_prog_have_npm=no "$srcdir/configure"
	like "$out" "left out, as npm or node is missing; the plain form serves" "tells that the form serves"
	ok "and makes what builds without it" grep -q "^SEARCH_BOX_TRUE='#'" plain/config.log
fi

# The packages are of the same version.
is "$(sed -n '1s/.*(\(.*\)).*/\1/p' "$srcdir/debian/changelog")" \
	"$(fornix --version | sed 's/.* //')" "the version of debian/changelog"
done_testing
