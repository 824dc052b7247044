/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The yardstick: measures against numbers worked out by hand, files that are wrong. */

#include "tap.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "buffer.h"
#include "eval_read.h"
#include "eval_report.h"
#include "scratch.h"

static void
tap_close(double got, double want, const char *name)
{
	if (!tap_ok(isnan(want) ? isnan(got) : fabs(got - want) < 0.0000005, "%s", name))
		printf("#  got: %.9f\n# want: %.9f\n", got, want);
}

static char *
write_file(const char *name, const char *text)
{
	scratch_write_text(name, text);
	return scratch_path(name);
}

/* A set of TREC's two files, and a run for it. */
struct fixture {
	struct eval_set set;
	struct eval_run run;
};

static void
fixture_init(struct fixture *fixture, const char *queries, const char *qrels, const char *run,
    unsigned depth)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	char *path = write_file("queries.tsv", queries);
	size_t unknown;

	eval_set_init(&fixture->set);
	assert(eval_read_queries(path, &fixture->set, &err) == FORNIX_OK);
	free(path);
	path = write_file("qrels.txt", qrels);
	assert(eval_read_qrels(path, &fixture->set, &unknown, &err) == FORNIX_OK);
	free(path);
	path = write_file("a.run", run);
	assert(eval_read_run(path, &fixture->set, depth, &fixture->run, &unknown, &err) ==
	       FORNIX_OK);
	free(path);
}

static void
fixture_fini(struct fixture *fixture)
{
	eval_run_fini(&fixture->run);
	eval_set_fini(&fixture->set);
}

/* Documents that are judged as "name=grade", in order of name, and a ranking as names. */
static void
make_query(struct eval_query *query, struct eval_ranking *ranking, const char *judged,
    const char *ranked)
{
	static char names[200][16];
	static struct eval_judged list[32];
	static struct eval_hit hits[200];
	int used;

	*query = (struct eval_query){.judged = list};
	*ranking = (struct eval_ranking){.hits = hits};
	while (sscanf(judged, " %15[^= ]=%d%n", names[query->judged_count],
		   &list[query->judged_count].grade, &used) == 2) {
		list[query->judged_count].document = names[query->judged_count];
		query->judged_count++;
		judged += used;
	}
	while (*ranked != '\0') {
		char *name = names[query->judged_count + ranking->hit_count];

		assert(sscanf(ranked, " %15[^ ]%n", name, &used) == 1);
		hits[ranking->hit_count++].document = name;
		ranked += used;
	}
}

#define NINE "x x x x x x x x x"

static const struct {
	const char *name, *judged, *ranked;
	double want[EVAL_MEASURES];
} measured[] = {
    /* (3/log2(3) + 1/log2(5)) / (3 + 2/log2(3) + 1/2) */
    {"grades and an unjudged first", "a=3 b=2 c=1 d=0", "x a d c",
	{0.487932, 0, 1, 0.5, 2.0 / 3}},
    {"the best order", "a=3 b=2 c=1", "a b c", {1, 1, 1, 1, 1}},
    /* (1 + 2/log2(3)) / (2 + 1/log2(3)) */
    {"the two in the wrong order", "a=2 b=1", "b a", {0.859719, 1, 1, 1, 1}},
    {"no results", "a=1", "", {0, 0, 0, 0, 0}},
    {"nothing relevant found", "a=1", "x y z", {0, 0, 0, 0, 0}},
    {"judged as not relevant first", "a=0 b=1", "a b", {0.630930, 0, 1, 0.5, 1}},
    {"negative grades are no gain", "a=-2 b=1", "a b", {0.630930, 0, 1, 0.5, 1}},
    {"a document twice counts once", "a=1 b=1", "a a b", {0.919721, 1, 1, 1, 1}},
    {"the fourth", "a=1", "x x x a", {0.430677, 0, 0, 0.25, 1}},
    {"the tenth counts for nDCG", "a=1", NINE " a", {0.289065, 0, 0, 0.1, 1}},
    {"the eleventh does not", "a=1", NINE " x a", {0, 0, 0, 1.0 / 11, 1}},
    {"more relevant ones than ten", "a=1 b=1 c=1 d=1 e=1 f=1 g=1 h=1 i=1 j=1 k=1 l=1",
	"a b c d e f g h i j", {1, 1, 1, 1, 10.0 / 12}},
};

