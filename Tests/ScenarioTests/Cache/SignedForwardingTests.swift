import LinuxIO
import Testing

extension CacheScenarios {
    /// What a URL says of the response's fields changes them and nothing else, whichever URL comes first.
    @Test(arguments: [true, false]) func overridesChangeFieldsOnly(plainFirst: Bool) throws {
        let origin = try SignedOrigin()
        let usher = try UsherProcess(.cached(origin.url))
        let plain = SignedURL(viewer: "anna").target
        let named = SignedURL(query: ["response-content-disposition=attachment"], viewer: "bert").target
        let other = SignedURL(query: ["response-content-disposition=inline"], viewer: "cleo").target
        let first = plainFirst ? plain : named
        try eventually("the object to be stored") { try usher.get(first).isHit }
        for _ in 0..<2 {
            for (target, value) in [(plain, nil), (named, "attachment"), (other, "inline")] {
                let answer = try usher.get(target, range: "1000-399999")
                expectRight(answer)
                #expect(answer.fields["Content-Disposition"] == value)
            }
        }
        #expect(origin.sentBytes <= 400_002, "\(origin.server.ranges)")
    }

    /// The path goes on byte for byte, the query without what a player has added.
    @Test(arguments: ["/a//b", "/a/./b/../c", "/a/%7Eb%2f", "/a+b=c"]) func signedTargetsStayAsTheyAre(path: String)
        throws
    {
        let origin = try SignedOrigin()
        let usher = try UsherProcess(.cached(origin.url))
        let target = SignedURL(path: path).target
        for query in ["", "&CMCD=bl%3D100", "&CMCD=bl%3D200"] { expectRight(try usher.get(target + query)) }
        expectRight(try usher.get(target.replacing("?", with: "?CMCD=sid%3D1&")))
        #expect(origin.requests.allSatisfy { $0.target == target })
        #expect(origin.sentBytes == 400_000)
    }

    /// A path that the rules would lead elsewhere is put in order, signed or not.
    @Test func aSignatureOpensNoOtherRoute() throws {
        let origin = try SignedOrigin()
        var setup = Setup.cached(origin.url)
        setup.rule = "PathPrefix(`/public`)"
        let usher = try UsherProcess(setup)
        #expect(try usher.get(SignedURL(path: "/public/../private/film").target).status == 404)
        #expect(try usher.get(SignedURL(path: "/private/../public/film").target).status == 403)
        #expect(origin.requests.map { $0.target.prefix { $0 != "?" } } == ["/public/film"])
        expectRight(try usher.get(SignedURL(path: "/public/./film").target))
    }

    /// A signature that covers fields of the request is for the origin to look at each time.
    @Test func signedFieldsAreNotShared() throws {
        let origin = try SignedOrigin()
        let usher = try UsherProcess(.cached(origin.url))
        let target = SignedURL(signedHeaders: "host%3Brange").target
        for _ in 0..<2 { expectRight(try usher.get(target, range: "5-9")) }
        #expect(origin.server.ranges == ["bytes=5-9", "bytes=5-9"])
    }

    /// Many first uses of one URL are one question.
    @Test(arguments: [true, false]) func firstUsesAskOnce(isStored: Bool) throws {
        let origin = try SignedOrigin(MediaObject(delay: .milliseconds(300)))
        let usher = try UsherProcess(.cached(origin.url))
        if isStored {
            let first = SignedURL(viewer: "first").target
            try eventually("the object to be stored") { try usher.get(first).isHit }
        }
        let before = origin.requests.count
        let target = SignedURL(viewer: "dora").target
        for answer in try inParallel(8, { _ in try usher.get(target, range: "0-1999") }) { expectRight(answer) }
        #expect(origin.requests.count == before + 1, "\(origin.server.ranges)")
    }

