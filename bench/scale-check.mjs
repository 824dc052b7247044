#!/usr/bin/env node
// SPDX-License-Identifier: GPL-2.0-or-later
// usage: scale-check.mjs FILE
//
// Holds scale-model.mjs to measurements that it has not seen: leaves out each collection and
// number of shards of FILE, a scale.json, fits the model to the others, and says by what
// factor the median that it foretells differs.  Exit code 1 when one is off by more than
// MOST, or the median of them by more than USUAL.
import { readFileSync } from "node:fs";
import { median } from "./measure.mjs";
import { answerMs, fitted } from "./scale-model.mjs";

const MOST = 2, USUAL = 1.4;
const { rows, cores } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const factors = rows.map((row) => {
	const others = rows.filter((other) => other.articles !== row.articles || other.shards !== row.shards);
	// The shards of the measurement were processes of one machine.
	const ms = answerMs(fitted(others), { ...row, shared: row.shards / cores });
	const factor = Math.max(ms / row.p50Ms, row.p50Ms / ms);
	console.log(`${row.articles} articles, ${row.shards} shards, ${row.delayMs} ms away: ${ms.toFixed(1)} ms foretold, ${row.p50Ms.toFixed(1)} measured`);
	return factor;
});
console.log(`off by a factor of ${median(factors).toFixed(2)} in the median, ${Math.max(...factors).toFixed(2)} at most`);
process.exitCode = median(factors) <= USUAL && Math.max(...factors) <= MOST ? 0 : 1;
