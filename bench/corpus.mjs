#!/usr/bin/env node
// SPDX-License-Identifier: GPL-2.0-or-later
// usage: corpus.mjs [--seed NUMBER] ARTICLES FOLDER
//
// Makes a folder of Markdown articles, the same for the same seed: the articles of this
// tree and made-up ones, ARTICLES in all.  Words follow Zipf's law over a vocabulary that
// grows with the collection; each article has words of its subject, which it repeats, as
// articles do; lengths are those of practices' and agencies' sites (half below 4.5 kB, one
// in ten above 10 kB).
import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { randomFrom } from "./random.mjs";

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { seed: { type: "string", default: "1" } },
});
const [count, out] = [Number(positionals[0]), positionals[1]];
if (!(Number.isInteger(count) && count > 0 && out) || positionals.length > 2) {
	console.error("usage: corpus.mjs [--seed NUMBER] ARTICLES FOLDER");
	process.exit(2);
}
const random = randomFrom(Number(values.seed));

const COMMON = ("the of and to a in is that for it with as was on are be this by or from at an which have not you can " +
	"your may will one all more when but if their has they about other into after some most these than only").split(" ");
const SYLLABLES = ("neur al gi a tri gem in hem i fac ial cran o tom spin car di ac mic ro vas cul ar de com pres " +
	"sion hy dro ceph us men ing it is ost eo path y lum bar ster e tac tic ver te bra an eur ysm cer vic on co " +
	"pro the sis ra dio sur ger re con mal form").split(" ");
const ENDINGS = ["", "", "", "", "", "s", "ed", "ing"];

// Heaps' law: ten times the articles, some three times the words; with their endings some
// 80,000 in 3,000 articles, as English has.
const VOCABULARY = Math.round(450 * Math.sqrt(count));

// The word of a rank: common words first, then syllables that count upwards.
function wordOf(rank) {
	if (rank < COMMON.length)
		return COMMON[rank];
	let number = Math.imul(rank, 0x9e3779b1) >>> 8;
	let word = SYLLABLES[rank % SYLLABLES.length];
	for (let left = rank; left >= SYLLABLES.length; left = Math.floor(left / SYLLABLES.length))
		word += SYLLABLES[(number = (number * 7 + left) % 0xffffff) % SYLLABLES.length];
	return word.length < 4 ? `${word}or` : word;
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);
const rare = () => COMMON.length + random.zipf(VOCABULARY - COMMON.length);
const anyWord = () => wordOf(random.zipf(VOCABULARY)) + random.pick(ENDINGS);
const words = (length, draw) => Array.from({ length }, draw).join(" ");

function sentence(subject) {
	const draw = () => (random.next() < 0.2 ? random.pick(subject) : anyWord());
	return `${capital(words(6 + random.below(16), draw))}${random.pick([".", ".", ".", "?", ":"])}`;
}

function paragraph(subject) {
	return Array.from({ length: 2 + random.below(5) }, () => sentence(subject)).join(" ");
}

function list(subject) {
	return Array.from({ length: 3 + random.below(4) }, () => `- ${sentence(subject)}`).join("\n");
}

function article(number) {
	const subject = Array.from({ length: 30 }, () => wordOf(rare()));
	const draw = () => random.pick(subject);
	const date = (year) => `20${year}-0${1 + random.below(9)}-1${random.below(10)}`;
	const bytes = Math.min(120000, Math.round(4500 * Math.exp(0.62 * random.normal())));
	const parts = [paragraph(subject)];
	for (let length = 0; length < bytes; length += parts.at(-1).length) {
		if (random.next() < 0.2)
			parts.push(`## ${capital(words(2 + random.below(4), draw))}`);
		parts.push(random.next() < 0.1 ? list(subject) : paragraph(subject));
	}
	return `---
title: ${capital(words(2 + random.below(4), draw))}
description: ${sentence(subject).replaceAll(":", ".")}
date: ${date(10 + random.below(9))}
reviewed: ${date(24 + random.below(2))}
tags: [${words(1, () => wordOf(COMMON.length + random.below(20)))}, ${words(1, () => wordOf(COMMON.length + random.below(60)))}]
keywords: [${draw()}, ${draw()} ${draw()}]
---

${parts.join("\n\n")}

See also [number ${random.below(number + 1)}](/${random.below(number + 1)}/).
`;
}

const shipped = join(dirname(fileURLToPath(import.meta.url)), "..", "corpus");
mkdirSync(out, { recursive: true });
if (readdirSync(out).length > 0) {
	console.error(`corpus.mjs: the folder '${out}' is not empty: give a new one`);
	process.exit(2);
}
cpSync(shipped, out, { recursive: true, filter: (path) => !path.includes("_search") });
const own = readdirSync(out, { recursive: true }).filter((name) => name.endsWith(".md") && name !== "README.md").length;
for (let number = 0; number < count - own; number++) {
	const folder = join(out, `section-${number % 12}`, `part-${Math.floor(number / 12) % 40}`);
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, `article-${number}.md`), article(number));
}
