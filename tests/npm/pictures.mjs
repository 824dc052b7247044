// SPDX-License-Identifier: GPL-2.0-or-later
//
// usage: node pictures.mjs URL CHROMIUM FOLDER PORT
//
// Takes the pictures of README.md from the service at URL, whose settings let pages at
// localhost:PORT ask, and writes them to FOLDER.

import { chromium } from "playwright-core";
import { serveWidgets } from "./instantsearch.mjs";

const [url, executablePath, folder, port] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });

// Runs see() on a page of that size and photographs what it shows.
async function picture(name, width, height, options, see) {
	const context = await browser.newContext({ viewport: { width, height: height || 100 }, ...options });
	const page = await context.newPage();
	page.setDefaultTimeout(15000);
	await see(page);
	await page.screenshot({ path: `${folder}/${name}.png`, fullPage: height === 0 });
	await context.close();
}

const go = (path) => (page) => page.goto(url + path);

function escape(text) {
	return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

// JSON in colours, as a terminal shows it.
function coloured(value) {
	return escape(JSON.stringify(value, null, 2))
		.replace(/^( *)("[^"]*"): /gm, "$1<b>$2</b>: ")
		.replace(/(: |^ *)("(?:[^"\\]|\\.)*")/gm, "$1<i>$2</i>");
}

async function answer(page) {
	const asked = "/api/search?q=hemifacail+spasm&perPage=1";
	const { query, correction, total, results } = await (await fetch(url + asked)).json();
	const { url: at, title, snippetHtml, reviewed } = results[0];
	const shown = { query, correction, total, first: { url: at, title, snippetHtml, reviewed } };
	const members =
		"{query, correction, total,\n         first: .results[0] | {url, title, snippetHtml, reviewed}}";
	await page.setContent(`<!doctype html><style>
		body { margin: 0; padding: 20px 24px; background: #14202b; color: #dbe4ea;
			font: 15px/1.5 "DejaVu Sans Mono", monospace; }
		pre { margin: 0; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
		b { color: #8fc7ff; font-weight: 400; } i { color: #b7e08a; font-style: normal; }
		u { color: #93a4b1; text-decoration: none; }
		</style><pre><u>$</u> curl -s '${escape(new URL(url).origin.replace(/\d+$/, "8080") + asked)}' |
    jq '${escape(members)}'\n${coloured(shown)}</pre>`);
}

async function widgets(page) {
	const server = await serveWidgets(`${url}/`, port);
	await page.goto(`http://localhost:${port}/`);
	await page.fill(".ais-SearchBox-input", "hemifacial spasm");
	await page.waitForFunction(() =>
		document.querySelector(".ais-Hits-item")?.textContent.includes("Hemifacial"),
	);
	await page.evaluate(() => document.activeElement.blur());
	server.close();
	server.closeAllConnections();
}

async function box(page) {
	await page.goto(`${url}/search`);
	await page.locator("#q").pressSequentially("trigem");
	await page.locator("[role=option]").first().waitFor();
	await page.keyboard.press("ArrowDown");
}

const phone = { deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const plain = { javaScriptEnabled: false };
try {
	await picture("results", 760, 900, plain, go("/search?q=hemifacial+spasm"));
	await picture("box", 760, 540, {}, box);
	await picture("json", 760, 0, {}, answer);
	await picture("instantsearch", 760, 780, {}, widgets);
	await picture("phone-urgent", 390, 780, phone, go("/search?q=worst+headache+of+my+life"));
	await picture("phone-dark", 390, 780, { ...phone, colorScheme: "dark" }, go("/search?q=tingling+hands"));
	await picture("phone-nothing", 390, 780, phone, go("/search?q=zzqqxx"));
} finally {
	await browser.close();
}