    /// Viewers who come at once, each with a URL of their own, cost the origin one reading and a question each; a forged
    /// one among them is refused, and takes nothing from the others.
    @Test func coldViewersShareOneFill() throws {
        let origin = try SignedOrigin(MediaObject(length: 4_000_000, delay: .milliseconds(100), pace: .milliseconds(2)))
        let usher = try UsherProcess(.cached(origin.url))
        let forged = Background { try usher.get(SignedURL(viewer: "eve").target + "0") }
        try origin.waitForRequests(1)
        let answers = try inParallel(6) { try usher.get(SignedURL(viewer: "viewer\($0)").target) }
        #expect(try forged.value().status == 403)
        for answer in answers { expectRight(answer, length: 4_000_000) }
        #expect(origin.sentBytes == 4_000_000, "\(origin.server.ranges)")
    }

    /// An object whose length is known, so that it is read in many runs, each a request with somebody's URL.
    private func startKnown(_ length: Int, by url: SignedURL) throws -> (SignedOrigin, UsherProcess) {
        let origin = try SignedOrigin(MediaObject(length: length))
        let usher = try UsherProcess(.cached(origin.url))
        expectRight(try usher.get(url.target, range: "0-0"), length: length)
        return (origin, usher)
    }

    private func startReading(_ usher: UsherProcess, _ url: SignedURL) throws -> RawClient {
        let viewer = try usher.client()
        try viewer.sendHead("GET", url.target)
        #expect(try viewer.readHead().status == 200)
        return viewer
    }

    /// A fill outlives the signature that it began with: whoever came in time reads on by a fresher URL.
    @Test func aFillOutlivesItsSignature() throws {
        let length = 16_000_000
        let short = SignedURL(viewer: "short", validity: 13)
        let (origin, usher) = try startKnown(length, by: short)
        let early = try startReading(usher, short)
        let late = try startReading(usher, SignedURL(viewer: "long"))
        sleep(.seconds(4))
        origin.refuse("short")
        let before = origin.requests.count
        for start in stride(from: 0, to: length, by: 1_000_000) {
            for viewer in [early, late] {
                expectBytes(try viewer.reader.read(exactly: 1_000_000), at: start, count: 1_000_000)
            }
        }
        let after = origin.requests.dropFirst(before)
        #expect(!after.isEmpty && after.allSatisfy { $0.target.contains("long") })
    }

    /// Where the origin takes its yes back in the middle of a fill, who has a URL of their own reads on.
    @Test func aRefusedFillFailsNobodyElse() throws {
        let length = 16_000_000
        let (origin, usher) = try startKnown(length, by: SignedURL(viewer: "mallory"))
        let early = try startReading(usher, SignedURL(viewer: "mallory"))
        try eventually("the fill to pause") { origin.sentBytes > 100_000 }
        let late = try startReading(usher, SignedURL(viewer: "long"))
        origin.refuse("mallory")
        let before = origin.requests.count
        expectBytes(try late.reader.read(exactly: length), count: length)
        let after = origin.requests.dropFirst(before)
        #expect(after.filter { $0.target.contains("mallory") }.count <= 2)
        #expect(after.contains { $0.target.contains("long") })
        early.close()
    }

    /// Who is alone with a URL that is refused meanwhile, or has ended, is cut.
    @Test(arguments: [true, false]) func withoutAGoodURLABodyEnds(isRefused: Bool) throws {
        let length = 16_000_000
        let url = SignedURL(validity: isRefused ? 3600 : 13)
        let (origin, usher) = try startKnown(length, by: url)
        let viewer = try startReading(usher, url)
        if isRefused { origin.refuse("anna") } else { sleep(.seconds(4)) }
        let isWhole = (try? viewer.reader.read(exactly: length)) != nil
        #expect(!isWhole)
    }

