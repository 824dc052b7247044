// SPDX-License-Identifier: GPL-2.0-or-later
// Lines and powers through what was measured.

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

export const lineAt = ({ base, slope }, x) => base + slope * x;
export const raised = (fit, x) => fit.factor * x ** fit.power;
