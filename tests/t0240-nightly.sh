#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The nightly run as cron starts it: silent when all is well, and what it says, mails
# and leaves for monitoring when not.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
requires jq

# Without a terminal, with cron's environment, from another folder.
# shellcheck disable=SC2120 # some runs have arguments
nightly() {
	(cd / && exec env -i PATH=/usr/bin:/bin HOME=/ SHELL=/bin/sh LOGNAME=root \
		"$FORNIX" index --config "$tmp/site/fornix.yaml" "$@" </dev/null)
}
record() {
	jq -c "$1" site/index/last-run.json
}
metric() {
	grep -F "$1" site/fornix.prom | grep -v '^#' | sed 's/.* //'
}

mkdir site
printf 'corpus: c\nindex: index\nmetrics_file: fornix.prom\n' >site/fornix.yaml
for i in $(seq 20); do
	article "site/c/a$i.md" "Letter $i" <<<"Everywhere there is word$i and a letter."
done
before=$(date +%s)
(umask 077 && nightly) >out 2>err
is "$?" 0 "a first run as cron starts it"
is "$(cat out err)" "" "says nothing"
is "$(readlink site/index/current)" gen-000001 "and publishes"
is "$(record '[.outcome, .generation, .articles, .files, .read, .new, .skipped, .reasons]')" \
	'["published",1,20,20,20,20,0,[]]' "the end of it is written down"
number "$(record .ended_at)" -ge "$before" "with the time"
is "$(record .last_success_at)" "$(record .ended_at)" "which is one of success"
is "$(stat -c %a site/index/last-run.json site/fornix.prom | xargs)" "644 644" \
	"for everybody to read, whatever the umask"
exits 0 "the next night" nightly
is "$out$err" "" "says nothing either"
is "$(record .outcome)" '"unchanged"' "and writes down that nothing was new"
exits 0 "--verbose" nightly --verbose
like "$out" "generation 1: 20 articles \(nothing to publish\)" "says it to whoever asks"
exits 0 "a dry run" nightly --dry-run
like "$out" "dry run, nothing written" "was asked for what it prints"

