#!/usr/bin/env node
// SPDX-License-Identifier: GPL-2.0-or-later
// usage: growth.mjs [--articles N,N...] [--seconds N] [--out FOLDER]
//
// How cost grows with the collection: indexes and serves made-up collections of each size,
// fits a power of the size to what was measured and draws it.  Writes growth.json and
// growth.svg into FOLDER, and the table of its performance.md, where there is one.  Sizes
// that growth.json has already are not measured again, so that the largest can be added
// when there is time: remove the file to begin anew.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { draw as plots } from "./chart.mjs";
import { fornix, prepare } from "./engines.mjs";
import { power, raised } from "./fit.mjs";
import { diskMb, here, load, pssMb, run } from "./measure.mjs";

const { values } = parseArgs({
	options: {
		articles: { type: "string", default: "2000,5000,10000,20000,50000,100000,200000" },
		seconds: { type: "string", default: "5" },
		out: { type: "string", default: "bench" },
	},
});
const sizes = values.articles.split(",").map(Number);
const seconds = Number(values.seconds);

// What is drawn: a member of the measurements, its unit and its name.
const SERIES = [
	["queryUs", "µs", "CPU per query"],
	["indexMs", "ms", "CPU of indexing, per article"],
	["memoryKb", "kB", "memory under load, per article"],
	["diskKb", "kB", "index on disk, per article"],
];

async function measure(articles) {
	const root = mkdtempSync(join(tmpdir(), "fornix-growth-"));
	try {
		const docs = join(root, "docs"), queries = join(root, "queries");
		run([process.execPath, join(here, "corpus.mjs"), `${articles}`, docs]);
		run([process.execPath, join(here, "queries.mjs"), docs, queries]);
		const data = prepare(fornix, docs, root);
		const index = fornix.index(data);
		const service = await fornix.serve(data);
		const idleMb = pssMb(service.pid);
		const { cpuUs } = load(service, fornix.path, join(queries, "distinct.txt"), { connections: 1, seconds });
		const memoryMb = pssMb(service.pid);
		await service.stop();
		return {
			articles, queryUs: cpuUs, indexMs: (index.cpuS * 1e3) / articles, memoryKb: (memoryMb * 1024) / articles,
			diskKb: (diskMb(join(data.folder, "index")) * 1024) / articles,
			indexWallS: index.wallS, indexCpuS: index.cpuS, indexPeakMb: index.peakMb, idleMb, memoryMb, coldMs: service.coldMs,
		};
	} finally {
		rmSync(root, { recursive: true });
	}
}

function draw(rows, fits) {
	const of = (key) => `n to the ${fits[key].power.toFixed(2)}`;
	return plots(`Cost over the number of articles, n, both logarithmic: ${SERIES.map(([key, , name]) => `${name} as ${of(key)}`).join("; ")}`,
		SERIES.map(([key, unit, name]) => ({
			name: `${name} ~ n^${fits[key].power.toFixed(2)}`, x: { name: "articles", logarithmic: true }, y: { name: unit, logarithmic: true },
			xs: [rows[0].articles, rows.at(-1).articles],
			series: [{ points: rows.map((row) => [row.articles, row[key]]), fit: (articles) => raised(fits[key], articles) }],
		})));
}

// The table, between the comments that say where it belongs.
const TABLE = /(<!-- growth: .*-->\n)[^]*?(<!-- end of growth -->)/;
function tableText(rows, fits) {
	const whole = (number) => Math.round(number).toLocaleString("en");
	const grows = (key) => `n^${fits[key].power.toFixed(2)}`;
	const lines = rows.map((row) => [whole(row.articles), row.indexMs.toFixed(1), whole(row.indexPeakMb), whole(row.queryUs),
		`${whole(row.idleMb)} · ${whole(row.memoryMb)}`, whole(row.diskKb)]);
	const head = ["articles", "CPU of indexing, per article, ms", "peak, MB", "CPU per query, µs", "memory idle · under load, MB", "disk, per article, kB"];
	lines.push(["grows as", grows("indexMs"), "", grows("queryUs"), "", grows("diskKb")]);
	return [head.join(" | "), head.map(() => "---:").join("|"), ...lines.map((line) => line.join(" | "))].map((line) => `| ${line} |\n`).join("");
}

function write(file, rows) {
	const fits = Object.fromEntries(SERIES.map(([key]) => [key, power(rows.map((row) => [row.articles, row[key]]))]));
	writeFileSync(file, `${JSON.stringify({ machine: cpus()[0].model, cores: cpus().length, fits, rows }, null, "\t")}\n`);
	writeFileSync(file.replace(/json$/, "svg"), draw(rows, fits));
	const text = join(values.out, "performance.md");
	if (existsSync(text))
		writeFileSync(text, readFileSync(text, "utf8").replace(TABLE, (_, begin, end) => begin + tableText(rows, fits) + end));
}

mkdirSync(values.out, { recursive: true });
const file = join(values.out, "growth.json");
let rows = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).rows : [];
for (const articles of sizes.filter((size) => !rows.some((row) => row.articles === size))) {
	console.error(`==> ${new Date().toTimeString().slice(0, 8)} ${articles} articles`);
	rows = [...rows, await measure(articles)].sort((a, b) => a.articles - b.articles);
	writeFileSync(file, JSON.stringify({ rows })); // so that it is there if the next one fails
}
if (rows.length > 1)
	write(file, rows);