    /// Other forms by configuration.
    @Test func configuredFormsAreAsked() throws {
        let refused = Locked(false)
        let media = MediaObject()
        let server = try ScriptedOrigin { request, reply in
            let isGood = request.target.contains("token=good") && !refused.withLock { $0 }
            guard isGood else { return try reply.respond(403, text: "no") }
            try MediaAnswer(media, request, reply, Locked(0)).send()
        }
        var setup = Setup.cached(server.url)
        setup.cacheOptions = ["defaults: {sign: {parameters: [token], expires: until}}"]
        let usher = try UsherProcess(setup)
        let target = "/film?token=good1&until=9999999999"
        try eventually("the object to be stored") { try usher.get(target).isHit }
        #expect(try usher.get("/film?token=bad&until=9999999999").status == 403)
        #expect(try usher.get("/film").status == 403)
        expectRight(try usher.get("/film?token=good2&until=9999999999"))
        #expect(server.requests.last?.range == "bytes=0-0")
        #expect(try usher.get("/film?token=good3&until=1000").isHit == false)
        refused.withLock { $0 = true }
        #expect(try usher.get("/film?token=good4&until=9999999999").status == 403)
        #expect(try usher.get(target).isHit)
    }
}

extension CacheScenarios {
    /// What a signature is refused with is nobody else's answer, however long the origin lets it be kept; neither are
    /// redirects and other answers that are not the bytes.
    @Test(arguments: [403, 404, 302, 410]) func otherAnswersAreNotShared(status: Int) throws {
        let isOff = Locked(false)
        let server = try ScriptedOrigin { request, reply in
            if request.target.contains("eve") || isOff.withLock({ $0 }) {
                return try reply.respond(
                    status, ["Cache-Control": "public, max-age=3600", "Location": "/x"], text: "no")
            }
            try MediaAnswer(MediaObject(), request, reply, Locked(0)).send()
        }
        let usher = try UsherProcess(.cached(server.url))
        let good = SignedURL(viewer: "anna").target
        #expect(try usher.get(SignedURL(viewer: "eve").target).status == status)
        try eventually("the object to be stored") { try usher.get(good).isHit }
        for _ in 0..<2 { #expect(try usher.get(SignedURL(viewer: "eve").target).status == status) }
        #expect(try usher.get(good).isHit)
        isOff.withLock { $0 = true }
        #expect(try usher.get(SignedURL(viewer: "bert").target).status == status)
        #expect(try usher.get(good).isHit)
    }

    /// What is stale stands in for an origin that fails where there is a yes, and for nobody else.
    @Test func aFailingOriginGivesNoPermission() throws {
        let origin = try SignedOrigin(MediaObject(cacheControl: "max-age=0, stale-if-error=3600"))
        let usher = try UsherProcess(.cached(origin.url))
        let good = SignedURL(viewer: "anna").target
        expectRight(try usher.get(good))
        expectRight(try usher.get(good))
        origin.change { $0.status = 503 }
        try eventually("the object to stand in") { try usher.get(good).status == 200 }
        for _ in 0..<2 { #expect(try usher.get(SignedURL(viewer: "bert").target).status == 503) }
        for answer in try inParallel(
            8,
            { index in
                try usher.get(index % 2 == 0 ? good : SignedURL(viewer: "bert\(index)").target)
            }
        ).enumerated() {
            #expect(answer.element.status == (answer.offset % 2 == 0 ? 200 : 503))
        }
        origin.server.stop()
        #expect(try usher.get(good).status == 200)
        #expect(try usher.get(SignedURL(viewer: "cleo").target).status == 502)
    }

    /// Responses that differ by more than the page that asks are kept apart behind signed URLs, too.
    @Test func variantsBehindSignedURLs() throws {
        let origin = try SignedOrigin(MediaObject(fields: ["Vary": "Origin"]))
        let usher = try UsherProcess(.cached(origin.url))
        for viewer in ["anna", "bert"] {
            let target = SignedURL(viewer: viewer).target
            for page in ["https://a.example", "https://b.example", "https://a.example"] {
                expectRight(try usher.get(target, fields: ["Origin": page]))
            }
        }
        #expect(origin.sentBytes <= 800_000, "\(origin.server.ranges)")
        expectRight(try usher.get(SignedURL(viewer: "cleo").target, fields: ["Origin": "https://c.example"]))
        #expect(origin.server.ranges.last == "bytes=0-0")
        #expect(
            try usher.get(SignedURL(viewer: "anna").target + "0", fields: ["Origin": "https://a.example"]).status == 403
        )
    }
}
