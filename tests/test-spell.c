/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What is proposed for words that are not in the index, and how often it is right. */

#include "spell.h"

#include "fixture-vocabulary.h"
#include "vocabulary_key.h"

#define MAX 8

static const struct fixture_word words[] = {
    {"artery", 20, 60},
    {"arthritis", 9, 40},
    {"asthma", 5, 20},
    {"back", 60, 200},
    {"balance", 9, 20},
    {"blood", 40, 90},
    {"brca1", 6, 20},
    {"carpal", 6, 50},
    {"diarrhea", 2, 5},
    {"facial", 30, 150},
    {"head", 50, 90},
    {"headache", 30, 99},
    {"hemifacial", 9, 80},
    {"hypertension", 20, 60},
    {"hypotension", 18, 50},
    {"mri", 30, 70},
    {"neuralgia", 14, 130},
    {"neuralgias", 1, 1},
    {"numb", 8, 16},
    {"of", 100, 900},
    {"pain", 70, 400},
    {"pneumonia", 3, 9},
    {"pressure", 40, 80},
    {"psychosis", 2, 6},
    {"pus", 2, 4},
    {"scan", 20, 50},
    {"seizure", 9, 30},
    {"seizures", 9, 40},
    {"spasm", 12, 90},
    {"spinal", 20, 50},
    {"spiral", 20, 50},
    {"stroke", 20, 50},
    {"surgery", 60, 300},
    {"tremor", 8, 60},
    {"trigeminal", 12, 110},
    {"tumor", 15, 90},
    {"tunnel", 6, 50},
    {"vegf165", 4, 20},
};

static const char *const corrections[][2] = {{"tictac", "trigeminal neuralgia"},
    {"dropsie", "blood"}, {"dropsie", "facial"}, {"sturgery", "surgery"}, {NULL, NULL}};

static struct vocabulary *vocabulary;

static size_t
ask(const char *word, struct spell_candidate candidates[MAX])
{
	return spell_candidates(vocabulary, span_from_string(word), NULL, candidates, MAX);
}

static void
test_first(void)
{
	static const struct {
		const char *typed, *wanted;
	} table[] = {
	    {"trigemnal", "trigeminal"},
	    {"tirgeminal", "trigeminal"},
	    {"trigemminal", "trigeminal"},
	    {"trygemenel", "trigeminal"},
	    {"nuralgia", "neuralgia"},
	    {"newralja", "neuralgia"},
	    {"hemifacal", "hemifacial"},
	    {"spazm", "spasm"},
	    {"asma", "asthma"},
	    {"newmonia", "pneumonia"},
	    {"diarhoea", "diarrhea"},
	    {"arthuritus", "arthritis"},
	    {"seezhure", "seizure"},
	    {"sirjury", "surgery"},
	    {"puss", "pus"},
	    {"hedake", "headache"},
	    {"carpel", "carpal"},
	    {"preshure", "pressure"},
	    {"strok", "stroke"},
	    {"numm", "numb"},
	    {"trigem", "trigeminal"},
	    {"hemifac", "hemifacial"},
	};
	struct spell_candidate candidates[MAX];
	size_t count, i;

	for (i = 0; i < sizeof table / sizeof *table; i++) {
		count = ask(table[i].typed, candidates);
		if (!tap_ok(count > 0 && fixture_is(candidates[0].text, table[i].wanted) &&
				!candidates[0].is_known,
			"%s is %s", table[i].typed, table[i].wanted) &&
		    count > 0)
			printf("# %.*s\n", (int)candidates[0].text.length,
			    candidates[0].text.data);
	}
}

static void
test_never(void)
{
	static const char *const typed[] = {"", "a", "tum", "pai", "12345", "l4l5", "c5c6c7",
	    "tumor", "headache", "hemi", "Tumr", "tum or", "na\xc3\xafve", "\xce\xbcmol",
	    "xylophonist", "zzzzzzzz",
	    "antidisestablishmentarianismantidisestablishmentarianism"};
	struct spell_candidate candidates[MAX];
	size_t i;

	for (i = 0; i < sizeof typed / sizeof *typed; i++)
		tap_ok(ask(typed[i], candidates) == 0, "nothing for '%s'", typed[i]);
	tap_ok(
	    spell_candidates(vocabulary, span_from_string("tumer"), NULL, candidates, 0) == 0,
	    "none when none is asked for");
}

