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

async function composition(page, context, url, ok) {
	await open(page, url);
	const session = await context.newCDPSession(page);
	await session.send("Input.imeSetComposition", { selectionStart: 1, selectionEnd: 1, text: "i" });
	await page.keyboard.press("ArrowDown");
	ok((await chosen(page)) === null, "keys of an input method are its own");
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
	await composition(page, context, url, ok);
	await status(page, url, ok);
	await late(page, url, ok);
	await blocked(page, url, ok);
	await hostile(page, url, ok);
	await elsewhere(page, url, false, ok);
	await elsewhere(page, shared, true, ok);
	await context.close();
}

// The states of the box that axe-core looks at and that are photographed.
export const states = {
	open: async (page, url) => open(page, url),
	active: async (page, url) => {
		await open(page, url);
		await page.keyboard.press("ArrowDown");
	},
	none: async (page, url) => {
		await page.goto(`${url}/search`);
		await type(page, "zzqqxx");
		await page.waitForTimeout(1500);
	},
};
