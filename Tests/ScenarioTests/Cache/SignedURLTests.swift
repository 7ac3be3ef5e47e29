import Testing

extension CacheScenarios {
    private func start(_ object: MediaObject = MediaObject()) throws -> (SignedOrigin, UsherProcess) {
        let origin = try SignedOrigin(object)
        return (origin, try UsherProcess(.cached(origin.url)))
    }

    /// Reads with a URL of its own until everything is stored.
    private func fill(_ usher: UsherProcess, _ url: SignedURL = SignedURL(viewer: "first")) throws {
        let target = url.target
        try eventually("the object to be stored") {
            let answer = try usher.get(target)
            expectRight(answer)
            return answer.isHit
        }
    }

    private func expectRefusal(_ answer: Response, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(answer.status == 403 && answer.text == "<Code>Denied</Code>", sourceLocation: sourceLocation)
        #expect(!answer.isHit, sourceLocation: sourceLocation)
    }

    /// Viewers with URLs of their own share the bytes; each URL's first use asks for one byte that has not changed.
    @Test func differentlySignedURLsShareBytes() throws {
        let (origin, usher) = try start()
        try fill(usher)
        #expect(origin.sentBytes == 400_000)
        for viewer in ["bert", "cleo"] {
            let asked = origin.requests.count
            let target = SignedURL(viewer: viewer).target
            for range in [nil, "100-200000", nil] { expectRight(try usher.get(target, range: range)) }
            #expect(origin.requests.count == asked + 1)
            let question = try origin.server.request(asked)
            #expect(question.target == target && question.range == "bytes=0-0")
            #expect(question.fields["If-None-Match"] == "\"v1\"")
        }
        #expect(origin.sentBytes == 400_000)
    }

    /// Nothing but what the signature covers is ever answered from the store, and the origin's own words are.
    @Test func whatTheOriginRefusesIsRefused() throws {
        let (origin, usher) = try start()
        try fill(usher)
        let good = SignedURL(viewer: "dora").target
        expectRight(try usher.get(good))
        let altered = [
            good.replacing("dora", with: "emil"), good.replacing("X-Amz-Expires=3600", with: "X-Amz-Expires=3601"),
            good + "0", String(good.dropLast()), good + "&versionId=2", good + "&response-content-type=text%2Fhtml",
            good.replacing("/film", with: "/film-2"), good.replacing("/film", with: "/fil%6D"),
            good.replacing("X-Amz-Signature", with: "X-Amz-Signatur"), good + "&X-Amz-Signature=0",
            good.replacing("&X-Amz-SignedHeaders=host", with: ""), "/film", "/film?", "/film?X-Amz-Signature=1",
            "/film?AWSAccessKeyId=a&Expires=9999999999&Signature=b",
            good.replacing("X-Amz-", with: "x-amz-"),
        ]
        for target in altered {
            expectRefusal(try usher.get(target))
            expectRefusal(try usher.get(target, range: "0-99"))
        }
        expectRefusal(try usher.get(good, fields: ["Host": "other.example"]))
        let head = try usher.client().head(good.replacing("dora", with: "emil"))
        #expect(head.status == 403)
        // None of them has thrown anything out.
        let (asked, sent) = (origin.requests.count, origin.sentBytes)
        #expect(try usher.get(good).isHit)
        #expect(origin.requests.count == asked && origin.sentBytes == sent)
    }

    /// An expired URL, or one from the future, is the origin's to answer, whatever it says.
    @Test(arguments: [(-7200, 3600), (3600, 3600)]) func datesAreLookedAt(begins: Int, validity: Int) throws {
        let (origin, usher) = try start()
        try fill(usher)
        let target = SignedURL(viewer: "dora", begins: begins, validity: validity).target
        let asked = origin.requests.count
        for _ in 0..<2 {
            let answer = try usher.get(target)
            #expect(!answer.isHit && answer.cacheStatus.contains("detail=signature"))
        }
        #expect(origin.requests.count == asked + 2)
        origin.refuse("dora")
        expectRefusal(try usher.get(target))
    }

    /// A permission ends with the signature, however long permissions hold otherwise.
    @Test func aPermissionEndsWithItsSignature() throws {
        let (origin, usher) = try start()
        try fill(usher)
        let target = SignedURL(viewer: "dora", begins: -10, validity: 13).target
        expectRight(try usher.get(target))
        #expect(try usher.get(target).isHit)
        origin.refuse("dora")
        try eventually("the signature to end") { try usher.get(target).status == 403 }
    }

    /// Without permissions kept, each use is a question; what is taken back is noticed at once.
    @Test func askTTLBoundsAPermission() throws {
        let origin = try SignedOrigin()
        var setup = Setup.cached(origin.url)
        setup.cacheOptions = ["defaults: {sign: {askTTL: 0s}}"]
        let usher = try UsherProcess(setup)
        let target = SignedURL().target
        for _ in 0..<4 { expectRight(try usher.get(target)) }
        #expect(origin.requests.count >= 4 && origin.sentBytes == 400_000)
        origin.refuse("anna")
        expectRefusal(try usher.get(target))
        expectRight(try usher.get(SignedURL(viewer: "bert").target))
        #expect(origin.sentBytes == 400_000)
    }

    /// A new version shows with the first URL that asks.
    @Test func aQuestionRevalidates() throws {
        let (origin, usher) = try start()
        try fill(usher)
        origin.change { $0.becomeNewVersion() }
        expectRight(try usher.get(SignedURL(viewer: "bert").target, range: "200000-299999"), of: 2)
        expectRight(try usher.get(SignedURL(viewer: "cleo").target), of: 2)
    }

    /// HEAD is the signature's own matter: without a yes to the URL's GET the origin is asked, with one the store answers.
    @Test func aHeadNeedsAYes() throws {
        let (origin, usher) = try start()
        try fill(usher)
        let target = SignedURL(viewer: "dora").target
        #expect(try usher.client().head(target).status == 403)
        expectRight(try usher.get(target, range: "0-9"))
        let asked = origin.requests.count
        let answer = try usher.client().head(target)
        #expect(answer.status == 200 && answer.fields["Content-Length"] == "400000" && answer.isHit)
        #expect(origin.requests.count == asked)
        // One that is signed for HEAD gives no bytes.
        let forHead = SignedURL(method: "HEAD", viewer: "emil").target
        #expect(try usher.client().head(forHead).status == 200)
        expectRefusal(try usher.get(forHead))
        #expect(try usher.client().head(forHead).status == 200)
    }
}
