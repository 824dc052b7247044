/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "share.h"

#include "tap.h"

static unsigned
place_of(const char *path, unsigned count)
{
	unsigned place, found = 0;

	for (place = 1; place <= count; place++) {
		if (share_has(&(struct share){place, count}, path))
			found = found == 0 ? place : SHARE_COUNT_MAX + 1;
	}
	return found;
}

/* Worked out by another program: another place means to index everything anew. */
static void
test_places(void)
{
	static const struct {
		const char *path;
		unsigned of_2, of_4, of_8, of_64;
	} cases[] = {
	    {"asthma.md", 1, 3, 7, 63}, {"skin/eczema.md", 2, 2, 2, 2}, {"b.md", 1, 3, 3, 27}};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
		tap_ok(place_of(cases[i].path, 1) == 1 &&
			   place_of(cases[i].path, 2) == cases[i].of_2 &&
			   place_of(cases[i].path, 4) == cases[i].of_4 &&
			   place_of(cases[i].path, 8) == cases[i].of_8 &&
			   place_of(cases[i].path, 64) == cases[i].of_64,
		    "'%s' is at one place, the same for ever", cases[i].path);
	tap_ok(
	    share_has(&(struct share){0, 0}, "b.md"), "all are of one index that shares not");
}

static void
test_even(void)
{
	unsigned counts[8] = {0}, i, least = 8000, most = 0;
	char path[32];

	for (i = 0; i < 8000; i++) {
		snprintf(path, sizeof path, "articles/%u.md", i);
		counts[place_of(path, 8) - 1]++;
	}
	for (i = 0; i < 8; i++) {
		least = counts[i] < least ? counts[i] : least;
		most = counts[i] > most ? counts[i] : most;
	}
	tap_ok(least > 900 && most < 1100, "places have as many each: %u to %u", least, most);
}

int
main(void)
{
	test_places();
	test_even();
	return tap_done();
}
