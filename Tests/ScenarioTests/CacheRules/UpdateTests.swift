import Testing

extension CacheRuleScenarios {
    /// A 304 renews what is stored, fields and all.
    @Test(arguments: ["\"a\"", "W/\"a\""]) func aConfirmationUpdatesWhatIsStored(tag: String) throws {
        let origin = try NumberedOrigin(["Cache-Control": "max-age=60", "Age": "90", "ETag": tag, "X-Kept": "1"])
        origin.change { $0.confirmation = ["ETag": tag, "Cache-Control": "max-age=600", "X-New": "2"] }
        let usher = try UsherProcess(.cached(origin.url))
        _ = try usher.get("/small")
        let confirmed = try usher.get("/small")
        #expect(confirmed.text == "answer 1\n" && confirmed.cacheStatus.contains("fwd=stale; fwd-status=304"))
        let hit = try usher.get("/small")
        #expect(hit.isHit && hit.fields["X-New"] == "2" && hit.fields["X-Kept"] == "1" && hit.text == "answer 1\n")
        #expect(origin.requests.count == 2)
    }

    /// One that says nothing of freshness renews the lifetime that was given.
    @Test func aBareConfirmationRenewsTheLifetime() throws {
        let origin = try NumberedOrigin(["Cache-Control": "max-age=60", "Age": "90", "ETag": "\"a\""])
        origin.change { $0.confirmation = [:] }
        let usher = try UsherProcess(.cached(origin.url))
        _ = try usher.get("/small")
        _ = try usher.get("/small")
        #expect(try usher.get("/small").isHit)
    }

    /// One that is for one person leaves nothing behind: not what was stored, and not what it says.
    @Test(arguments: ["Cache-Control: private, max-age=600", "Cache-Control: no-store", "Set-Cookie: id=ann"])
    func aConfirmationMayForbid(line: String) throws {
        let parts = line.split(separator: ":", maxSplits: 1).map(trimmed)
        let origin = try NumberedOrigin(["Cache-Control": "max-age=60", "Age": "90", "ETag": "W/\"a\""])
        origin.change { $0.confirmation = [parts[0]: parts[1], "X-Person": "ann"] }
        let usher = try UsherProcess(.cached(origin.url))
        _ = try usher.get("/small")
        let own = try usher.get("/small")
        #expect(own.text == "answer 3\n" && own.cacheStatus.contains("fwd=miss; detail="), "\(own.cacheStatus)")
        let next = try usher.get("/small")
        #expect(next.text == "answer 4\n" && next.fields["X-Person"] == nil && next.fields["Set-Cookie"] == nil)
    }

    /// Nor does one to HEAD.
    @Test func aHeadLeavesNoCookie() throws {
        let origin = try NumberedOrigin(["Cache-Control": "max-age=60", "ETag": "\"a\""])
        let usher = try UsherProcess(.cached(origin.url))
        _ = try usher.get("/small")
        origin.change { $0.fields.lines.append((name: "Set-Cookie", value: "id=ann")) }
        #expect(try usher.client().request("HEAD", "/small", ["Cache-Control": "no-cache"]).fields["Set-Cookie"] != nil)
        origin.change { $0.fields.lines.removeLast() }
        let next = try usher.get("/small")
        #expect(next.status == 200 && next.fields["Set-Cookie"] == nil && origin.requests.count == 3)
    }

    /// HEAD that shows another object ends the reuse of the stored one; the same renews it.
    @Test func aHeadTellsOfChanges() throws {
        let origin = try NumberedOrigin(["Cache-Control": "max-age=60", "Age": "90", "ETag": "\"a\""])
        let usher = try UsherProcess(.cached(origin.url))
        _ = try usher.get("/small")
        origin.change { $0.fields = ["Cache-Control": "max-age=60", "ETag": "\"a\"", "X-New": "1"] }
        _ = try usher.client().head("/small")
        let renewed = try usher.get("/small")
        #expect(renewed.isHit && renewed.text == "answer 1\n" && renewed.fields["X-New"] == "1")
        origin.change { $0.fields = ["Cache-Control": "max-age=60", "ETag": "\"b\""] }
        _ = try usher.client().request("HEAD", "/small", ["Cache-Control": "no-cache"])
        #expect(try usher.get("/small").text == "answer 4\n")
    }

    /// An answer to a change invalidates its address and those that it names, of the same host.
    @Test(
        arguments: [
            ("POST", 200, true), ("PUT", 201, true), ("DELETE", 204, true), ("PATCH", 303, true), ("ODD", 200, true),
            ("POST", 500, false), ("POST", 404, false), ("OPTIONS", 200, false),
        ] as [(String, Int, Bool)])
    func changesInvalidate(method: String, status: Int, isChange: Bool) throws {
        let origin = try NumberedOrigin(["Cache-Control": "max-age=60"])
        let usher = try UsherProcess(.cached(origin.url))
        let paths = ["/small", "/one", "/two", "/three"]
        for path in paths { _ = try usher.get(path) }
        origin.change { answer in
            answer.status = status
            answer.fields = [
                "Location": "/one", "Content-Location": "https://Media.Example/two", "Link": "/three",
            ]
        }
        #expect(try usher.client().request(method, "/small").status == status)
        origin.change { ($0.status, $0.fields) = (200, ["Cache-Control": "max-age=60"]) }
        for path in paths {
            #expect(try usher.get(path).isHit == (!isChange || path == "/three"), "\(path)")
        }
    }

    /// Another host's address is not this one's to invalidate.
    @Test func anotherHostIsLeftAlone() throws {
        let origin = try NumberedOrigin(["Cache-Control": "max-age=60"])
        let usher = try UsherProcess(.cached(origin.url))
        _ = try usher.get("/one")
        origin.change { $0.fields = ["Location": "http://other.test/one"] }
        _ = try usher.client().request("POST", "/small")
        #expect(try usher.get("/one").isHit)
    }
}
