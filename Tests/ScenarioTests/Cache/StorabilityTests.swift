import Testing

extension CacheScenarios {
    private static let kept: [(String, MediaObject, Fields)] = [
        ("no-store", MediaObject(cacheControl: "no-store"), [:]),
        ("private", MediaObject(cacheControl: "private, max-age=3600"), [:]),
        ("a cookie", MediaObject(fields: ["Set-Cookie": "id=1"]), [:]),
        ("Vary: Cookie", MediaObject(fields: ["Vary": "Cookie"]), [:]),
        ("Vary: *", MediaObject(fields: ["Vary": "*"]), [:]),
        ("a coded body", MediaObject(fields: ["Content-Encoding": "gzip"]), [:]),
        ("Authorization", MediaObject(), ["Authorization": "Bearer x"]),
        ("the request's no-store", MediaObject(), ["Cache-Control": "no-store"]),
    ]

    /// What is meant for one person, or for nobody's store, is fetched each time and never a hit.
    @Test(arguments: kept.indices) func whatMayNotBeStoredIsNot(index: Int) throws {
        let (name, object, fields) = Self.kept[index]
        let origin = try MediaOrigin(object)
        let usher = try UsherProcess(.cached(origin.url))
        for round in 1...3 {
            let answer = try usher.get("/film", fields: fields)
            expectRight(answer)
            #expect(!answer.isHit && origin.sentBytes >= round * 400_000, "\(name)")
            #expect(answer.fields["Set-Cookie"] == object.fields["Set-Cookie"])
        }
        let asked = origin.requests.count
        for _ in 1...3 {
            let part = try usher.get("/film", range: "100-199", fields: fields)
            expectRight(part)
            #expect(!part.isHit, "\(name)")
        }
        #expect(origin.requests.count >= asked + 3, "\(name)")
    }

    /// One person's answer is not another's, whichever came first.
    @Test func anAuthorisedAnswerStaysPrivate() throws {
        let origin = try MediaOrigin()
        let usher = try UsherProcess(.cached(origin.url))
        expectRight(try usher.get("/film", fields: ["Authorization": "Bearer ann"]))
        origin.change { ($0.status, $0.cacheControl) = (403, nil) }
        #expect(try usher.get("/film").status == 403)
        #expect(try usher.get("/film", range: "0-9").status == 403)
        #expect(try usher.get("/film", fields: ["Authorization": "Bearer bob"]).status == 403)
    }
}
