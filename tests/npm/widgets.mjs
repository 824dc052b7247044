// SPDX-License-Identifier: GPL-2.0-or-later
// usage: node widgets.mjs PORT OTHER-PORT URL CHROMIUM SHOTS
// Widgets of InstantSearch in a browser: a page at localhost:PORT, whose origin may ask
// the fornixd at URL, and the same page at OTHER-PORT, whose origin may not.  A picture
// of the page goes to the folder SHOTS.
import { chromium } from "playwright-core";
import { serveWidgets } from "./instantsearch.mjs";
import { check, run, same } from "./report.mjs";

const [port, otherPort, url, executablePath, shots] = process.argv.slice(2);
const servers = [await serveWidgets(url, port), await serveWidgets(url, otherPort)];
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });

async function open(at) {
	const tab = await browser.newPage({ viewport: { width: 900, height: 900 } });
	tab.setDefaultTimeout(15000);
	const hosts = new Set();
	tab.on("request", (request) => hosts.add(new URL(request.url()).host));
	await tab.goto(`http://localhost:${at}/`);
	return { tab, hosts };
}

await run("widgets", async () => {
	const { tab, hosts } = await open(port);
	await tab.waitForSelector(".ais-Hits-item");
	same(await tab.locator(".ais-Hits-item").count(), 5, "no query: a page of all articles");
	await tab.fill(".ais-SearchBox-input", "hemifacial spasm");
	await tab.waitForFunction(() => document.querySelector(".ais-Hits-item")?.textContent.includes("Hemifacial"));
	same(await tab.locator(".ais-Hits-item a").first().getAttribute("href"), "/conditions/hemifacial-spasm/", "the article comes first");
	const marks = await tab.locator(".ais-Hits-item").first().locator(".ais-Highlight-highlighted").allTextContents();
	check(marks.includes("Hemifacial") && marks.includes("spasm"), "its words are marked", marks);
	await tab.fill(".ais-SearchBox-input", "pain");
	await tab.waitForFunction(() => document.querySelector(".ais-Pagination-item--lastPage, .ais-Pagination-item--page:nth-of-type(4)"));
	const before = await tab.locator(".ais-Hits-item").first().textContent();
	await tab.locator(".ais-Pagination-link", { hasText: /^2$/ }).click();
	await tab.waitForFunction((was) => document.querySelector(".ais-Hits-item").textContent !== was, before);
	check(true, "the next page is another");
	const tag = tab.locator(".ais-RefinementList-item").first();
	const name = await tag.locator(".ais-RefinementList-labelText").textContent();
	await tag.locator("input").check();
	await tab.waitForFunction((wanted) => [...document.querySelectorAll(".ais-Hits-item small")].every((one) => one.textContent.split(" ").includes(wanted)), name);
	check(await tab.locator(".ais-Hits-item").count() > 0, "a refinement narrows");
	await tab.screenshot({ path: `${shots}/widgets.png` });
	await tab.fill(".ais-RefinementList-searchBox input", "spi");
	await tab.waitForFunction(() => [...document.querySelectorAll(".ais-RefinementList-labelText")].every((one) => one.textContent.includes("spi")));
	check(await tab.locator(".ais-RefinementList-item").count() > 0, "refinements can be searched");
	same(await tab.locator("#error").textContent(), "", "there was no error");
	same([...hosts].sort(), [`localhost:${port}`, new URL(url).host].sort(), "nobody else was asked");
	await tab.close();
});

await run("another origin", async () => {
	const { tab } = await open(otherPort);
	await tab.waitForFunction(() => document.getElementById("error").textContent !== "");
	same(await tab.locator(".ais-Hits-item").count(), 0, "an origin that may not ask gets nothing");
	await tab.close();
});

await browser.close();
servers.forEach((server) => server.close());
