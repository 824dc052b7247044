/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "correct.h"

#include "fields.h"
#include "query_tree.h"
#include "spell.h"
#include "xalloc.h"

_Static_assert(SPELL_TOGETHER_MAX <= INDEX_COMPANY_TERMS_MAX, "all can be asked about");
_Static_assert(QUERY_CLAUSES_MAX <= INDEX_COMPANY_OTHERS_MAX, "beside all others");

/* What stands for some clauses of the query, or for a part of a compound. */
struct fix {
	size_t clause, clause_count;
	const char *first, *last; /* what was typed begins and ends so; borrowed */
	bool is_part;             /* of a compound */
	size_t text_count;
	char *texts[CORRECT_CANDIDATES]; /* best first; owned */
	bool is_sure;
	bool is_known; /* what the first text stands for */
	double scores[CORRECT_CANDIDATES];
};

struct correcting {
	struct query *query;
	struct analyzer *analyzer;
	const struct vocabulary *vocabulary;
	struct index_reader *index;
	double least;  /* score of the best candidate, for it to be searched for */
	size_t clause; /* that is looked at */
	struct fix fixes[CORRECT_WORDS_MAX];
	size_t fix_count;
};

static bool
is_plain(const struct query_clause *clause)
{
	return clause->field == NULL && !clause->is_phrase && !clause->is_excluded;
}

static bool
is_word(const struct query_clause *clause)
{
	return is_plain(clause) && clause->term_count == 1;
}

static bool
has_stem(struct index_reader *index, const char *stem)
{
	uint32_t frequency = 0;

	return index_reader_term_frequency(index, span_from_string(stem), &frequency, NULL) ==
		   FORNIX_OK &&
	       frequency > 0;
}

static bool
is_in_vocabulary(const struct correcting *correcting, const struct query_term *term)
{
	return vocabulary_find(correcting->vocabulary, span_from_string(term->word), NULL);
}

static void
take_stem(const struct analyze_token *token, void *context)
{
	char *stem = context;

	memcpy(stem, token->stem, token->stem_length + 1);
}

/* The query's other words that the index has. */
static size_t
find_others(const struct correcting *correcting, struct span others[QUERY_CLAUSES_MAX])
{
	size_t i, count = 0;

	for (i = 0; i < correcting->query->clause_count && count < QUERY_CLAUSES_MAX; i++) {
		const struct query_clause *clause = &correcting->query->clauses[i];

		if (i != correcting->clause && is_word(clause) && !clause->is_stopword)
			others[count++] = span_from_string(clause->terms[0].stem);
	}
	return count;
}

static bool
count_together(const struct span *words, size_t count, uint32_t *ret_articles, void *context)
{
	const struct correcting *correcting = context;
	char stems[SPELL_TOGETHER_MAX][ANALYZE_WORD_MAX + 1];
	struct span terms[SPELL_TOGETHER_MAX] = {{NULL, 0}}, others[QUERY_CLAUSES_MAX];
	struct index_company company[SPELL_TOGETHER_MAX];
	size_t i, other_count = find_others(correcting, others);

	if (other_count == 0)
		return false;
	for (i = 0; i < count; i++) {
		stems[i][0] = '\0';
		analyze_text(correcting->analyzer, words[i].data, words[i].length, 0, take_stem,
		    stems[i]);
		terms[i] = span_from_string(stems[i]);
	}
	if (index_reader_company(correcting->index, terms, count, others, other_count, company,
		NULL) != FORNIX_OK)
		return false;
	for (i = 0; i < count; i++)
		ret_articles[i] = company[i].together;
	return true;
}

static struct fix *
add_fix(struct correcting *correcting, size_t clause, size_t clause_count, bool is_sure)
{
	struct fix *fix = &correcting->fixes[correcting->fix_count++];

	*fix = (struct fix){.clause = clause,
	    .clause_count = clause_count,
	    .first = correcting->query->clauses[clause].text,
	    .last = correcting->query->clauses[clause + clause_count - 1].text,
	    .is_sure = is_sure};
	return fix;
}

