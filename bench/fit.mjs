// SPDX-License-Identifier: GPL-2.0-or-later
// Lines, powers and sums through what was measured.

// Least squares of y over x: y = base + slope * x.
export function line(points) {
	const mean = (list) => list.reduce((a, b) => a + b, 0) / list.length;
	const [xs, ys] = [0, 1].map((i) => points.map((point) => point[i]));
	const [x, y] = [mean(xs), mean(ys)];
	const spread = xs.reduce((sum, one) => sum + (one - x) ** 2, 0);
	const slope = spread === 0 ? 0 : xs.reduce((sum, one, i) => sum + (one - x) * (ys[i] - y), 0) / spread;
	return { base: y - slope * x, slope };
}

// Least squares of the logarithms: y = factor * x ^ power.
export function power(points) {
	const { base, slope } = line(points.map(([x, y]) => [Math.log(x), Math.log(y)]));
	return { factor: Math.exp(base), power: slope };
}

// Solves the equations, rows of factors with the right side behind them, by Gauss.
function solve(rows) {
	const size = rows.length;
	for (let i = 0; i < size; i++) {
		const best = rows.slice(i).reduce((a, b) => (Math.abs(b[i]) > Math.abs(a[i]) ? b : a));
		rows.splice(rows.indexOf(best), 1);
		rows.splice(i, 0, best);
		for (let k = 0; k < size; k++) {
			if (k === i || best[i] === 0)
				continue;
			const factor = rows[k][i] / best[i];
			rows[k] = rows[k].map((value, j) => value - factor * best[j]);
		}
	}
	return rows.map((row, i) => (row[i] === 0 ? 0 : row[size] / row[i]));
}

// Least squares of what y is off by in relation to itself: y = the sum of factors[i] * xs[i],
// from points [xs, y].
export function sumOf(points) {
	const scaled = points.map(([xs, y]) => xs.map((x) => x / y));
	const size = points[0][0].length;
	const dot = (i, k) => scaled.reduce((total, xs) => total + xs[i] * (k < size ? xs[k] : 1), 0);
	return solve(Array.from({ length: size }, (_, i) => Array.from({ length: size + 1 }, (_, k) => dot(i, k))));
}

export const sumAt = (factors, xs) => factors.reduce((total, factor, i) => total + factor * xs[i], 0);
export const lineAt = ({ base, slope }, x) => base + slope * x;
export const raised = (fit, x) => fit.factor * x ** fit.power;
