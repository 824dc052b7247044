/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The glossary's format, and what it adds to a query. */

#include "tap.h"

#include <stdlib.h>

#include "expand.h"
#include "glossary.h"
#include "scratch.h"
#include "xalloc.h"

static char problems[1024];

static void
on_problem(unsigned line, const char *reason, void *context)
{
	size_t used = strlen(problems);

	(void)context;
	snprintf(problems + used, sizeof problems - used, "%u %s|", line, reason);
}

static struct glossary *
parse(struct analyzer *analyzer, const char *text)
{
	problems[0] = '\0';
	return glossary_parse(analyzer, text, strlen(text), on_problem, NULL);
}

/* The targets of a phrase, joined by "|". */
static const char *
targets(struct analyzer *analyzer, const struct glossary *glossary, const char *phrase)
{
	static char joined[512];
	const struct glossary_target *found;
	struct buffer key;
	size_t i, count;

	buffer_init(&key, 1024);
	glossary_key(analyzer, phrase, strlen(phrase), &key);
	found = glossary_find(glossary, key.data, &count);
	buffer_fini(&key);
	joined[0] = '\0';
	for (i = 0; i < count; i++)
		snprintf(joined + strlen(joined), sizeof joined - strlen(joined), "%s%s",
		    i > 0 ? "|" : "", found[i].text);
	return joined;
}

/* What is unpacked says the same as what was parsed. */
static void
test_packed(struct analyzer *analyzer)
{
	static const char text[] = "mvd, microvascular decompression, Jannetta\tprocedure\n"
				   "water on the brain => hydrocephalus\n"
				   "alone\n"
				   "hfs => hemifacial spasm, facial spasm\n";
	static const char *const phrases[] = {
	    "mvd", "Jannetta procedure", "waters on brain", "hydrocephalus", "HFS", "alone"};
	struct glossary *glossary = parse(analyzer, text), *unpacked;
	struct buffer packed CLEANUP_BUFFER;
	struct span span;
	size_t i;

	buffer_init(&packed, GLOSSARY_PACKED_BYTES_MAX);
	glossary_pack(analyzer, text, strlen(text), &packed);
	span = (struct span){packed.data, packed.length};
	unpacked = glossary_unpack(span, text, strlen(text));
	tap_ok(unpacked != NULL, "a packed glossary can be unpacked");
	for (i = 0; i < sizeof phrases / sizeof phrases[0]; i++) {
		char *want = xstrdup(targets(analyzer, glossary, phrases[i])), *c;

		for (c = want; *c != '\0'; c++)
			*c = *c == '\t' ? ' ' : *c;
		tap_string(targets(analyzer, unpacked, phrases[i]), want, phrases[i]);
		free(want);
	}
	tap_ok(glossary_unpack(span, text, strlen(text) - 1) == NULL, "of another text: none");
	for (i = 0; i < packed.length; i++) {
		struct glossary *cut =
		    glossary_unpack((struct span){packed.data, i}, text, strlen(text));

		if (cut != NULL && packed.data[i - 1] != '\n')
			break;
		glossary_free(cut);
	}
	tap_number((long long)i, (long long)packed.length, "one cut short is none");
	glossary_free(unpacked);
	glossary_free(glossary);
}

static void
test_format(struct analyzer *analyzer)
{
	struct glossary *glossary =
	    parse(analyzer, "# comment\n\n"
			    "mvd, microvascular decompression , Jannetta procedure\r\n"
			    "water on the brain => hydrocephalus\n"
			    "tumour, tumor, tumors\n"
			    "alone\n"
			    "=> x\n"
			    "b c d e f g h, j\n"
			    "the, of => in\n"
			    "mvd => keyhole surgery");

	tap_string(targets(analyzer, glossary, "MVD"),
	    "microvascular decompression|Jannetta procedure|keyhole surgery",
	    "all ways to say it, in order, from all lines");
	tap_string(targets(analyzer, glossary, "Microvascular Decompressions"),
	    "mvd|Jannetta procedure", "compared by stems");
	tap_string(targets(analyzer, glossary, "water on brain"), "hydrocephalus",
	    "without the words that do not count");
	tap_string(targets(analyzer, glossary, "hydrocephalus"), "", "one way is one way");
	tap_string(
	    targets(analyzer, glossary, "tumour"), "tumor", "one of what is the same stem");
	tap_string(targets(analyzer, glossary, "nothing"), "", "unknown phrases have none");
	tap_string(problems,
	    "6 one phrase alone: write 'a, b' or 'a => b'|7 nothing on one side of '=>'|"
	    "8 a phrase of too many words|",
	    "lines that cannot be used are told, by number");
	glossary_free(glossary);
	glossary_free(parse(analyzer, ""));
	tap_string(problems, "", "an empty text is an empty glossary");
}