static void
test_measures(void)
{
	struct eval_scores scores;
	struct eval_ranking ranking;
	struct eval_query query;
	char name[100];
	size_t i;
	int m;

	for (i = 0; i < sizeof measured / sizeof measured[0]; i++) {
		make_query(&query, &ranking, measured[i].judged, measured[i].ranked);
		eval_query_score(&query, &ranking, 100, &scores);
		for (m = 0; m < EVAL_MEASURES; m++) {
			snprintf(name, sizeof name, "%s: %s", measured[i].name,
			    eval_measure_names[m]);
			tap_close(scores.values[m], measured[i].want[m], name);
		}
	}
}

static void
test_depth(void)
{
	struct eval_scores scores;
	struct eval_ranking ranking;
	struct eval_query query;
	char ranked[500] = "";
	size_t i;

	for (i = 0; i < 99; i++)
		memcpy(ranked + 2 * i, "x ", 3);
	memcpy(ranked + 2 * i, "a b", 4);
	make_query(&query, &ranking, "a=1 b=1", ranked);
	eval_query_score(&query, &ranking, 200, &scores);
	tap_close(scores.values[EVAL_RECALL_100], 0.5, "recall stops behind the hundredth");
	tap_close(scores.values[EVAL_MRR], 0.01, "the hundredth is the first");
	eval_query_score(&query, &ranking, 99, &scores);
	tap_close(scores.values[EVAL_RECALL_100], NAN, "no recall of less than a hundred");
	tap_close(scores.values[EVAL_NDCG_10], 0, "the others are measured");
}

#define PAIRS 20

static void
compare(double step, size_t used, struct eval_difference *difference)
{
	struct eval_scores ours[PAIRS] = {0}, theirs[PAIRS] = {0};
	size_t i;

	for (i = 0; i < PAIRS; i++) {
		theirs[i].values[EVAL_MRR] = 0.3;
		ours[i].values[EVAL_MRR] = 0.3 + (i < used ? step : 0);
	}
	eval_compare(ours, theirs, PAIRS, EVAL_MRR, difference);
}

static void
test_significance(void)
{
	struct eval_difference difference, again;

	compare(0, PAIRS, &difference);
	tap_close(difference.p, 1, "the same runs: p is 1");
	tap_number((long long)difference.ties, PAIRS, "all are ties");
	compare(0.1, 3, &difference);
	tap_close(difference.mean, 0.015, "the mean is over all queries");
	/* Of the eight choices of three signs two are as far from 0. */
	tap_ok(fabs(difference.p - 0.25) < 0.02, "three of one sign: p is about 1/4");
	tap_number((long long)difference.wins, 3, "three wins");
	tap_number((long long)difference.losses, 0, "no losses");
	tap_number((long long)difference.ties, PAIRS - 3, "the rest are ties");
	compare(0.1, 3, &again);
	tap_close(again.p, difference.p, "the same input, the same p");
	compare(-0.1, 3, &again);
	tap_close(again.p, difference.p, "losses are as significant as wins");
	tap_number((long long)again.losses, 3, "and counted");
	compare(0.001, PAIRS, &difference);
	tap_close(
	    difference.p, 1.0 / (EVAL_PERMUTATIONS + 1), "twenty of one sign: the least p");
	compare(NAN, PAIRS, &difference);
	tap_close(difference.p, NAN, "what was not measured has no p");
}

