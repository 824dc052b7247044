/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report_tally.h"

#include <sys/random.h>

#include "xalloc.h"

#define BUCKETS_LEAST 16

struct day {
	uint32_t day;
	struct report_counts counts;
};

struct entry {
	struct entry *next;          /* in its bucket */
	struct entry *newer, *older; /* rare ones only, in order of use */
	uint64_t hash;
	bool is_known;
	uint32_t last_day;              /* that has counts, here or on disk */
	size_t day_count, day_capacity; /* of those that are not on disk */
	struct day *days;
	size_t length;
	char text[REPORT_TEXT_BYTES_MAX];
};

struct report_tally {
	unsigned threshold;
	size_t rare_max, known_max, rare, known;
	uint64_t seed;
	struct entry *newest, *oldest;
	size_t bucket_count; /* a power of two */
	struct entry **buckets;
};

struct report_tally *
report_tally_new(unsigned threshold, size_t rare_max, size_t known_max)
{
	struct report_tally *tally = xcalloc(1, sizeof *tally);

	tally->threshold = threshold;
	tally->rare_max = rare_max;
	tally->known_max = known_max;
	/* Without one, only chosen texts could share a bucket. */
	if (getrandom(&tally->seed, sizeof tally->seed, GRND_NONBLOCK) < 0)
		tally->seed = 0;
	tally->bucket_count = BUCKETS_LEAST;
	while (tally->bucket_count < rare_max + known_max)
		tally->bucket_count *= 2;
	tally->buckets = xcalloc(tally->bucket_count, sizeof(struct entry *));
	return tally;
}

static void
entry_free(struct entry *entry)
{
	free(entry->days);
	free(entry);
}

void
report_tally_clear(struct report_tally *tally)
{
	struct entry *entry, *next;
	size_t i;

	for (i = 0; i < tally->bucket_count; i++) {
		for (entry = tally->buckets[i]; entry != NULL; entry = next) {
			next = entry->next;
			entry_free(entry);
		}
		tally->buckets[i] = NULL;
	}
	tally->newest = tally->oldest = NULL;
	tally->rare = tally->known = 0;
}

void
report_tally_free(struct report_tally *tally)
{
	if (tally == NULL)
		return;
	report_tally_clear(tally);
	free(tally->buckets);
	free(tally);
}

/* FNV-1a from a secret start, with the bits mixed at the end. */
static uint64_t
hash_text(const struct report_tally *tally, struct span text)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ tally->seed;
	size_t i;

	for (i = 0; i < text.length; i++)
		hash = (hash ^ (unsigned char)text.data[i]) * UINT64_C(0x100000001b3);
	hash = (hash ^ hash >> 32) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 29;
}

static struct entry *
find(const struct report_tally *tally, struct span text, uint64_t hash)
{
	struct entry *entry = tally->buckets[hash & (tally->bucket_count - 1)];

	for (; entry != NULL; entry = entry->next) {
		if (entry->hash == hash &&
		    span_equals((struct span){entry->text, entry->length}, text))
			break;
	}
	return entry;
}

static void
unlink_use(struct report_tally *tally, struct entry *entry)
{
	if (entry->newer != NULL)
		entry->newer->older = entry->older;
	else
		tally->newest = entry->older;
	if (entry->older != NULL)
		entry->older->newer = entry->newer;
	else
		tally->oldest = entry->newer;
}

static void
link_newest(struct report_tally *tally, struct entry *entry)
{
	entry->newer = NULL;
	entry->older = tally->newest;
	if (tally->newest != NULL)
		tally->newest->newer = entry;
	else
		tally->oldest = entry;
	tally->newest = entry;
}

static void
drop(struct report_tally *tally, struct entry *entry)
{
	struct entry **link = &tally->buckets[entry->hash & (tally->bucket_count - 1)];

	while (*link != entry)
		link = &(*link)->next;
	*link = entry->next;
	if (entry->is_known) {
		tally->known--;
	} else {
		unlink_use(tally, entry);
		tally->rare--;
	}
	entry_free(entry);
}

/* A rare one. */
static struct entry *
insert(struct report_tally *tally, struct span text, uint64_t hash)
{
	struct entry **bucket = &tally->buckets[hash & (tally->bucket_count - 1)];
	struct entry *entry = xcalloc(1, sizeof *entry);

	entry->hash = hash;
	entry->length = text.length;
	if (text.length > 0)
		memcpy(entry->text, text.data, text.length);
	entry->next = *bucket;
	*bucket = entry;
	link_newest(tally, entry);
	tally->rare++;
	return entry;
}

