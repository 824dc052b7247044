// SPDX-License-Identifier: GPL-2.0-or-later
//
// The search box in a real browser: what its keys do, what it says to screen readers, and
// that a search completes when its script or its suggestions are missing or late.

import { createServer } from "node:http";
import { gzipSync } from "node:zlib";

async function type(page, text, id = "#q") {
	await page.locator(id).fill("");
	await page.locator(id).pressSequentially(text);
}

const shown = (page) => page.locator("[role=listbox]").first().isVisible();
const chosen = (page) => page.locator("#q").getAttribute("aria-activedescendant");

async function open(page, url, text = "hem") {
	await page.goto(`${url}/search`);
	await type(page, text);
	await page.locator("[role=option]").first().waitFor();
}

async function keys(page, url, ok) {
	await open(page, url);
	ok((await chosen(page)) === null, "nothing is chosen beforehand");
	await page.keyboard.press("ArrowDown");
	const id = await chosen(page);
	const option = page.locator(`#${id}`);
	ok((await option.getAttribute("aria-selected")) === "true", "the arrow key chooses one that is there");
	ok(await page.evaluate(() => document.activeElement.id === "q"), "the focus stays in the input");
	await page.keyboard.press("Home");
	ok((await chosen(page)) === null, "Home is for editing");
	await page.keyboard.press("Escape");
	ok(!(await shown(page)) && (await page.locator("#q").inputValue()) === "hem", "Escape closes and clears nothing");
	ok((await page.locator("#q").getAttribute("aria-expanded")) === "false", "which is told");
	await page.keyboard.press("ArrowDown");
	await page.locator("[role=option]").first().waitFor();
	ok(await shown(page), "the arrow key opens it again");
	await page.keyboard.press("Enter");
	await page.waitForURL(/[?]q=hem$/);
	ok(true, "Enter searches for what was typed");
	await open(page, url);
	await page.keyboard.press("ArrowDown");
	await page.keyboard.press("Tab");
	ok(!(await shown(page)) && (await page.locator("#q").inputValue()) === "hem", "Tab leaves");
	await open(page, url);
	await page.keyboard.press("ArrowUp");
	const text = await page.locator("[aria-selected=true]").getAttribute("data-text");
	await page.keyboard.press("Enter");
	await page.waitForURL((at) => at.searchParams.get("q") === text);
	ok(true, "Enter searches for the words that are chosen");
	await open(page, url);
	await page.keyboard.press("ArrowDown");
	await page.keyboard.press("Enter");
	await page.waitForURL("**/conditions/hemifacial-spasm/");
	ok(true, "or goes to the article");
}

// Keys of an input method, also of one that was at work before there were suggestions.
async function composition(page, url, ok) {
	const input = page.locator("#q");
	const press = (key) =>
		input.evaluate(
			(one, name) =>
				one.dispatchEvent(
					new KeyboardEvent("keydown", { key: name, isComposing: true, bubbles: true, cancelable: true }),
				),
			key,
		);
	await page.goto(`${url}/search`);
	await input.dispatchEvent("compositionstart");
	await type(page, "hem");
	await page.locator("[role=option]").first().waitFor();
	await page.keyboard.press("ArrowDown");
	ok((await chosen(page)) === null, "keys of an input method choose nothing");
	await press("Escape");
	ok(await shown(page), "and close nothing");
	await input.dispatchEvent("compositionend");
	await page.keyboard.press("ArrowDown");
	ok((await chosen(page)) !== null, "when it is done they do");
}

// What the site says of its box, in its own language.
async function attributes(page, context, url, ok) {
	const asked = [];
	const note = (request) => request.url().includes("/api/suggest") && asked.push(request);
	page.on("request", note);
	await context.addCookies([{ name: "who", value: "me", url }]);
	await page.goto(`${url}/search`);
	await page.locator("[role=combobox]").waitFor();
	await page.evaluate(() => {
		const ours = document.querySelector("fornix-search");
		const theirs = document.createElement("fornix-search");
		const told = {
			src: "/api/suggest?lang=de",
			limit: "3",
			"min-length": "3",
			"data-label": "Vorschläge",
			"data-article": "Artikel",
			"data-many": "Es gibt {n}",
			"data-none": "Es gibt nichts",
			"data-more": "Noch ein Buchstabe",
		};
		for (const [name, value] of Object.entries(told)) theirs.setAttribute(name, value);
		theirs.append(...ours.childNodes);
		ours.replaceWith(theirs);
	});
	ok((await page.locator("[role=listbox]").count()) === 1, "what leaves the page leaves nothing behind");
	const status = (text) => page.locator("fornix-search [role=status]", { hasText: text }).waitFor({ state: "attached" });
	await type(page, "he");
	await status("Noch ein Buchstabe");
	ok(asked.length === 0, "it takes as many letters as the site says");
	// As fast fingers do.
	await page.locator("#q").evaluate(async (input) => {
		for (const text of ["hem", "hemi", "hemif"]) {
			input.value = text;
			input.dispatchEvent(new Event("input", { bubbles: true }));
			await new Promise((done) => setTimeout(done, 30));
		}
	});
	await status("Es gibt 3");
	const options = page.locator("[role=option]");
	const list = await page.locator("[role=listbox]").getAttribute("aria-label");
	ok((await options.count()) === 3 && list === "Vorschläge", "as many suggestions, called as the site does");
	ok(/ Artikel$/.test(await options.first().textContent()), "and its word for articles");
	ok(asked.length === 1 && /lang=de&q=hemif$/.test(asked[0].url()), "asked once, after a pause, where it says", asked.map((one) => one.url()));
	ok(!(await asked[0].allHeaders()).cookie, "without cookies");
	await type(page, "zzqqxx");
	await status("Es gibt nichts");
	page.off("request", note);
	await context.clearCookies();
}

