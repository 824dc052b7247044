// SPDX-License-Identifier: GPL-2.0-or-later
// How far shards go: a small model, fitted to what bench/scale.mjs has measured.
//
// With m articles on each of n shards and a round trip of d milliseconds between the
// front and a shard, a query takes
//
//	front(n, m) + rounds * d + shard(m) * query * the slowest of n draws of chance
//
// where front(n, m), of CPU time, has a part for each query, for each shard, and for each hit
// that shards send, and shard(m), of CPU time too, is a power; each round asks all shards at
// once.  Some queries match more than others, on all shards alike; by chance the same query
// takes longer on one shard than on another.  Both are taken to be log-normal, as wide as
// they were on one shard.  Times of indexing, memory and disk are lines of the number of
// articles.

import { line, lineAt as at, power, raised, sumAt, sumOf } from "./fit.mjs";
import { median } from "./measure.mjs";

// The most hits that a shard sends: of a match, and of the one that weighs words that stand
// together (SEARCH_EXACT_MATCHES, and weighed_again of shards_search.cc).
const SENT = [1000, 400];

// The standard normal distribution's quantile, by bisection of its integral (Abramowitz and
// Stegun 7.1.26, to 1.5e-7).
function normalBelow(z) {
	const t = 1 / (1 + (0.3275911 * Math.abs(z)) / Math.SQRT2);
	const tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) *
		Math.exp((-z * z) / 2);
	return z < 0 ? tail / 2 : 1 - tail / 2;
}

export function quantile(share) {
	let [low, high] = [-8, 8];
	while (high - low > 1e-9) {
		const middle = (low + high) / 2;
		[low, high] = normalBelow(middle) < share ? [middle, high] : [low, middle];
	}
	return low;
}

// What the front's time is a sum of; share: of the articles that a query finds.
const frontParts = (share, { articles, shards }) => [1, shards,
	shards * SENT.reduce((sum, most) => sum + Math.min(most, (share * articles) / shards), 0)];

// The share that fits best, of those where no part takes less than no time.
function frontFit(near) {
	const off = ({ share, factors }) => near.reduce((sum, row) => sum + (sumAt(factors, frontParts(share, row)) / row.frontUs - 1) ** 2, 0);
	return Array.from({ length: 50 }, (_, i) => (i + 1) / 50)
		.map((share) => ({ share, factors: sumOf(near.map((row) => [frontParts(share, row), row.frontUs])) }))
		.filter(({ factors }) => factors.every((factor) => factor >= 0))
		.reduce((a, b) => (off(b) < off(a) ? b : a));
}

// rows: what bench/scale.mjs measured, see there.
export function fitted(rows) {
	const near = rows.filter((row) => row.delayMs === 0);
	const perShard = (row) => row.articles / row.shards;
	// What a round trip adds to the median, from rows that differ in nothing else.
	const rounds = rows.filter((row) => row.delayMs > 0).map((row) => {
		const same = near.find((other) => other.articles === row.articles && other.shards === row.shards);
		return (row.p50Ms - same.p50Ms) / row.delayMs;
	});
	const alone = near.filter((row) => row.shards === 1);
	const wide = (p50, p99) => alone.reduce((sum, row) => sum + Math.log(row[p99] / row[p50]) / quantile(0.99), 0) / alone.length;
	const chance = wide("sameP50Ms", "sameP99Ms");
	return {
		front: frontFit(near),
		shardUs: power(near.map((row) => [perShard(row), row.shardUs])),
		rounds: median(rounds),
		chance,
		query: Math.sqrt(Math.max(0, wide("p50Ms", "p99Ms") ** 2 - chance ** 2)),
		indexMs: line(near.map((row) => [row.articles, row.indexCpuS * 1e3])),
		joinMs: line(near.map((row) => [row.articles, row.joinCpuS * 1e3])),
		frontMb: line(near.map((row) => [row.articles, row.frontMb])),
		joinMb: line(near.map((row) => [row.articles, row.joinPeakMb])),
		frontDiskKb: line(near.map((row) => [row.articles, row.frontDiskMb * 1024])),
		shardDiskKb: line(near.map((row) => [row.articles, row.shardDiskMb * 1024])),
		searchedKb: line(near.map((row) => [row.articles, row.searchedMb * 1024])),
	};
}

