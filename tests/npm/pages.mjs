// SPDX-License-Identifier: GPL-2.0-or-later
//
// usage: node pages.mjs URL CHROMIUM SHOTS SHARED
//
// Opens the pages of the service at URL in a real browser and prints TAP: axe-core finds
// nothing wrong in any colour scheme or width, nothing is asked of another origin, the
// content security policy is kept, and a search completes without JavaScript.  A picture of
// every page in every look goes to the folder SHOTS.  Pages of any site may ask the service at SHARED.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { seeBox, states } from "./box.mjs";

const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const axeSource = readFileSync(axePath, "utf8");
const [url, executablePath, shots, shared] = process.argv.slice(2);
const origin = new URL(url).origin;
const hasBox = (await fetch(`${url}/search-box.js`)).ok;

const pages = {
	start: ["/search", "form[role=search]"],
	results: ["/search?q=hemifacial+spasm", "main ol li"],
	"page-2": ["/search?q=pain&page=2", "main ol li"],
	filter: ["/search?q=pain&section=conditions", "main ol li"],
	"no-results": ["/search?q=zzqqxx", "main .topics"],
	closest: ["/search?q=%22face+neuralgia%22+-spasm&section=visits", "main .relaxed del"],
	"missing-word": ["/search?q=hemifacial+zzqqxx", "main .missing del"],
	"past-end": ["/search?q=hemifacial&page=9", "main .actions"],
	related: ["/search?q=%22ivalon+sponge%22", "main .related"],
	correction: ["/search?q=hemifacail+spasm", "main .correction"],
	suggestion: ["/search?q=exema", "main .correction"],
	synonyms: ["/search?q=water+on+the+brain", "main .synonyms"],
	recommended: ["/search?q=first+appointment", "main .bets"],
	urgent: ["/search?q=worst+headache+of+my+life", "main .urgent"],
	browse: ["/browse", "main .index"],
	"browse-section": ["/browse?section=treatments", "main .index"],
	"search-box": ["/search-box.html", "main pre"],
	"not-found": ["/there-is-no-such-page", "main"],
	"bad-request": ["/search?q=pain&page=x", "main"],
};
// What the reader's settings, screen or zoom (200 % of 1024 pixels) make of a page.
const looks = {
	light: {},
	dark: { colorScheme: "dark" },
	forced: { forcedColors: "active" },
	narrow: { width: 320, height: 640 },
	zoomed: { width: 512, height: 384 },
};

let count = 0;
let failures = 0;
function ok(passed, name, details = []) {
	count += 1;
	failures += passed ? 0 : 1;
	console.log(`${passed ? "ok" : "not ok"} ${count} - ${name}`);
	for (const line of passed ? [] : details)
		console.log(`# ${line}`.replaceAll("\n", "\n# "));
}

// What a page did that it must not do.
function watch(context, faults) {
	context.on("request", (request) => {
		const target = new URL(request.url());
		if (target.protocol !== "data:" && target.origin !== origin)
			faults.push(`asked ${request.url()}`);
	});
	context.on("console", (message) => {
		if (/content security policy/i.test(message.text())) faults.push(message.text());
	});
	context.on("weberror", (error) => faults.push(String(error.error())));
}

async function violations(page) {
	const found = await page.evaluate(() =>
		globalThis.axe.run(document, { resultTypes: ["violations"] }),
	);
	return found.violations.flatMap((rule) =>
		rule.nodes.map((node) => `${rule.id}: ${node.html}\n  ${node.failureSummary}`),
	);
}

// Every look of what the page shows.
async function seeLooks(page, name, selector, fullPage) {
	for (const [look, options] of Object.entries(looks)) {
		const { width = 1024, height = 768, ...media } = options;
		await page.setViewportSize({ width, height });
		await page.emulateMedia({ colorScheme: "light", forcedColors: "none", ...media });
		const wrong = await violations(page);
		if (!(await page.locator(selector).first().isVisible()))
			wrong.push(`'${selector}' is not to be seen`);
		const wide = await page.evaluate(
			() => document.documentElement.scrollWidth - document.documentElement.clientWidth,
		);
		if (wide > 0) wrong.push(`${wide} pixels wider than the window`);
		ok(wrong.length === 0, `${name}, ${look}: accessible, as wide as the window`, wrong);
		await page.screenshot({ path: `${shots}/${name}-${look}.png`, fullPage });
	}
}