/* The judgements of a query as "document=grade ...". */
static void
tap_judged(const struct eval_set *set, const char *id, const char *want, const char *name)
{
	const struct eval_query *query = eval_set_find(set, id);
	struct buffer got;
	size_t i;

	buffer_init(&got, 10000);
	for (i = 0; query != NULL && i < query->judged_count; i++)
		buffer_printf(&got, "%s%s=%d", i > 0 ? " " : "", query->judged[i].document,
		    query->judged[i].grade);
	tap_string(query != NULL ? got.data : NULL, want, name);
	buffer_fini(&got);
}

static void
test_practice(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct eval_set set;
	char *path = write_file("practice.tsv", "\xEF\xBB\xBF# comment\tnone\n"
						"face twitching\tb/x|a/y|c/z\n"
						"\n"
						"mvd\ta/y\r\n"
						"50% + 1\ta/y\n"
						"one grade\tb/x|a/y\t1\n"
						"grades\tb/x | a/y\t3|0\n"
						"mvd\tb/x\t7\n");

	eval_set_init(&set);
	tap_ok(
	    eval_read_practice(path, &set, &err) == FORNIX_OK, "the practice's file is read");
	tap_number((long long)set.query_count, 5, "its queries");
	tap_judged(
	    &set, "face+twitching", "a/y=1 b/x=2 c/z=1", "2 for the first, 1 for others");
	tap_judged(&set, "mvd", "a/y=2 b/x=7", "a query that comes again; CRLF");
	tap_judged(&set, "50%25+%2B+1", "a/y=2", "ids are unmistakable");
	tap_judged(&set, "one+grade", "a/y=1 b/x=1", "one grade for all");
	tap_judged(&set, "grades", "a/y=0 b/x=3", "a grade for each");
	tap_string(set.queries[0]->text, "face twitching", "the text stays as it is");
	eval_set_fini(&set);
	free(path);
}

typedef enum fornix_status read_file(
    const char *file, struct eval_set *set, struct fornix_error *err);

static enum fornix_status
read_qrels(const char *file, struct eval_set *set, struct fornix_error *err)
{
	size_t unknown;

	eval_set_add(set, "1", "one");
	return eval_read_qrels(file, set, &unknown, err);
}

static enum fornix_status
read_run(const char *file, struct eval_set *set, struct fornix_error *err)
{
	struct eval_run run;
	size_t unknown;
	enum fornix_status status;

	eval_set_add(set, "1", "one");
	status = eval_read_run(file, set, 100, &run, &unknown, err);
	if (status == FORNIX_OK)
		eval_run_fini(&run);
	return status;
}

static const struct {
	const char *name;
	read_file *read;
	const char *text, *want;
} wrong[] = {
    {"no tab", eval_read_practice, "a\tx\nb x\n", "wrong:2': no tab"},
    {"no query", eval_read_practice, " \tx\n", "wrong:1': an empty query"},
    {"no article", eval_read_practice, "a\tx||y\n", "wrong:1': an empty name"},
    {"an article with a space", eval_read_practice, "a\tx y\n", "wrong:1': 'x y' has a space"},
    {"an article twice", eval_read_practice, "a\tx\n#\na\ty|x\n",
	"wrong:3': 'x' is judged already, in line 1"},
    {"a grade that is none", eval_read_practice, "a\tx\tgood\n", "wrong:1': grade 'good'"},
    {"half a grade", eval_read_practice, "a\tx\t1.5\n", "wrong:1': grade '1.5'"},
    {"a grade out of range", eval_read_practice, "a\tx\t1e30\n", "wrong:1': grade '1e30'"},
    {"too few grades", eval_read_practice, "a\tx|y|z\t1|2\n", "wrong:1': not as many grades"},
    {"too many grades", eval_read_practice, "a\tx|y\t1|2|3\n", "wrong:1': not as many grades"},
    {"a query twice", eval_read_queries, "1\tone\n1\ttwo\n", "wrong:2': query '1' is there"},
    {"a query without id", eval_read_queries, "\tone\n", "wrong:1': an empty name"},
    {"an id with a space", eval_read_queries, "a b\tone\n", "wrong:1': 'a b' has a space"},
    {"no text", eval_read_queries, "1\t\n", "wrong:1': no tab"},
    {"three fields", read_qrels, "1 0 x\n", "wrong:1': not four fields"},
    {"five fields", read_qrels, "1 0 x 1 1\n", "wrong:1': not four fields"},
    {"judged twice", read_qrels, "1 0 x 1\n1 0 y 1\n1\t0\tx\t0\n",
	"wrong:3': 'x' is judged already, in line 1"},
    {"no grade", read_qrels, "1 0 x -\n", "wrong:1': grade '-'"},
    {"a run's five fields", read_run, "1 Q0 x 1 2.5\n", "wrong:1': not six fields"},
    {"a score that is none", read_run, "1 Q0 x 1 nan t\n", "wrong:1': score 'nan'"},
    {"a document twice", read_run, "1 Q0 x 1 3 t\n1 Q0 y 2 2 t\n1 Q0 x 3 1 t\n",
	"wrong:3': 'x' is there already, in line 1"},
};

