// SPDX-License-Identifier: GPL-2.0-or-later
// Plots of measurements and of what was fitted to them, as SVG, in light and dark.
const WIDTH = 360, HEIGHT = 250, LEFT = 55, RIGHT = 20, TOP = 40, BOTTOM = 45;
const UNITS = [[1e9, "G"], [1e6, "M"], [1e3, "k"]];

export function short(number) {
	const [size, unit] = UNITS.find(([one]) => number >= one) ?? [1, ""];
	return `${Number((number / size).toPrecision(3))}${unit}`;
}

// From low to high, logarithmic in decades, or in four steps from 0.
function axis(values, logarithmic, start, end) {
	const most = Math.max(...values);
	if (!logarithmic) {
		const step = 10 ** Math.floor(Math.log10(most / 4));
		const wide = [1, 2, 2.5, 5, 10].find((factor) => factor * step * 4 >= most) * step;
		return { ticks: [0, 1, 2, 3, 4].map((i) => i * wide), place: (value) => start + (value / (4 * wide)) * (end - start) };
	}
	const [low, high] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(most))];
	const decades = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i));
	const every = Math.ceil(decades.length / 6);
	return {
		ticks: decades.filter((_, i) => i % every === 0),
		place: (value) => start + ((Math.log10(value) - low) / Math.max(1, high - low)) * (end - start),
	};
}

// name; x and y: {name, logarithmic}; series: [{name, points: [[x, y]…], fit: (x) => y}],
// where either of points and fit may be left out; xs: the ends of the fits.
function panel({ name, x, y, series, xs }, place) {
	const drawn = series.map(({ fit }) => (fit ? Array.from({ length: 41 }, (_, i) => {
		const at = x.logarithmic ? xs[0] * (xs[1] / xs[0]) ** (i / 40) : xs[0] + ((xs[1] - xs[0]) * i) / 40;
		return [at, fit(at)];
	}) : []));
	const all = [...series.flatMap(({ points }) => points ?? []), ...drawn.flat()];
	const across = axis(all.map((point) => point[0]), x.logarithmic, LEFT, WIDTH - RIGHT);
	const up = axis(all.map((point) => point[1]), y.logarithmic, HEIGHT - BOTTOM, TOP);
	const spot = ([at, value]) => `${across.place(at).toFixed(1)} ${up.place(value).toFixed(1)}`;
	const out = [`<g transform="translate(${(place % 2) * WIDTH} ${Math.floor(place / 2) * HEIGHT})">`,
		`<text x="${LEFT}" y="20" class="name">${name}</text>`, `<text x="${LEFT}" y="34" class="unit">${y.name}</text>`,
		`<text x="${WIDTH - RIGHT}" y="${HEIGHT - 8}" text-anchor="end" class="unit">${x.name}</text>`];
	for (const tick of across.ticks)
		out.push(`<path d="M${across.place(tick).toFixed(1)} ${TOP}V${HEIGHT - BOTTOM}" class="grid"/>`,
			`<text x="${across.place(tick).toFixed(1)}" y="${HEIGHT - BOTTOM + 15}" text-anchor="middle">${short(tick)}</text>`);
	for (const tick of up.ticks)
		out.push(`<path d="M${LEFT} ${up.place(tick).toFixed(1)}H${WIDTH - RIGHT}" class="grid"/>`,
			`<text x="${LEFT - 6}" y="${(up.place(tick) + 4).toFixed(1)}" text-anchor="end">${short(tick)}</text>`);
	series.forEach(({ name: label, points = [] }, i) => {
		if (drawn[i].length > 0)
			out.push(`<path d="M${drawn[i].map(spot).join("L")}" class="fit"/>`);
		const end = drawn[i].at(-1) ?? points.at(-1);
		if (label)
			out.push(`<text x="${across.place(end[0]).toFixed(1)}" y="${(up.place(end[1]) - 5).toFixed(1)}" text-anchor="end">${label}</text>`);
		for (const point of points) {
			const [cx, cy] = spot(point).split(" ");
			out.push(`<circle cx="${cx}" cy="${cy}" r="3.5"><title>${short(point[0])}: ${short(point[1])}</title></circle>`);
		}
	});
	return [...out, "</g>"].join("\n");
}

// title: what a person who cannot see the plots is told.
export function draw(title, panels) {
	const [width, height] = [2 * WIDTH, Math.ceil(panels.length / 2) * HEIGHT];
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">
<title id="title">${title}</title>
<style>
svg { background: #fff; font: 12px sans-serif; fill: #222 }
.name { font-weight: bold }
.unit { font-size: 11px }
.grid { stroke: #ddd }
.fit { stroke: #0b6e69; stroke-width: 2; fill: none }
circle { fill: #0b6e69 }
@media (prefers-color-scheme: dark) {
svg { background: #16191d; fill: #e6e6e6 }
.grid { stroke: #3a4048 }
.fit { stroke: #5cc8c0 }
circle { fill: #5cc8c0 }
}
</style>
${panels.map(panel).join("\n")}
</svg>
`;
}
