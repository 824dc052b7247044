#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Pages wear the site's own design and name whom to ask, as the settings say.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"

requires curl
make_index

cat >site.html <<'TEXT'
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<link rel="stylesheet" href="/theme/practice.css">
%fornix-head%
</head>
<body>
<header>Neurosurgical Consultants</header>
<main>
%fornix-main%
</main>
</body>
</html>
TEXT
cat >fornix.yaml <<'TEXT'
index: index
site_name: Practice
page_template: site.html
contact_phone: "+1 713 555 0100"
contact_hours: Monday to Friday, 8 am to 5 pm
contact_url: /contact/
TEXT

serve --config fornix.yaml
for page in '/search?q=spasm' '/search' '/search?q=xyzzyplugh' '/browse' '/nowhere' '/search?q=a&page=0'; do
	get "$page" --header 'Accept: text/html'
	like "$body" '<header>Neurosurgical Consultants</header>' "$page wears the template"
	like "$body" '<title>[^<]*Practice</title>' "and has its own title"
	is "$(grep -c '<form role="search"' <<<"$body")" 1 "one form"
	like "$body" 'href="tel:\+17135550100">\+1 713 555 0100</a> \(Monday to Friday, 8 am to 5 pm\), or <a href="/contact/">' \
		"and whom to ask"
	unlike "$body" '%fornix' "no placeholder is left"
done
get '/search?q=spasm' --header 'Accept: text/html'
like "$headers" "font-src 'self'" "the template's own fonts may be loaded"
style=$(grep -oE '/assets/results\.[0-9a-f]+\.css' <<<"$body")
get "$style"
is "$status" 200 "the style sheet for a template"
unlike "$body" $'\nbody ' "leaves the site's page alone"
like "$body" $'\n:where\\(.fornix\\) .hits' "and lays out what is in it"
get /api/search?q=spasm
unlike "$body" 'Neurosurgical' "JSON wears nothing"
stop_service
is "$code" 0 "it ends"

sed -i 's/%fornix-main%//' site.html
exits 2 "a template without a place for results" "$FORNIXD" --config fornix.yaml --listen 127.0.0.1:0
like "$err" "site.html': no %fornix-main%: write it where the results are to be" "is refused with the remedy"
done_testing
