// SPDX-License-Identifier: GPL-2.0-or-later
// usage: node openapi.mjs URL
// What fornixd answers is what /openapi.json says, errors included.
import { Validator } from "@seriousme/openapi-schema-validator";
import Ajv from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { check, run, same } from "./report.mjs";

const base = process.argv[2];
const hasBox = (await (await fetch(`${base}/search-box.html`)).text()).includes("search-box.js");
const many = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`x-${i}`, "y"]));

// target, wanted status; method GET unless there is another; shows: what the answer has to have,
// lest its description be compared with nothing.
const cases = [
	["/api/search?q=hemifacial+spasm", 200, { shows: (answer) => answer.results.some((one) => one.sections.length > 0 && one.reviewDue !== null) }],
	["/api/search?q=%22ivalon+sponge%22", 200, { shows: (answer) => answer.related.length > 0 }],
	["/api/search?q=facial+nerve+arteries+brainstem", 200, { shows: (answer) => answer.results.some((one) => one.figures.some((figure) => figure.mediaUrl !== null)) }],
	["/api/search?q=facial+nerve+arteries+brainstem&highlight=offsets", 200, { shows: (answer) => answer.results.some((one) => one.figures.some((figure) => figure.captionMatches.length > 0)) }],
	["/api/search?q=pain&sort=date", 200, { shows: (answer) => answer.sort === "date" }],
	["/api/search?q=pain&sort=reviewed&highlight=none", 200, { shows: (answer) => answer.sort === "reviewed" }],
	["/api/search?q=hemifacial+spasm&highlight=offsets&perPage=3&page=2&correct=0&synonyms=0", 200],
	["/api/search?q=pain&highlight=none&tag=facial-pain&tag=spine&section=conditions", 200],
	["/api/search?q=trigemenal+nuralgia", 200],
	["/api/search?q=water+on+the+brain", 200],
	["/api/search?q=xyzzyplugh", 200, { shows: (answer) => answer.help.closest === null && answer.help.topics.tag.length > 3 && answer.queryParts[0].dropped }],
	["/api/search?q=%22face+neuralgia%22+-xyzzyplugh&section=patients&highlight=offsets", 200, { shows: (answer) => answer.help.closest.results.length === 3 && answer.help.closest.queryParts.some((one) => one.dropped) }],
	["/api/search?q=nuralgia&correct=0", 200, { shows: (answer) => answer.help.closest.correction.mode === "auto" && answer.help.closest.relaxed[0] === "switches" }],
	["/api/search?q=hemifacial+xyzzyplugh", 200, { shows: (answer) => answer.help === null && answer.queryParts.length === 2 && answer.queryParts[1].dropped }],
	["/api/search", 200],
	[`/api/search?q=${"pain+".repeat(100)}`, 200],
	["/api/search?q=worst+headache+of+my+life", 200],
	["/api/search?page=x", 400],
	["/api/search?perPage=101", 400],
	["/api/search?highlight=x", 400],
	["/api/search?sort=x", 400],
	["/api/search?sort=date&sort=date", 400],
	["/api/search?correct=2", 400],
	["/api/search?q=a&q=b", 400],
	["/api/search?q=%ff", 400],
	[`/api/search?q=${"a".repeat(2049)}`, 414],
	["/api/search", 405, { method: "DELETE" }],
	["/api/search", 405, { method: "POST", body: "q=a" }],
	["/api/search", 431, { headers: many }],
	["/api/suggest?q=hemif", 200],
	["/api/suggest?q=trigemin", 200],
	["/api/suggest", 200],
	["/api/suggest?q=hemif&format=opensearch", 200],
	["/api/suggest?q=a&format=x", 400],
	[`/api/suggest?q=${"a".repeat(2049)}`, 414],
	["/api/articles", 200, { shows: (answer) => answer.articles.length > 20 && answer.articles.some((one) => one.reviewDue !== null && one.tags.length > 0) }],
	["/api/articles?page=2&perPage=3&section=conditions", 200, { shows: (answer) => answer.articles.length === 3 && answer.pages > 2 }],
	["/api/articles?page=1000000&perPage=200", 200, { shows: (answer) => answer.articles.length === 0 && answer.total > 20 }],
	["/api/articles?section=nowhere", 200, { shows: (answer) => answer.total === 0 && answer.pages === 0 }],
	["/api/articles?page=0", 400],
	["/api/articles?page=x", 400],
	["/api/articles?page=1&page=1", 400],
	["/api/articles?perPage=201", 400],
	["/api/articles?section=%ff", 400],
	["/api/articles", 405, { method: "POST", body: "page=1" }],
	[`/api/articles?x=${"a".repeat(9000)}`, 414],
	["/api/articles", 431, { headers: many }],
	["/api/related?url=/conditions/hemifacial-spasm/", 200, { shows: (answer) => answer.results.length === 5 && answer.id === "conditions/hemifacial-spasm" }],
	["/api/related?id=conditions/hemifacial-spasm", 200, { shows: (answer) => answer.results.length === 5 }],
	["/api/related?url=/conditions/there-is-none/", 404],
	["/api/related?id=conditions/there-is-none", 404],
	["/api/related", 400],
	["/api/related?url=", 400],
	["/api/related?id=%ff", 400],
	["/api/related?url=/conditions/hemifacial-spasm/&id=conditions/hemifacial-spasm", 400],
	["/api/related?id=a", 405, { method: "DELETE" }],
	[`/api/related?url=${"a".repeat(9000)}`, 414],
	["/api/related?id=a", 431, { headers: many }],
	["/browse", 200],
	["/browse?page=2&section=conditions", 200],
	["/browse?page=0", 400],
	["/browse?page=x", 400, { headers: { accept: "application/json" } }],
	["/browse?section=a&section=b", 400],
	["/browse", 405, { method: "PUT" }],
	[`/browse?x=${"a".repeat(9000)}`, 414],
	["/browse", 431, { headers: many }],
	["/search?q=pain", 200],
	["/search?q=pain&sort=date", 200],
	["/search?page=x", 400],
	["/search?page=x", 400, { headers: { accept: "application/json" } }],
	[`/search?q=${"a".repeat(2049)}`, 414],
	["/search", 405, { method: "PUT" }],
	["/openapi.json", 200],
	["/opensearch.xml", 200],
	["/healthz", 200],
	["/metrics", 200],
	["/readyz", 200],
	["/robots.txt", 200],
	["/search-box.html", 200],
	...["js", "css"].map((one) => [`/search-box.${one}`, hasBox ? 302 : 404]),
	["/", 308],
	...["{}", '{"q":"pain","facets":["*"],"attributesToHighlight":["*"],"showMatchesPosition":true}',
		'{"q":"pain","page":1,"hitsPerPage":2,"filter":[["tags=spine"]],"attributesToRetrieve":["id"]}'].map((body) =>
		["/meili/indexes/articles/search", 200, { body }]),
	["/meili/indexes/articles/search?q=pain&limit=2&facets=tags", 200],
	["/meili/indexes/articles/search?sort=reviewed:desc", 200],
	["/meili/indexes/articles/search?sort=title:asc", 400],
	["/meili/indexes/articles/search", 200, { body: '{"q":"pain","sort":["date:desc"]}', shows: (answer) => answer.hits.length > 1 && answer.hits[0].date >= answer.hits[1].date }],
	["/meili/indexes/articles/search", 400, { body: '{"sort":["date:asc"]}' }],
	["/meili/multi-search", 400, { body: '{"queries":[{"indexUid":"articles","sort":["x"]}]}' }],
	["/meili/indexes/articles/search", 400, { body: "{" }],
	["/meili/indexes/articles/search", 400, { body: '{"filter":"a>1"}' }],
	["/meili/indexes/articles/search", 413, { body: "x".repeat(65537) }],
	["/meili/indexes/articles/search", 415, { body: "{}", headers: { "content-type": "text/plain" } }],
	["/meili/indexes/articles/search", 405, { method: "PUT" }],
	["/meili/indexes/movies/search", 404, { body: "{}" }],
	["/meili/multi-search", 200, { body: '{"queries":[{"indexUid":"articles"},{"indexUid":"articles","q":"spasm"}]}' }],
	["/meili/multi-search", 400, { body: '{"queries":{}}' }],
	["/meili/multi-search", 405],
	["/meili/indexes/articles/facet-search", 200, { body: '{"facetName":"tags","facetQuery":"sp"}' }],
	["/meili/indexes/articles/facet-search", 400, { body: "{}" }],
	["/meili/health", 200],
	["/meili/version", 200],
];

