// SPDX-License-Identifier: GPL-2.0-or-later
//
// usage: node pages.mjs URL CHROMIUM SHOTS SHARED
//
// Opens the pages of the service at URL in a real browser and prints TAP: axe-core finds
// nothing wrong in any colour scheme or width, nothing is asked of another origin, the
// content security policy is kept, and a search completes without JavaScript.  A picture of
// every page goes to the folder SHOTS.  Pages of any site may ask the service at SHARED.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { seeBox, states } from "./box.mjs";

const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const axeSource = readFileSync(axePath, "utf8");
const [url, executablePath, shots, shared] = process.argv.slice(2);
const origin = new URL(url).origin;

const pages = {
	start: ["/search", "form[role=search]"],
	results: ["/search?q=hemifacial+spasm", "main ol li"],
	"page-2": ["/search?q=pain&page=2", "main ol li"],
	filter: ["/search?q=pain&section=conditions", "main ol li"],
	"no-results": ["/search?q=zzqqxx", "main .topics"],
	closest: ["/search?q=%22face+neuralgia%22+-spasm&section=visits", "main .relaxed del"],
	"missing-word": ["/search?q=hemifacial+zzqqxx", "main .missing del"],
	"past-end": ["/search?q=hemifacial&page=9", "main .actions"],
	related: ["/search?q=ivalon+sponges", "main .related"],
	correction: ["/search?q=hemifacail+spasm", "main ol li"],
	recommended: ["/search?q=first+appointment", "main .bets"],
	urgent: ["/search?q=worst+headache+of+my+life", "main .urgent"],
	"search-box": ["/search-box.html", "main pre"],
	"not-found": ["/there-is-no-such-page", "main"],
	"bad-request": ["/search?q=pain&page=x", "main"],
};
const looks = {
	light: { colorScheme: "light" },
	dark: { colorScheme: "dark" },
	forced: { forcedColors: "active" },
	narrow: { viewport: { width: 320, height: 640 } },
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
	const found = await page.evaluate(() => globalThis.axe.run(document));
	return found.violations.flatMap((rule) =>
		rule.nodes.map((node) => `${rule.id}: ${node.html}\n  ${node.failureSummary}`),
	);
}

async function seePages(browser, look, options) {
	const context = await browser.newContext({
		viewport: { width: 1024, height: 768 },
		reducedMotion: "reduce",
		...options,
	});
	const faults = [];
	watch(context, faults);
	await context.addInitScript(axeSource);
	const page = await context.newPage();
	for (const [name, [path, selector]] of Object.entries(pages)) {
		await page.goto(url + path);
		const wrong = await violations(page);
		if ((await page.locator(selector).count()) === 0)
			wrong.push(`'${selector}' is not on the page`);
		const wide = await page.evaluate(
			() => document.documentElement.scrollWidth - document.documentElement.clientWidth,
		);
		if (wide > 0) wrong.push(`${wide} pixels wider than the window`);
		ok(wrong.length === 0, `${name}, ${look}: accessible, as wide as the window`, wrong);
		await page.screenshot({ path: `${shots}/${name}-${look}.png`, fullPage: true });
	}
	const hasBox = (await fetch(`${url}/search-box.js`)).ok;
	for (const [name, reach] of Object.entries(hasBox ? states : {})) {
		await reach(page, url);
		const wrong = await violations(page);
		ok(wrong.length === 0, `box ${name}, ${look}: accessible`, wrong);
		await page.screenshot({ path: `${shots}/box-${name}-${look}.png` });
	}
	ok(faults.length === 0, `${look}: nothing of another origin, policy kept`, faults);
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
		await page.goto(`${url}/search?q=ivalon+sponges`);
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
	await page.emulateMedia({ media: "print" });
	await page.goto(`${url}${pages.closest[0]}`);
	const shown = await Promise.all(
		["form", ".action", ".overview", ".hits", ".ask"].map((one) =>
			page.locator(one).first().isVisible(),
		),
	);
	ok(`${shown}` === "false,false,false,true,true", "on paper what can be read only", [
		`${shown}`,
	]);
	await page.screenshot({ path: `${shots}/closest-print.png`, fullPage: true });
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
		"--disable-quic",
		"--no-first-run",
		"--disable-background-networking",
		"--disable-component-update",
		"--disable-sync",
	],
});
try {
	for (const [look, options] of Object.entries(looks))
		await seePages(browser, look, options);
	await seeSides(browser);
	await searchWithoutScripts(browser);
	await seeBox(browser, url, shared, ok);
} catch (error) {
	ok(false, "the browser does as it is told", [String(error)]);
} finally {
	await browser.close();
}
console.log(`1..${count}`);
process.exitCode = failures > 0 ? 1 : 0;
