// SPDX-License-Identifier: GPL-2.0-or-later
// What bench/scale.mjs measured and scale-model.mjs makes of it, as scale.json, scale.svg
// and the tables of scale.md.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { draw, short } from "./chart.mjs";
import { answerMs, fitted, frontUs, plan, shardUs } from "./scale-model.mjs";

// The machines that the tables are for, and what is promised on them.
const MACHINE = { cores: 8, memoryGb: 64, diskGb: 1000 };
const PROMISES = { p99Ms: 500, nightHours: 8, delayMs: 0.5, shardsMax: 64 };
const SIZES = [1e6, 1e8, 1e10];

const BOUNDS = { memory: "memory", joinMemory: "memory while it joins", disk: "disk", night: "night, for joining or indexing", p99: "p99" };

const table = (head, rows) => [head, head.map((_, i) => (i === 0 ? "---" : "---:")), ...rows]
	.map((row) => `| ${row.join(" | ")} |`).join("\n");
const digits = (number) => (number >= 100 ? Math.round(number).toLocaleString("en") : `${Number(number.toPrecision(2))}`);
const size = (gigabytes) => (gigabytes >= 1000 ? `${digits(gigabytes / 1000)} TB` : `${digits(gigabytes)} GB`);
const hours = (number) => (number < 1 ? `${digits(number * 60)} min` : `${digits(number)} h`);

// The medians at the largest distance.
function farther(rows, { articles, shards }) {
	const far = rows.filter((row) => row.articles === articles && row.shards === shards).at(-1);
	return [digits(far.p50Ms), digits(far.misspeltP50Ms)];
}

function measured(rows) {
	const most = Math.max(...rows.map(({ delayMs }) => delayMs));
	return table(["articles", "shards", "front, CPU per query, µs", "each shard, CPU per query, µs", "p50, ms", "p99, ms", `${most} ms away: p50, ms`, "with a mistake, ms", "index, CPU per article, ms",
		"join, CPU per article, ms", "front, memory, MB"],
		rows.filter(({ delayMs }) => delayMs === 0).map((row) => [row.articles.toLocaleString("en"), row.shards, digits(row.frontUs),
			digits(row.shardUs), digits(row.p50Ms), digits(row.p99Ms), ...farther(rows, row), digits((row.indexCpuS * 1e3) / row.articles),
			digits((row.joinCpuS * 1e3) / row.articles), digits(row.frontMb)]));
}

function needed(model) {
	const plans = SIZES.map((articles) => plan(model, articles, MACHINE, PROMISES));
	const line = (name, of) => [name, ...plans.map(of)];
	return table(["", ...SIZES.map((articles) => `${short(articles)} articles`)], [
		line("shards, each a machine", ({ shards }) => shards.toLocaleString("en")),
		line("what bounds a shard", ({ shardBound }) => BOUNDS[shardBound]),
		line("memory of all shards, to hold what is searched", ({ searchedGb }) => size(searchedGb)),
		line("disk of all shards, one generation", ({ diskGb }) => size(diskGb)),
		line("front: memory · disk", ({ frontGb, frontDiskGb }) => `${size(frontGb)} · ${size(frontDiskGb)}`),
		line("a shard built anew", ({ indexHours }) => hours(indexHours)),
		line("joining", ({ joinHours }) => hours(joinHours)),
		line("p50 · p99 of an answer, ms", ({ p50Ms, p99Ms }) => `${digits(p50Ms)} · ${digits(p99Ms)}`),
		line("what breaks first", ({ fits, frontBound, frontMost }) => `${fits ? "" : "**it does not work**: "}the front's ${BOUNDS[frontBound]}, at ${short(frontMost)}`),
	]);
}

function plots(rows, model) {
	const near = rows.filter(({ delayMs }) => delayMs === 0);
	const most = Math.max(...rows.map(({ articles }) => articles));
	const perShard = near.map((row) => [row.articles / row.shards, row.shardUs]).sort((a, b) => a[0] - b[0]);
	const delays = Math.max(...rows.map(({ delayMs }) => delayMs));
	const log = (name) => ({ name, logarithmic: true });
	const future = [1e6, 1e10];
	const answer = (share) => (articles) => answerMs(model, { articles, shards: plan(model, articles, MACHINE, PROMISES).shards,
		delayMs: PROMISES.delayMs, share });
	return draw("What a query costs over articles, shards and distance, measured and as the model says", [
		{ name: "A shard, CPU per query", x: log("articles of the shard"), y: log("µs"), xs: [perShard[0][0], perShard.at(-1)[0]],
			series: [{ points: perShard, fit: (articles) => shardUs(model, articles) }] },
		{ name: "The front, CPU per query", x: { name: "shards" }, y: { name: "µs" }, xs: [1, Math.max(...near.map(({ shards }) => shards))],
			series: [...new Set(near.map(({ articles }) => articles))].map((articles) => ({
				name: `${short(articles)} articles`,
				points: near.filter((row) => row.articles === articles).map((row) => [row.shards, row.frontUs]),
				fit: (shards) => frontUs(model, { articles, shards }),
			})) },
		{ name: `Median of ${most.toLocaleString("en")} articles`, x: { name: "round trip, ms" }, y: { name: "ms" }, xs: [0, delays],
			series: [...new Set(near.map(({ shards }) => shards))].map((shards) => ({
				name: shards === 1 ? "1 shard" : `${shards}`,
				points: rows.filter((row) => row.articles === most && row.shards === shards).map((row) => [row.delayMs, row.p50Ms]),
			})).filter(({ points }) => points.length > 0) },
		{ name: "Answers of the model's machines", x: log("articles"), y: { name: "ms" }, xs: future,
			series: [{ name: "p99", fit: answer(0.99) }, { name: "p50", fit: answer(0.5) }] },
	]);
}

// Puts text between <!-- name --> and <!-- end --> of a page, if it is there.
function replaceTable(page, name, text) {
	return page.replace(new RegExp(`(<!-- ${name} -->\n)[^]*?(?=<!-- end -->)`), (_, start) => `${start}\n${text}\n\n`);
}

export function report(folder, { machine, cores, rows }) {
	const model = fitted(rows);
	const file = (name) => join(folder, name);
	writeFileSync(file("scale.json"), `${JSON.stringify({ machine, cores, model, rows }, null, "\t")}\n`);
	writeFileSync(file("scale.svg"), plots(rows, model));
	const page = existsSync(file("scale.md")) ? readFileSync(file("scale.md"), "utf8") : "<!-- measured -->\n<!-- end -->\n<!-- needed -->\n<!-- end -->\n";
	writeFileSync(file("scale.md"), replaceTable(replaceTable(page, "measured", measured(rows)), "needed", needed(model)));
}