static void
test_wrong(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct eval_set set;
	size_t i;

	for (i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		char *path = write_file("wrong", wrong[i].text);

		eval_set_init(&set);
		if (!tap_ok(wrong[i].read(path, &set, &err) == FORNIX_ERR_INPUT &&
				strstr(err.message, wrong[i].want) != NULL,
			"%s is told with its line", wrong[i].name))
			printf("#  got: %s\n# want: %s\n", err.message, wrong[i].want);
		eval_set_fini(&set);
		free(path);
	}
}

static void
fails(read_file *read, const char *path, enum fornix_status want, const char *message,
    const char *name)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct eval_set set;

	eval_set_init(&set);
	if (!tap_ok(read(path, &set, &err) == want && strstr(err.message, message) != NULL,
		"%s", name))
		printf("#  got: %s\n# want: %s\n", err.message, message);
	eval_set_fini(&set);
}

static void
test_limits(void)
{
	char *path = scratch_path("none"), *long_text;
	struct buffer text;
	int i;

	fails(eval_read_practice, path, FORNIX_ERR_INPUT, "no file", "a missing file");
	free(path);
	fails(
	    eval_read_practice, scratch_folder(), FORNIX_ERR_INPUT, "is a folder", "a folder");

	scratch_write("zero", "a\tx\0y\n", 6);
	path = scratch_path("zero");
	fails(
	    eval_read_practice, path, FORNIX_ERR_INPUT, "zero:1': a zero byte", "a zero byte");
	free(path);

	buffer_init(&text, EVAL_FILE_BYTES_MAX);
	for (i = 0; i <= EVAL_QUERIES_MAX; i++)
		buffer_printf(&text, "%d\tq\n", i);
	path = write_file("many", text.data);
	fails(eval_read_queries, path, FORNIX_ERR_LIMIT, "many:20001': more than 20000 queries",
	    "too many queries");
	free(path);
	buffer_fini(&text);

	long_text = malloc(EVAL_LINES_MAX + 2);
	assert(long_text != NULL);
	memset(long_text, '\n', EVAL_LINES_MAX + 1);
	scratch_write("lines", long_text, EVAL_LINES_MAX + 1);
	path = scratch_path("lines");
	fails(eval_read_queries, path, FORNIX_ERR_LIMIT, "more than 1000000 lines",
	    "too many lines");
	free(path);

	memset(long_text, 'x', EVAL_QUERY_BYTES_MAX + 1);
	memcpy(long_text + EVAL_QUERY_BYTES_MAX + 1, "\tx\n", 4);
	path = write_file("long", long_text);
	fails(eval_read_practice, path, FORNIX_ERR_LIMIT, "long:1': a query of more than 65536",
	    "a long query");
	fails(eval_read_queries, path, FORNIX_ERR_LIMIT, "long:1': a name of more than 4096",
	    "a long name");
	free(path);
	free(long_text);

	path = write_file("large", "");
	assert(truncate(path, EVAL_FILE_BYTES_MAX + 1) == 0);
	fails(eval_read_queries, path, FORNIX_ERR_LIMIT, "large is larger than 67108864 bytes",
	    "a large file");
	free(path);
}