/* "hair-pulling" for the part "phlling" of "hair-phlling": the compound in one word. */
static char *
join_parts(const struct query_clause *clause, const char *part, const char *text)
{
	struct buffer joined;
	size_t i;

	buffer_init(&joined, 2 * QUERY_BYTES_MAX);
	for (i = 0; i < clause->term_count; i++) {
		if (clause->terms[i].kind == ANALYZE_PART)
			buffer_append_string(&joined,
			    clause->terms[i].word == part ? text : clause->terms[i].word);
	}
	return buffer_take(&joined, NULL);
}

/* Searches for text beside what it stands for, as if it had been typed. */
static void
search_for(struct correcting *correcting, const struct fix *fix, const char *text, double share)
{
	double part = fix->is_part ? QUERY_TREE_PART_WEIGHT : 1;
	char *joined;

	query_add_alternative(correcting->query, correcting->analyzer, fix->clause,
	    fix->clause_count, text, share * part, true);
	if (!fix->is_part)
		return;
	joined = join_parts(&correcting->query->clauses[fix->clause], fix->first, text);
	query_add_alternative(correcting->query, correcting->analyzer, fix->clause, 1, joined,
	    share * QUERY_TREE_JOINED_WEIGHT, true);
	free(joined);
}

static void
add_text(struct fix *fix, struct span text, double score)
{
	fix->scores[fix->text_count] = score;
	fix->texts[fix->text_count++] = xstrndup(text.data, text.length);
}

/* Where the best of them is likely enough. */
static void
search_for_texts(struct correcting *correcting, const struct fix *fix)
{
	size_t i;

	for (i = 0; i < fix->text_count && fix->scores[0] >= correcting->least; i++)
		search_for(correcting, fix, fix->texts[i], fix->scores[i] / fix->scores[0]);
}

static bool
is_same_stem(struct correcting *correcting, struct span text, const char *stem)
{
	char other[ANALYZE_WORD_MAX + 1] = "";

	analyze_text(correcting->analyzer, text.data, text.length, 0, take_stem, other);
	return strcmp(other, stem) == 0;
}

/* Two words that are one: "hemi facial". */
static bool
try_join(struct correcting *correcting, size_t i)
{
	const struct query *query = correcting->query;
	struct spell_candidate joined;
	const struct query_clause *next;
	bool is_known;

	if (i + 1 >= query->clause_count || !is_word(&query->clauses[i + 1]))
		return false;
	next = &query->clauses[i + 1];
	is_known = is_in_vocabulary(correcting, &query->clauses[i].terms[0]) &&
		   is_in_vocabulary(correcting, &next->terms[0]);
	if (!spell_join(correcting->vocabulary,
		span_from_string(query->clauses[i].terms[0].word),
		span_from_string(next->terms[0].word), &joined) ||
	    joined.score < (is_known ? CORRECT_KNOWN_SURE : CORRECT_SURE))
		return false;
	add_text(add_fix(correcting, i, 2, !is_known), joined.text, joined.score);
	return true;
}

/* One word that is two: "bloodpressure". */
static bool
try_split(struct correcting *correcting, size_t i, double least)
{
	const char *word = correcting->query->clauses[i].terms[0].word;
	struct spell_split split;
	struct buffer text;

	if (!spell_split(correcting->vocabulary, span_from_string(word), &split) ||
	    split.score < CORRECT_SURE || split.score < least)
		return false;
	buffer_init(&text, 3 * ANALYZE_WORD_MAX);
	buffer_append(&text, split.first.text.data, split.first.text.length);
	buffer_append_char(&text, ' ');
	buffer_append(&text, split.second.text.data, split.second.text.length);
	add_text(add_fix(correcting, i, 1, true), (struct span){text.data, text.length},
	    split.score);
	buffer_fini(&text);
	return true;
}

/* Whoever misspelt a word that only shapes a question is not helped by searching for it. */
static size_t
drop_stopwords(struct spell_candidate *candidates, size_t count)
{
	size_t i, kept = 0;

	for (i = 0; i < count; i++) {
		if (!analyze_is_stopword(candidates[i].text.data, candidates[i].text.length))
			candidates[kept++] = candidates[i];
	}
	return kept;
}

/*
 * Asking the index which candidate occurs with the query's other words takes as
 * long as finding them, so it is only asked where spelling alone does not decide.
 */
