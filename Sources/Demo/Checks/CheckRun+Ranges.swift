internal import HTTP

/// The film by ranges: the first time from the origin, then never again.
extension CheckRun {
    private static let piece: UInt64 = 1 << 20

    func checkRanges(of film: FileFacts) {
        let middle = film.size / 2
        checkMiss("first MiB: miss", 0..<Self.piece, of: film)
        checkHit("first MiB again: hit", 0..<Self.piece, of: film)
        checkMiss("seek to the middle: miss", middle..<middle + Self.piece, of: film)
        checkHit("same seek again: hit", middle..<middle + Self.piece, of: film)
        checkHit("inside of it: hit", middle + 1000..<middle + 70_000, of: film)
        check("last 64 KiB by suffix") { (line) throws(DemoFailure) in
            let response = try client.get("/media/film.mp4", [.range: "bytes=-65536"])
            try line.expectPart(response, film.size - 65_536..<film.size, of: film, at: library.film)
        }
        checkHit("last 64 KiB by offsets: hit", film.size - 65_536..<film.size, of: film)
        checkTwoParts(of: film)
    }

    private func checkMiss(_ name: String, _ range: Range<UInt64>, of film: FileFacts) {
        check(name) { (line) throws(DemoFailure) in
            let response = try client.get("/media/film.mp4", Self.asking(range))
            try line.expectPart(response, range, of: film, at: library.film)
            line.expect(!response.isHit, "a hit, although nobody has asked before")
            line.expect(line.fetched().bytes >= range.length, "less fetched than was sent")
        }
    }

    private func checkHit(_ name: String, _ range: Range<UInt64>, of film: FileFacts) {
        check(name) { (line) throws(DemoFailure) in
            let response = try client.get("/media/film.mp4", Self.asking(range))
            try line.expectPart(response, range, of: film, at: library.film)
            line.expectHit(response)
        }
    }

    private func checkTwoParts(of film: FileFacts) {
        let ranges: [Range<UInt64>] = [0..<100, 5000..<5500]
        check("two ranges: multipart") { (line) throws(DemoFailure) in
            let response = try client.get("/media/film.mp4", [.range: "bytes=0-99,5000-5499"])
            line.note(response)
            line.expect(response.status == 206, "status is not 206")
            let type = response.field(.contentType)
            line.expect(type.hasPrefix("multipart/byteranges; boundary="), "Content-Type is \(type)")
            for range in ranges {
                let label = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(film.size)\r\n"
                let part = try FileBytes.part(library.film, range)
                line.expect(response.body.holds(label), "no part \(label.dropLast(2))")
                line.expect(response.body.holds(part), "bytes of a part differ from the file")
            }
            line.expectNothingFetched()
        }
    }

    private static func asking(_ range: Range<UInt64>) -> [FieldID: String] {
        [.range: "bytes=\(range.lowerBound)-\(range.upperBound - 1)"]
    }
}

extension [UInt8] {
    fileprivate func holds(_ text: String) -> Bool { holds(Array(text.utf8)) }

    /// Whether `other` stands somewhere in these bytes.
    fileprivate func holds(_ other: [UInt8]) -> Bool {
        guard count >= other.count else { return false }
        return (0...count - other.count).contains { self[$0..<$0 + other.count].elementsEqual(other) }
    }
}
