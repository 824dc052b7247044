#!/usr/bin/env node
// SPDX-License-Identifier: GPL-2.0-or-later
// usage: scale.mjs [--articles N,N...] [--shards N,N...] [--delays MS,MS...] [--seconds N] [--out FOLDER]
//
// What a query, an article and a shard cost where several machines hold the articles.  Each
// shard is served by xapian-tcpsrv in a network of its own, the front runs in that of this
// script, which bench/scale makes new; delays are added to what a shard sends.  What can be is
// counted in CPU seconds, and times are medians of the same queries everywhere, of the run that
// was least disturbed; but only on a quiet machine are they what the model can foretell.  All
// of it takes a dozen minutes with 20 seconds.  Writes
// scale.json, which scale-model.mjs is fitted to, scale.svg and the tables of scale.md into
// FOLDER.  What scale.json has already is not measured again.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { built, fornix } from "./engines.mjs";
import { diskMb, familyCpuS, here, load, pssMb, run, serve, timed } from "./measure.mjs";
import { report } from "./scale-report.mjs";

const { values } = parseArgs({
	options: {
		articles: { type: "string", default: "1000,4000" },
		shards: { type: "string", default: "1,2,4,8" },
		delays: { type: "string", default: "0,10" },
		seconds: { type: "string", default: "20" },
		out: { type: "string", default: "bench" },
	},
});
const numbers = (list) => list.split(",").map(Number);
const seconds = Number(values.seconds);
const delays = numbers(values.delays);
const PORT = 7010, FAR_PORT = 7011; // of the shard, and behind the relay that takes its place
const QUERIES = 100;
const BRIDGE = "scale0";
const program = (name) => join(built, name);

// One shard's machine: a network of its own, on the bridge, with the server in it.
class Host {
	constructor(place) {
		this.name = `fornix-scale-${process.pid}-${place}`;
		this.address = `10.78.0.${place}`;
		this.children = [];
		run(["ip", "netns", "add", this.name]);
		run(["ip", "link", "add", `shard${place}`, "type", "veth", "peer", "name", "eth0", "netns", this.name]);
		run(["ip", "link", "set", `shard${place}`, "master", BRIDGE, "up"]);
		for (const change of [["addr", "add", `${this.address}/24`, "dev", "eth0"], ["link", "set", "lo", "up"], ["link", "set", "eth0", "up"]])
			run(["ip", "-n", this.name, ...change]);
	}

	// In a group of processes of its own, which xapian-tcpsrv ends with itself.
	async start(port, command) {
		const child = spawn("ip", ["netns", "exec", this.name, ...command], { detached: true, stdio: "ignore" });
		this.children.push(child);
		for (let tries = 0; tries < 500; tries++) {
			if (run(["ip", "netns", "exec", this.name, "ss", "-Hltn", `sport = :${port}`]))
				return child;
			await sleep(10);
		}
		throw new Error(`'${command.join(" ")}' does not listen`);
	}

	// Serves the database so far away, in place of what served it.
	async serve(database, delayMs) {
		await this.stop();
		const port = delayMs > 0 ? FAR_PORT : PORT;
		this.server = await this.start(port, ["xapian-tcpsrv", "--quiet", "--idle-timeout", "600000", "--port", `${port}`, database]);
		if (delayMs > 0)
			await this.start(PORT, [process.execPath, join(here, "delay.mjs"), this.address, `${PORT}`, `${FAR_PORT}`, `${delayMs / 2}`]);
	}

	async stop() {
		for (const child of this.children) {
			const ended = child.exitCode === null && once(child, "exit");
			process.kill(-child.pid, "SIGTERM");
			await ended;
		}
		this.children = [];
	}

	async drop() {
		await this.stop();
		run(["ip", "netns", "del", this.name]);
	}
}

const settings = (file, index, shards) => writeFileSync(file, `index: ${index}\nshards:\n${shards.map((one) => `  - ${one}\n`).join("")}`);
const sum = (list, of) => list.reduce((total, one) => total + of(one), 0);
const largest = (list, of) => Math.max(...list.map(of));

function serveFront(config, state) {
	return serve([program("fornixd"), "--config", config, "--state", state, "--listen", "127.0.0.1:0", "--answer-cache", "0"],
		{ port: (text) => text.match(/127\.0\.0\.1:(\d+)/)?.[1], path: `${fornix.path}pain` });
}