/* Numbers tell levels, genes and doses apart: letters beside them may be wrong, they not. */
static void
test_digits(void)
{
	static const char *const wrong[] = {"brca2", "barc12", "brca", "vgef156", "vegf1655"};
	struct spell_candidate candidates[MAX];
	size_t i;

	tap_ok(ask("brac1", candidates) == 1 &&
		   span_equals(candidates[0].text, span_from_string("brca1")),
	    "brac1 may be brca1");
	tap_ok(ask("vgef165", candidates) == 1 &&
		   span_equals(candidates[0].text, span_from_string("vegf165")),
	    "vgef165 may be vegf165");
	for (i = 0; i < sizeof wrong / sizeof *wrong; i++)
		tap_ok(ask(wrong[i], candidates) == 0, "nothing for '%s'", wrong[i]);
}

static void
test_ambiguous(void)
{
	struct spell_candidate candidates[MAX];
	size_t count = ask("hyptension", candidates);

	tap_ok(count >= 2 && candidates[0].is_ambiguous && candidates[1].is_ambiguous,
	    "between opposites it does not decide");
	tap_ok(count >= 2 && ((fixture_is(candidates[0].text, "hypertension") &&
				  fixture_is(candidates[1].text, "hypotension")) ||
				 (fixture_is(candidates[0].text, "hypotension") &&
				     fixture_is(candidates[1].text, "hypertension"))),
	    "it gives both");
	count = ask("trigemnal", candidates);
	tap_ok(count > 0 && !candidates[0].is_ambiguous, "where there is one it is sure");
	count = ask("seizurre", candidates);
	tap_ok(count > 0 && !candidates[0].is_ambiguous &&
		   (count == 1 || !fixture_is(candidates[1].text, "seizures")),
	    "forms of one word do not compete");
}

static void
test_known(void)
{
	struct spell_candidate candidates[MAX];
	size_t count = ask("tictac", candidates);

	tap_ok(count > 0 && candidates[0].is_known && !candidates[0].is_ambiguous &&
		   fixture_is(candidates[0].text, "trigeminal neuralgia"),
	    "what is known comes first, also as two words");
	tap_number(candidates[0].documents, 12, "with the articles of the first");
	count = ask("dropsie", candidates);
	tap_ok(count >= 2 && candidates[0].is_known && candidates[1].is_known &&
		   candidates[0].is_ambiguous && candidates[1].is_ambiguous,
	    "of two that are known it does not choose");
	count = ask("sturgery", candidates);
	tap_ok(count > 0 && fixture_is(candidates[0].text, "surgery") &&
		   (count == 1 || !fixture_is(candidates[1].text, "surgery")),
	    "what is known and near comes once");
}

static unsigned asked;

/* The other words of the query are often with one word and never with another. */
static bool
beside(const struct span *found, size_t count, uint32_t *ret_articles, void *context)
{
	size_t i;

	for (i = 0; i < count; i++)
		ret_articles[i] = fixture_is(found[i], context) ? 7 : 0;
	asked += (unsigned)count;
	return true;
}

static bool
nowhere(const struct span *found, size_t count, uint32_t *ret_articles, void *context)
{
	size_t i;

	(void)found;
	(void)context;
	for (i = 0; i < count; i++)
		ret_articles[i] = 0;
	return true;
}

static bool
unknown(const struct span *found, size_t count, uint32_t *ret_articles, void *context)
{
	(void)found;
	(void)count;
	(void)ret_articles;
	(void)context;
	return false;
}

static void
test_context(void)
{
	char spinal[] = "spinal", spiral[] = "spiral";
	struct spell_context context = {beside, spinal, 1};
	struct spell_candidate plain[MAX], candidates[MAX];
	struct span typed = span_from_string("spiial");
	size_t count, before;

	before = ask("spiial", plain);
	tap_ok(before >= 2, "a word between two");
	count = spell_candidates(vocabulary, typed, &context, candidates, MAX);
	tap_ok(count == before && fixture_is(candidates[0].text, "spinal"),
	    "is the one that the other words go with");
	context.context = spiral;
	count = spell_candidates(vocabulary, typed, &context, candidates, MAX);
	tap_ok(count == before && fixture_is(candidates[0].text, "spiral"), "or the other");
	tap_ok(
	    asked > 0 && asked <= 2 * SPELL_TOGETHER_MAX, "a few are asked about (%u)", asked);
	context.together = nowhere;
	count = spell_candidates(vocabulary, typed, &context, candidates, MAX);
	tap_ok(count == before && span_equals(candidates[0].text, plain[0].text) &&
		   candidates[0].score == plain[0].score,
	    "words that go with none say nothing");
	context.together = unknown;
	count = spell_candidates(vocabulary, typed, &context, candidates, MAX);
	tap_ok(count == before && candidates[0].score == plain[0].score,
	    "nor does a caller that cannot tell");
	asked = 0;
	context = (struct spell_context){beside, spiral, plain[0].score};
	count = spell_candidates(vocabulary, typed, &context, candidates, MAX);
	tap_ok(asked == 0 && count == before && span_equals(candidates[0].text, plain[0].text),
	    "where the word itself decides they are not looked at");
}