static void
tap_ranking(const struct eval_ranking *ranking, const char *want, const char *name)
{
	struct buffer got;
	size_t i;

	buffer_init(&got, 10000);
	for (i = 0; i < ranking->hit_count; i++)
		buffer_printf(&got, "%s%s", i > 0 ? " " : "", ranking->hits[i].document);
	tap_string(got.data, want, name);
	buffer_fini(&got);
}

static void
test_run(void)
{
	static const char run[] = "2 Q0 p 1 1 t\n"
				  "1 Q0 low 1 -2 t\n"
				  "1 Q0 b 2 5.5 t\n"
				  "9 Q0 z 1 1 t\n"
				  "1\tQ0\tc 3 5.5 t\n"
				  "1 Q0 top 9 6e2 t\n"
				  "1 Q0 a 4 5.5 t\n";
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct fixture fixture;
	struct eval_run cut;
	size_t unknown = 0;
	char *path;

	fixture_init(&fixture, "1\tone\n2\ttwo\n3\tthree\n", "1 0 a 1\n", run, 100);
	tap_ranking(&fixture.run.rankings[0], "top c b a low",
	    "by score, equal ones by name backwards, whatever the rank says");
	tap_ranking(&fixture.run.rankings[1], "p", "the second query");
	tap_ranking(&fixture.run.rankings[2], "", "a query that the run lacks");
	path = scratch_path("a.run");
	assert(eval_read_run(path, &fixture.set, 2, &cut, &unknown, &err) == FORNIX_OK);
	tap_ranking(&cut.rankings[0], "top c", "cut at the depth");
	tap_number((long long)unknown, 1, "lines of unknown queries are counted");
	free(path);
	eval_run_fini(&cut);
	fixture_fini(&fixture);
}

/* What is written is read in the same order, also where scores are equal. */
static void
test_round_trip(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct fixture fixture;
	struct eval_run again;
	struct buffer text;
	size_t unknown, i;
	char *path;

	fixture_init(&fixture, "1\tone\n", "1 0 a 1\n",
	    "1 Q0 d 1 9 t\n1 Q0 c 2 8 t\n1 Q0 b 3 7 t\n1 Q0 a 4 6 t\n", 100);
	fixture.run.rankings[0].hits[0].score = 7;
	for (i = 1; i < 3; i++)
		fixture.run.rankings[0].hits[i].score = 7 + (double)i;
	free(fixture.run.rankings[0].hits[2].document);
	fixture.run.rankings[0].hits[2].document = strdup("b b");
	buffer_init(&text, 10000);
	eval_format_run(&text, &fixture.set, &fixture.run);
	tap_string(text.data,
	    "1 Q0 d 1 7.000000 fornix\n1 Q0 c 2 6.999999 fornix\n"
	    "1 Q0 b_b 3 6.999998 fornix\n1 Q0 a 4 6.000000 fornix\n",
	    "scores fall, names are one word");
	path = write_file("b.run", text.data);
	assert(eval_read_run(path, &fixture.set, 100, &again, &unknown, &err) == FORNIX_OK);
	tap_ranking(&again.rankings[0], "d c b_b a", "the order is the same");
	eval_run_fini(&again);
	free(path);
	buffer_fini(&text);
	fixture_fini(&fixture);
}

static void
test_unknown_judgements(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct eval_set set;
	size_t unknown = 0;
	char *path = write_file("qrels.txt", "1 0 a 1\n7 0 a 1\n8 0 b 0\n");

	eval_set_init(&set);
	eval_set_add(&set, "1", "one");
	tap_ok(eval_read_qrels(path, &set, &unknown, &err) == FORNIX_OK, "qrels are read");
	tap_number((long long)unknown, 2, "judgements of unknown queries are counted");
	tap_ok(eval_set_find(&set, "7") == NULL, "and not taken");
	eval_set_fini(&set);
	free(path);
}

