/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report_words.h"

#include <string.h>

/*
 * Lists have spaces around each word.  Left out are words that are searched for
 * in their own right: "ms" and "mr" (an illness and a scan), given names that are
 * a plant, a month, a place, a state of mind, or part of an illness' name (Rose,
 * June, Austin, Grace, Iris, Marie, Charles, Arnold, Alexander).
 */
static const char *const lists[REPORT_WORDS_LISTS] = {
    [REPORT_WORDS_LABEL] =
	" mrn ssn dob born birthdate birthday acct account policy member passport phone "
	"telephone tel fax zip zipcode postcode apt apartment licence license ",
    [REPORT_WORDS_MONTH] =
	" january february march april may june july august september october november "
	"december jan feb mar apr jun jul aug sep sept oct nov dec ",
    [REPORT_WORDS_MAIL] = " gmail hotmail yahoo icloud protonmail ",
    [REPORT_WORDS_STREET] =
	" street avenue ave road rd lane drive boulevard blvd court parkway highway ",
    [REPORT_WORDS_TITLE] = " mrs mister ",
    [REPORT_WORDS_CLINICIAN] = " dr doctor prof professor surgeon nurse ",
    [REPORT_WORDS_EPONYM] =
	" syndrome disease sign test palsy wort virus cunningham bonnet chiari manoeuvre "
	"maneuver procedure scale score law hospital clinic foundation method technique "
	"malformation tumor tumour operation ",
    [REPORT_WORDS_GIVEN] =
	" aaron abigail adam adrian agnes alan albert alejandro alex alexandra alexis alice "
	"alicia allison amanda amber amy andrea andrew angela anita ann anna anne annette "
	"anthony antonio ashley barbara beatrice benjamin bernard beth betty beverly bobby "
	"bonnie bradley brandon brenda brian brittany bruce caitlin cameron carl carla carlos "
	"carmen caroline catherine cathy cheryl chris christina christine christopher cindy "
	"claire claudia colleen connie connor craig crystal curtis cynthia daniel danielle "
	"darlene david deborah debra denise dennis derek diana diane diego donald donna doris "
	"dorothy douglas dylan edward eileen elaine eleanor elizabeth ellen emily emma eric "
	"erica erin ethan eugene evelyn felicia fernando francis francisco gabriel gary "
	"george gerald gladys gloria gregory hannah harold harry heidi helen henry howard isaac "
	"isabella jacob jacqueline james jamie jane janet janice jason javier jeffrey jennifer "
	"jeremy jerry jesse jessica jill joan joanne joe joel john jonathan jorge jose joseph "
	"joshua joyce juan judith judy julia julian julie justin karen katherine kathleen "
	"kathryn kathy katie keith kelly kenneth kevin kimberly kristen kyle larry laura "
	"lauren leah leonard leslie liam linda lindsay lisa logan lois lori lorraine lucas "
	"luis luke lynn madison manuel marcia margaret maria marilyn mario marjorie martha "
	"martin mary matthew maureen megan melanie melissa mia michael michelle miguel mike "
	"mildred mohammad mohammed muhammad monica nancy natalie nathan nicholas nicole noah "
	"nora norma olga olivia oscar pamela patricia patrick paul paula pauline pedro peggy "
	"peter philip phillip phyllis rachel ralph ramon raymond rebecca renee ricardo richard "
	"robert roberto rodney roger ronald rosa roy russell ruth ryan sally samantha samuel "
	"sandra sara sarah scott sean sergio shannon sharon sheila shirley sophia sophie "
	"stacy stanley stephanie stephen steven susan suzanne sylvia tamara tammy tara teresa "
	"terry theodore theresa thomas tiffany timothy tina todd tony tracy tyler valerie "
	"vanessa veronica vincent vivian walter wayne wendy william yolanda yvonne zachary ",
};

bool
report_words_has(enum report_words list, const char *word, size_t length)
{
	char key[32];

	if (length == 0 || length > sizeof key - 2 || memchr(word, ' ', length) != NULL)
		return false;
	key[0] = ' ';
	memcpy(key + 1, word, length);
	key[length + 1] = ' ';
	return memmem(lists[list], strlen(lists[list]), key, length + 2) != NULL;
}

bool
report_words_is_ordinal(const char *word, size_t length)
{
	static const char *const endings[] = {"st", "nd", "rd", "th"};
	size_t i;

	for (i = 0; i < sizeof endings / sizeof endings[0] && length > 2; i++) {
		if (memcmp(word + length - 2, endings[i], 2) == 0)
			return true;
	}
	return false;
}
