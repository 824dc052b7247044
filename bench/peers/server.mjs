// SPDX-License-Identifier: GPL-2.0-or-later
// usage: node server.mjs minisearch|orama index ARTICLES INDEX
//        node server.mjs minisearch|orama serve INDEX
//
// Search in JavaScript as a site with Node would have it: title and body, all words,
// titles above, ten hits with the text around the first word found.  ARTICLES is a JSON
// array of {id, title, body}.
import { createServer } from "node:http";
import { readFileSync, writeFileSync } from "node:fs";

const [engine, action, first, second] = process.argv.slice(2);

const engines = {
	async minisearch() {
		const { default: MiniSearch } = await import("minisearch");
		const options = { fields: ["title", "body"], storeFields: ["title", "body"], searchOptions: { boost: { title: 5 }, combineWith: "AND" } };
		return {
			make(articles) {
				const index = new MiniSearch(options);
				index.addAll(articles);
				return JSON.stringify(index);
			},
			open(text) {
				const index = MiniSearch.loadJSON(text, options);
				return (query) => index.search(query).slice(0, 10);
			},
		};
	},
	async orama() {
		const { create, insertMultiple, save, load, search } = await import("@orama/orama");
		const empty = () => create({ schema: { title: "string", body: "string" }, language: "english" });
		return {
			async make(articles) {
				const index = empty();
				await insertMultiple(index, articles, 500);
				return JSON.stringify(save(index));
			},
			open(text) {
				const index = empty();
				load(index, JSON.parse(text));
				return async (query) => (await search(index, { term: query, limit: 10, boost: { title: 5 } }))
					.hits.map(({ id, document }) => ({ id, ...document }));
			},
		};
	},
};

function snippet(body, query) {
	const lower = body.toLowerCase();
	const found = query.toLowerCase().split(/\W+/).filter(Boolean).map((word) => [word, lower.indexOf(word)]).find(([, at]) => at >= 0);
	if (!found)
		return body.slice(0, 200);
	const [word, at] = found;
	const start = Math.max(0, at - 80);
	return `${body.slice(start, at)}<mark>${body.slice(at, at + word.length)}</mark>${body.slice(at + word.length, start + 200)}`;
}

const { make, open } = await engines[engine]();
if (action === "index") {
	writeFileSync(second, await make(JSON.parse(readFileSync(first, "utf8"))));
} else {
	const search = open(readFileSync(first, "utf8"));
	const server = createServer(async (request, response) => {
		const query = new URL(request.url, "http://localhost").searchParams.get("q") ?? "";
		const hits = await search(query.replaceAll('"', ""));
		response.setHeader("Content-Type", "application/json");
		response.end(JSON.stringify(hits.map(({ id, title, body }) => ({ id, title, snippet: snippet(body, query) }))));
	});
	server.listen(0, "127.0.0.1", () => console.log(`port ${server.address().port}`));
}