async function status(page, url, ok) {
	await open(page, url);
	const text = () => page.locator("fornix-search [role=status]").first().textContent();
	ok((await text()) === "", "nothing is said at once");
	await page.waitForTimeout(1300);
	ok(/^\d suggestions/.test(await text()), "but after a while", [await text()]);
	await type(page, "zzqqxx");
	await page.waitForTimeout(1800);
	ok(/^No suggestions/.test(await text()) && !(await shown(page)), "also that there are none");
}

async function late(page, url, ok) {
	await page.route("**/api/suggest?q=hem", (route) => setTimeout(() => route.continue().catch(() => {}), 1500));
	await page.goto(`${url}/search`);
	await type(page, "hem");
	await page.waitForTimeout(400);
	await type(page, "trigem");
	await page.locator("[role=option]").first().waitFor();
	await page.waitForTimeout(1800);
	const first = await page.locator("[role=option]").first().textContent();
	ok(/trigem/i.test(first), "an answer that comes late is dropped", [first]);
	await type(page, "hem");
	await page.keyboard.press("Enter");
	await page.waitForURL(/[?]q=hem$/);
	ok(true, "a search does not wait for suggestions");
	await page.unrouteAll({ behavior: "ignoreErrors" });
}

async function blocked(page, url, ok) {
	await page.route("**/*.js", (route) => route.abort());
	await page.goto(`${url}/search`);
	await type(page, "hem");
	await page.keyboard.press("Enter");
	await page.waitForURL(/[?]q=hem$/);
	ok(true, "a search completes where the script is blocked");
	await page.unrouteAll({ behavior: "ignoreErrors" });
}

// Whatever the answers hold is text, and addresses that are no pages are no links.
async function hostile(page, url, ok) {
	const text = "<img src=x onerror=alert(1)>";
	const articles = ["/a/", "javascript:alert(1)"].map((at) => ({ title: text, titleHtml: text, url: at }));
	const body = JSON.stringify({ articles, completions: [{ text, textHtml: text }] });
	await page.route("**/api/suggest?**", (route) => route.fulfill({ contentType: "application/json", body }));
	await open(page, url);
	ok((await page.locator("[role=listbox] img").count()) === 0, "no text of an answer is HTML");
	const links = await page.locator("[role=listbox] a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
	ok(links.length === 1 && /\/a\/$/.test(links[0]), "nor an address that is no page a link", links);
	const kept = await page.evaluate(() => !document.querySelector("[role=listbox]").dispatchEvent(new MouseEvent("mousedown", { cancelable: true })));
	ok(kept, "the mouse takes no focus from the input");
	await page.unrouteAll({ behavior: "ignoreErrors" });
}

// A page of another site with the box of service.
async function elsewhere(page, service, suggests, ok) {
	const server = createServer((request, response) => {
		response.setHeader("content-type", "text/html");
		response.end(`<!doctype html><html lang="en"><title>x</title>
<script src="${service}/search-box.js" defer></script>
<fornix-search><form role="search" action="${service}/search"><label for="q">Search</label>
<input type="search" id="q" name="q"><button>Search</button></form></fornix-search>`);
	});
	await new Promise((done) => server.listen(0, "127.0.0.1", done));
	const referrers = [];
	const note = (request) => request.url().includes("/api/suggest") && referrers.push(request.headers().referer);
	page.on("request", note);
	await page.goto(`http://localhost:${server.address().port}/`);
	await type(page, "hem");
	await page.waitForTimeout(1000);
	const count = await page.locator("[role=option]").count();
	ok(count > 0 === suggests, `another site ${suggests ? "that may ask has" : "has no"} suggestions`);
	page.off("request", note);
	ok((referrers.length > 0 || !suggests) && referrers.every((one) => !one), "which do not tell the page", referrers);
	const policies = await page.locator("[role=listbox] a").evaluateAll((all) => all.map((one) => one.referrerPolicy));
	ok(policies.every((one) => one === "no-referrer"), "nor do links", policies);
	await page.keyboard.press("Enter");
	await page.waitForURL(/[/]search[?]q=hem$/);
	ok((await page.locator("main h1").count()) === 1, "and can search");
	server.close();
}

export async function seeBox(browser, url, shared, ok) {
	const answer = await fetch(`${url}/search-box.js`);
	if (answer.status === 404) return;
	const size = gzipSync(Buffer.from(await answer.arrayBuffer()), { level: 9 }).length;
	ok(size < 4096, "the script is less than 4 kB", [String(size)]);
	ok(/immutable/.test(answer.headers.get("cache-control")), "and kept");
	const context = await browser.newContext();
	const page = await context.newPage();
	page.setDefaultTimeout(10000);
	await keys(page, url, ok);
	await composition(page, url, ok);
	await attributes(page, context, url, ok);
	await status(page, url, ok);
	await late(page, url, ok);
	await blocked(page, url, ok);
	await hostile(page, url, ok);
	await elsewhere(page, url, false, ok);
	await elsewhere(page, shared, true, ok);
	await context.close();
}

// The states of the box that axe-core looks at and that are photographed, and what shows them.
export const states = {
	open: [open, "[role=option]"],
	active: [
		async (page, url) => {
			await open(page, url);
			await page.keyboard.press("ArrowDown");
		},
		"[aria-selected=true]",
	],
	none: [
		async (page, url) => {
			await page.goto(`${url}/search`);
			await type(page, "zzqqxx");
			await page.waitForTimeout(1500);
		},
		"#q:not([aria-expanded=true])",
	],
};
