import Testing

extension CacheScenarios {
    /// A restart keeps what is stored, and the origin is not even asked.
    @Test func aRestartKeepsTheCache() throws {
        let origin = try MediaOrigin()
        let usher = try UsherProcess(.cached(origin.url))
        for target in ["/film-1", "/film-2"] { try usher.fill(target) }
        let asked = origin.requests.count
        try usher.restart()
        for number in 1...2 {
            let answer = try usher.get("/film-\(number)")
            expectRight(answer, of: 1 + number)
            #expect(answer.isHit)
            expectRight(try usher.get("/film-\(number)", range: "70000-80000"), of: 1 + number)
        }
        #expect(origin.requests.count == asked)
    }

    /// Killed in the middle of fills, again and again: what it finds of them afterwards is right.
    @Test func killedDuringFills() throws {
        let origin = try MediaOrigin(MediaObject(length: 1_500_000))
        let usher = try UsherProcess(.cached(origin.url))
        for round in 0..<3 {
            let readers = (0..<4).map { index in
                Background { try? usher.get("/film-\(index)", range: "\(round * 100_000 + index * 9999)-").status }
            }
            sleep(.milliseconds(5 + round * 15))
            try usher.kill9()
            for reader in readers { _ = try reader.value() }
            try usher.restart()
            for index in 0..<4 {
                expectRight(try usher.get("/film-\(index)", range: "50000-349999"), of: 1 + index, length: 1_500_000)
            }
        }
        for index in 0..<4 { expectRight(try usher.get("/film-\(index)"), of: 1 + index, length: 1_500_000) }
    }
}
