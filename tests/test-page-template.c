/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "page_template.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "buffer.h"
#include "scratch.h"
#include "tap.h"

static char *file;

static enum fornix_status
load(const char *text, struct page_template **ret_template, struct fornix_error *err)
{
	*err = (struct fornix_error)FORNIX_ERROR_INIT;
	*ret_template = NULL;
	scratch_write_text("page.html", text);
	return page_template_load(file, ret_template, err);
}

static void
check_span(struct span span, const char *want, const char *name)
{
	char *text = strndup(span.data, span.length);

	tap_string(text, want, name);
	free(text);
}

static void
test_parts(void)
{
	struct page_template *page_template;
	struct fornix_error err;

	tap_number(load("<head>%fornix-head%</head>\n<main>%fornix-main%</main>\n",
		       &page_template, &err),
	    FORNIX_OK, "a template");
	check_span(page_template->before, "<head>", "before the head");
	check_span(page_template->between, "</head>\n<main>", "between");
	check_span(page_template->after, "</main>\n", "behind");
	page_template_free(page_template);
	tap_number(load("%fornix-head%%fornix-main%", &page_template, &err), FORNIX_OK,
	    "nothing but placeholders");
	check_span(page_template->after, "", "leaves nothing");
	page_template_free(page_template);
	page_template_free(NULL);
}

static void
test_mistakes(void)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
	    {"", "no %fornix-head%: write it within <head>"},
	    {"%fornix-head%", "no %fornix-main%: write it where the results are to be"},
	    {"%fornix-main%", "no %fornix-head%"},
	    {"%fornix-main% %fornix-head%", "comes before %fornix-head%: swap them"},
	    {"%fornix-head% %fornix-main% %fornix-main%", "more than one %fornix-main%"},
	    {"%fornix-head% %fornix-head% %fornix-main%", "more than one %fornix-head%"},
	    {"%fornix-head% \xff %fornix-main%", "is not text in UTF-8"},
	};
	struct page_template *page_template;
	struct fornix_error err;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		tap_number(
		    load(rows[i].text, &page_template, &err), FORNIX_ERR_INPUT, rows[i].want);
		if (!tap_ok(strstr(err.message, rows[i].want) != NULL, "says what"))
			printf("# %s\n", err.message);
		tap_ok(strstr(err.message, file) != NULL, "and where");
	}
}

static void
test_files(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct page_template *page_template = NULL;
	char *pipe = scratch_path("pipe");
	struct buffer large;

	tap_number(page_template_load("/nonexistent/page.html", &page_template, &err),
	    FORNIX_ERR_USAGE, "no file");
	tap_number(page_template_load(scratch_folder(), &page_template, &err), FORNIX_ERR_INPUT,
	    "a folder");
	tap_number(mkfifo(pipe, 0600), 0, "a pipe");
	tap_number(page_template_load(pipe, &page_template, &err), FORNIX_ERR_INPUT,
	    "is not waited for");
	buffer_init(&large, PAGE_TEMPLATE_BYTES_MAX + 100);
	buffer_append_string(&large, PAGE_TEMPLATE_HEAD PAGE_TEMPLATE_MAIN);
	while (large.length < PAGE_TEMPLATE_BYTES_MAX)
		buffer_append_char(&large, ' ');
	tap_number(load(large.data, &page_template, &err), FORNIX_OK, "as large as may be");
	page_template_free(page_template);
	buffer_append_char(&large, ' ');
	tap_number(load(large.data, &page_template, &err), FORNIX_ERR_LIMIT, "a byte more");
	tap_ok(strstr(err.message, "is larger than 262144 bytes") != NULL, "is said");
	buffer_fini(&large);
	free(pipe);
}

int
main(void)
{
	file = scratch_path("page.html");
	test_parts();
	test_mistakes();
	test_files();
	free(file);
	return tap_done();
}