async function seePages(browser) {
	const context = await browser.newContext({ reducedMotion: "reduce" });
	const faults = [];
	watch(context, faults);
	await context.addInitScript(axeSource);
	const page = await context.newPage();
	for (const [name, [path, selector]] of Object.entries(pages)) {
		await page.goto(url + path);
		await seeLooks(page, name, selector, true);
		if (hasBox && (await page.locator("header fornix-search [role=combobox]").count()) !== 1)
			ok(false, `${name}: has the box`);
	}
	for (const [name, [reach, selector]] of Object.entries(hasBox ? states : {})) {
		await reach(page, url);
		await seeLooks(page, `box-${name}`, selector, false);
	}
	ok(faults.length === 0, "nothing of another origin, policy kept", faults);
	await context.close();
}

// Where the articles that are near stand: beside the results, or below.
async function side(page) {
	const [found, related] = await Promise.all(
		[".found", ".related"].map((one) => page.locator(one).boundingBox()),
	);
	if (related.x >= found.x + found.width && related.y < found.y + 40) return "right";
	if (related.x + related.width <= found.x && related.y < found.y + found.height) return "left";
	return related.y >= found.y + found.height ? "below" : "across";
}

// The results take the room that there is, whatever takes it: the window, the site, large text.
async function seeSides(browser) {
	const context = await browser.newContext({ reducedMotion: "reduce" });
	const page = await context.newPage();
	const rows = [
		[1280, "", "", "right"],
		[1024, "", "", "left"],
		[700, "", "", "below"],
		[320, "", "", "below"],
		[1280, "36rem", "", "below"],
		[1280, "", "200%", "below"],
		[640, "", "200%", "below"],
	];
	for (const [width, room, size, wanted] of rows) {
		await page.setViewportSize({ width, height: 800 });
		await page.goto(`${url}/search?q=%22ivalon+sponge%22`);
		await page.evaluate(
			([most, font]) => {
				document.querySelector("main").style.maxWidth = most;
				document.documentElement.style.fontSize = font;
			},
			[room, size],
		);
		const wide = await page.evaluate(
			() => document.documentElement.scrollWidth - document.documentElement.clientWidth,
		);
		const got = await side(page);
		ok(
			got === wanted && wide <= 0,
			`related articles stand ${wanted}: ${width} pixels ${room} ${size}`,
			[got, `${wide} pixels too wide`],
		);
	}
	await page.setViewportSize({ width: 1280, height: 800 });
	await page.goto(`${url}/search?q=zzqqxx`);
	const [found, ask] = await Promise.all(
		[".found", ".ask"].map((one) => page.locator(one).boundingBox()),
	);
	ok(ask.x >= found.x + found.width, "whom to ask stands beside what nobody found");
	await context.close();
}

// What is on paper, and what is of no use there.
async function seePaper(browser) {
	const context = await browser.newContext({ viewport: { width: 720, height: 960 } });
	const page = await context.newPage();
	await page.emulateMedia({ media: "print" });
	const rows = [
		["closest", [".hits", ".ask"], ["form", ".action", ".overview"]],
		["page-2", ["h1", ".hits"], ["form", ".all", ".facets", ".sort", ".pager"]],
		["synonyms", [".synonyms", ".hits"], [".synonyms a"]],
		["urgent", [".urgent", ".phones", ".hits"], ["form"]],
		["browse", [".index"], ["form", ".choices"]],
	];
	for (const [name, read, used] of rows) {
		await page.goto(url + pages[name][0]);
		const wrong = [];
		for (const one of [...read, ...used]) {
			const found = page.locator(one).first();
			if ((await found.count()) === 0 || (await found.isVisible()) !== read.includes(one))
				wrong.push(one);
		}
		ok(wrong.length === 0, `${name}, on paper: what can be read only`, wrong);
		await page.screenshot({ path: `${shots}/${name}-print.png`, fullPage: true });
	}
	await context.close();
}

async function searchWithoutScripts(browser) {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto(`${url}/search`);
	await page.getByRole("searchbox").fill("hemifacial spasm");
	await page.keyboard.press("Enter");
	await page.waitForURL(/[?]q=hemifacial[+]spasm$/);
	const title = await page.locator("main ol li a").first().textContent();
	ok(/hemifacial spasm/i.test(title), "without JavaScript a search completes", [title]);
	await context.close();
}

const browser = await chromium.launch({
	executablePath,
	headless: false, // it is, by the first argument: a full browser without a window
	args: [
		"--headless=new",
		"--no-sandbox",
		"--disable-gpu",
		"--hide-scrollbars", // of pictures
		"--disable-quic",
		"--no-first-run",
		"--disable-background-networking",
		"--disable-component-update",
		"--disable-sync",
	],
});
try {
	await seePages(browser);
	await seeSides(browser);
	await seePaper(browser);
	await searchWithoutScripts(browser);
	await seeBox(browser, url, shared, ok);
} catch (error) {
	ok(false, "the browser does as it is told", [String(error)]);
} finally {
	await browser.close();
}
console.log(`1..${count}`);
process.exitCode = failures > 0 ? 1 : 0;