# What the textfile collector of Prometheus reads.
is "$(metric 'last_run_outcome{index="'"$tmp/site/index"'",outcome="unchanged"}')" 1 "metrics: the outcome"
is "$(metric 'outcome="published"')" 0 "and none else"
is "$(metric fornix_index_last_success_timestamp_seconds)" "$(record .last_success_at)" "the last success"
is "$(metric fornix_index_articles)" 20 "articles"
is "$(metric 'last_run_files{index="'"$tmp/site/index"'",state="files"}')" 20 "and files"
like "$(metric last_run_duration_seconds)" '^[0-9]+(\.[0-9]+)?$' "the duration"
is "$(grep -vcE '^# (HELP|TYPE) fornix_index_[a-z_]+ .+$|^fornix_index_[a-z_]+\{[a-z]+="([^"\\]|\\.)*"(,[a-z]+="[a-z_]+")?\} [0-9.]+$' site/fornix.prom)" 0 \
	"every line is of the format"
is "$(grep -c '^# TYPE' site/fornix.prom)" "$(sed -n 's/^\(fornix[a-z_]*\){.*/\1/p' site/fornix.prom | sort -u | wc -l)" \
	"every metric has its type"
odd=$'quo"te \\ and\nline'
exits 0 "an index with an odd name" fornix index --index "$odd" --metrics-file odd.prom site/c
is "$(grep -c 'index="quo\\"te \\\\ and\\nline"' odd.prom)" "$(grep -vc '^#' odd.prom)" "is escaped as a label"
if command -v promtool >/dev/null; then
	ok "promtool finds nothing wrong" promtool check metrics <site/fornix.prom
fi
exits 3 "metrics that cannot be written" nightly --metrics-file /nowhere/fornix.prom
like "$err" "cannot write '/nowhere/fornix.prom.tmp': No such file" "are named"
like "${err##*$'\n'}" "generation 1 goes on serving" "with the outcome"

# An article that is skipped: one line, and the outcome.
printf -- '---\ntitle: [\n---\n' >site/c/broken.md
exits 0 "an article that cannot be read" nightly
is "$out" "" "nothing on standard output"
is "$(wc -l <<<"$err")" 2 "two lines to mail"
like "$err" "^fornix: skipped 'broken.md:3'" "the article and the line"
like "${err##*$'\n'}" "^fornix: nothing was changed: generation 1 goes on serving \(1 skipped\)\$" "and the outcome"
is "$(record .skipped)" 1 "counted"
article site/c/new.md <<<"A new one."
exits 0 "with a new article besides" nightly
like "${err##*$'\n'}" "^fornix: generation 2, 21 articles, was published \(1 skipped\)\$" "the outcome is another"
rm site/c/broken.md

# Refused, and failed.
good=$(record .last_success_at)
mv site/c site/away
sleep 1.1
exits 4 "a corpus that is not there" nightly
like "${err##*$'\n'}" "^fornix: nothing was changed: generation 2 goes on serving\$" "ends with the outcome"
is "$(record '[.outcome, .generation, .articles]')" '["refused",2,21]' "is written down with what serves"
like "$(record .reasons)" "cannot open the folder of articles" "and why"
is "$(record .last_success_at)" "$good" "the last success stays"
is "$(metric 'outcome="refused"')/$(metric last_success)" "1/$good" "also in the metrics"
mv site/away site/c
article site/c/newer.md <<<"A newer one."
mkdir site/index/building-000003
exits 0 "the next run" nightly
is "$(record .outcome)" '"published"' "is good again"
exec 9>>site/index/lock
flock 9
before=$(cat site/index/last-run.json)
exits 3 "a run while another is at work" nightly
like "${err##*$'\n'}" "^fornix: nothing was changed: generation 3 goes on serving\$" "ends with the outcome"
is "$(cat site/index/last-run.json)" "$before" "and does not write into what the other will"
exec 9>&-
echo '{"outcome":' >site/index/last-run.json
exits 0 "a damaged record" nightly
is "$(record .outcome)" '"unchanged"' "is written anew"

# JSON, an object a line.
printf -- '---\ntitle: [\n---\n' >site/c/broken.md
exits 0 "--log-format json" nightly --log-format json
is "$out" "" "prints nothing on standard output either"
is "$(jq -r '[.level, .event, .path // .outcome] | join(" ")' <<<"$err" | xargs)" \
	"error skipped broken.md info outcome unchanged" "but objects on standard error"
is "$(jq -r 'select(.event == "outcome") | [.skipped, .generation] | join(" ")' <<<"$err")" "1 3" "with counts"
like "$(jq -r .time <<<"$err" | head -n 1)" '^20[0-9-]+T[0-9:]+Z$' "and the time"
rm site/c/broken.md
exits 0 "without problems" nightly --log-format json
is "$out$err" "" "it is silent"
exits 0 "unless asked" nightly --log-format json --verbose --explain
is "$(jq -r .event <<<"$out" | tail -n 1)" outcome "for more"
mv site/c site/away
exits 4 "refused" nightly --log-format json
is "$(jq -r '[.level, .event] | join(" ")' <<<"$err" | xargs)" "error refused error outcome" "in JSON"
mv site/away site/c
cp site/fornix.yaml site/kept.yaml
echo 'corpsu: x' >>site/fornix.yaml
exits 2 "wrong settings" nightly --log-format json
like "$(jq -r 'select(.level == "error" and .event == "failed") | .message' <<<"$err")" \
	"fornix.yaml:4.*corpsu.*corpus" "are an object too"
mv site/kept.yaml site/fornix.yaml
article site/c/$'odd"\e\nname.md' <<<"An odd one."
exits 0 "with an odd name" nightly --log-format json
is "$(jq -c type <<<"$err" | sort -u)" '"object"' "every line is an object"
exec 9>>site/index/lock
flock 9
exits 3 "while another run is at work" nightly --log-format json
is "$(jq -c type <<<"$err" | sort -u)" '"object"' "every line is an object"
exec 9>&-
exits 2 "another format" nightly --log-format xml
like "$err" "takes text or json, not 'xml'" "names those that there are"
done_testing
