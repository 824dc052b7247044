// SPDX-License-Identifier: GPL-2.0-or-later
// One line a check, for the shell test that runs the script: "ok NAME" or "no NAME: WHY".
let failures = 0;

export function check(isGood, name, why = "") {
	failures += isGood ? 0 : 1;
	const line = isGood ? `ok ${name}` : `no ${name}: ${typeof why === "string" ? why : JSON.stringify(why)}`;
	console.log(line.replace(/\s+/g, " ").slice(0, 1000));
}

export function same(got, want, name) {
	const [a, b] = [JSON.stringify(got), JSON.stringify(want)];
	check(a === b, name, `got ${a}, want ${b}`);
}

// Runs what checks; an exception is a check that failed.
export async function run(name, action) {
	try {
		await action();
	} catch (error) {
		check(false, name, `${error.message} ${error.cause?.message ?? ""}`);
	}
}
