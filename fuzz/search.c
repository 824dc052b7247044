/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What a person typed to a result, and the result in every face. */

#include "search.h"

#include <jansson.h>

#include "escape.h"
#include "../tests/html-check.h"
#include "index.h"
#include "query.h"
#include "render.h"
#include "render_lines.h"

static struct searcher *searcher;

static void
open_searcher(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct generation *generation = NULL;
	char *index = fuzz_index();

	assert(generation_open(index, &generation, &err) == FORNIX_OK);
	assert(searcher_open(generation, &searcher, &err) == FORNIX_OK);
	generation_free(generation);
	free(index);
}

static void
check_json(const char *text, size_t length)
{
	json_error_t error;
	json_t *value = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);

	assert(value != NULL);
	json_decref(value);
}

/* Nothing that moves a cursor, changes colours or turns text around. */
static void
check_terminal(const struct buffer *out)
{
	size_t i;

	assert(escape_utf8_is_valid(out->data, out->length));
	for (i = 0; i < out->length; i++) {
		unsigned char c = (unsigned char)out->data[i];

		assert((c >= 0x20 || c == '\n') && c != 0x7F);
		assert(c != 0xC2 || (unsigned char)out->data[i + 1] >= 0xA0);
		assert(memcmp(out->data + i, "\xE2\x80\xAE", 3) != 0);
	}
}

static void
check_lines(const struct buffer *out)
{
	const char *line = out->data, *end;

	for (; (end = strchr(line, '\n')) != NULL; line = end + 1)
		check_json(line, (size_t)(end - line));
	assert(*line == '\0');
}

static void
check_faces(const struct search_request *request, const struct search_result *result)
{
	static const struct render_site site = {.name = "Site search",
	    .public_url = "",
	    .style_url = "/assets/style.css",
	    .search_path = "/search",
	    .browse_path = "/browse",
	    .contact_phone = "+1 713 555 0100",
	    .contact_url = "/contact/"};
	static const unsigned lines[SEARCH_PER_PAGE];
	static const struct render_text_options plain = {.width = 80, .corpus = "corpus"};
	struct render_page page = {
	    .site = &site, .today = 20260101, .request = request, .result = result};
	struct buffer out;
	char why[200] = "";

	buffer_init(&out, RENDER_BYTES_MAX);
	render_json(result, &out);
	assert(!out.failed);
	check_json(out.data, out.length);
	buffer_clear(&out);
	render_html_page(&page, &out);
	assert(!out.failed);
	if (!html_check(out.data, why, sizeof why)) {
		printf("# %s\n", why);
		abort();
	}
	buffer_clear(&out);
	render_text(result, &plain, &out);
	check_terminal(&out);
	buffer_clear(&out);
	render_events(result, "corpus", lines, &out);
	check_lines(&out);
	buffer_fini(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct search_request request = SEARCH_REQUEST_INIT;
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct search_result *result = NULL;

	if (searcher == NULL)
		open_searcher();
	request.query = (const char *)bytes;
	request.query_length = length;
	request.with_help = true;
	request.today = 20260101;
	request.deadline_ms = 60000; /* slow programs are no mistake of the query */
	assert(search_run(searcher, &request, &result, &err) == FORNIX_OK);
	assert(strlen(result->query) <= QUERY_BYTES_MAX);
	assert(result->hit_count <= SEARCH_PER_PAGE);
	check_faces(&request, result);
	search_result_free(result);
	return 0;
}