static size_t
find_candidates(struct correcting *correcting, size_t clause, const struct query_term *term,
    struct spell_candidate *ret_found)
{
	struct span word = span_from_string(term->word);
	struct spell_context context = {count_together, correcting, CORRECT_DECIDED};
	size_t count;

	correcting->clause = clause;
	count = spell_candidates(
	    correcting->vocabulary, word, &context, ret_found, CORRECT_CANDIDATES);
	return drop_stopwords(ret_found, count);
}

/* The term is all of clause i, or a part of it. */
static void
correct_word(struct correcting *correcting, size_t i, const struct query_term *term)
{
	bool is_known = has_stem(correcting->index, term->stem);
	struct spell_candidate found[CORRECT_CANDIDATES];
	size_t count, j;
	struct fix *fix;

	count = find_candidates(correcting, i, term, found);
	if (term->kind == ANALYZE_WORD &&
	    try_split(correcting, i, count > 0 ? found[0].score : 0))
		return;
	if (count == 0 || found[0].score < CORRECT_POSSIBLE ||
	    (is_known && (found[0].score < CORRECT_KNOWN_SURE ||
			     is_same_stem(correcting, found[0].text, term->stem))))
		return;
	fix = add_fix(correcting, i, 1,
	    !is_known && found[0].score >= CORRECT_SURE &&
		(count == 1 || !found[1].is_ambiguous));
	fix->is_known = found[0].is_known;
	if (term->kind == ANALYZE_PART) {
		fix->first = fix->last = term->word;
		fix->is_part = true;
	}
	for (j = 0;
	     j < count && (j == 0 || found[j].is_ambiguous || found[j].score >= CORRECT_OTHER);
	     j++)
		add_text(fix, found[j].text, found[j].score);
}

/* "phagosme-lysosome": a part that is not in the index, of a compound that is not either. */
static void
correct_parts(struct correcting *correcting, size_t i)
{
	const struct query_clause *clause = &correcting->query->clauses[i];
	size_t j;

	for (j = 0; j < clause->term_count; j++) {
		if (clause->terms[j].kind == ANALYZE_JOINED &&
		    is_in_vocabulary(correcting, &clause->terms[j]))
			return;
	}
	for (j = 0; j < clause->term_count && correcting->fix_count < CORRECT_WORDS_MAX; j++) {
		if (clause->terms[j].kind == ANALYZE_PART &&
		    !is_in_vocabulary(correcting, &clause->terms[j]))
			correct_word(correcting, i, &clause->terms[j]);
	}
}

/* The query as typed, with the n-th text of each fix, or its first, in place. */
static char *
make_suggestion(const struct correcting *correcting, size_t n)
{
	const char *p = correcting->query->text, *start, *end;
	struct buffer text;
	size_t i;

	buffer_init(&text, 4 * QUERY_BYTES_MAX);
	for (i = 0; i < correcting->fix_count; i++) {
		const struct fix *fix = &correcting->fixes[i];

		start = strcasestr(p, fix->first);
		end = start != NULL ? strcasestr(start, fix->last) : NULL;
		if (end == NULL)
			continue;
		buffer_append(&text, p, (size_t)(start - p));
		buffer_append_string(&text, fix->texts[n < fix->text_count ? n : 0]);
		p = end + strlen(fix->last);
	}
	buffer_append_string(&text, p);
	return buffer_take(&text, NULL);
}

static void
tell(const struct correcting *correcting, struct search_correction *ret_correction)
{
	size_t i, most = 0;

	if (correcting->fix_count == 0)
		return;
	ret_correction->mode = SEARCH_CORRECTION_AUTO;
	for (i = 0; i < correcting->fix_count; i++) {
		if (!correcting->fixes[i].is_sure)
			ret_correction->mode = SEARCH_CORRECTION_SUGGEST;
		if (correcting->fixes[i].text_count > most)
			most = correcting->fixes[i].text_count;
	}
	for (i = 0; i < most && i < SEARCH_SUGGESTIONS_MAX; i++)
		ret_correction->suggestions[ret_correction->suggestion_count++] =
		    make_suggestion(correcting, i);
}