static void
make_known(struct report_tally *tally, struct entry *entry)
{
	unlink_use(tally, entry);
	entry->is_known = true;
	tally->rare--;
	tally->known++;
}

void
report_tally_know(struct report_tally *tally, struct span text, uint32_t day)
{
	uint64_t hash = hash_text(tally, text);
	struct entry *entry = find(tally, text, hash);

	if (text.length > REPORT_TEXT_BYTES_MAX)
		return;
	if (entry == NULL && tally->known == tally->known_max)
		return;
	if (entry == NULL)
		entry = insert(tally, text, hash);
	if (!entry->is_known)
		make_known(tally, entry);
	if (entry->last_day < day)
		entry->last_day = day;
}

bool
report_tally_knows(const struct report_tally *tally, struct span text)
{
	const struct entry *entry = find(tally, text, hash_text(tally, text));

	return entry != NULL && entry->is_known;
}

static uint64_t
searches(const struct entry *entry)
{
	uint64_t sum = 0;
	size_t i;

	for (i = 0; i < entry->day_count; i++)
		sum += report_counts_searches(&entry->days[i].counts);
	return sum;
}

static void
add(struct entry *entry, uint32_t day, const struct report_counts *counts)
{
	size_t i = 0;

	while (i < entry->day_count && entry->days[i].day != day)
		i++;
	if (i == entry->day_count) {
		XALLOC_GROW(entry->days, entry->day_count, entry->day_capacity);
		entry->days[entry->day_count++] = (struct day){.day = day};
	}
	report_counts_add(&entry->days[i].counts, counts);
	if (entry->last_day < day)
		entry->last_day = day;
}

void
report_tally_count(struct report_tally *tally, struct span text, uint32_t day,
    const struct report_counts *counts)
{
	uint64_t hash = hash_text(tally, text);
	struct entry *entry = find(tally, text, hash);

	if (text.length > REPORT_TEXT_BYTES_MAX)
		return;
	if (entry == NULL) {
		if (tally->rare >= tally->rare_max && tally->oldest != NULL)
			drop(tally, tally->oldest);
		entry = insert(tally, text, hash);
	}
	add(entry, day, counts);
	if (entry->is_known)
		return;
	unlink_use(tally, entry);
	link_newest(tally, entry);
	if (tally->known < tally->known_max && searches(entry) >= tally->threshold)
		make_known(tally, entry);
}

bool
report_tally_each(
    const struct report_tally *tally, report_tally_callback *callback, void *context)
{
	const struct entry *entry;
	size_t i, k;

	for (i = 0; i < tally->bucket_count; i++) {
		for (entry = tally->buckets[i]; entry != NULL; entry = entry->next) {
			for (k = 0; entry->is_known && k < entry->day_count; k++) {
				if (!callback((struct span){entry->text, entry->length},
					entry->days[k].day, &entry->days[k].counts, context))
					return false;
			}
		}
	}
	return true;
}

void
report_tally_written(struct report_tally *tally)
{
	struct entry *entry;
	size_t i;

	for (i = 0; i < tally->bucket_count; i++) {
		for (entry = tally->buckets[i]; entry != NULL; entry = entry->next) {
			if (entry->is_known)
				entry->day_count = 0;
		}
	}
}

static void
expire_days(struct entry *entry, uint32_t first_day)
{
	size_t i, kept = 0;

	for (i = 0; i < entry->day_count; i++) {
		if (entry->days[i].day >= first_day)
			entry->days[kept++] = entry->days[i];
	}
	entry->day_count = kept;
}

void
report_tally_expire(struct report_tally *tally, uint32_t first_day)
{
	struct entry *entry, *next;
	size_t i;

	for (i = 0; i < tally->bucket_count; i++) {
		for (entry = tally->buckets[i]; entry != NULL; entry = next) {
			next = entry->next;
			expire_days(entry, first_day);
			if (entry->last_day < first_day)
				drop(tally, entry);
		}
	}
}

size_t
report_tally_rare(const struct report_tally *tally)
{
	return tally->rare;
}

size_t
report_tally_known(const struct report_tally *tally)
{
	return tally->known;
}
