// SPDX-License-Identifier: GPL-2.0-or-later
// Measures and writes the tables; see bench/run --help, which starts this.
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { articleFiles, built, copyArticles, fornix, limit, peers, prepare, xapian } from "./engines.mjs";
import { diskMb, here, latencies, load, median, pssMb, quantileMs, run, serve } from "./measure.mjs";
import { writeTables } from "./tables.mjs";

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		peers: { type: "boolean", default: false },
		articles: { type: "string", default: "3000,20000" },
		seconds: { type: "string", default: "2" },
		rounds: { type: "string", default: "5" },
		minutes: { type: "string", default: "60" },
		out: { type: "string", default: "bench" },
	},
});
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const CONNECTIONS = [1, 16, 64];
const TAIL_RUNS = 3; // of which the best counts, because others on the machine only lengthen it
const INDEXING_SHARE = 0.6; // of the time that is left for a collection
const START = Date.now();
const LIMIT = START + Number(values.minutes) * 60e3;

const say = (text) => console.error(`==> ${new Date().toTimeString().slice(0, 8)} ${text}`);
const times = async (number, action) => {
	const all = [];
	for (let i = 0; i < number; i++)
		all.push(await action(i));
	return all;
};
// Medians of each of the figures.
const medians = (list) => Object.fromEntries(Object.keys(list[0]).map((key) => [key, median(list.map((one) => one[key]))]));
const ratio = (list, others, key) => median(list.map((one, i) => one[key] / others[i][key]));
const floor = (...args) => JSON.parse(run([limit, ...args]));

// How fast an index is made and kept, beside the others: in turn, so that noise is shared.
// The last index of each stays, in kept.  What would last beyond until is done once.  An engine
// that cannot index so much is named in failures, and left out.
async function measureIndexing(docs, root, engines, until, kept, failures) {
	const runs = new Map(engines.map((engine) => [engine.name, []]));
	for (let round = 0; round < rounds; round++) {
		for (const engine of engines) {
			const list = runs.get(engine.name);
			if (failures.some(({ name }) => name === engine.name))
				continue;
			if (round >= 1 && Date.now() + list[0].wallS * 1e3 > until)
				continue;
			if (round >= 2 && list[0].wallS > 30)
				continue; // two runs of the slow ones must do
			const data = prepare(engine, docs, mkdtempSync(join(root, "index-")));
			try {
				list.push({ ...await engine.index(data), diskMb: diskMb(data.folder) });
			} catch (error) {
				if (!peers.includes(engine))
					throw error;
				failures.push({ name: engine.name, why: error.message.match(/^\w*Error: .*$/m)?.[0] ?? error.message.slice(-200) });
				rmSync(data.folder, { recursive: true });
				continue;
			}
			if (kept.has(engine.name))
				rmSync(kept.get(engine.name).folder, { recursive: true });
			kept.set(engine.name, data);
		}
	}
	const own = runs.get(fornix.name);
	return engines.filter(({ name }) => runs.get(name).length > 0).map(({ name }) => {
		const others = runs.get(name);
		const pairs = Math.min(own.length, others.length);
		return { name, ...medians(others), rounds: others.length, ratio: ratio(own.slice(0, pairs), others.slice(0, pairs), "wallS") };
	});
}

// What a night's run takes: nothing changed, one article, one in a hundred.  The articles of
// data are changed.
async function measureChanges(data) {
	const files = articleFiles(data.docs);
	let next = 0;
	const change = (number) => {
		for (let i = 0; i < number; i++)
			appendFileSync(join(data.docs, files[(next += 7) % files.length]), "\nOne more sentence of the article.\n");
	};
	await fornix.index(data);
	const walk = [], nothing = [], one = [], percent = [];
	for (let round = 0; round < rounds; round++) {
		walk.push(floor("walk", data.docs));
		nothing.push(await fornix.index(data));
		change(1);
		one.push(await fornix.index(data));
		change(Math.ceil(files.length / 100));
		percent.push(await fornix.index(data));
	}
	const service = await fornix.serve(data);
	const served = await times(rounds, async () => {
		const before = await generation(service);
		change(1);
		const start = process.hrtime.bigint();
		await fornix.index(data);
		while ((await generation(service)) === before)
			await sleep(5);
		return Number(process.hrtime.bigint() - start) / 1e9;
	});
	await service.stop();
	return {
		walkMs: median(walk.map((each) => each.wallMs)), nothing: medians(nothing), one: medians(one), percent: medians(percent),
		nothingToWalk: median(nothing.map((each, i) => (each.wallS * 1e3) / walk[i].wallMs)), servedS: median(served),
	};
}

