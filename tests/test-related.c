/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Articles near to one, in the practice's corpus: what a reader would expect there. */

#include "related.h"

#include <stdlib.h>

#include "fixture-corpus.h"
#include "tap.h"

static const struct {
	const char *id, *wanted;
} expectations[] = {
    {"conditions/hemifacial-spasm", "treatments/microvascular-decompression"},
    {"conditions/hemifacial-spasm", "treatments/botulinum-toxin"},
    {"conditions/hemifacial-spasm", "conditions/blepharospasm"},
    {"conditions/carpal-tunnel-syndrome", "treatments/carpal-tunnel-release"},
    {"treatments/carpal-tunnel-release", "conditions/carpal-tunnel-syndrome"},
    {"conditions/trigeminal-neuralgia", "reviews/trigeminal-neuralgia-review"},
    {"conditions/hydrocephalus", "treatments/ventriculoperitoneal-shunt"},
    {"conditions/pituitary-adenoma", "treatments/transsphenoidal-surgery"},
    {"conditions/cerebral-aneurysm", "treatments/aneurysm-clipping-and-coiling"},
    {"conditions/lumbar-disc-herniation", "treatments/lumbar-microdiscectomy"},
    {"conditions/essential-tremor", "treatments/deep-brain-stimulation"},
    {"conditions/vertebral-compression-fracture", "treatments/kyphoplasty"},
    {"conditions/syringomyelia", "conditions/chiari-malformation"},
    {"patients/recovering-from-microvascular-decompression",
	"treatments/microvascular-decompression"},
};

static void
check_expectation(size_t at)
{
	struct related_result result;
	bool is_there = false, is_self = false;
	size_t i;

	if (related_find(searcher, expectations[at].id, NULL, &result, &err) != FORNIX_OK) {
		tap_ok(false, "%s: %s", expectations[at].id, err.message);
		return;
	}
	for (i = 0; i < result.count; i++) {
		printf("# %s: %s\n", expectations[at].id, result.items[i].id);
		is_there |= strcmp(result.items[i].id, expectations[at].wanted) == 0;
		is_self |= strcmp(result.items[i].id, expectations[at].id) == 0;
	}
	tap_ok(is_there && !is_self, "%s is near to %s", expectations[at].wanted,
	    expectations[at].id);
	related_fini(&result);
}

static void
check_url(const char *url, const char *want, const char *name)
{
	struct related_result result;
	enum fornix_status status = related_find(searcher, NULL, url, &result, &err);

	if (want == NULL) {
		tap_number(status, FORNIX_ERR_NOT_FOUND, name);
	} else {
		tap_string(status == FORNIX_OK ? result.self.id : err.message, want, name);
	}
	if (status == FORNIX_OK)
		related_fini(&result);
}

/* Beside the results stand articles that are not among them. */
static void
test_beside(void)
{
	struct search_request request = SEARCH_REQUEST_INIT;
	struct search_result *result;
	size_t i, k, twice = 0;

	request.query = "hemifacial spasm";
	request.query_length = strlen(request.query);
	request.per_page = 3;
	request.with_help = true;
	if (search_run(searcher, &request, &result, &err) != FORNIX_OK) {
		printf("Bail out! %s\n", err.message);
		exit(1);
	}
	for (i = 0; i < result->related_count; i++) {
		for (k = 0; k < result->hit_count; k++)
			twice += strcmp(result->related[i].id, result->hits[k].id) == 0;
	}
	tap_ok(result->related_count > 0 && twice == 0, "others than the hits are beside them");
	search_result_free(result);
	request.page = 2;
	if (search_run(searcher, &request, &result, &err) != FORNIX_OK)
		return;
	tap_number((long long)result->related_count, 0, "on the first page only");
	search_result_free(result);
}

int
main(void)
{
	struct related_result result;
	size_t i;

	open_corpus(scratch_source("corpus"));
	for (i = 0; i < sizeof expectations / sizeof expectations[0]; i++)
		check_expectation(i);
	check_url("/conditions/glioma/", "conditions/glioma", "by address");
	check_url(
	    "/conditions/glioma/?a=b#c", "conditions/glioma", "without query and fragment");
	check_url("https://www.example.org/conditions/glioma/#x", "conditions/glioma",
	    "without the host");
	check_url("/conditions/gliom/", NULL, "an address that is not there");
	check_url("", NULL, "an empty one");
	check_url("https://", NULL, "a scheme alone");
	tap_number(related_find(searcher, "conditions/nothing", NULL, &result, &err),
	    FORNIX_ERR_NOT_FOUND, "no such article");
	test_beside();
	searcher_free(searcher);
	return tap_done();
}