const document = await (await fetch(`${base}/openapi.json`)).json();
const validity = await new Validator().validate(structuredClone(document));
check(validity.valid, "the description is valid OpenAPI", validity.errors);
same(document.openapi.slice(0, 4), "3.1.", "of version 3.1");

// A description says what there is; the test also wants that there is no more.
function close(schema) {
	if (schema === null || typeof schema !== "object")
		return;
	if (schema.properties && !("additionalProperties" in schema))
		schema.additionalProperties = false;
	Object.values(schema).forEach(close);
}

function resolve(value) {
	return value?.$ref ? value.$ref.slice(2).split("/").reduce((at, step) => at[step], document) : value;
}

const ajv = new Ajv({ strict: false, allErrors: true });
formats(ajv);
const closed = structuredClone(document);
close(closed.components.schemas);
close(closed.paths);
ajv.addSchema({ $id: "doc", components: closed.components, paths: closed.paths });

// The key of paths that the target belongs to.
function find(path) {
	return Object.keys(document.paths).find((key) =>
		new RegExp(`^${key.replace(/[.]/g, "\\.").replace(/\{\w+\}/g, "[^/]+")}$`).test(path));
}

const pointer = (...steps) => steps.map((step) => String(step).replace(/~/g, "~0").replace(/\//g, "~1")).join("/");

function validate(key, operation, status, type, value) {
	const response = document.paths[key][operation].responses[status];
	const at = response.$ref ? response.$ref.slice(2) : pointer("paths", key, operation, "responses", status);
	const schema = ajv.getSchema(`doc#/${at}/content/${pointer(type)}/schema`);
	return schema(value) ? null : ajv.errorsText(schema.errors);
}

const seen = new Set();

async function ask([target, want, options = {}]) {
	const method = options.method ?? (options.body === undefined ? "GET" : "POST");
	const json = options.body === undefined ? {} : { "content-type": "application/json" };
	const answer = await fetch(base + target, { redirect: "manual", method, ...options, headers: { ...json, ...options.headers } });
	const name = `${method} ${target.slice(0, 70)}: ${want}`;
	const text = await answer.text();
	if (answer.status !== want)
		return check(false, name, `got ${answer.status} ${text.slice(0, 200)}`);
	const key = find(new URL(base + target).pathname);
	if (!key)
		return check(false, name, "the path is not described");
	// A method that is not known is described where the others are.
	const operation = document.paths[key][method.toLowerCase()] ? method.toLowerCase() : document.paths[key].get ? "get" : "post";
	const response = resolve(document.paths[key][operation].responses[want]);
	if (!response)
		return check(false, name, "the status is not described");
	const type = answer.headers.get("content-type").split(";")[0];
	if (!response.content?.[type])
		return check(false, name, `${type} is not described`);
	const why = validate(key, operation, want, type, type.endsWith("json") ? JSON.parse(text) : text);
	seen.add(`${operation} ${key}`);
	for (const header of Object.keys(response.headers ?? {}).filter((one) => one !== "Link" && one !== "Retry-After"))
		check(answer.headers.has(header), `${name} has ${header}`);
	check(why === null, name, why ?? "");
	if (options.shows)
		check(options.shows(JSON.parse(text)), `${name} shows what is described`, text.slice(0, 500));
}

for (const one of cases)
	await run(`${one[0].slice(0, 70)}`, () => ask(one));

for (const [key, item] of Object.entries(document.paths)) {
	const operations = Object.keys(item).filter((name) => name !== "parameters");
	for (const name of operations.filter((one) => one !== "options"))
		check(seen.has(`${name} ${key}`), `${name} ${key} was tried`);
	const answer = await fetch(base + key.replace("{uid}", "articles"), { method: "OPTIONS" });
	const wanted = operations.flatMap((name) => (name === "get" ? ["GET", "HEAD"] : [name.toUpperCase()])).sort();
	same([answer.status, answer.headers.get("allow")?.split(", ").sort()], [204, wanted], `OPTIONS ${key}`);
}

// Each parameter is known: a value that is wrong for it is refused by its name, and so is one
// more than it takes, of bytes or of values.
const parameters = Object.entries(document.paths).filter(([path, item]) => !path.startsWith("/meili/") && item.get).flatMap(([path, item]) =>
	(item.get.parameters ?? []).map((one) => ({ path, ...resolve(one) })));
same(Object.keys(document.paths).filter((path) => parameters.some((one) => one.path === path)).sort(),
	["/api/articles", "/api/related", "/api/search", "/api/suggest", "/browse", "/search"], "which paths take parameters");

async function give({ path, name }, values) {
	const rest = path === "/api/related" || name === "q" ? [] : ["q=a"];
	const query = [...rest, ...values.map((value) => `${name}=${value}`)].join("&");
	return fetch(`${base}${path}?${query}`, { headers: { accept: "application/json" } });
}

for (const parameter of parameters) {
	const { path, schema, name } = parameter;
	const most = schema.maxLength ?? schema.items?.maxLength;
	const wrong = schema.enum ? [["nonsense"]] : schema.type === "integer" ? [[schema.minimum - 1], [schema.maximum + 1]] : [["%ff"]];
	if (schema.minLength)
		wrong.push([""]);
	if (most)
		wrong.push(["a".repeat(most + 1)]);
	wrong.push(Array.from({ length: (schema.maxItems ?? 1) + 1 }, (_, i) => schema.enum?.[0] ?? schema.minimum ?? `a${i}`));
	for (const values of wrong) {
		const answer = await give(parameter, values);
		const status = name === "q" && values[0].length > most ? 414 : 400;
		same([answer.status, (await answer.json()).parameter], [status, name], `${path}: ${name}=${values.join(" ").slice(0, 40)} (${values.length}) is refused`);
	}
	const right = (schema.enum ?? [schema.minimum, schema.default].filter((one) => one !== undefined)).map((one) => [one]);
	if (most)
		right.push(Array.from({ length: schema.maxItems ?? 1 }, (_, i) => String(i).padStart(most, "a")).slice(0, most > 1000 ? 1 : 16));
	for (const values of right) {
		const answer = await give(parameter, values);
		same(answer.status, path === "/api/related" ? 404 : 200, `${path}: ${name}=${values.join(" ").slice(0, 40)} (${values.length}) is answered`);
	}
}
