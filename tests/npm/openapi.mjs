// SPDX-License-Identifier: GPL-2.0-or-later
// usage: node openapi.mjs URL
// What fornixd answers is what /openapi.json says, errors included.
import { Validator } from "@seriousme/openapi-schema-validator";
import Ajv from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { check, run, same } from "./report.mjs";

const base = process.argv[2];

// target, wanted status; method GET unless there is another.
const cases = [
	["/api/search?q=hemifacial+spasm", 200],
	["/api/search?q=hemifacial+spasm&highlight=offsets&perPage=3&page=2&correct=0&synonyms=0", 200],
	["/api/search?q=pain&highlight=none&tag=facial-pain&tag=spine&section=conditions", 200],
	["/api/search?q=trigemenal+nuralgia", 200],
	["/api/search?q=water+on+the+brain", 200],
	["/api/search?q=xyzzyplugh", 200],
	["/api/search", 200],
	[`/api/search?q=${"pain+".repeat(100)}`, 200],
	["/api/search?q=worst+headache+of+my+life", 200],
	["/api/search?page=x", 400],
	["/api/search?perPage=101", 400],
	["/api/search?highlight=x", 400],
	["/api/search?correct=2", 400],
	["/api/search?q=a&q=b", 400],
	["/api/search?q=%ff", 400],
	[`/api/search?q=${"a".repeat(2049)}`, 414],
	["/api/search", 405, { method: "DELETE" }],
	["/api/search", 405, { method: "POST", body: "q=a" }],
	["/api/search", 431, { headers: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`x-${i}`, "y"])) }],
	["/api/suggest?q=hemif", 200],
	["/api/suggest?q=trigemin", 200],
	["/api/suggest", 200],
	["/api/suggest?q=hemif&format=opensearch", 200],
	["/api/suggest?q=a&format=x", 400],
	[`/api/suggest?q=${"a".repeat(2049)}`, 414],
	["/search?q=pain", 200],
	["/search?page=x", 400],
	["/search?page=x", 400, { headers: { accept: "application/json" } }],
	[`/search?q=${"a".repeat(2049)}`, 414],
	["/search", 405, { method: "PUT" }],
	["/openapi.json", 200],
	["/opensearch.xml", 200],
	["/healthz", 200],
	["/readyz", 200],
	["/robots.txt", 200],
	["/", 308],
	...["{}", '{"q":"pain","facets":["*"],"attributesToHighlight":["*"],"showMatchesPosition":true}',
		'{"q":"pain","page":1,"hitsPerPage":2,"filter":[["tags=spine"]],"attributesToRetrieve":["id"]}'].map((body) =>
		["/meili/indexes/articles/search", 200, { body }]),
	["/meili/indexes/articles/search?q=pain&limit=2&facets=tags", 200],
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

// Each parameter is known: a value that is wrong for it is refused by its name.
const parameters = Object.entries(document.paths).filter(([path]) => path.startsWith("/api/")).flatMap(([path, item]) =>
	(item.get.parameters ?? []).map((one) => ({ path, ...resolve(one) })));
for (const { path, schema, name } of parameters) {
	const values = schema.enum ? ["nonsense"] : schema.type === "integer" ? [schema.minimum - 1, schema.maximum + 1] : ["%ff"];
	for (const value of values) {
		const answer = await fetch(`${base}${path}?${name === "q" ? "" : "q=a&"}${name}=${value}`);
		same([answer.status, (await answer.json()).parameter], [400, name], `${path}: ${name}=${value} is refused`);
	}
	for (const value of schema.enum ?? []) {
		const answer = await fetch(`${base}${path}?${name === "q" ? "" : "q=a&"}${name}=${value}`);
		same(answer.status, 200, `${path}: ${name}=${value} is answered`);
	}
}