/* What only the glossary has cannot be beside other words: no reason to come first. */
static void
test_context_without_articles(void)
{
	char facial[] = "facial";
	struct spell_context context = {beside, facial, 1};
	struct spell_candidate candidates[MAX];
	struct vocabulary *small;
	char *corpus = scratch_path("f"), *index = scratch_path("f-index");
	size_t count;

	scratch_write_text("f/a.md",
	    "---\ntitle: Facial pain\ndescription: Facial facial facial.\n---\n\n"
	    "# Facial pain\nA facial nerve, a facial tic, a facial spasm, facial shocks.\n");
	scratch_write_text("f/_search/glossary.txt", "fecal => pain\n");
	small = fixture_vocabulary_index(corpus, index);
	count = spell_candidates(small, span_from_string("facal"), NULL, candidates, MAX);
	tap_ok(count == 2 && fixture_is(candidates[0].text, "fecal"),
	    "a word of the glossary is near");
	count = spell_candidates(small, span_from_string("facal"), &context, candidates, MAX);
	tap_ok(count == 2 && fixture_is(candidates[0].text, "facial"),
	    "but what goes with the other words comes before it");
	vocabulary_free(small);
	free(corpus);
	free(index);
}

static void
check_split(const char *word, const char *first, const char *second)
{
	struct spell_split split;
	bool found = spell_split(vocabulary, span_from_string(word), &split);

	if (first == NULL) {
		tap_ok(!found, "'%s' is not split", word);
		return;
	}
	tap_ok(found && fixture_is(split.first.text, first) &&
		   fixture_is(split.second.text, second) && split.score > 0.5 &&
		   split.score <= 1,
	    "'%s' is two words", word);
}

static void
test_split(void)
{
	struct spell_candidate candidate;

	check_split("bloodpressure", "blood", "pressure");
	check_split("trigeminalneuralgia", "trigeminal", "neuralgia");
	check_split("carpaltunnel", "carpal", "tunnel");
	check_split("headofblood", NULL, NULL);
	check_split("headache", NULL, NULL);
	check_split("painx", NULL, NULL);
	check_split("12pain", NULL, NULL);
	check_split("", NULL, NULL);
	tap_ok(spell_join(vocabulary, span_from_string("hemi"), span_from_string("facial"),
		   &candidate) &&
		   fixture_is(candidate.text, "hemifacial") && candidate.score > 0.9,
	    "two words are one");
	tap_ok(spell_join(vocabulary, span_from_string("head"), span_from_string("ache"),
		   &candidate) &&
		   candidate.score > 0.5 && candidate.score < 1,
	    "also where one stands alone");
	tap_ok(!spell_join(vocabulary, span_from_string("blood"), span_from_string("pressure"),
		   &candidate) &&
		   !spell_join(vocabulary, span_from_string(""), span_from_string("pain"),
		       &candidate) &&
		   !spell_join(
		       vocabulary, span_from_string("m"), span_from_string("ri"), &candidate),
	    "not what is no word, nor a short one");
}

static unsigned state = 20260101;

/* A small generator, the same everywhere. */
static unsigned
draw(unsigned below)
{
	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state % below;
}

/* A letter too many, one too few, another one, or two exchanged. */
static void
make_error(char *word)
{
	size_t length = strlen(word), at = draw((unsigned)length);
	char letter = (char)('a' + draw(26)), next = word[at + 1];

	switch (draw(4)) {
	case 0:
		memmove(word + at + 1, word + at, length - at + 1);
		word[at] = letter;
		break;
	case 1:
		memmove(word + at, word + at + 1, length - at);
		break;
	case 2:
		word[at] = letter;
		break;
	default:
		if (next != '\0') {
			word[at + 1] = word[at];
			word[at] = next;
		}
		break;
	}
}

/* Where among the candidates the word, or one of its stem, is; from 1, 0 for nowhere. */
static size_t
rank_of(struct span typed, const struct vocabulary_word *right)
{
	struct spell_candidate candidates[MAX];
	size_t count = spell_candidates(vocabulary, typed, NULL, candidates, MAX), i;
	struct vocabulary_word word;

	for (i = 0; i < count; i++) {
		if (vocabulary_find(vocabulary, candidates[i].text, &word) &&
		    word.stem == right->stem)
			return i + 1;
	}
	return 0;
}

struct tally {
	unsigned tried, first, third;
};

static void
count_rank(struct tally *tally, size_t rank)
{
	tally->tried++;
	tally->first += rank == 1;
	tally->third += rank >= 1 && rank <= 3;
}

