// SPDX-License-Identifier: GPL-2.0-or-later
// usage: node clients.mjs URL
// The clients that are made for Meilisearch, as they are, against a running fornixd.
import { meilisearchAutocompleteClient, getMeilisearchResults } from "@meilisearch/autocomplete-client";
import { instantMeiliSearch } from "@meilisearch/instant-meilisearch";
import { Meilisearch, MeilisearchApiError } from "meilisearch";
import { check, run, same } from "./report.mjs";

const host = new URL("meili/", process.argv[2]).href;
const index = "articles";

// What the code is when an action is refused.
async function refusal(action) {
	try {
		await action();
	} catch (error) {
		return error instanceof MeilisearchApiError ? error.cause?.code : `${error}`;
	}
	return "nothing was refused";
}

await run("meilisearch", async () => {
	const client = new Meilisearch({ host, apiKey: "anything" });
	const articles = client.index(index);
	same(await client.isHealthy(), true, "meilisearch: healthy");
	check((await client.getVersion()).pkgVersion, "meilisearch: has a version");
	const all = await articles.search();
	check(all.estimatedTotalHits > 20 && all.hits.length === 20, "meilisearch: no query, all articles", all);
	const posted = await articles.search("hemifacial spasm", {
		attributesToHighlight: ["*"], attributesToCrop: ["snippet"], cropLength: 30, facets: ["*"],
		showMatchesPosition: true,
	});
	const hit = posted.hits[0];
	same(hit.id, "conditions/hemifacial-spasm", "meilisearch: POST finds the article first");
	same(hit._formatted.title, "<em>Hemifacial</em> <em>spasm</em>", "meilisearch: _formatted");
	same(Object.keys(hit._formatted), Object.keys(hit).filter((key) => key[0] !== "_"), "meilisearch: with all attributes");
	check(hit._matchesPosition.title.length === 2, "meilisearch: _matchesPosition", hit);
	check(posted.facetDistribution.section.conditions > 0, "meilisearch: facetDistribution", posted);
	const urgent = await articles.search("cant feel my legs");
	same(urgent.urgent?.rule, "legs-bladder", "meilisearch: what may be an emergency is told");
	const answer = await client.multiSearch({ queries: [{ indexUid: index, q: "make an appointment" }] });
	same(answer.results[0].bestBets[0]?.id, "patients/scheduling-and-contact", "meilisearch: what the practice recommends");
	const got = await articles.searchGet("hemifacial spasm", { limit: 1, attributesToRetrieve: ["id"] });
	same(got.hits, [{ id: "conditions/hemifacial-spasm" }], "meilisearch: GET finds the same");
	const filtered = await articles.search("pain", { filter: ["tags = facial-pain", ["section = conditions"]], hitsPerPage: 3, page: 1 });
	check(filtered.hits.length > 0 && filtered.hits.every((one) => one.id.startsWith("conditions/")), "meilisearch: filters", filtered);
	same([filtered.page, filtered.hitsPerPage, typeof filtered.totalPages], [1, 3, "number"], "meilisearch: pages");
	const values = await articles.searchForFacetValues({ facetName: "tags", facetQuery: "fac" });
	check(values.facetHits.some((one) => one.value === "facial-pain"), "meilisearch: facet search", values);
	const latest = await articles.search("", { sort: ["date:desc"], limit: 5 });
	const dates = latest.hits.map((hit) => hit.date);
	check(dates.length === 5 && dates.every((date) => date) && dates.join() === [...dates].sort().reverse().join(), "meilisearch: the latest first", dates);
	same(await refusal(() => articles.search("x", { sort: ["title:asc"] })), "invalid_search_sort", "meilisearch: an order that there is not");
	const both = await client.multiSearch({ queries: [{ indexUid: index, q: "spasm" }, { indexUid: index, q: "stroke" }] });
	same(both.results.map((one) => one.query), ["spasm", "stroke"], "meilisearch: multi-search, in order");
	same(await refusal(() => articles.addDocuments([{ id: 1 }])), "not_found", "meilisearch: nothing can be written");
	same(await refusal(() => articles.deleteAllDocuments()), "not_found", "meilisearch: nor deleted");
	same(await refusal(() => client.getKeys()), "not_found", "meilisearch: there are no keys");
	same(await refusal(() => client.index("movies").search("x")), "index_not_found", "meilisearch: nor other indexes");
	same(await refusal(() => articles.search("x", { filter: "year > 5" })), "invalid_search_filter", "meilisearch: a filter that is not answered");
	same(await refusal(() => articles.search("a".repeat(3000))), "invalid_search_q", "meilisearch: a query that is too long");
	same(await refusal(() => client.multiSearch({ queries: Array(17).fill({ indexUid: index }) })), "invalid_multi_search_queries", "meilisearch: too many queries");
});

