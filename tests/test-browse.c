/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "browse.h"

#include <stdlib.h>

#include "articles.h"
#include "fixture-corpus.h"
#include "listing.h"
#include "page-check.h"
#include "tap.h"

static void
write_article(const char *path, const char *title)
{
	char bytes[512];

	snprintf(bytes, sizeof bytes,
	    "---\ntitle: \"%s\"\ntags: [facial-pain]\nreviewed: 2025-03-14\n---\n\nText.\n",
	    title);
	scratch_write_text(path, bytes);
}

static struct browse_result *
browse(unsigned number, unsigned per_page, const char *section)
{
	struct browse_request request = {number, per_page, section};
	struct browse_result *result = NULL;

	if (browse_run(searcher, &request, &result, &err) != FORNIX_OK) {
		printf("Bail out! %s\n", err.message);
		exit(1);
	}
	return result;
}

/* The ids of a page, each with a space behind it. */
static void
check_ids(
    unsigned number, unsigned per_page, const char *section, const char *want, const char *name)
{
	struct browse_result *result = browse(number, per_page, section);
	char got[1000] = "";
	size_t i;

	for (i = 0; i < result->article_count; i++)
		snprintf(
		    got + strlen(got), sizeof got - strlen(got), "%s ", result->articles[i].id);
	tap_string(got, want, name);
	browse_result_free(result);
}

static void
test_order(void)
{
	struct browse_result *result;

	check_ids(1, 200, NULL,
	    "conditions/apple conditions/menieres conditions/zebra treatments/a treatments/b "
	    "about ",
	    "by section, then by the words of the title; those at the top last");
	check_ids(2, 2, NULL, "conditions/zebra treatments/a ", "a page from the middle");
	check_ids(3, 2, NULL, "treatments/b about ", "the last page");
	check_ids(4, 2, NULL, "", "past it is nothing");
	check_ids(1, 1, "TREATMENTS", "treatments/a ", "one section");
	check_ids(2, 1, "treatments", "treatments/b ", "and its second page");
	check_ids(1, 1, "nowhere", "", "a section that is not there");
	result = browse(1, 4, "conditions");
	tap_number(result->total, 3, "the total is that of the section");
	tap_number(result->pages, 1, "so is the number of pages");
	tap_number((long long)result->section_count, 3, "all sections are listed");
	tap_ok(result->sections[0].is_selected && !result->sections[1].is_selected &&
		   result->sections[0].count == 3 && result->sections[1].count == 2,
	    "with counts, the one asked for selected");
	tap_string(result->sections[0].label, "Conditions", "labels are for people");
	tap_number(result->articles[0].reviewed, 20250314, "dates are there");
	tap_string(result->articles[0].tags[0], "facial-pain", "so are tags");
	browse_result_free(result);
}

static void
check_refused(unsigned number, unsigned per_page, const char *name)
{
	struct browse_request request = {number, per_page, NULL};
	struct browse_result *result = NULL;

	tap_ok(
	    browse_run(searcher, &request, &result, &err) == FORNIX_ERR_USAGE && result == NULL,
	    "%s", name);
}

static void
test_changes(void)
{
	write_article("corpus/conditions/banana.md", "Banana");
	open_corpus(scratch_path("corpus"));
	check_ids(1, 3, NULL, "conditions/apple conditions/banana conditions/menieres ",
	    "a later run keeps the list right");
}

static void
render_list(const struct browse_result *result, const char *name)
{
	buffer_clear(&out);
	render_html_browse(&page, result, &out);
	check_sound(name);
}

static void
test_page(void)
{
	struct browse_result *result = browse(1, 200, NULL);

	setup(NULL);
	site.browse_path = "/browse";
	render_list(result, "the site map");
	has("<title>All articles – Example Practice</title>", "its title");
	has("<h2>Conditions</h2>\n<ul class=\"index\">\n<li><a href=\"/conditions/apple/\">",
	    "sections with their articles");
	has("<h2>Other articles</h2>", "those at the top have a heading too");
	has("<a href=\"/browse\" aria-current=\"true\">All ", "all are shown");
	has("<a href=\"/browse?section=treatments\">Treatments <span class=\"count\">2",
	    "or one section");
	has_not("section=\"", "the top is no section to choose");
	has_not("class=\"pager\"", "one page needs no pager");
	browse_result_free(result);
	result = browse(2, 1, "conditions");
	render_list(result, "a page of a section");
	has("<title>Conditions – Page 2 – All articles – ", "the title tells which");
	has("<a href=\"/browse?section=conditions\" rel=\"prev\">", "the page before");
	has("<li>Page 2 of 4</li>", "where it is");
	has("<a href=\"/browse?section=conditions&amp;page=3\" rel=\"next\">", "the next page");
	browse_result_free(result);
	result = browse(9, 1, NULL);
	render_list(result, "past the end");
	has("There are no articles here. <a href=\"/browse\">", "leads back");
	browse_result_free(result);
}