static const char three_queries[] = "b\tsecond\nc\tnobody judged\na\tfirst\x1b[2J\n";
static const char three_qrels[] = "a 0 x 1\nb 0 y 2\nb 0 x 1\nc 0 x 0\n";

static void
test_outcome(void)
{
	struct eval_outcome outcome;
	struct fixture fixture;

	fixture_init(&fixture, three_queries, three_qrels, "b Q0 y 1 2 t\nc Q0 x 1 1 t\n", 100);
	eval_outcome_init(&outcome, &fixture.set, &fixture.run, NULL, 100);
	tap_number((long long)outcome.count, 2, "queries that count");
	tap_number((long long)outcome.left_out, 1, "one has nothing relevant");
	tap_number((long long)outcome.unanswered, 1, "one has no results");
	tap_string(outcome.queries[0]->id, "b", "they are in the file's order");
	tap_close(outcome.means.values[EVAL_SUCCESS_1], 0.5, "a query without results is 0");
	tap_close(outcome.means.values[EVAL_RECALL_100], 0.25, "the mean of the recall");
	tap_ok(!outcome.has_baseline, "there is no baseline");
	eval_outcome_fini(&outcome);
	fixture_fini(&fixture);
}

static void
test_reports(void)
{
	struct eval_report_options options = {.per_query = true};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct eval_outcome outcome;
	struct eval_run baseline;
	struct fixture fixture;
	struct buffer out;
	size_t unknown;
	char *path = write_file("base.run", "a Q0 x 1 1 t\n");

	fixture_init(&fixture, three_queries, three_qrels, "b Q0 y 1 2 t\n", 10);
	assert(eval_read_run(path, &fixture.set, 10, &baseline, &unknown, &err) == FORNIX_OK);
	eval_outcome_init(&outcome, &fixture.set, &fixture.run, &baseline, 10);
	buffer_init(&out, 100000);
	eval_report_text(&out, &outcome, &options);
	tap_ok(strstr(out.data, "2 queries, 1 left out") != NULL, "the text counts queries");
	tap_ok(strstr(out.data, "1 without an answer") != NULL, "and unanswered ones");
	tap_ok(strstr(out.data, "MRR         0.5000    0.5000     +0.0000  1.0000     1       1"
				"     0\n") != NULL,
	    "a measure with its difference");
	tap_ok(
	    strstr(out.data, "recall@100       -         -") != NULL, "what is not measured");
	tap_ok(strchr(out.data, '\x1b') == NULL, "queries cannot move the cursor");
	buffer_clear(&out);
	eval_report_json(&out, &outcome, &options);
	tap_ok(strstr(out.data,
		   "{\"queries\":2,\"leftOut\":1,\"unanswered\":1,\"measures\":[") == out.data,
	    "JSON has the counts");
	tap_ok(strstr(out.data,
		   "{\"name\":\"success@1\",\"mean\":0.5,\"baseline\":0.5,"
		   "\"difference\":0,\"p\":1,\"wins\":1,\"losses\":1,\"ties\":0}") != NULL,
	    "and the measures");
	tap_ok(strstr(out.data, "\"name\":\"recall@100\",\"mean\":null,") != NULL, "null");
	tap_ok(strstr(out.data, "{\"id\":\"b\",\"query\":\"second\",\"values\":[0.") != NULL,
	    "and the queries");
	buffer_fini(&out);
	eval_outcome_fini(&outcome);
	eval_run_fini(&baseline);
	fixture_fini(&fixture);
	free(path);
}

int
main(void)
{
	test_measures();
	test_depth();
	test_significance();
	test_practice();
	test_wrong();
	test_limits();
	test_run();
	test_round_trip();
	test_unknown_judgements();
	test_outcome();
	test_reports();
	return tap_done();
}
