// SPDX-License-Identifier: GPL-2.0-or-later
//
// A site of its own that searches with widgets of InstantSearch: the page that widgets.mjs
// tries and pictures.mjs photographs.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";

const modules = fileURLToPath(new URL("node_modules/", import.meta.url));
const types = { js: "text/javascript", map: "application/json" };

const style = `
:root { color-scheme: light; --ink: #1c2730; --quiet: #566570; --line: #d5dde2; --accent: #2b50a8; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); font: 16px/1.5 system-ui, "DejaVu Sans", sans-serif; }
header { padding: 14px 24px; background: var(--accent); color: #fff; font-weight: 700; }
main { display: grid; grid-template-columns: 13rem 1fr; gap: 20px 28px; max-width: 60rem; padding: 20px 24px; }
#box { grid-column: 1 / -1; }
h2 { margin: 0 0 8px; font-size: 1rem; }
ul, ol { margin: 0; padding: 0; list-style: none; }
form { position: relative; display: flex; }
input[type=search] { width: 100%; padding: 9px 14px; border: 1px solid #8494a0; border-radius: 8px; color: inherit; font: inherit; }
button { padding: 0 14px; border: 0; background: none; cursor: pointer; }
#tags form { margin-bottom: 8px; }
#tags input[type=search] { padding: 5px 10px; font-size: .875rem; }
#tags button { display: none; }
#tags label { display: flex; align-items: center; gap: 8px; padding: 3px 0; font-size: .9375rem; }
#tags input { accent-color: var(--accent); }
.ais-RefinementList-count { margin-inline-start: auto; color: var(--quiet); font-size: .8125rem; }
.ais-Hits-item { padding: 0 0 14px; margin: 0 0 14px; border-bottom: 1px solid var(--line); }
.ais-Hits-item a { color: var(--accent); font-size: 1.0625rem; font-weight: 700; }
.ais-Hits-item p { margin: 4px 0; }
.ais-Hits-item small { color: var(--quiet); }
mark { background: #ffeaa0; color: inherit; }
.ais-Pagination-list { display: flex; gap: 4px; }
.ais-Pagination-item { padding: 3px 10px; border: 1px solid var(--line); border-radius: 6px; }
.ais-Pagination-item--selected { border-color: var(--accent); background: var(--accent); }
.ais-Pagination-link { color: var(--accent); text-decoration: none; }
.ais-Pagination-item--selected a { color: #fff; }
`;

const page = (url) => `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Widgets</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<style>${style}</style>
<script type="importmap">{"imports": {"meilisearch": "/meilisearch/dist/index.js"}}</script>
<script src="/instantsearch.js/dist/instantsearch.production.min.js"></script>
<header>A site with InstantSearch</header>
<main>
<div id="box"></div>
<div><h2>Topics</h2><div id="tags"></div></div>
<div><div id="hits"></div><div id="pages"></div><p id="error"></p></div>
</main>
<script type="module">
import { instantMeiliSearch } from "/@meilisearch/instant-meilisearch/dist/index.js";
const { searchClient } = instantMeiliSearch("${url}meili/", "any", { finitePagination: true });
const widgets = instantsearch.widgets;
const search = instantsearch({ indexName: "articles", searchClient });
search.on("error", ({ error }) => { document.getElementById("error").textContent = error.message; });
search.addWidgets([
	widgets.searchBox({ container: "#box" }),
	widgets.refinementList({ container: "#tags", attribute: "tags", searchable: true }),
	widgets.hits({ container: "#hits", templates: { item: (hit, { html, components }) => html\`
		<a href="\${hit.url}">\${components.Highlight({ hit, attribute: "title" })}</a>
		<p>\${components.Highlight({ hit, attribute: "snippet" })}</p>
		<small>\${hit.tags.join(" ")}</small>\` } }),
	widgets.pagination({ container: "#pages" }),
	widgets.configure({ hitsPerPage: 5 }),
]);
search.start();
</script>`;

// At localhost:port, 0 for any; asks the fornixd at url, which ends with a slash.
export function serveWidgets(url, port) {
	const server = createServer(async (request, response) => {
		const path = new URL(request.url, "http://x").pathname;
		try {
			const bytes = path === "/" ? page(url) : await readFile(modules + path);
			response.setHeader("content-type", types[path.split(".").pop()] ?? "text/html");
			response.end(bytes);
		} catch {
			response.writeHead(404).end();
		}
	});
	return new Promise((resolve) => server.listen(port, "localhost", () => resolve(server)));
}
