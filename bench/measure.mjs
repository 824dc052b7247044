// SPDX-License-Identifier: GPL-2.0-or-later
// Times, memory and load, of processes of this machine.
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { get } from "node:http";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const here = dirname(fileURLToPath(import.meta.url));
const TICKS = 100; // a second, in /proc: what Linux shows programs, whatever its own

export function median(list) {
	const sorted = [...list].sort((a, b) => a - b);
	const half = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

// Runs a command to its end, or throws with what it complained of.
export function run(command, options = {}) {
	const [program, ...args] = command;
	const done = spawnSync(program, args, { encoding: "utf8", maxBuffer: 2 ** 28, ...options });
	if (done.error || done.status !== 0)
		throw new Error(`'${command.join(" ")}' failed: ${done.error ?? done.stderr.slice(-2000)}`);
	return done.stdout;
}

// A command's wall and CPU seconds and its peak of memory, children included.
export function timed(command, options = {}) {
	const [program, ...args] = command;
	const done = spawnSync("/usr/bin/time", ["--quiet", "-f", "TIME %e %U %S %M", program, ...args], {
		encoding: "utf8", maxBuffer: 2 ** 28, ...options,
	});
	const times = done.stderr?.match(/TIME (\S+) (\S+) (\S+) (\S+)\s*$/);
	if (done.error || done.status !== 0 || !times)
		throw new Error(`'${command.join(" ")}' failed: ${done.error ?? done.stderr.slice(-2000)}`);
	const [wall, user, system, peak] = times.slice(1).map(Number);
	return { wallS: wall, cpuS: user + system, peakMb: peak / 1024 };
}

export const diskMb = (folder) => Number(run(["du", "-s", "--block-size=1024", folder]).split("\t")[0]) / 1024;

// A file of a process, or "" when that has ended, as those of a CGI do all the time.
function readProcess(pid, name) {
	try {
		return readFileSync(`/proc/${pid}/${name}`, "utf8");
	} catch (error) {
		if (error.code === "ENOENT" || error.code === "ESRCH")
			return "";
		throw error;
	}
}

// The processes of a service: its own and its children.
function family(pid) {
	const children = readProcess(pid, `task/${pid}/children`).trim();
	return [pid, ...(children ? children.split(" ") : []).flatMap(family)];
}

const MEMORY = /^Pss: +(\d+) kB$/m;
export const pssMb = (pid) => family(pid).reduce((sum, one) =>
	sum + Number(readProcess(one, "smaps_rollup").match(MEMORY)?.[1] ?? 0) / 1024, 0);

// CPU seconds so far, children that have ended included.
export function cpuS(pid) {
	const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /, "").split(" ").map(Number);
	return fields.slice(11, 15).reduce((a, b) => a + b) / TICKS;
}

export const familyCpuS = (pid) => family(pid).reduce((sum, one) => sum + cpuS(one), 0);

const answers = (url) => new Promise((resolve) => {
	get(url, (answer) => {
		answer.resume();
		answer.on("end", () => resolve(answer.statusCode === 200));
	}).on("error", () => resolve(false));
});

// A run that fails leaves no service behind, which would keep the port of the next.
const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

// Starts a service; port is a function of its first line of output, or a number.  Gives it
// with the milliseconds to its first answer.
export async function serve(command, { port, path, env = {}, cwd }) {
	const start = process.hrtime.bigint();
	const child = spawn(command[0], command.slice(1), { cwd, env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "inherit"] });
	let text = "", ended = false;
	running.add(child);
	child.stdout.on("data", (data) => (text += data));
	child.on("exit", () => {
		ended = true;
		running.delete(child);
	});
	child.on("error", () => (ended = true));
	for (let tries = 0; tries < 60000 && !ended; tries++) {
		const at = typeof port === "number" ? port : port(text);
		if (at && (await answers(`http://127.0.0.1:${at}${path}`))) {
			const coldMs = Number(process.hrtime.bigint() - start) / 1e6;
			return { pid: child.pid, port: at, coldMs, stop: () => stop(child, () => ended) };
		}
		await sleep(1);
	}
	child.kill("SIGKILL");
	throw new Error(`'${command.join(" ")}' does not answer`);
}

async function stop(child, hasEnded) {
	child.stdin.end();
	child.kill("SIGTERM");
	for (let tries = 0; tries < 500 && !hasEnded(); tries++)
		await sleep(10);
	if (!hasEnded())
		child.kill("SIGKILL");
}

// How many fresh answers fornixd has given within each of the times, in ms.
export async function latencies(service) {
	const answer = await fetch(`http://127.0.0.1:${service.port}/metrics`);
	const lines = (await answer.text()).matchAll(/^fornix_search_seconds_bucket\{answer="fresh",le="(.*)"\} (\d+)$/gm);
	return [...lines].map(([, bound, count]) => ({ boundMs: bound === "+Inf" ? Infinity : Number(bound) * 1e3, count: Number(count) }));
}

// The time within which the share of what came between two of these was answered; even
// within a bucket, as Prometheus takes it.
export function quantileMs(before, after, share) {
	const counts = after.map(({ boundMs, count }, i) => ({ boundMs, count: count - before[i].count }));
	const wanted = counts.at(-1).count * share;
	const i = counts.findIndex(({ count }) => count >= wanted);
	const below = counts[i - 1] ?? { boundMs: 0, count: 0 };
	return counts[i].boundMs === Infinity ? below.boundMs
		: below.boundMs + ((counts[i].boundMs - below.boundMs) * (wanted - below.count)) / (counts[i].count - below.count);
}

let offset = 0;

// Puts a stream of queries to a service, from the one at place from on, or else from where it
// ended: requests, rps, p50Ms, p99Ms, failed, and the service's CPU microseconds a request.
export function load(service, path, file, { connections = 16, seconds = 2, from = offset } = {}) {
	const before = cpuS(service.pid);
	const out = run(["wrk", "-t1", `-c${connections}`, `-d${seconds}s`, "--timeout", "10s", "-s", join(here, "queries.lua"),
		`http://127.0.0.1:${service.port}`, "--", file, path, `${from}`]);
	const measured = JSON.parse(out.match(/^JSON (.*)$/m)[1]);
	offset += measured.requests;
	measured.cpuUs = ((cpuS(service.pid) - before) / measured.requests) * 1e6;
	return measured;
}
