extension MessageReader {
    /// Reads a body by its head's framing; what cuts it short becomes its defect. One that stands still is a failure.
    ///
    /// - Parameter endsWithConnection: whether a body without framing goes on to the end, as a response's does.
    func readBody(of head: Head, endsWithConnection: Bool) throws -> Body {
        var body = Body()
        do {
            if head.isChunked {
                try readChunks(into: &body)
            } else if let length = head.contentLength {
                try read(length, into: &body)
            } else if endsWithConnection {
                try readToEnd(into: &body)
            }
        } catch let failure as ScenarioFailure where !failure.isTimeout {
            body.defect = failure.description
        }
        return body
    }

    private func read(_ count: Int, into body: inout Body) throws {
        let end = body.bytes.count + count
        while body.bytes.count < end {
            let more = try read(upTo: end - body.bytes.count)
            if more.isEmpty { throw ScenarioFailure("end after \(body.bytes.count) bytes of the body") }
            body.bytes += more
        }
    }

    private func readToEnd(into body: inout Body) throws {
        while case let more = try read(upTo: 1 << 30), !more.isEmpty { body.bytes += more }
    }

    private func readChunks(into body: inout Body) throws {
        while true {
            guard let line = try readLine() else { throw ScenarioFailure("end where a chunk should begin") }
            let digits = line.prefix { $0 != ";" }
            guard let size = Int(digits, radix: 16), size >= 0 else { throw ScenarioFailure("chunk size \(line)") }
            if size == 0 { break }
            body.chunks.append(size)
            try read(size, into: &body)
            guard try readLine() == "" else { throw ScenarioFailure("a chunk without its line end") }
        }
        body.trailers = try readFields()
    }
}