async function generation(service) {
	const answer = await fetch(`http://127.0.0.1:${service.port}/api/search?q=pain`);
	return (await answer.json()).generation;
}

// The service by itself: memory, starting, load, and what a request costs the processor.
async function measureService(data, queries, plainIndex) {
	const stream = (name) => join(queries, `${name}.txt`);
	const cold = await times(rounds, async () => {
		const service = await fornix.serve(data);
		await service.stop();
		return service.coldMs;
	});
	const service = await fornix.serve(data);
	const idleMb = pssMb(service.pid);
	const loads = [];
	for (const name of ["distinct", "zipf"])
		for (const connections of CONNECTIONS)
			loads.push({ stream: name, connections, ...medians(await times(rounds, () =>
				load(service, fornix.path, stream(name), { connections, seconds }))) });
	const loadedMb = pssMb(service.pid);
	const cost = {};
	for (const name of ["short", "long", "phrases"]) {
		const pairs = await times(rounds, () => [load(service, fornix.path, stream(name), { connections: 1, seconds }).cpuUs,
			floor("match", plainIndex, stream(name)).cpuUs]);
		cost[name] = { cpuUs: median(pairs.map(([own]) => own)), matchUs: median(pairs.map(([, bare]) => bare)),
			ratio: median(pairs.map(([own, bare]) => own / bare)) };
	}
	const spelling = await times(rounds, () => ["misspelt", "clean"].map((name) =>
		load(service, fornix.path, stream(name), { connections: 1, seconds }).cpuUs));
	const suggest = medians(await times(rounds, () => load(service, "/api/suggest?q=", stream("prefixes"), { connections: 1, seconds })));
	const tail = await measureTail(service, stream("distinct"));
	const cached = await measureCached(service, stream("zipf"), data.folder);
	await service.stop();
	return {
		coldMs: median(cold), idleMb, loadedMb, loads, cost, suggest, tail, cached,
		misspelt: { cpuUs: median(spelling.map(([wrong]) => wrong)), ratio: median(spelling.map(([wrong, right]) => wrong / right)) },
	};
}

// How much longer than usual the slowest answers take, by the service's own clock.
async function measureTail(service, stream) {
	const runs = await times(TAIL_RUNS, async () => {
		const before = await latencies(service);
		load(service, fornix.path, stream, { connections: 16, seconds });
		const after = await latencies(service);
		const [p50Ms, p99Ms] = [0.5, 0.99].map((share) => quantileMs(before, after, share));
		return { p50Ms, p99Ms, ratio: p99Ms / p50Ms };
	});
	return runs.reduce((best, one) => (one.ratio < best.ratio ? one : best));
}

// The cache of answers beside a static answer of the same size.
async function measureCached(service, zipf, folder) {
	const query = readFileSync(zipf, "utf8").split("\n")[0];
	const answer = await fetch(`http://127.0.0.1:${service.port}${fornix.path}${encodeURIComponent(query)}`);
	const file = join(folder, "static");
	writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
	const bare = await serve([limit, "serve", file], { port: (text) => text.match(/"port":(\d+)/)?.[1], path: "/" });
	load(service, fornix.path, zipf, { connections: 16, seconds }); // to fill it
	const pairs = await times(rounds, () => [load(service, fornix.path, zipf, { connections: 16, seconds }),
		load(bare, "/?", zipf, { connections: 16, seconds })]);
	await bare.stop();
	return { bytes: statSync(file).size, rps: median(pairs.map(([own]) => own.rps)), staticRps: median(pairs.map(([, other]) => other.rps)),
		ratio: median(pairs.map(([own, other]) => own.rps / other.rps)) };
}

