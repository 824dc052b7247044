// SPDX-License-Identifier: GPL-2.0-or-later
// Numbers that look random and are the same on every machine.

// Mulberry32: 32 bits of state, good enough to draw words and files.
export function randomFrom(seed) {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let bits = Math.imul(state ^ (state >>> 15), state | 1);
		bits = (bits + Math.imul(bits ^ (bits >>> 7), bits | 61)) ^ bits;
		return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
	};
	const below = (limit) => Math.floor(next() * limit);
	const pick = (list) => list[below(list.length)];
	// A rank of 0 to count - 1, as often as 1 / (rank + 1): Zipf's law.
	const zipf = (count) => Math.min(count - 1, Math.floor((count + 1) ** next()) - 1);
	// Of the normal distribution (Box and Muller).
	const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
	return { next, below, pick, zipf, normal };
}
