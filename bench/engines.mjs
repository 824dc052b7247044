// SPDX-License-Identifier: GPL-2.0-or-later
// The engines that are measured.  Each has
//
//	name		as the tables call it
//	index(data)	builds an index of data.docs in data.folder, which is its own and new;
//			gives timed()'s figures.  What only turns Markdown into what the engine
//			reads is left out of the time.
//	serve(data)	starts its service over that index; without it, the engine is only
//			measured at indexing
//	path		what a query is put behind
//	search(data, stream, how)
//			instead of serve and path, for an engine without a service
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { here, run, serve, timed } from "./measure.mjs";

export const built = resolve(process.env.FORNIX_BUILD ?? ".");
const program = (name) => join(built, name);
export const limit = program("bench/limit");
const node = [process.execPath, join(here, "peers", "server.mjs")];

export function articleFiles(docs) {
	return readdirSync(docs, { recursive: true }).map(String).filter((name) => name.endsWith(".md")).sort();
}

// What engines are given that read no Markdown: {id, title, body}.
function readArticles(docs) {
	return articleFiles(docs).map((id) => {
		const [, head = "", body] = readFileSync(join(docs, id), "utf8").match(/^(?:---\r?\n([^]*?)\n---\r?\n)?([^]*)$/);
		return { id, title: head.match(/^title: *(.*)$/m)?.[1] ?? basename(id, ".md"), body };
	});
}

export const fornix = {
	name: "fornix",
	index: ({ docs, folder }) => timed([program("fornix"), "index", "--quiet", "--index", join(folder, "index"), docs]),
	serve: ({ folder }) => serve([program("fornixd"), "--index", join(folder, "index"), "--state", join(folder, "state"),
		"--listen", "127.0.0.1:0"], { port: (text) => text.match(/127\.0\.0\.1:(\d+)/)?.[1], path: "/api/search?q=pain" }),
	path: "/api/search?q=",
};

export const xapian = {
	name: "plain Xapian",
	index: ({ docs, folder }) => timed([program("bench/xapian-baseline"), docs, join(folder, "index")]),
};

const fts5 = {
	name: "SQLite FTS5 (in process)",
	index: ({ docs, folder }) => timed([program("bench/peers/fts5"), "index", docs, join(folder, "index.db")]),
	search: ({ folder }, stream, { connections, seconds }) =>
		JSON.parse(run([program("bench/peers/fts5"), "search", join(folder, "index.db"), stream, `${connections}`, `${seconds}`])),
};

const SCHEMA = `plugin_register token_filters/stem
table_create Articles TABLE_HASH_KEY ShortText
column_create Articles title COLUMN_SCALAR Text
column_create Articles body COLUMN_SCALAR Text
table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram --normalizer NormalizerAuto --token_filters TokenFilterStem
column_create Terms titles COLUMN_INDEX|WITH_POSITION Articles title
column_create Terms bodies COLUMN_INDEX|WITH_POSITION Articles body
`;
const groonga = {
	name: "Groonga (HTTP)",
	index({ docs, folder }) {
		const rows = readArticles(docs).map(({ id, title, body }) => JSON.stringify({ _key: id, title, body }));
		const commands = join(folder, "load.grn");
		writeFileSync(commands, `${SCHEMA}load --table Articles\n[\n${rows.join(",\n")}\n]\n`);
		return timed(["groonga", "--file", commands, "-n", join(folder, "db")]);
	},
	serve: ({ folder }) => serve(["groonga", "-s", "--protocol", "http", "--bind-address", "127.0.0.1", "--port", "10041",
		"--max-threads", "2", join(folder, "db")], { port: 10041, path: "/d/status" }),
	path: "/d/select?table=Articles&match_columns=title*5||body&limit=10&sort_keys=-_score&query_flags=NONE" +
		"&output_columns=_key,title,snippet_html(body)&query=",
};

const omega = {
	name: "Omega (lighttpd)",
	index: ({ docs, folder }) => timed(["omindex", "--db", join(folder, "db"), "--url", "/", "--mime-type", "md:text/plain", docs],
		{ stdio: ["ignore", "ignore", "pipe"] }),
	serve({ folder }) {
		writeFileSync(join(folder, "omega.conf"), `database_dir ${folder}\ntemplate_dir /var/lib/xapian-omega/templates\n` +
			`log_dir ${folder}\ncdb_dir ${folder}\n`);
		writeFileSync(join(folder, "lighttpd.conf"), `server.document-root = "${folder}"\nserver.port = 10042\n` +
			`server.bind = "127.0.0.1"\nserver.modules = ( "mod_alias", "mod_setenv", "mod_cgi" )\n` +
			`setenv.set-environment = ( "OMEGA_CONFIG_FILE" => "${folder}/omega.conf" )\n` +
			`alias.url = ( "/omega" => "/usr/lib/cgi-bin/omega/omega" )\ncgi.assign = ( "/omega" => "" )\n` +
			`$HTTP["url"] =~ "^/omega" { cgi.assign = ( "" => "" ) }\n`);
		return serve(["lighttpd", "-D", "-f", join(folder, "lighttpd.conf")], { port: 10042, path: "/omega?P=pain&DB=db" });
	},
	path: "/omega?DB=db&HITSPERPAGE=10&DEFAULTOP=and&P=",
};

const inNode = (engine, name) => ({
	name,
	index({ docs, folder }) {
		const articles = join(folder, "articles.json");
		writeFileSync(articles, JSON.stringify(readArticles(docs)));
		return timed([...node, engine, "index", articles, join(folder, "index.json")], { env: { ...process.env, NODE_OPTIONS: "--max-old-space-size=8000" } });
	},
	serve: ({ folder }) => serve([...node, engine, "serve", join(folder, "index.json")],
		{ port: (text) => text.match(/port (\d+)/)?.[1], path: "/search?q=pain", env: { NODE_OPTIONS: "--max-old-space-size=8000" } }),
	path: "/search?q=",
});

const pagefind = {
	name: "Pagefind",
	index({ docs, folder }) {
		for (const { id, title, body } of readArticles(docs)) {
			const page = join(folder, "site", id.replace(/\.md$/, ".html"));
			mkdirSync(dirname(page), { recursive: true });
			const html = run(["cmark"], { input: body });
			writeFileSync(page, `<!doctype html><html lang="en"><title>${title}</title><body><h1>${title}</h1>${html}</body></html>`);
		}
		return timed([process.execPath, join(here, "peers", "node_modules", "pagefind", "lib", "runner", "bin.cjs"),
			"--site", join(folder, "site")]);
	},
};

const recoll = {
	name: "Recoll",
	index({ docs, folder }) {
		mkdirSync(join(folder, "recoll"));
		writeFileSync(join(folder, "recoll", "recoll.conf"), `topdirs = ${docs}\ndbdir = ${folder}/db\nindexstemminglanguages = english\n`);
		writeFileSync(join(folder, "recoll", "mimemap"), ".md = text/plain\n");
		return timed(["recollindex", "-c", join(folder, "recoll")], { env: { ...process.env, HOME: folder } });
	},
};

export const peers = [fts5, inNode("minisearch", "MiniSearch (Node)"), groonga, omega, inNode("orama", "Orama (Node)"), pagefind, recoll];

// The folder that an engine builds in.
export function prepare(engine, docs, root) {
	const folder = join(root, engine.name.replace(/\W+/g, "-"));
	mkdirSync(folder);
	return { docs, folder };
}

// A copy of the articles that may be changed.
export function copyArticles(docs, to) {
	cpSync(docs, to, { recursive: true, preserveTimestamps: true });
	return to;
}