await run("instant-meilisearch", async () => {
	const { searchClient } = instantMeiliSearch(host, "", { finitePagination: false });
	const params = { query: "pain", page: 0, hitsPerPage: 5, facets: ["tags", "section"], highlightPreTag: "__ais-highlight__", highlightPostTag: "__/ais-highlight__" };
	const first = (await searchClient.search([{ indexName: index, params }])).results[0];
	same(first.hits.length, 5, "instant-meilisearch: a page of hits");
	check(first.nbHits > 5 && first.nbPages > 1, "instant-meilisearch: totals", first);
	check(first.hits.some((hit) => /__ais-highlight__/.test(hit._highlightResult.title.value + hit._snippetResult.snippet?.value)), "instant-meilisearch: highlights", first.hits[0]);
	check(first.facets.tags && first.facets.section, "instant-meilisearch: facets", first.facets);
	const second = (await searchClient.search([{ indexName: index, params: { ...params, page: 1 } }])).results[0];
	check(!second.hits.some((hit) => first.hits.some((one) => one.id === hit.id)), "instant-meilisearch: the next page is another");
	const narrow = (await searchClient.search([
		{ indexName: index, params: { ...params, facetFilters: [["tags:facial-pain", "tags:spine"], ["section:conditions"]] } },
		{ indexName: index, params: { ...params, hitsPerPage: 0, facets: "tags", facetFilters: [["section:conditions"]] } },
	])).results;
	check(narrow[0].nbHits > 0 && narrow[0].nbHits < first.nbHits && narrow[0].hits.every((hit) => hit.section === "conditions"), "instant-meilisearch: refinements", narrow[0]);
	same(narrow.length, 2, "instant-meilisearch: as many answers as questions");
	const all = (await searchClient.search([{ indexName: index, params: { ...params, query: "" } }])).results[0];
	check(all.nbHits > 20, "instant-meilisearch: no query, all articles", all.nbHits);
	const sorted = (await searchClient.search([{ indexName: `${index}:reviewed:desc`, params }])).results[0];
	const reviews = sorted.hits.map((hit) => hit.reviewed ?? "");
	check(reviews.length === 5 && reviews.join() === [...reviews].sort().reverse().join(), "instant-meilisearch: by a sortBy widget", reviews);
	const values = await searchClient.searchForFacetValues([{ indexName: index, params: { facetName: "tags", facetQuery: "spi", query: "" } }]);
	check(values[0].facetHits.some((one) => one.value === "spine"), "instant-meilisearch: facet search", values);
});

await run("autocomplete-client", async () => {
	const searchClient = meilisearchAutocompleteClient({ url: host, apiKey: "" });
	const description = getMeilisearchResults({
		searchClient,
		queries: [{ indexName: index, query: "spasm", params: { hitsPerPage: 3 } }],
	});
	const answer = await description.execute({
		searchClient,
		requests: description.queries.map((query) => ({ query, sourceId: "articles", items: [] })),
	});
	const text = JSON.stringify(answer);
	check(text.includes('"conditions/hemifacial-spasm"'), "autocomplete-client: finds the article", answer);
	check(text.includes("__aa-highlight__"), "autocomplete-client: highlights", answer);
	const empty = (await searchClient.search([{ indexName: index, params: { query: "", hitsPerPage: 3 } }])).results[0];
	same(empty.hits.length, 3, "autocomplete-client: no query, all articles");
});
