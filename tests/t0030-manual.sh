#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The manual pages are sound, name every option, limit and key that there is,
# and their examples work with the articles of this tree.
# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"

requires mandoc
man=$srcdir/man

# constant HEADER NAME: the number behind #define NAME.
constant() {
	local text
	text=$(sed -nE "s/^#define +$2 +([^\/]*).*/\1/p" "$srcdir/src/$1")
	echo $((text))
}

# page FILE: its text, on few long lines.
page() {
	mandoc -T utf8 -O width=500 "$man/$1" | sed 's/.\x08//g'
}

check_lint() {
	local file problems
	for file in "$man"/*.[1-8]; do
		problems=$(mandoc -T lint -W warning "$file" 2>&1 |
			grep -vE 'referenced manual not found|outdated mandoc.db')
		is "$problems" "" "${file##*/} is sound mdoc"
	done
}

# Every page that is referred to as ours exists.
check_references() {
	local name section missing=""
	while read -r name section; do
		[ -f "$man/$name.$section" ] || missing+="$name($section) "
	done < <(sed -nE 's/^\.Xr (fornix[^ ]*) ([1-8]).*/\1 \2/p' "$man"/*.[1-8] | sort -u)
	is "$missing" "" "every page of ours that is referred to exists"
}

# options_documented PAGE COMMAND...: the options of the command's help are in the page.
options_documented() {
	local file=$1 text option missing=""
	shift
	text=$(page "$file")
	run "$@"
	while read -r option; do
		grep -qF -e "$option" <<<"$text" || missing+="$option "
	done < <(grep -oE -- '(^|[ ,])--?[a-z][a-z-]*' <<<"$out" | tr -d ' ,' | sort -u)
	is "$missing" "" "$file names every option"
	like "$out" '--' "there are options in the help of ${*##*/}"
}

# limits_documented PAGE HEADER CONSTANT...
limits_documented() {
	local file=$1 header=$2 text name value
	shift 2
	text=$(page "$file")
	for name; do
		value=$(constant "$header" "$name")
		like "$text" "(^|[^0-9])$value([^0-9]|\$)" "$file names $name, $value"
	done
}

check_keys() {
	local text key keys
	text=$(page fornix.yaml.5)
	keys=$(sed -nE 's/^ \*\t([a-z_]+): .*/\1/p' "$srcdir/src/config.h")
	isnt "$keys" "" "src/config.h lists the keys"
	for key in $keys; do
		like "$text" "$key" "fornix.yaml(5) explains $key"
		ok "data/fornix.yaml has $key" grep -qE "^#? ?$key:" "$srcdir/data/fornix.yaml"
	done
}

