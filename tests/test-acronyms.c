/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Labels with acronyms, from the articles of a real index. */

#include "acronyms.h"

#include <stdlib.h>

#include "fixture-corpus.h"
#include "searcher.h"
#include "tap.h"

static const char *const articles[][2] = {
    {"mri.md", "---\ntitle: Thin-slice MRI and MRA\ntags: [mri, Facial-pain]\n"
	       "synonyms: [HFS, dbs surgery, \"TN2\", \"STOP NOW\"]\n---\n"
	       "## What an MRI shows to us\n\nFDA words of the text do not count: FDA.\n"},
    {"shout.md", "---\ntitle: CALL THE OFFICE\ntags: [EMG tests, dbs]\n---\n"
		 "## Who is IT?\n\nText.\n\n## Is it DBS or dbs?\n\nText.\n"},
    {"other.md", "---\ntitle: \"MÉRI: where it hurts\"\ndescription: It is DBS.\n---\nText.\n"},
};

static void
write_corpus(void)
{
	size_t i;

	scratch_mkdir("corpus");
	scratch_mkdir("corpus/mri-scans");
	for (i = 0; i < sizeof articles / sizeof articles[0]; i++) {
		char path[100];

		snprintf(path, sizeof path, "corpus/mri-scans/%s", articles[i][0]);
		scratch_write_text(path, articles[i][1]);
	}
}

static void
check_label(const struct acronyms *acronyms, const char *slug, const char *want)
{
	char *label = acronyms_label(acronyms, span_from_string(slug));
	char name[100];

	snprintf(name, sizeof name, "label of '%s'", slug);
	tap_string(label, want, name);
	free(label);
}

static void
test_labels(void)
{
	const struct acronyms acronyms = searcher->acronyms, none = {.cells = {NULL, 0}};
	char *spelt;

	check_label(&acronyms, "facial-pain", "Facial pain");
	check_label(&acronyms, "mri-of-the_brain", "MRI of the brain");
	check_label(&acronyms, "before-mra", "Before MRA");
	check_label(&acronyms, "hfs", "HFS");
	check_label(&acronyms, "emg", "EMG");
	check_label(&acronyms, "tn2", "TN2");
	check_label(&acronyms, "dbs", "DBS"); /* two against one */
	check_label(&acronyms, "contact-us", "Contact us");
	check_label(&acronyms, "it", "It");
	check_label(&acronyms, "call-the-office", "Call the office"); /* a title that shouts */
	check_label(&acronyms, "stop-now", "Stop now");
	check_label(&acronyms, "fda", "Fda"); /* only in the text */
	check_label(&acronyms, "m\303\251ri", "M\303\251ri");
	check_label(&acronyms, "\303\251mri-mri", "\303\251mri MRI");
	check_label(&acronyms, "mris", "Mris");
	check_label(&acronyms, "m", "M");
	check_label(&acronyms, "", "");
	check_label(&none, "mri", "Mri");
	spelt = acronyms_spell(&acronyms, span_from_string("an mri-scan, hfs"));
	tap_string(spelt, "an MRI-scan, HFS", "other text keeps its signs");
	free(spelt);
}

static const char *
facet_label(const struct search_facet *facet, const char *value)
{
	size_t i;

	for (i = 0; i < facet->value_count; i++) {
		if (strcmp(facet->values[i].value, value) == 0)
			return facet->values[i].label;
	}
	return "none";
}

static void
test_search(void)
{
	struct search_request request = SEARCH_REQUEST_INIT;
	struct search_result *result;

	request.query = "slice";
	request.query_length = strlen(request.query);
	request.with_help = true;
	if (search_run(searcher, &request, &result, &err) != FORNIX_OK) {
		printf("Bail out! %s\n", err.message);
		exit(1);
	}
	tap_string(facet_label(&result->facets[0], "mri"), "MRI", "topics of results");
	tap_string(facet_label(&result->facets[1], "mri-scans"), "MRI scans", "sections");
	search_result_free(result);
	request.query = "zzqqxx";
	request.query_length = strlen(request.query);
	if (search_run(searcher, &request, &result, &err) != FORNIX_OK || result->help == NULL)
		printf("Bail out! no help\n");
	else
		tap_string(facet_label(&result->help->topics[0], "mri"), "MRI",
		    "topics of the whole site");
	search_result_free(result);
}

int
main(void)
{
	write_corpus();
	open_corpus(scratch_path("corpus"));
	test_labels();
	test_search();
	searcher_free(searcher);
	return tap_done();
}
