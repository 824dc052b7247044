/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report_scrub.h"

#include "report.h"
#include "tap.h"

/* text NULL: withheld; "": no word. */
static const struct row {
	const char *query, *text;
} rows[] = {
    /* Counted, with what is written in other ways as one. */
    {"hemifacial spasm", "hemifacial spasm"},
    {"  Hemifacial\t SPASM?! ", "hemifacial spasm"},
    {"M\xC3\xA9ni\xC3\xA8re\xE2\x80\x99s", "meniere"},
    {"x-ray", "x ray"},
    {"Bell's palsy", "bell palsy"},
    {"\"worst headache\" -migraine", "worst headache migraine"},
    {"", ""},
    {"?!", ""},
    {"\xff\xfe", ""},
    /* Numbers of medicine. */
    {"L4-L5", "l4 l5"},
    {"l4 l5 s1 fusion", "l4 l5 s1 fusion"},
    {"c5/6", "c5 6"},
    {"h1n1", "h1n1"},
    {"covid-19", "covid 19"},
    {"cranial nerve 7", "cranial nerve 7"},
    {"c2 7th nerve", "c2 7th nerve"},
    {"carbamazepine 200 mg", "carbamazepine 200 mg"},
    {"botox 100 units 2024", NULL},
    {"guidelines 2024", "guidelines 2024"},
    {"march fracture", "march fracture"},
    {"phone number", "phone number"},
    {"policy", "policy"},
    /* Mail and web. */
    {"jane.doe@example.org", NULL},
    {"doe@example", NULL},
    {"jdoe \xEF\xBC\xA0 example", NULL},
    {"https://example.org/x", NULL},
    {"www.example.org", NULL},
    {"example.com", NULL},
    {"jdoe gmail com", NULL},
    {"u.s.a.", "usa"},
    {"no.1", "no 1"},
    /* Numbers of people. */
    {"555-867-5309", NULL},
    {"(555) 867 5309", NULL},
    {"+1.555.867.5309", NULL},
    {"5 5 5 8 6 7", NULL},
    {"123456", NULL},
    {"12345", NULL},
    {"1 2 3 4 5", "1 2 3 4 5"},
    {"078-05-1120", NULL},
    {"943 476 5919", NULL},
    {"\xD9\xA1\xD9\xA2\xD9\xA3\xD9\xA4\xD9\xA5", NULL},
    {"\xEF\xBC\x91\xEF\xBC\x92\xEF\xBC\x93\xEF\xBC\x94\xEF\xBC\x95", NULL},
    {"mrn 4411", NULL},
    {"MRN:441", NULL},
    {"xyz1234", NULL},
    {"born 1961", NULL},
    {"member id 77", NULL},
    {"12/03/1985", NULL},
    {"3/4/85", NULL},
    {"3-4-85 scan", NULL},
    {"3.4.1985", NULL},
    {"1985-03-04", NULL},
    {"March 4 1985", NULL},
    {"4 mar 1985", NULL},
    {"77030-4009", NULL},
    {"SW1A 1AA", NULL},
    {"sw1a1aa", NULL},
    {"K1A 0B1", NULL},
    {"12 Oak Street", NULL},
    {"12 old oak lane", NULL},
    {"apt 4", NULL},
    /* Names. */
    {"Jane Kowalski", NULL},
    {"kowalski, jane", NULL},
    {"surgery of john smith", NULL},
    {"michael j fox", NULL},
    {"mrs kowalski", NULL},
    {"dr kenneth casey", "dr kenneth casey"},
    {"john", "john"},
    {"st john's wort", "st john wort"},
    {"john cunningham virus", "john cunningham virus"},
    {"charcot marie tooth", "charcot marie tooth"},
    {"arnold chiari", "arnold chiari"},
    {"ms treatment", "ms treatment"},
    {"mr angiography", "mr angiography"},
    {"martin gruber syndrome", "martin gruber syndrome"},
    /* Stories. */
    {"one two three four five six seven eight", "one two three four five six seven eight"},
    {"one two three four five six seven eight nine", NULL},
};

static void
test_rows(struct analyzer *analyzer)
{
	struct buffer text;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct row *row = &rows[i];
		enum report_scrub got, want = row->text == NULL      ? REPORT_SCRUB_WITHHELD
					      : row->text[0] == '\0' ? REPORT_SCRUB_EMPTY
								     : REPORT_SCRUB_FINE;

		buffer_init(&text, 1024);
		got = report_scrub(analyzer, row->query, strlen(row->query), &text);
		if (!tap_ok(got == want &&
				strcmp(text.data, row->text != NULL ? row->text : "") == 0,
			"'%s' is %s", row->query, row->text != NULL ? row->text : "withheld"))
			printf("#  got: %d '%s'\n", (int)got, text.data);
		buffer_fini(&text);
	}
}

static void
test_lengths(struct analyzer *analyzer)
{
	char query[REPORT_QUERY_BYTES_MAX + 1];
	struct buffer text;

	buffer_init(&text, 1024);
	memset(query, ' ', sizeof query);
	memcpy(query, "pain", 4);
	tap_number(report_scrub(analyzer, query, sizeof query, &text), REPORT_SCRUB_WITHHELD,
	    "a query of 257 bytes");
	tap_number(report_scrub(analyzer, query, sizeof query - 1, &text), REPORT_SCRUB_FINE,
	    "a query of 256 bytes");
	buffer_clear(&text);
	memset(query, 'a', sizeof query);
	query[60] = ' ';
	query[100] = ' ';
	tap_number(report_scrub(analyzer, query, 128, &text), REPORT_SCRUB_FINE,
	    "a text of 128 bytes");
	buffer_clear(&text);
	tap_number(report_scrub(analyzer, query, 129, &text), REPORT_SCRUB_WITHHELD,
	    "a text of 129 bytes");
	tap_string(text.data, "", "leaves nothing");
	buffer_fini(&text);
}

int
main(void)
{
	struct analyzer *analyzer = analyzer_new();

	test_rows(analyzer);
	test_lengths(analyzer);
	analyzer_free(analyzer);
	return tap_done();
}