/* Hostile texts: nothing to check but that they end and stay within bounds. */
static void
test_hostile(struct analyzer *analyzer)
{
	struct buffer text;
	unsigned i;

	buffer_init(&text, 1 << 20);
	for (i = 0; i < 3000; i++)
		buffer_printf(&text, "%c%u,", 'a' + i % 26, i);
	for (i = 0; i < 3000; i++)
		buffer_printf(&text, "\nx%u => y%u, z%u, \xff\xfe", i, i, i);
	buffer_append(&text, "\0=>\0,\n,,,=>,,,\n", 15);
	problems[0] = '\0';
	glossary_free(glossary_parse(analyzer, text.data, text.length, on_problem, NULL));
	tap_ok(strncmp(problems, "1 more phrases than can be used|", 32) == 0,
	    "a line of 3000 phrases is refused");
	buffer_fini(&text);
}

/* What would not be shown as it was written. */
static void
test_bytes(struct analyzer *analyzer)
{
	static const char text[] = "a, \0b\n"
				   "c, d\n"
				   "e => \xC3( f\n";

	problems[0] = '\0';
	glossary_free(glossary_parse(analyzer, text, sizeof text - 1, on_problem, NULL));
	tap_string(problems, "1 a phrase with a NUL byte|3 a phrase that is not UTF-8|",
	    "NUL and bytes that are no characters are refused");
}

static void
find_known(const struct span *stems, size_t count, bool *ret_are_known, void *context)
{
	size_t i;

	(void)context;
	for (i = 0; i < count; i++)
		ret_are_known[i] = !span_equals(stems[i], span_from_string("unknown"));
}

/* The alternatives of a query: "first+count text|". */
static const char *
expanded(struct analyzer *analyzer, const struct glossary *glossary, const char *text)
{
	static char joined[512];
	struct query *query = query_parse(analyzer, text, strlen(text));
	size_t i;

	expand_synonyms(query, analyzer, glossary, find_known, NULL);
	joined[0] = '\0';
	for (i = 0; i < query->alternative_count; i++)
		snprintf(joined + strlen(joined), sizeof joined - strlen(joined), "%zu+%zu %s|",
		    query->alternatives[i].clause, query->alternatives[i].clause_count,
		    query->alternatives[i].text);
	query_free(query);
	return joined;
}