// Asks one after the other: different queries of known words, with what the shards' servers
// took for each, the same one again and again, and some with a mistake.  Far away there are
// fewer of them in the same time.
async function ask(hosts, front, state, isFar, { clean, same, misspelt }) {
	const service = await serveFront(front, state);
	const asked = (stream, share) => {
		const measured = load(service, fornix.path, stream, { connections: 1, seconds: Math.max(1, Math.round(seconds * share)), from: 0 });
		if (measured.failed > 0)
			throw new Error(`${measured.failed} of ${measured.requests} requests failed`);
		return measured;
	};
	const shardsS = () => sum(hosts, ({ server }) => familyCpuS(server.pid));
	try {
		asked(clean, isFar ? 0.5 : 0.1); // connections are made, pages read, frequent words known
		const before = shardsS();
		const slices = isFar ? [0.5, 0.5].map((share) => asked(clean, share)) : [0.2, 0.2, 0.2].map((share) => asked(clean, share));
		const requests = sum(slices, (slice) => slice.requests);
		const shardUs = ((shardsS() - before) / requests / hosts.length) * 1e6;
		const frontUs = sum(slices, (slice) => slice.cpuUs * slice.requests) / requests;
		const { p50Ms, p99Ms } = slices.reduce((a, b) => (b.p50Ms < a.p50Ms ? b : a)); // the least disturbed
		const again = asked(same, 0.2);
		const misspeltP50Ms = asked(misspelt, isFar ? 0.5 : 0.2).p50Ms;
		return { requests, p50Ms, p99Ms, frontUs, shardUs, sameP50Ms: again.p50Ms, sameP99Ms: again.p99Ms, misspeltP50Ms, frontMb: pssMb(service.pid) };
	} finally {
		await service.stop();
	}
}

// One collection over so many shards: a row for each delay.
async function measure(docs, streams, articles, shards) {
	const folder = mkdtempSync(join(tmpdir(), "fornix-scale-"));
	const hosts = [];
	try {
		const places = Array.from({ length: shards }, (_, i) => i + 1);
		const index = (place) => `${folder}/shard-${place}`;
		const [home, far, front] = ["home.yaml", "far.yaml", "front"].map((name) => `${folder}/${name}`);
		const fornixIndex = (...args) => timed([program("fornix"), "index", "--quiet", ...args]);
		settings(home, front, places.map(index));
		const built = places.map((place) => fornixIndex("--config", home, "--shard", `${place}`, docs));
		for (const place of places)
			hosts.push(new Host(place));
		const serveAll = (delayMs) => Promise.all(hosts.map((host, i) => host.serve(`${index(i + 1)}/current/xapian`, delayMs)));
		await serveAll(0);
		settings(far, front, hosts.map(({ address }) => `${address}:${PORT}`));
		const { cpuS: joinCpuS, peakMb: joinPeakMb } = fornixIndex("--config", far, "--join", docs);
		const made = {
			indexCpuS: sum(built, ({ cpuS }) => cpuS), indexPeakMb: largest(built, ({ peakMb }) => peakMb), joinCpuS, joinPeakMb,
			frontDiskMb: diskMb(`${front}/current/`), shardDiskMb: sum(places, (place) => diskMb(`${index(place)}/current/`)),
			searchedMb: sum(places, (place) => diskMb(`${index(place)}/current/xapian`)),
		};
		const rows = [];
		for (const delayMs of delays) {
			await serveAll(delayMs);
			rows.push({ articles, shards, delayMs, ...(await ask(hosts, far, `${folder}/state`, delayMs > 0, streams)), ...made });
		}
		return rows;
	} finally {
		for (const host of hosts)
			await host.drop();
		rmSync(folder, { recursive: true });
	}
}

mkdirSync(values.out, { recursive: true });
const file = join(values.out, "scale.json");
let rows = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).rows : [];
run(["ip", "link", "set", "lo", "up"]);
run(["ip", "link", "add", BRIDGE, "type", "bridge"]);
run(["ip", "addr", "add", "10.78.0.254/24", "dev", BRIDGE]);
run(["ip", "link", "set", BRIDGE, "up"]);
const root = mkdtempSync(join(tmpdir(), "fornix-scale-"));
const collection = (articles) => {
	const docs = join(root, `docs-${articles}`);
	if (!existsSync(docs))
		run([process.execPath, join(here, "corpus.mjs"), `${articles}`, docs]);
	return docs;
};

// The same queries for all collections: of the words of the smallest.
function makeStreams() {
	const queries = join(root, "queries");
	run([process.execPath, join(here, "queries.mjs"), collection(Math.min(...numbers(values.articles))), queries]);
	const lines = (name) => readFileSync(join(queries, name), "utf8").split("\n").slice(0, QUERIES).join("\n");
	const texts = { clean: lines("clean.txt"), same: "hemifacial spasm", misspelt: lines("misspelt.txt") };
	return Object.fromEntries(Object.entries(texts).map(([name, text]) => {
		writeFileSync(join(root, name), `${text}\n`);
		return [name, join(root, name)];
	}));
}

try {
	const streams = makeStreams();
	for (const articles of numbers(values.articles)) {
		for (const shards of numbers(values.shards)) {
			if (rows.some((row) => row.articles === articles && row.shards === shards))
				continue;
			console.error(`==> ${new Date().toTimeString().slice(0, 8)} ${articles} articles on ${shards} shards`);
			rows = [...rows, ...(await measure(collection(articles), streams, articles, shards))]
				.sort((a, b) => a.articles - b.articles || a.shards - b.shards || a.delayMs - b.delayMs);
			writeFileSync(file, JSON.stringify({ rows })); // so that it is there if the next one fails
		}
	}
} finally {
	rmSync(root, { recursive: true });
}
report(values.out, { machine: cpus()[0].model, cores: cpus().length, rows });