static void
check_tally(const struct tally *tally, double first, double third, const char *name)
{
	double of = tally->tried;

	tap_ok(tally->tried >= 300 && tally->first >= first * of && tally->third >= third * of,
	    "%s: of %u, first %.1f %% (at least %.0f), among three %.1f %% (at least %.0f)",
	    name, tally->tried, 100 * tally->first / of, 100 * first, 100 * tally->third / of,
	    100 * third);
}

static bool
is_sound(const struct spell_candidate *candidates, size_t count, struct span typed)
{
	struct vocabulary_word word, other;
	double sum = 0;
	size_t i, j;

	for (i = 0; i < count; i++) {
		if (!vocabulary_find(vocabulary, candidates[i].text, &word) ||
		    word.documents != candidates[i].documents ||
		    span_equals(candidates[i].text, typed) || candidates[i].score < 0 ||
		    candidates[i].distance < 1 ||
		    (candidates[i].distance > 4 &&
			!span_begins_with(candidates[i].text, typed)) ||
		    (i > 0 && candidates[i].score > candidates[i - 1].score))
			return false;
		for (j = 0; j < i; j++) {
			if (vocabulary_find(vocabulary, candidates[j].text, &other) &&
			    other.stem == word.stem)
				return false;
		}
		sum += candidates[i].score;
	}
	return sum <= 1 + 1e-9;
}

/* Words of the articles with so many random errors. */
static void
test_errors(unsigned errors, double first, double third, const char *name)
{
	struct spell_candidate candidates[MAX];
	struct tally tally = {0};
	struct vocabulary_word right;
	unsigned tries, i;
	bool sound = true;
	char typed[64];

	for (tries = 0; tries < 3000; tries++) {
		struct span text = {typed, 0};

		assert(vocabulary_get(vocabulary, draw(vocabulary_count(vocabulary)), &right));
		if (right.documents == 0 || right.text.length < 5 || right.text.length > 40 ||
		    !vocabulary_key_is_filed(right.text))
			continue;
		memcpy(typed, right.text.data, right.text.length);
		typed[right.text.length] = '\0';
		for (i = 0; i < errors; i++)
			make_error(typed);
		text.length = strlen(typed);
		if (vocabulary_find(vocabulary, text, NULL))
			continue;
		sound = sound &&
			is_sound(candidates,
			    spell_candidates(vocabulary, text, NULL, candidates, MAX), text);
		count_rank(&tally, rank_of(text, &right));
	}
	tap_ok(sound, "every candidate is a word, another stem, scored and in order");
	check_tally(&tally, first, third, name);
}

static void
take_row(char *line, struct tally *tally)
{
	char *tab = strchr(line, '\t');
	struct vocabulary_word right;
	size_t rank;

	line[strcspn(line, "\n")] = '\0';
	if (line[0] == '#' || line[0] == '\0')
		return;
	assert(tab != NULL);
	*tab = '\0';
	if (!vocabulary_find(vocabulary, span_from_string(tab + 1), &right)) {
		tap_ok(false, "'%s' is a word of the articles", tab + 1);
		return;
	}
	rank = rank_of(span_from_string(line), &right);
	count_rank(tally, rank);
	if (rank != 1)
		printf("# %s for %s: %s\n", line, tab + 1,
		    rank == 0   ? "not found"
		    : rank <= 3 ? "among three"
				: "further down");
}

/* The rows measure: they were not used to choose any rule or weight. */
static void
test_lay_misspellings(void)
{
	char *path = scratch_source("tests/data/spelling/lay-misspellings.tsv"), line[256];
	FILE *file = fopen(path, "re");
	struct tally tally = {0};

	assert(file != NULL);
	while (fgets(line, sizeof line, file) != NULL)
		take_row(line, &tally);
	fclose(file);
	free(path);
	check_tally(&tally, 0.95, 0.98, "misspellings of lay people");
}

static void
test_corpus(void)
{
	char *corpus = scratch_source("corpus"), *index = scratch_path("index");

	vocabulary = fixture_vocabulary_index(corpus, index);
	test_lay_misspellings();
	test_errors(1, 0.9, 0.97, "one random error");
	test_errors(2, 0.7, 0.8, "two random errors");
	vocabulary_free(vocabulary);
	free(corpus);
	free(index);
}

int
main(void)
{
	char *path = fixture_vocabulary_write(
	    "words", words, sizeof words / sizeof *words, corrections, 100);

	vocabulary = fixture_vocabulary_open(path);
	test_first();
	test_never();
	test_digits();
	test_ambiguous();
	test_known();
	test_context();
	test_context_without_articles();
	test_split();
	vocabulary_free(vocabulary);
	free(path);
	test_corpus();
	return tap_done();
}
