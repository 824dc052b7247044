#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The pages in a real browser; see tests/npm/pages.mjs.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires_npm axe-core playwright-core
chromium=${CHROMIUM:-chromium}
requires "$chromium"
with_sanitizers && skip_all "a browser shows nothing that the build as shipped does not"
shots=$builddir/screenshots
mkdir -p "$shots"

make_index
printf 'index: index\nreport_enabled: false\ncors_origins: "*"\n' >shared.yaml
serve --config shared.yaml
shared=$url
printf 'index: index\nreport_enabled: false\ncontact_phone: "+1 713 555 0100"
contact_hours: Monday to Friday, 8 am to 5 pm\ncontact_url: /contact/\n' >site.yaml
serve --config site.yaml
HOME=$tmp TMPDIR=$tmp timeout 400 node "$npm/pages.mjs" "$url" \
	"$(command -v "$chromium")" "$shots" "$shared"
