// SPDX-License-Identifier: GPL-2.0-or-later
// What was measured, as tables for people and as JSON for programs.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const round = (value, digits) => (value === null || value === undefined ? "–" : value.toFixed(digits));
const table = (head, rows) => [head, head.map((_, i) => (i === 0 ? "---" : "---:")), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

// What was set out to be reached, by the ratio or figure of a collection: at most or at least.
function targets(collection) {
	const { service, changes, indexing, throughput, articles } = collection;
	const isLarge = articles > 10000;
	const against = (list, start) => list.find((row) => row.name.startsWith(start))?.ratio;
	const full = indexing[0];
	return [
		["CPU of an answer / bare match, three words or more", service.cost.long.ratio, "most", 5],
		["CPU of an answer / bare match, one or two words", service.cost.short.ratio, "most", 8],
		["queries a second, c=16 / SQLite FTS5", against(throughput, "SQLite"), "least", isLarge ? 4 : 3],
		["queries a second, c=16 / MiniSearch", against(throughput, "MiniSearch"), "least", isLarge ? 8 : 3],
		["queries a second, c=16 / Groonga", against(throughput, "Groonga"), "least", isLarge ? 12 : 6],
		["queries a second, c=16 / Omega", against(throughput, "Omega"), "least", isLarge ? 12 : 15],
		["answers from the cache / static answer", service.cached.ratio, "least", 0.85],
		["p99 / p50 at c=16, by the service's clock", service.tail.ratio, "most", 6],
		["CPU of a misspelt query / spelt right", service.misspelt.ratio, "most", 1.5],
		["suggestion, CPU µs", service.suggest.cpuUs, "most", 100],
		["full index / plain Xapian", against(indexing, "plain"), "most", 0.3],
		["full index / omindex", against(indexing, "Omega"), "most", 0.2],
		["full index / SQLite FTS5", against(indexing, "SQLite"), "most", 3],
		["nothing changed / bare walk", changes.nothingToWalk, "most", 2],
		["one article changed, until served, s", changes.servedS, "most", 1],
		["one article changed / full index", changes.one.wallS / full.wallS, "most", 1 / 8],
		["memory idle, MB", service.idleMb, "most", isLarge ? 40 : 15],
		["memory under load, MB", service.loadedMb, "most", isLarge ? 110 : 40],
		["start to first answer, ms", service.coldMs, "most", isLarge ? 150 : 50],
	].filter(([, value]) => value !== undefined).map(([what, value, side, bound]) => [what, round(value, 2),
		`at ${side} ${round(bound, bound < 1 ? 3 : 1)}`, verdict(value, side, bound)]);
}

// Whether a target is met or, if not, by what factor it is missed.
function verdict(value, side, bound) {
	const missed = side === "most" ? value / bound : bound / value;
	return missed <= 1 ? "met" : `**not met**: ${round(missed, missed < 10 ? 2 : 0)} times ${side === "most" ? "as much" : "as little"}`;
}

function collectionText(collection) {
	const { service, changes, indexing, throughput, parse } = collection;
	return `## ${collection.name}

${collection.articles} files, ${round(parse.bytes / 1e6, 1)} MB.

### Targets

${table(["what", "measured", "target", ""], targets(collection))}

### Indexing

Wall seconds are medians; the ratio is fornix / the other, the median of pairs.

${table(["engine", "wall s", "CPU s", "peak MB", "index MB", "fornix / it", "runs"], indexing.map((row) => [row.name, round(row.wallS, 2),
		round(row.cpuS, 2), round(row.peakMb, 0), round(row.diskMb, 1), round(row.ratio, 2), row.rounds]))}
${collection.failures.map(({ name, why }) => `\n${name} could not index so much: ${why}.\n`).join("")}
${table(["fornix index", "wall ms"], [["bare walk and stat", round(changes.walkMs, 1)], ["nothing changed", round(changes.nothing.wallS * 1e3, 0)],
		["one article changed", round(changes.one.wallS * 1e3, 0)], ["one in a hundred changed", round(changes.percent.wallS * 1e3, 0)],
		["one article changed, until the service answers from it", round(changes.servedS * 1e3, 0)], ["cmark alone on all files (CPU)", round(parse.cpuMs, 0)]])}

### Serving

${table(["stream", "connections", "a second", "p50 ms", "p99 ms", "CPU µs", "failed"], service.loads.map((row) => [row.stream, row.connections,
		round(row.rps, 0), round(row.p50Ms, 2), round(row.p99Ms, 2), round(row.cpuUs, 0), row.failed]))}

${table(["query", "CPU µs", "bare match µs", "ratio"], Object.entries(service.cost).map(([name, row]) => [name, round(row.cpuUs, 0),
		round(row.matchUs, 0), round(row.ratio, 2)]))}

Different queries at c=16 take ${round(service.tail.p50Ms, 2)} ms in the middle and ${round(service.tail.p99Ms, 2)} ms at the 99th percentile by the
service's own clock, from the whole request to its answer, in the best of three runs.
A suggestion takes ${round(service.suggest.cpuUs, 0)} µs of CPU, HTTP included; a misspelt query ${round(service.misspelt.cpuUs, 0)} µs.
From the cache: ${round(service.cached.rps, 0)} answers a second of ${service.cached.bytes} bytes; a static answer of that size: ${round(service.cached.staticRps, 0)}.
Memory (PSS): ${round(service.idleMb, 1)} MB idle, ${round(service.loadedMb, 1)} MB after load. Start to first answer: ${round(service.coldMs, 0)} ms.
${throughput.length === 0 ? "" : `
### Beside others

Different queries, 16 connections, in turn; the ratio is the median of pairs.

${table(["engine", "a second", "fornix a second", "p50 ms", "p99 ms", "MB", "fornix / it"], throughput.map((row) => [row.name, round(row.other.rps, 0),
		round(row.own.rps, 0), round(row.other.p50Ms, 2), round(row.other.p99Ms, 2), round(row.loadedMb, 0), round(row.ratio, 1)]))}
`}`;
}

export function writeTables(results, folder) {
	const versions = Object.entries(results.versions).map((pair) => pair.join(" ")).join(", ");
	writeFileSync(join(folder, "performance.json"), `${JSON.stringify(results, null, "\t")}\n`);
	writeFileSync(join(folder, "performance.md"), `Measured on ${results.date}: ${results.machine}; ${versions}. Medians of up to ${results.rounds} rounds, ` +
		`${results.seconds} s of load each; it took ${round(results.minutes, 0)} minutes.\n\n${results.collections.map(collectionText).join("\n")}`);
}