static void
test_expand(struct analyzer *analyzer)
{
	struct glossary *glossary = parse(analyzer, "mvd, microvascular decompression\n"
						    "face pain => trigeminal neuralgia\n"
						    "face => visage\n"
						    "water on the brain => hydrocephalus\n"
						    "botox => unknown toxin, botulinum toxin\n"
						    "x-ray, radiograph\n");
	static const struct {
		const char *query, *wanted, *name;
	} cases[] = {
	    {"mvd", "0+1 microvascular decompression|", "a word"},
	    {"recovery after MVD", "2+1 microvascular decompression|", "a word among others"},
	    {"my face pain", "1+2 trigeminal neuralgia|", "the longest phrase wins"},
	    {"face", "0+1 visage|", "a shorter one where it stands alone"},
	    {"what is water on the brain", "2+4 hydrocephalus|", "stop words within"},
	    {"water and brain mvd", "0+3 hydrocephalus|3+1 microvascular decompression|",
		"phrases side by side"},
	    {"\"mvd\" -mvd title:mvd", "", "quoted, excluded, for a field: as typed"},
	    {"botox", "0+1 botulinum toxin|", "only what the index has words for"},
	    {"x-ray", "0+1 radiograph|", "a compound"},
	    {"xylophone", "", "nothing known"},
	    {"", "", "nothing typed"},
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
		tap_string(expanded(analyzer, glossary, cases[i].query), cases[i].wanted,
		    cases[i].name);
	tap_string(expanded(analyzer, NULL, "mvd"), "", "without a glossary");
	glossary_free(glossary);
}

static void
count_line(const struct glossary_line *line, void *context)
{
	unsigned *count = context;

	*count += line->number > 0;
}

/* What patients and clinicians say for the same, of each kind. */
static const struct {
	const char *typed, *meant;
} shipped[] = {
    {"tic douloureux", "trigeminal neuralgia"}, /* conditions, old names, eponyms */
    {"suicide disease", "trigeminal neuralgia"},
    {"fothergill's disease", "trigeminal neuralgia"},
    {"lou gehrig's disease", "amyotrophic lateral sclerosis"},
    {"shaking palsy", "parkinson's disease"},
    {"acoustic neuroma", "vestibular schwannoma"},
    {"7th cranial nerve", "facial nerve"}, /* anatomy */
    {"seventh cranial nerve", "facial nerve"},
    {"cn vii", "facial nerve"},
    {"nerve vii", "facial nerve"},
    {"facial nerve", "cn vii"},
    {"mvd", "microvascular decompression"}, /* abbreviations */
    {"hfs", "hemifacial spasm"},
    {"tn", "trigeminal neuralgia"},
    {"nph", "normal pressure hydrocephalus"},
    {"acdf", "anterior cervical discectomy and fusion"},
    {"dbs", "deep brain stimulation"},
    {"avm", "arteriovenous malformation"},
    {"emg", "electromyography"},
    {"tegretol", "carbamazepine"}, /* medicines, both ways */
    {"carbamazepine", "tegretol"},
    {"dilantin", "phenytoin"},
    {"phenytoin", "dilantin"},
    {"botox", "botulinum toxin"},
    {"botulinum toxin", "botox"},
    {"jannetta procedure", "microvascular decompression"}, /* procedures */
    {"spinal tap", "lumbar puncture"},
    {"brain pacemaker", "deep brain stimulation"},
    {"haematoma", "hematoma"}, /* the two Englishes, both ways */
    {"hematoma", "haematoma"},
    {"tumour", "tumor"},
    {"anaesthesia", "anesthesia"},
    {"oedema", "edema"},
    {"paracetamol", "acetaminophen"},
    {"water on the brain", "hydrocephalus"}, /* what lay people say */
    {"pinched nerve", "nerve entrapment"},
    {"face twitching", "hemifacial spasm"},
    {"slipped disc", "herniated disc"},
    {"pins and needles", "tingling"},
};

static bool
leads_to(const char *targets, const char *meant)
{
	const char *at = strstr(targets, meant);
	size_t length = strlen(meant);

	return at != NULL && (at == targets || at[-1] == '|') &&
	       (at[length] == '\0' || at[length] == '|');
}

static void
check_shipped(struct analyzer *analyzer, const struct glossary *glossary)
{
	size_t i;

	for (i = 0; i < sizeof shipped / sizeof shipped[0]; i++)
		tap_ok(
		    leads_to(targets(analyzer, glossary, shipped[i].typed), shipped[i].meant),
		    "%s: %s", shipped[i].typed, shipped[i].meant);
	tap_string(targets(analyzer, glossary, "hypertension"), "high blood pressure",
	    "an opposite is no other word");
}

/* The practice's own glossary: at least so many entries, and no line that cannot be used. */
#define SHIPPED_LEAST 250

static void
test_shipped(struct analyzer *analyzer)
{
	char *path = scratch_source("corpus/_search/glossary.txt"), line[4096];
	FILE *file = fopen(path, "r");
	struct glossary *glossary;
	struct buffer text;
	unsigned entries = 0;
	size_t got;

	assert(file != NULL);
	buffer_init(&text, GLOSSARY_BYTES_MAX);
	while ((got = fread(line, 1, sizeof line, file)) > 0)
		buffer_append(&text, line, got);
	fclose(file);
	glossary = parse(analyzer, text.data);
	tap_string(problems, "", "the practice's glossary has no line that cannot be used");
	glossary_read(analyzer, text.data, text.length, count_line, on_problem, &entries);
	tap_ok(entries >= SHIPPED_LEAST, "%u entries, at least %d", entries, SHIPPED_LEAST);
	check_shipped(analyzer, glossary);
	glossary_free(glossary);
	buffer_fini(&text);
	free(path);
}

int
main(void)
{
	struct analyzer *analyzer = analyzer_new();

	test_packed(analyzer);
	test_format(analyzer);
	test_hostile(analyzer);
	test_bytes(analyzer);
	test_expand(analyzer);
	test_shipped(analyzer);
	analyzer_free(analyzer);
	return tap_done();
}
