#!/usr/bin/env node
// SPDX-License-Identifier: GPL-2.0-or-later
// usage: delay.mjs ADDRESS PORT TARGET-PORT MS
//
// Passes connections to ADDRESS:PORT on to TARGET-PORT there, each byte MS later, both ways:
// what a longer way would do, where the kernel has no queue that delays.
import { connect, createServer } from "node:net";

const [address, port, target, delay] = [process.argv[2], ...process.argv.slice(3).map(Number)];

function pass(from, to) {
	from.setNoDelay(true);
	from.on("data", (bytes) => setTimeout(() => to.write(bytes), delay));
	from.on("end", () => setTimeout(() => to.end(), delay));
	from.on("error", () => to.destroy());
}

createServer((client) => {
	const server = connect(target, address);
	pass(client, server);
	pass(server, client);
}).listen(port, address);