static void
test_hostile(void)
{
	struct browse_result *result = browse(1, 200, NULL);
	char name[40];
	size_t i;

	setup(NULL);
	site.browse_path = "/browse";
	for (i = 0; i < fixture_hostile_count; i++) {
		fixture_string_set(&result->articles[0].title, fixture_hostile_texts[i]);
		fixture_string_set(&result->articles[0].url, fixture_hostile_texts[i]);
		fixture_string_set(
		    &result->articles[1].section_label, fixture_hostile_texts[i]);
		fixture_string_set(&result->sections[0].label, fixture_hostile_texts[i]);
		fixture_string_set(&result->sections[0].value, fixture_hostile_texts[i]);
		result->sections[0].is_selected = true;
		snprintf(name, sizeof name, "hostile text %zu", i);
		render_list(result, name);
	}
	browse_result_free(result);
}

static void
check_damage(struct articles *articles, const char *numbers, size_t length,
    const char *sections, bool is_sound, const char *name)
{
	enum fornix_status status;
	struct listing listing;

	status = articles_fact_put(articles, "listing", (struct span){numbers, length}, &err);
	if (status == FORNIX_OK)
		status = articles_fact_put(
		    articles, "listing_sections", span_from_string(sections), &err);
	tap_number(status, FORNIX_OK, "(facts)");
	status = listing_open(articles, &listing, &err);
	tap_number(status, is_sound ? FORNIX_OK : FORNIX_ERR_CORRUPT, name);
}

static void
test_damage(void)
{
	char *path = scratch_path("damaged.mdb");
	struct articles *articles;

	if (articles_open(path, ARTICLES_CREATE, &articles, &err) != FORNIX_OK) {
		printf("Bail out! %s\n", err.message);
		exit(1);
	}
	check_damage(articles, "\1\0\0\0\2\0\0\0", 8, "1\ta\n1\t\n", true, "a sound list");
	check_damage(articles, "\1\0\0\0\2\0\0", 7, "1\ta\n1\t\n", false, "half a number");
	check_damage(articles, "\1\0\0\0\2\0\0\0", 8, "1\ta\n", false, "too few sections");
	check_damage(articles, "\1\0\0\0\2\0\0\0", 8, "1\ta\n2\tb\n", false, "too many");
	check_damage(articles, "\1\0\0\0\2\0\0\0", 8, "2 a\n", false, "no tab");
	check_damage(articles, "\1\0\0\0\2\0\0\0", 8, "2\ta", false, "no end of line");
	check_damage(articles, "\1\0\0\0\2\0\0\0", 8, "x\ta\n2\tb\n", false, "no number");
	check_damage(
	    articles, "\1\0\0\0\2\0\0\0", 8, "4294967298\ta\n", false, "a number too large");
	articles_free(articles);
	free(path);
}

int
main(void)
{
	buffer_init(&out, RENDER_BYTES_MAX);
	write_article("corpus/about.md", "About us");
	write_article("corpus/conditions/zebra.md", "Zebra");
	write_article("corpus/conditions/apple.md", "apple");
	write_article("corpus/conditions/menieres.md", "Ménière's disease");
	write_article("corpus/treatments/b.md", "\xe2\x80\x9cSame\xe2\x80\x9d");
	write_article("corpus/treatments/a.md", "Same");
	open_corpus(scratch_path("corpus"));
	test_order();
	check_refused(0, 10, "pages count from 1");
	check_refused(BROWSE_PAGE_MAX + 1, 10, "and have an end");
	check_refused(1, 0, "no articles on a page");
	check_refused(1, BROWSE_PER_PAGE_MAX + 1, "too many on a page");
	test_changes();
	test_page();
	test_hostile();
	test_damage();
	searcher_free(searcher);
	buffer_fini(&out);
	return tap_done();
}
