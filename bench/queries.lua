-- SPDX-License-Identifier: GPL-2.0-or-later
-- For wrk: asks the queries of a file one after the other, and prints what was measured as
-- JSON.  usage: wrk … -s queries.lua URL -- FILE PATH, where PATH ends where the query goes.
local targets = {}
local at = 0

local function encode(text)
	return (text:gsub("[^%w]", function(byte)
		return string.format("%%%02X", byte:byte())
	end))
end

function init(arguments)
	for line in io.lines(arguments[1]) do
		targets[#targets + 1] = wrk.format("GET", arguments[2] .. encode(line))
	end
	at = arguments[3] and tonumber(arguments[3]) or 0
end

function request()
	at = at % #targets + 1
	return targets[at]
end

function done(summary, latency)
	local errors = summary.errors
	print(string.format('JSON {"requests":%d,"seconds":%.3f,"rps":%.1f,"p50Ms":%.3f,"p99Ms":%.3f,"bytes":%d,"failed":%d}',
		summary.requests, summary.duration / 1e6, summary.requests / summary.duration * 1e6,
		latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, summary.bytes,
		errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