// Milliseconds that a share of the queries takes at most.  shared: how many shards a core
// works for at once, as where one machine plays all of them.
export function answerMs(model, { articles, shards, delayMs, share = 0.5, shared = 1 }) {
	// The slowest of n is below x when each of them is; the mean is above the median.
	const slowest = model.chance * quantile(share ** (1 / shards));
	const spread = Math.exp(slowest + model.query * quantile(share) - (model.query ** 2 + model.chance ** 2) / 2);
	const shardMs = (shardUs(model, articles / shards) / 1e3) * spread * Math.max(1, shared);
	return frontUs(model, { articles, shards }) / 1e3 + model.rounds * delayMs + shardMs;
}

export const frontUs = ({ front }, sizes) => sumAt(front.factors, frontParts(front.share, sizes));
export const shardUs = (model, articles) => raised(model.shardUs, articles);

// What bounds the articles of one shard, and those of one front; the machine has cores,
// memoryGb and diskGb, the promises p99Ms and nightHours.
export function limits(model, machine, promises) {
	const nightMs = promises.nightHours * 3600e3;
	const most = (fits) => {
		let [low, high] = [1, 1e15];
		while (high / low > 1.001) {
			const middle = Math.sqrt(low * high);
			[low, high] = fits(middle) ? [middle, high] : [low, middle];
		}
		return low;
	};
	return {
		shard: {
			memory: most((m) => at(model.searchedKb, m) <= machine.memoryGb * 2 ** 20),
			disk: most((m) => 2 * at(model.shardDiskKb, m) <= machine.diskGb * 2 ** 20),
			night: most((m) => at(model.indexMs, m) / machine.cores <= nightMs),
			p99: most((m) => answerMs(model, { articles: m, shards: 1, delayMs: promises.delayMs, share: 0.99 }) <= promises.p99Ms),
		},
		front: {
			memory: most((n) => at(model.frontMb, n) <= machine.memoryGb * 2 ** 10),
			joinMemory: most((n) => at(model.joinMb, n) <= machine.memoryGb * 2 ** 10),
			disk: most((n) => 2 * at(model.frontDiskKb, n) <= machine.diskGb * 2 ** 20),
			night: most((n) => at(model.joinMs, n) <= nightMs),
		},
	};
}

const least = (bounds) => Object.entries(bounds).reduce((a, b) => (b[1] < a[1] ? b : a));

// What so many articles need, and which bound is met first.
export function plan(model, articles, machine, promises) {
	const { shard, front } = limits(model, machine, promises);
	const [shardBound, shardMost] = least(shard);
	const [frontBound, frontMost] = least(front);
	const shards = Math.ceil(articles / shardMost);
	const asked = { articles, shards, delayMs: promises.delayMs };
	return {
		articles, shards, shardBound, frontBound, frontMost,
		fits: articles <= frontMost && shards <= promises.shardsMax,
		searchedGb: at(model.searchedKb, articles) / 2 ** 20,
		diskGb: at(model.shardDiskKb, articles) / 2 ** 20,
		frontGb: at(model.frontMb, articles) / 2 ** 10,
		frontDiskGb: at(model.frontDiskKb, articles) / 2 ** 20,
		indexHours: at(model.indexMs, articles / shards) / machine.cores / 3600e3,
		joinHours: at(model.joinMs, articles) / 3600e3,
		p50Ms: answerMs(model, asked),
		p99Ms: answerMs(model, { ...asked, share: 0.99 }),
	};
}
