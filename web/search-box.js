/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * <fornix-search> around a search form of the site's own: suggestions while somebody types.
 *
 * The form is complete without this, and stays what searches: nothing is chosen beforehand,
 * so Enter submits what was typed.  Whatever fails here (no answer, no permission) fails
 * silently.  Texts are set as text, never as HTML.  What an element can be told, by
 * attributes, is on /search-box.html.
 */

import Combobox from "@github/combobox-nav";

const ASK_MS = 150; // without another letter
const SAY_MS = 1000; // so as not to talk over somebody's typing
const words = {
	label: "Suggestions",
	article: "Article",
	one: "One suggestion. The down arrow leads to it.",
	many: "{n} suggestions. The up and down arrows lead through them.",
	none: "No suggestions. Your words can be searched for all the same.",
	more: "Suggestions come with the next letter.",
};
const discreet = { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" };
let boxes = 0;

function make(tag, attributes) {
	const made = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
	return made;
}

// text with <mark> where html has it.  Only lengths are taken from html.
function marked(text, html, tag = "span") {
	const shown = make(tag, {});
	let at = 0;
	html.split(/<\/?mark>/).forEach((piece, i) => {
		const part = text.slice(at, (at += piece.replace(/&#?\w+;/g, "_").length));
		if (i % 2 === 0) shown.append(part);
		else shown.appendChild(make("mark", {})).append(part);
	});
	return shown;
}

function enhance(host, form, input) {
	const id = `fornix-search-${++boxes}`;
	const say = (name) => host.getAttribute(`data-${name}`) || words[name];
	const list = make("div", { id, role: "listbox", "aria-label": say("label"), hidden: "" });
	const status = make("div", { role: "status" });
	const combobox = new Combobox(input, list, { tabInsertsSuggestions: false });
	const action = new URL(form.getAttribute("action") || "", document.baseURI);
	const source = host.getAttribute("src");
	const limit = Number(host.getAttribute("limit")) || 8;
	const shortest = Number(host.getAttribute("min-length")) || 2;
	const end = new AbortController();
	let asking, waiting, speaking;

	// Whatever was asked is not waited for any more.
	function forget() {
		clearTimeout(waiting);
		if (asking) asking.abort();
	}

	function announce(text) {
		status.textContent = "";
		clearTimeout(speaking);
		if (text) speaking = setTimeout(() => (status.textContent = text), SAY_MS);
	}

	function close(text) {
		forget();
		announce(text);
		if (!list.hidden) combobox.stop();
		list.hidden = true;
	}

	// From where the input begins to where its row ends.
	function place() {
		if (list.hidden) return;
		const field = input.getBoundingClientRect();
		const row = input.parentElement.getBoundingClientRect();
		const around = (list.offsetParent || document.body).getBoundingClientRect();
		const turned = getComputedStyle(host).direction === "rtl";
		const left = turned ? row.left : field.left;
		const width = turned ? field.right - left : row.right - left;
		list.style.left = `${left - around.left}px`;
		list.style.top = `${field.bottom - around.top}px`;
		list.style.width = `${Math.max(width, field.width)}px`;
	}

	function toArticle({ title, titleHtml, name, nameHtml, url }) {
		const link = make("a", { href: new URL(url, action), tabindex: "-1" });
		const kind = make("span", {});
		const text = marked(title, titleHtml);
		if (name) text.append(" ", marked(name, nameHtml, "small"));
		kind.append(say("article"));
		link.append(text, " ", kind);
		link.referrerPolicy = "no-referrer";
		return link;
	}

	function toSearch({ text, textHtml }) {
		const search = make("div", { "data-text": text });
		search.append(marked(text, textHtml));
		return search;
	}

	function show({ articles, completions }) {
		const options = articles.filter((one) => /^(\/|https?:)/.test(one.url)).map(toArticle);
		options.push(...completions.map(toSearch));
		options.length = Math.min(options.length, limit);
		if (options.length === 0) return close(say("none"));
		options.forEach((option, i) => {
			option.id = `${id}-${i}`;
			option.setAttribute("role", "option");
		});
		list.replaceChildren(...options);
		if (list.hidden) combobox.start();
		combobox.clearSelection();
		list.hidden = false;
		place();
		announce(say(options.length === 1 ? "one" : "many").replace("{n}", options.length));
	}

	async function ask(query) {
		const { signal } = (asking = new AbortController());
		const url = source ? new URL(source, document.baseURI) : new URL("api/suggest", action);
		url.searchParams.set("q", query);
		try {
			const found = await (await fetch(url, { ...discreet, signal })).json();
			if (!signal.aborted) show(found);
		} catch (error) {
			if (!signal.aborted) close();
		}
	}

	function consider(delay) {
		const query = input.value.trim();
		forget();
		announce();
		if (query.length < shortest) close(query && say("more"));
		else waiting = setTimeout(ask, delay, query);
	}

	function onKey(event) {
		if (event.isComposing || event.keyCode === 229) return; // an input method's own
		if (event.key === "Escape") {
			if (!list.hidden) event.preventDefault(); // browsers empty the input
			close();
		} else if (/^Arrow(Up|Down)$/.test(event.key)) {
			if (!list.hidden) return forget(); // nothing moves under the reader
			if (event.key === "ArrowDown" && !event.shiftKey && !event.ctrlKey && !event.metaKey) {
				event.preventDefault();
				consider(0);
			}
		}
	}

	function onCommit({ target }) {
		close();
		if (!("text" in target.dataset)) return; // a link, which is followed
		input.value = target.dataset.text;
		if (form.requestSubmit) form.requestSubmit();
		else form.submit();
	}

	// The library sees only what begins while the list is open.
	function onCompose({ type }) {
		combobox.isComposing = type === "compositionstart";
	}

	const listeners = [
		[input, "input", () => consider(ASK_MS)],
		[input, "keydown", onKey],
		[input, "compositionstart", onCompose],
		[input, "compositionend", onCompose],
		[input, "blur", () => close()],
		[form, "submit", () => close()],
		[list, "mousedown", (event) => event.preventDefault()], // the focus stays in the input
		[list, "combobox-commit", onCommit],
		[window, "resize", place],
	];
	for (const [target, name, act] of listeners)
		target.addEventListener(name, act, { signal: end.signal });
	input.setAttribute("autocomplete", "off");
	form.append(list, status);
	return () => {
		close();
		end.abort();
		combobox.destroy();
		list.remove();
		status.remove();
	};
}

class FornixSearch extends HTMLElement {
	connectedCallback() {
		const form = this.querySelector("form");
		const input = form && form.querySelector("input[type=search], input[name=q]");
		if (input) this.undo = enhance(this, form, input);
		else if (document.readyState === "loading")
			document.addEventListener("DOMContentLoaded", () => this.again(), { once: true });
	}

	// When the element came before what is in it.
	again() {
		if (this.isConnected && !this.undo) this.connectedCallback();
	}

	disconnectedCallback() {
		if (this.undo) this.undo();
		this.undo = null;
	}
}

if (!customElements.get("fornix-search")) customElements.define("fornix-search", FornixSearch);
