-- wrk: random aligned ranges of one object. Arguments after `--`: path, range size, object size, seed.
-- Prints one JSON line at the end; any answer that is not the range asked for counts as wrong.

local path, size, slots

function init(arguments)
   path, size = arguments[1], tonumber(arguments[2])
   slots = math.floor(tonumber(arguments[3]) / size)
   math.randomseed(tonumber(arguments[4]))
end

function request()
   local start = math.random(0, slots - 1) * size
   return wrk.format("GET", path, {
      ["Host"] = "bench.test",
      ["Range"] = string.format("bytes=%d-%d", start, start + size - 1),
   })
end

function done(summary)
   local errors = summary.errors
   io.write(string.format(
      '{"requests": %d, "bytes": %d, "seconds": %.6f, "wrong": %d}\n', summary.requests, summary.bytes,
      summary.duration / 1e6, errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