// Throughput of different queries next to the others': A B A B, a round of each uncounted.
async function measureThroughput(data, queries, kept) {
	const distinct = join(queries, "distinct.txt");
	const rows = [];
	for (const engine of peers.filter((one) => (one.serve || one.search) && kept.has(one.name))) {
		say(`queries: ${engine.name}`);
		const theirs = kept.get(engine.name);
		const ask = async () => {
			const [own, other] = [await fornix.serve(data), engine.serve ? await engine.serve(theirs) : null];
			const pairs = await times(rounds + 1, () => [load(own, fornix.path, distinct, { connections: 16, seconds }),
				other ? load(other, engine.path, distinct, { connections: 16, seconds })
					: engine.search(theirs, distinct, { connections: 16, seconds })]);
			const memory = other ? pssMb(other.pid) : null;
			await own.stop();
			await other?.stop();
			return { pairs: pairs.slice(1), memory };
		};
		const { pairs, memory } = await ask();
		rows.push({ name: engine.name, own: medians(pairs.map(([own]) => own)), other: medians(pairs.map(([, other]) => other)),
			loadedMb: memory, ratio: median(pairs.map(([own, other]) => own.rps / other.rps)) });
		rmSync(theirs.folder, { recursive: true });
	}
	return rows;
}

// A collection, of which left are to come, this one with them.
async function measure(name, docs, root, isOurs, left) {
	const kept = new Map(), failures = [];
	const until = Date.now() + ((LIMIT - Date.now()) / left ** 2) * INDEXING_SHARE; // the later are the larger
	say(`${name}: ${articleFiles(docs).length} articles; queries`);
	const queries = join(root, "queries");
	run([process.execPath, join(here, "queries.mjs"), docs, queries]);
	say(`${name}: indexing`);
	const indexing = await measureIndexing(docs, root, [fornix, xapian, ...(values.peers ? peers : [])], until, kept, failures);
	const [own, plain] = [kept.get(fornix.name), kept.get(xapian.name)];
	say(`${name}: service`);
	const service = await measureService(own, queries, join(plain.folder, "index"));
	const throughput = values.peers ? await measureThroughput(own, queries, kept) : [];
	const parse = floor("parse", docs);
	say(`${name}: changes`);
	const changing = isOurs ? own : prepare(fornix, copyArticles(docs, join(root, "changing")), mkdtempSync(join(root, "changes-")));
	const changes = await measureChanges(changing);
	return { name, articles: articleFiles(docs).length, parse, indexing, failures, changes, service, throughput };
}

const version = (command, pattern) => run(command).match(pattern)?.[1];
const results = {
	date: new Date().toISOString().slice(0, 10),
	machine: `${cpus()[0].model.trim()}, ${cpus().length} cores`,
	versions: {
		fornix: version([join(built, "fornix"), "--version"], /([\d.]+)/),
		...Object.fromEntries(run(["dpkg-query", "--show", "libxapian30", "libmicrohttpd12", "libcmark0.30.2", "libsqlite3-0",
			...(values.peers ? ["groonga-bin", "xapian-omega", "recollcmd"] : [])]).trim().split("\n").map((line) => line.split(/(?::\S+)?\t/))),
		node: process.version,
	},
	rounds, seconds, minutes: 0, collections: [],
};
const work = mkdtempSync(join(tmpdir(), "fornix-bench-"));
const out = resolve(values.out);
mkdirSync(out, { recursive: true });
process.on("exit", () => rmSync(work, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"])
	process.on(signal, () => process.exit(130));

const collections = positionals.length > 0 ? positionals.map((folder) => [folder, resolve(folder)])
	: values.articles.split(",").map((count) => [`${count} made-up articles`, null, count]);
for (const [at, [name, given, count]] of collections.entries()) {
	const root = mkdtempSync(join(work, "collection-"));
	const docs = given ?? join(root, "docs");
	if (!given)
		run([process.execPath, join(here, "corpus.mjs"), count, docs]);
	results.collections.push(await measure(name, docs, root, !given, collections.length - at));
	results.minutes = (Date.now() - START) / 60e3;
	writeTables(results, out);
	rmSync(root, { recursive: true });
}
console.log(readFileSync(join(out, "performance.md"), "utf8"));
