/// Reads HTTP/1.1 messages off a stream, either side's; what is odd is reported, never repaired.
final class MessageReader {
    let stream: any ByteStream
    /// How long each wait for more bytes may take.
    var limit = patience
    private var buffered: [UInt8] = []
    private var start = 0

    init(_ stream: any ByteStream) { self.stream = stream }

    /// Waits for more bytes; false at the peer's end.
    private func fill() throws -> Bool {
        let more = try stream.read(within: limit)
        if start > 0 { buffered.removeFirst(start) }
        start = 0
        buffered += more
        return !more.isEmpty
    }

    /// Up to `count` bytes, at least one of them; empty at the peer's end.
    func read(upTo count: Int) throws -> [UInt8] {
        if start == buffered.count, try !fill() { return [] }
        let end = min(buffered.count, start + count)
        defer { start = end }
        return Array(buffered[start..<end])
    }

    /// Exactly so many bytes.
    func read(exactly count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let more = try read(upTo: count - bytes.count)
            if more.isEmpty { throw ScenarioFailure("end after \(bytes.count) of \(count) bytes") }
            bytes += more
        }
        return bytes
    }

    /// The next line without its CRLF; nil when the peer ended before the line began.
    func readLine() throws -> String? {
        while true {
            if let end = buffered[start...].firstIndex(of: 10) {
                defer { start = end + 1 }
                guard end > start, buffered[end - 1] == 13 else { throw ScenarioFailure("a line without CR") }
                return String(decoding: buffered[start..<(end - 1)], as: UTF8.self)
            }
            let isEmpty = start == buffered.count
            if try !fill() {
                if isEmpty { return nil }
                throw ScenarioFailure("end inside a line: \(String(decoding: buffered, as: UTF8.self))")
            }
        }
    }

    /// The next head; nil when the peer ended instead.
    func readHead() throws -> Head? {
        guard let first = try readLine() else { return nil }
        return Head(firstLine: first, fields: try readFields())
    }

    /// Field lines up to the empty one.
    func readFields() throws -> Fields {
        var fields = Fields()
        while let line = try readLine() {
            if line.isEmpty { return fields }
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw ScenarioFailure("not a field line: \(line)") }
            fields.lines.append((name: String(parts[0]), value: trimmed(parts[1])))
        }
        throw ScenarioFailure("end inside a head after \(fields)")
    }
}
