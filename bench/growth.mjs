#!/usr/bin/env node
// SPDX-License-Identifier: GPL-2.0-or-later
// usage: growth.mjs [--articles N,N...] [--seconds N] [--out FOLDER]
//
// How cost grows with the collection: indexes and serves made-up collections of each size,
// fits a power of the size to what was measured and draws it.  Writes growth.json and
// growth.svg into FOLDER, and the table of its performance.md, where there is one.  Sizes that growth.json has already are not measured again, so
// that the largest can be added when there is time: remove the file to begin anew.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fornix, prepare } from "./engines.mjs";
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

// Least squares of log y over log x: y = factor * x ^ power.
function fit(points) {
	const [xs, ys] = [0, 1].map((i) => points.map((point) => Math.log(point[i])));
	const mean = (list) => list.reduce((a, b) => a + b, 0) / list.length;
	const [x, y] = [mean(xs), mean(ys)];
	const sum = (f) => xs.reduce((total, _, i) => total + f(i), 0);
	const power = sum((i) => (xs[i] - x) * (ys[i] - y)) / sum((i) => (xs[i] - x) ** 2);
	return { factor: Math.exp(y - power * x), power };
}

const WIDTH = 360, HEIGHT = 250, LEFT = 50, RIGHT = 20, TOP = 40, BOTTOM = 35;
const short = (number) => (number >= 1e6 ? `${number / 1e6}M` : number >= 1000 ? `${number / 1000}k` : `${Number(number.toPrecision(3))}`);

// A panel with both axes logarithmic, from 1,000 to a million articles.
function panel([key, unit, name], rows, { factor, power }, place) {
	const values = rows.map((row) => row[key]);
	const low = 10 ** Math.floor(Math.log10(Math.min(...values))), high = 10 ** Math.ceil(Math.log10(Math.max(...values) * 1.01));
	const scale = (value, from, to, start, end) => start + ((Math.log(value) - Math.log(from)) / (Math.log(to) - Math.log(from))) * (end - start);
	const x = (articles) => scale(articles, 1e3, 1e6, LEFT, WIDTH - RIGHT).toFixed(1);
	const y = (value) => scale(value, low, high, HEIGHT - BOTTOM, TOP).toFixed(1);
	const out = [`<g transform="translate(${(place % 2) * WIDTH} ${Math.floor(place / 2) * HEIGHT})">`,
		`<text x="${LEFT}" y="20" class="name">${name} (${unit}) ~ n<tspan dy="-5" font-size="9">${power.toFixed(2)}</tspan></text>`];
	for (const articles of [1e3, 1e4, 1e5, 1e6])
		out.push(`<path d="M${x(articles)} ${TOP}V${HEIGHT - BOTTOM}" class="grid"/>`,
			`<text x="${x(articles)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${short(articles)}</text>`);
	for (let value = low; value <= high * 1.01; value *= 10)
		out.push(`<path d="M${LEFT} ${y(value)}H${WIDTH - RIGHT}" class="grid"/>`,
			`<text x="${LEFT - 6}" y="${Number(y(value)) + 4}" text-anchor="end">${short(value)}</text>`);
	const ends = [rows[0].articles, rows.at(-1).articles].map((articles) => `${x(articles)} ${y(factor * articles ** power)}`);
	out.push(`<path d="M${ends.join("L")}" class="fit"/>`);
	for (const row of rows)
		out.push(`<circle cx="${x(row.articles)}" cy="${y(row[key])}" r="3.5"><title>${row.articles} articles: ${row[key].toPrecision(3)} ${unit}</title></circle>`);
	return [...out, "</g>"].join("\n");
}

function draw(rows, fits) {
	const [width, height] = [2 * WIDTH, (SERIES.length / 2) * HEIGHT];
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">
<title id="title">Cost over the number of articles, n, both logarithmic: ${SERIES.map(([key, , name]) => `${name} as n to the ${fits[key].power.toFixed(2)}`).join("; ")}</title>
<style>
svg { background: #fff; font: 12px sans-serif; fill: #222 }
.name { font-weight: bold }
.grid { stroke: #ddd }
.fit { stroke: #0b6e69; stroke-width: 2 }
circle { fill: #0b6e69 }
@media (prefers-color-scheme: dark) {
svg { background: #16191d; fill: #e6e6e6 }
.grid { stroke: #3a4048 }
.fit { stroke: #5cc8c0 }
circle { fill: #5cc8c0 }
}
</style>
${SERIES.map((series, place) => panel(series, rows, fits[series[0]], place)).join("\n")}
</svg>
`;
}

// The table, between the comments that say where it belongs.
const TABLE = /(<!-- growth: .*-->\n)[^]*?(<!-- end of growth -->)/;
function tableText(rows, fits) {
	const whole = (number) => Math.round(number).toLocaleString("en");
	const power = (key) => `n^${fits[key].power.toFixed(2)}`;
	const lines = rows.map((row) => [whole(row.articles), row.indexMs.toFixed(1), whole(row.indexPeakMb), whole(row.queryUs),
		`${whole(row.idleMb)} · ${whole(row.memoryMb)}`, whole(row.diskKb)]);
	const head = ["articles", "CPU of indexing, per article, ms", "peak, MB", "CPU per query, µs", "memory idle · under load, MB", "disk, per article, kB"];
	lines.push(["grows as", power("indexMs"), "", power("queryUs"), "", power("diskKb")]);
	return [head.join(" | "), head.map(() => "---:").join("|"), ...lines.map((line) => line.join(" | "))].map((line) => `| ${line} |\n`).join("");
}

function write(file, rows) {
	const fits = Object.fromEntries(SERIES.map(([key]) => [key, fit(rows.map((row) => [row.articles, row[key]]))]));
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