# The commands that follow "$ " in the examples of a page.
examples() {
	sed -n '/^\.Sh EXAMPLES/,$p' "$1" | sed -nE 's/^(\.Dl )?\$ (.*)/\2/p' |
		sed -e 's/\\(aq/'\''/g' -e 's/\\(dq/"/g' -e 's/\\e/\\/g' -e 's/\\-/-/g' -e 's/\\&//g'
}

check_examples() {
	local file command count=0
	mkdir bin
	ln -s "$FORNIX" bin/fornix
	ln -s "$FORNIXD" bin/fornixd
	PATH=$tmp/bin:$PATH
	ln -s "$corpus" corpus
	make_index --quiet
	serve --index index
	for file in "$man"/*.[1-8]; do
		while IFS= read -r command; do
			count=$((count + 1))
			exits 0 "${file##*/}: $command" bash -o pipefail -c "${command//http:\/\/127.0.0.1:8080/$url}"
		done < <(examples "$file")
	done
	number "$count" -ge 8 "the pages have examples"
}

check_lint
check_references
options_documented fornix-check.1 fornix check --help
options_documented fornix-eval.1 fornix eval --help
options_documented fornix-explain.1 fornix explain --help
options_documented fornix-index.1 fornix index --help
options_documented fornix-report.1 fornix report --help
options_documented fornix-rollback.1 fornix rollback --help
options_documented fornix-search.1 fornix search --help
options_documented fornix-ship.1 fornix ship --help
options_documented fornix-status.1 fornix status --help
options_documented fornixd.8 "$FORNIXD" --help
limits_documented fornixd.8 http.h HTTP_CONNECTIONS_MAX HTTP_TARGET_BYTES_MAX \
	HTTP_REQUEST_BODY_MAX HTTP_REQUEST_DROP_MAX \
	HTTP_PARAMETERS_MAX HTTP_HEAD_BYTES_MAX HTTP_HEAD_LINES_MAX HTTP_QUEUE_MAX HTTP_IDLE_TIMEOUT_S \
	HTTP_REQUEST_DEADLINE_MS HTTP_ANSWER_DEADLINE_MS HTTP_QUEUE_DEADLINE_MS HTTP_DRAIN_MS \
	HTTP_BODY_BYTES_MAX
limits_documented fornixd.8 search.h SEARCH_PER_PAGE SEARCH_PER_PAGE_MAX SEARCH_REACH_MAX \
	SEARCH_FILTERS_MAX SEARCH_EXACT_MATCHES SEARCH_DEADLINE_MS
limits_documented fornixd.8 suggest.h SUGGEST_ENTRIES_MAX
limits_documented fornix-eval.1 eval_read.h EVAL_FILE_BYTES_MAX EVAL_LINES_MAX EVAL_QUERIES_MAX \
	EVAL_NAME_BYTES_MAX EVAL_QUERY_BYTES_MAX
limits_documented fornix-eval.1 eval.h EVAL_GRADE_MAX EVAL_DEPTH EVAL_DEPTH_MIN EVAL_DEPTH_MAX \
	EVAL_PERMUTATIONS
limits_documented fornix-eval.1 cmd_eval.h CMD_EVAL_REQUIREMENTS_MAX
limits_documented fornix-index.1 gate_policy.h GATE_REMOVED_LEAST
limits_documented fornix-index.1 indexer.h INDEXER_ATTEMPTS
limits_documented fornix-query.7 query.h QUERY_BYTES_MAX QUERY_WORDS_MAX
limits_documented fornix-query.7 analyze.h ANALYZE_WORD_MAX
limits_documented fornix-query.7 glossary.h GLOSSARY_BYTES_MAX GLOSSARY_PHRASES_MAX \
	GLOSSARY_SIDE_MAX GLOSSARY_WORDS_MAX GLOSSARY_TARGETS_MAX
limits_documented fornix-rules.5 pattern.h PATTERN_BYTES_MAX PATTERN_PARTS_MAX \
	PATTERN_CHOICES_MAX PATTERN_WORDS_MAX PATTERN_NEAR_BYTES
limits_documented fornix-rules.5 rule_reader.h RULE_FILE_RULES_MAX RULE_LINE_BYTES_MAX \
	RULE_TEXT_BYTES_MAX
limits_documented fornix-rules.5 urgent.h URGENT_PHONES_MAX URGENT_ID_BYTES_MAX
limits_documented fornix-rules.5 search.h SEARCH_BEST_BETS_MAX
limits_documented fornix-check.1 rules_lint.h RULES_LINT_DAYS
limits_documented fornix-check.1 glossary_check.h GLOSSARY_CHECK_COMMON_PART \
	GLOSSARY_CHECK_ARTICLES_MIN
limits_documented fornix-index.1 article.h ARTICLE_FILE_BYTES_MAX
limits_documented fornix-index.1 corpus.h CORPUS_FILES_MAX CORPUS_DEPTH_MAX \
	CORPUS_PATH_BYTES_MAX
limits_documented fornix-index.1 parse_pool.h PARSE_CPU_S PARSE_WALL_S
limits_documented fornix.yaml.5 config.h CONFIG_FILE_BYTES_MAX CONFIG_LISTEN_MAX
limits_documented fornix-index.5 run_record.h RUN_RECORD_BYTES_MAX RUN_RECORD_REASONS_MAX
limits_documented fornix.yaml.5 retention.h RETENTION_GENERATIONS RETENTION_GENERATIONS_MIN \
	RETENTION_GENERATIONS_MAX RETENTION_DAYS RETENTION_DAYS_MAX
limits_documented fornix-index.5 generation.h GENERATION_FORMAT
limits_documented fornix.yaml.5 report.h REPORT_MIN_COUNT REPORT_MIN_COUNT_MAX REPORT_DAYS_KEPT \
	REPORT_DAYS_MAX
limits_documented fornix-report.1 report.h REPORT_MIN_COUNT REPORT_DAYS_KEPT REPORT_TEXT_BYTES_MAX
limits_documented fornix-report.1 report_scrub.h REPORT_SCRUB_WORDS_MAX REPORT_SCRUB_DIGITS_MAX
limits_documented fornix-report.1 report_tally.h REPORT_TALLY_RARE_MAX
limits_documented fornix-report.1 report_book.h REPORT_REPEAT_S
check_keys
check_examples
done_testing
