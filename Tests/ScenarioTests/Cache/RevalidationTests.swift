import Testing

extension CacheScenarios {
    /// What is no longer fresh is asked for by its validator; the same version costs no bytes.
    @Test(arguments: ["max-age=0", "no-cache", "max-age=60"]) func aStaleObjectIsRevalidated(control: String) throws {
        let age: Fields = control == "max-age=60" ? ["Age": "100"] : [:]
        let origin = try MediaOrigin(MediaObject(cacheControl: control, fields: age))
        let usher = try UsherProcess(.cached(origin.url))
        expectRight(try usher.get("/film"))
        for _ in 0..<3 {
            let asked = origin.requests.count
            let answer = try usher.get("/film")
            expectRight(answer)
            #expect(answer.status == 200 && answer.fields["Cache-Status"] != nil)
            #expect(origin.requests.count == asked + 1)
            #expect(origin.requests.last?.fields["If-None-Match"] == "\"v1\"")
        }
        expectRight(try usher.get("/film", range: "100000-199999"))
        #expect(origin.sentBytes == 400_000)
    }

    /// A changed object is noticed there, and replaces the old one whole.
    @Test(arguments: [true, false]) func aStaleObjectThatChangedIsReplaced(hasETag: Bool) throws {
        let origin = try MediaOrigin(MediaObject(etag: hasETag ? "\"v1\"" : nil, cacheControl: "max-age=0"))
        let usher = try UsherProcess(.cached(origin.url))
        expectRight(try usher.get("/film"))
        origin.change { $0.becomeNewVersion() }
        expectRight(try usher.get("/film", range: "200000-200999"), of: 2)
        expectRight(try usher.get("/film"), of: 2)
    }

    /// An answer to a change of the object makes what is stored of it stale.
    @Test func anUnsafeMethodInvalidates() throws {
        let origin = try MediaOrigin()
        let usher = try UsherProcess(.cached(origin.url))
        try usher.fill("/film")
        origin.change { $0.becomeNewVersion() }
        #expect(try usher.client().post("/film", Array("new".utf8)).status == 200)
        try expectHealing(of: 2) { try usher.getUnlessCut("/film") }
    }
}
