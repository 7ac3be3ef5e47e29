import LinuxIO

/// A `multipart/byteranges` answer taken apart, strictly.
struct MultipartBody {
    struct Part {
        let fields: Fields
        let positions: Range<Int>
        let total: Int
        let bytes: [UInt8]
    }

    let parts: [Part]

    init(_ response: Response) throws {
        let type = response.fields["Content-Type"] ?? ""
        let mark = "multipart/byteranges; boundary="
        guard type.hasPrefix(mark) else { throw ScenarioFailure("not multipart/byteranges: \(type)") }
        let reader = MessageReader(StoredBytes(response.body))
        let boundary = type.dropFirst(mark.count)
        guard try reader.readLine() == "--\(boundary)" else { throw ScenarioFailure("no boundary in front") }
        var parts: [Part] = []
        var isLast = false
        while !isLast {
            parts.append(try Self.readPart(reader))
            guard try reader.readLine() == "", let line = try reader.readLine() else {
                throw ScenarioFailure("no boundary behind a part")
            }
            isLast = line == "--\(boundary)--"
            if !isLast, line != "--\(boundary)" { throw ScenarioFailure("wrong boundary \(line)") }
        }
        guard try reader.read(upTo: 1).isEmpty else { throw ScenarioFailure("bytes behind the last boundary") }
        self.parts = parts
    }

    private static func readPart(_ reader: MessageReader) throws -> Part {
        let fields = try reader.readFields()
        guard let place = fields["Content-Range"].flatMap(parseContentRange) else {
            throw ScenarioFailure("a part without Content-Range: \(fields)")
        }
        let bytes = try reader.read(exactly: place.positions.count)
        return Part(fields: fields, positions: place.positions, total: place.total, bytes: bytes)
    }
}

/// Bytes at hand, read like a connection.
private final class StoredBytes: ByteStream {
    private var bytes: [UInt8]
    let localPort: UInt16 = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func read(within limit: Duration) throws -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    func write(_ bytes: [UInt8], within limit: Duration) throws {}
    func shutdownWriting() {}
    func close(reset: Bool) {}
}
