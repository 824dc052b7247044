/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "page_template.h"

#include "buffer.h"
#include "escape.h"
#include "file.h"
#include "xalloc.h"

/* Finds the placeholder, which must be there once. */
static enum fornix_status
find_once(const char *file, const char *text, const char *placeholder, const char **ret_found,
    struct fornix_error *err)
{
	const char *found = strstr(text, placeholder);

	if (found == NULL)
		return error_set(err, FORNIX_ERR_INPUT, "'%s': no %s: write it %s", file,
		    placeholder,
		    strcmp(placeholder, PAGE_TEMPLATE_HEAD) == 0
			? "within <head>"
			: "where the results are to be");
	if (strstr(found + 1, placeholder) != NULL)
		return error_set(err, FORNIX_ERR_INPUT, "'%s': more than one %s: remove others",
		    file, placeholder);
	*ret_found = found;
	return FORNIX_OK;
}

static enum fornix_status
cut(struct page_template *page_template, const char *file, struct fornix_error *err)
{
	const char *text = page_template->text, *head, *content;
	enum fornix_status status = find_once(file, text, PAGE_TEMPLATE_HEAD, &head, err);

	if (status == FORNIX_OK)
		status = find_once(file, text, PAGE_TEMPLATE_MAIN, &content, err);
	if (status != FORNIX_OK)
		return status;
	if (content < head)
		return error_set(err, FORNIX_ERR_INPUT, "'%s': %s comes before %s: swap them",
		    file, PAGE_TEMPLATE_MAIN, PAGE_TEMPLATE_HEAD);
	page_template->before = (struct span){text, (size_t)(head - text)};
	head += strlen(PAGE_TEMPLATE_HEAD);
	page_template->between = (struct span){head, (size_t)(content - head)};
	page_template->after = span_from_string(content + strlen(PAGE_TEMPLATE_MAIN));
	return FORNIX_OK;
}

enum fornix_status
page_template_load(
    const char *file, struct page_template **ret_template, struct fornix_error *err)
{
	struct page_template *page_template;
	struct buffer text CLEANUP_BUFFER;
	enum fornix_status status;

	buffer_init(&text, PAGE_TEMPLATE_BYTES_MAX);
	status = file_read(file, &text, err);
	if (status != FORNIX_OK)
		return status;
	if (memchr(text.data, '\0', text.length) != NULL ||
	    !escape_utf8_is_valid(text.data, text.length))
		return error_set(
		    err, FORNIX_ERR_INPUT, "'%s' is not text in UTF-8: save it as such", file);
	page_template = xcalloc(1, sizeof *page_template);
	page_template->text = xstrndup(text.data, text.length);
	status = cut(page_template, file, err);
	if (status == FORNIX_OK)
		*ret_template = page_template;
	else
		page_template_free(page_template);
	return status;
}

void
page_template_free(struct page_template *page_template)
{
	if (page_template == NULL)
		return;
	free(page_template->text);
	free(page_template);
}
