import Testing

extension CacheScenarios {
    /// Whatever an origin says wrong about a part, no client gets a wrong byte, and an honest answer puts it right.
    @Test(arguments: MediaObject.Lie.allCases) func noLieReachesAClient(lie: MediaObject.Lie) throws {
        let origin = try MediaOrigin(MediaObject(lie: lie))
        let usher = try UsherProcess(.cached(origin.url))
        for range in ["100000-299999", "0-9", "0-", "-1000", nil] {
            guard let answer = try usher.getUnlessCut("/film", range: range) else { continue }
            if let place = answer.contentRange?.positions {
                expectNoWrongByte(answer.body, at: place.lowerBound)
                if range == "100000-299999" { #expect(place.lowerBound == 100_000) }
            } else if answer.status == 200 {
                expectNoWrongByte(answer.body)
            }
        }
        origin.change { $0.lie = nil }
        try expectHealing { try usher.getUnlessCut("/film") }
        try expectHealing { try usher.getUnlessCut("/film", range: "100000-299999") }
    }

    /// A body that breaks off is cut, an error or completed by asking again; then it is whole.
    @Test(arguments: [0, 1000, 65_536, 150_000]) func aBodyThatBreaksOffHeals(cut: Int) throws {
        let origin = try MediaOrigin(MediaObject(cutAt: cut))
        let usher = try UsherProcess(.cached(origin.url))
        for range in [nil, "100000-399999"] {
            if let answer = try usher.getUnlessCut("/film", range: range) { expectNothingWrong(answer) }
        }
        origin.change { $0.cutAt = nil }
        try expectHealing { try usher.getUnlessCut("/film") }
        try expectHealing { try usher.getUnlessCut("/film", range: "100000-399999") }
    }
}
