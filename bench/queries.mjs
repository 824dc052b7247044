#!/usr/bin/env node
// SPDX-License-Identifier: GPL-2.0-or-later
// usage: queries.mjs [--seed NUMBER] [--count NUMBER] DOCS FOLDER
//
// Makes streams of queries out of the Markdown files below DOCS, one query a line, the
// same for the same files and seed:
//
//	distinct.txt	different queries of all kinds, so that no cache of answers helps
//	zipf.txt	1,000 of these, repeated as people repeat them
//	short.txt	one and two words of titles
//	long.txt	three words and more of titles and sentences
//	phrases.txt	in quotation marks
//	clean.txt	words of titles, one of them rare
//	misspelt.txt	line by line those of clean.txt with one mistake in the rarest word
//	prefixes.txt	beginnings of titles, as typed
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { randomFrom } from "./random.mjs";

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { seed: { type: "string", default: "2" }, count: { type: "string", default: "20000" } },
});
if (positionals.length !== 2) {
	console.error("usage: queries.mjs [--seed NUMBER] [--count NUMBER] DOCS FOLDER");
	process.exit(2);
}
const [docs, out] = positionals;
const count = Number(values.count);
const random = randomFrom(Number(values.seed));
const REPEATED = 1000;

const wordsOf = (text) => text.toLowerCase().match(/[a-z]{2,24}/g) ?? [];

// Folders and files that begin with "_" or "." are no articles.
function* files(folder) {
	for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
		if (/^[_.]/.test(entry.name))
			continue;
		if (entry.isDirectory())
			yield* files(join(folder, entry.name));
		else if (entry.name.endsWith(".md") && entry.name !== "README.md")
			yield join(folder, entry.name);
	}
}

function readArticle(path) {
	const [, head = "", body] = readFileSync(path, "utf8").match(/^(?:---\n([^]*?)\n---\n)?([^]*)$/);
	const title = head.match(/^title: *(.*)$/m)?.[1] ?? body.match(/^#+ (.*)$/m)?.[1] ?? basename(path, ".md");
	return { title: wordsOf(title), body: wordsOf(body.slice(0, 20000)) };
}

// As many as there is memory for, from everywhere.
const READ_MAX = 50000;
const paths = [...files(docs)];
const each = Math.ceil(paths.length / READ_MAX);
const articles = paths.filter((_, i) => i % each === 0).map(readArticle).filter((one) => one.title.length > 0 && one.body.length > 20);
const frequency = new Map();
for (const { title, body } of articles)
	for (const word of new Set([...title, ...body]))
		frequency.set(word, (frequency.get(word) ?? 0) + 1);
const vocabulary = [...frequency.keys()].sort();
const often = (word) => frequency.get(word) ?? 0;
const rareWords = vocabulary.filter((word) => often(word) <= 3);
const midWords = vocabulary.filter((word) => often(word) > articles.length / 100 && often(word) < articles.length / 10);

function run(list, length) {
	const start = random.below(Math.max(1, list.length - length + 1));
	return list.slice(start, start + length);
}

const titleWords = (least, most) => run(random.pick(articles).title, least + random.below(most - least + 1));
const bodyWords = (length) => run(random.pick(articles).body, length);

// One letter lost, doubled, replaced or swapped, never the first.
function mistake(word) {
	const at = 1 + random.below(word.length - 2);
	const [before, letter, after] = [word.slice(0, at), word[at], word.slice(at + 1)];
	return random.pick([
		() => before + after,
		() => before + letter + letter + after,
		() => before + random.pick("aeioustrn") + after,
		() => before + after[0] + letter + after.slice(1),
	])();
}

// A query with a rare word of five letters or more, and the same with a mistake in it.
function misspelt() {
	for (;;) {
		const query = titleWords(1, 4);
		const rarest = query.reduce((a, b) => (often(b) < often(a) ? b : a));
		const wrong = rarest.length > 5 ? mistake(rarest) : rarest;
		if (!frequency.has(wrong))
			return [query.join(" "), query.map((word) => (word === rarest ? wrong : word)).join(" ")];
	}
}

function prefix() {
	const title = random.pick(articles).title.join(" ");
	return title.slice(0, 1 + random.below(title.length)).trim();
}

const phrase = () => `"${bodyWords(2 + random.below(2)).join(" ")}"`;

function anyQuery() {
	const kind = random.next();
	if (kind < 0.4)
		return titleWords(1, 4).join(" ");
	if (kind < 0.55)
		return Array.from({ length: 2 + random.below(3) }, () => bodyWords(1)[0]).join(" ");
	if (kind < 0.6 && midWords.length > 0)
		return `${random.pick(midWords)} ${random.pick(midWords)}`;
	if (kind < 0.7 && rareWords.length > 0)
		return random.pick(rareWords);
	if (kind < 0.8)
		return phrase();
	return kind < 0.92 ? misspelt()[1] : prefix();
}

// As many different ones as there are, up to the number.
function distinct(number, draw) {
	const seen = new Set();
	for (let tries = 0; seen.size < number && tries < number * 20; tries++)
		seen.add(draw());
	seen.delete("");
	return [...seen];
}

mkdirSync(out, { recursive: true });
const write = (name, lines) => writeFileSync(join(out, `${name}.txt`), `${lines.join("\n")}\n`);
const all = distinct(count, anyQuery);
const pairs = distinct(Math.ceil(count / 10), () => misspelt().join("\t")).map((pair) => pair.split("\t"));
const few = Math.ceil(count / 4);
write("distinct", all);
write("zipf", Array.from({ length: count }, () => all[random.zipf(Math.min(REPEATED, all.length))]));
write("short", distinct(few, () => titleWords(1, 2).join(" ")));
write("long", distinct(few, () => (random.next() < 0.5 ? titleWords(3, 5) : bodyWords(3 + random.below(6))).join(" "))
	.filter((query) => query.split(" ").length > 2));
write("phrases", distinct(few, phrase));
write("clean", pairs.map(([right]) => right));
write("misspelt", pairs.map(([, wrong]) => wrong));
write("prefixes", distinct(few, prefix));