/* Whether a word that was typed, or what is searched for beside it, is in the index. */
static bool
finds_anything(const struct correcting *correcting)
{
	const struct query *query = correcting->query;
	size_t i;

	if (query->alternative_count > 0)
		return true;
	for (i = 0; i < query->clause_count; i++) {
		if (!query->clauses[i].is_excluded && !query->clauses[i].is_stopword &&
		    has_stem(correcting->index, query->clauses[i].terms[0].stem))
			return true;
	}
	return false;
}

static bool
is_fixed(const struct correcting *correcting, size_t clause)
{
	size_t i;

	for (i = 0; i < correcting->fix_count; i++) {
		const struct fix *fix = &correcting->fixes[i];

		if (clause >= fix->clause && clause < fix->clause + fix->clause_count)
			return true;
	}
	return false;
}

/*
 * "dolor de cara": of what was typed nothing is known, and little words or most of
 * the others are not even like anything.  A query in another language looks so, and
 * what one of its words is near to was hardly meant.
 */
static bool
is_foreign(const struct correcting *correcting)
{
	const struct query *query = correcting->query;
	size_t i, words = 0, unlike = 0, little = 0;

	for (i = 0; i < query->clause_count; i++) {
		const struct query_clause *clause = &query->clauses[i];

		if (clause->is_excluded || clause->is_stopword)
			continue;
		if (!is_plain(clause) || is_in_vocabulary(correcting, &clause->terms[0]) ||
		    has_stem(correcting->index, clause->terms[0].stem))
			return false;
		words++;
		if (is_fixed(correcting, i))
			continue;
		unlike++;
		little += strlen(clause->terms[0].word) < SPELL_WORD_LEAST;
	}
	return (little > 0 && unlike * CORRECT_FOREIGN_SHARE >= words) || unlike * 2 > words;
}

static void
free_texts(const struct fix *fix)
{
	size_t i;

	for (i = 0; i < fix->text_count; i++)
		free(fix->texts[i]);
}

static void
keep_certain(struct correcting *correcting)
{
	size_t i, kept = 0;

	for (i = 0; i < correcting->fix_count; i++) {
		const struct fix *fix = &correcting->fixes[i];

		if (fix->is_known || fix->scores[0] >= CORRECT_CERTAIN)
			correcting->fixes[kept++] = *fix;
		else
			free_texts(fix);
	}
	correcting->fix_count = kept;
}

/* An unlikely answer with "did you mean" is better than none. */
static void
search_for_best(struct correcting *correcting)
{
	size_t i;

	for (i = 0; i < correcting->fix_count; i++)
		search_for(correcting, &correcting->fixes[i], correcting->fixes[i].texts[0], 1);
}

/* Of few words each says much, and a wrong guess beside them costs little. */
static double
least_score(const struct query *query)
{
	size_t i, words = 0;

	for (i = 0; i < query->clause_count; i++)
		words += query_tree_counts(query, &query->clauses[i]);
	return words <= CORRECT_FEW_WORDS ? CORRECT_LIKELY_FEW : CORRECT_LIKELY;
}

void
correct_query(struct query *query, struct analyzer *analyzer,
    const struct vocabulary *vocabulary, struct index_reader *index,
    struct search_correction *ret_correction)
{
	struct correcting correcting = {.query = query,
	    .analyzer = analyzer,
	    .vocabulary = vocabulary,
	    .index = index,
	    .least = least_score(query)};
	size_t i;

	if (vocabulary == NULL)
		return;
	for (i = 0; i < query->clause_count && correcting.fix_count < CORRECT_WORDS_MAX; i++) {
		if (!is_plain(&query->clauses[i]) || query->clauses[i].is_stopword)
			continue;
		if (!is_word(&query->clauses[i]))
			correct_parts(&correcting, i);
		else if (try_join(&correcting, i))
			i++;
		else if (!is_in_vocabulary(&correcting, &query->clauses[i].terms[0]))
			correct_word(&correcting, i, &query->clauses[i].terms[0]);
	}
	if (is_foreign(&correcting))
		keep_certain(&correcting);
	for (i = 0; i < correcting.fix_count; i++)
		search_for_texts(&correcting, &correcting.fixes[i]);
	if (correcting.fix_count > 0 && !finds_anything(&correcting))
		search_for_best(&correcting);
	tell(&correcting, ret_correction);
	for (i = 0; i < correcting.fix_count; i++)
		free_texts(&correcting.fixes[i]);
}
