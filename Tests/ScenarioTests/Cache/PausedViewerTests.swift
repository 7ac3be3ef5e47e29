import LinuxIO
import Testing

extension CacheScenarios {
    /// Viewers who pause on media that is not stored yet, more than fit into the memory for fills, hold nobody up: what
    /// they have begun goes to the store, from where they go on.
    @Test(
        arguments: [
            ("256MiB", "64KiB", "256KiB"), ("4MiB", "64KiB", "256KiB"),
            ("256MiB", "1MiB", "4MiB"), ("16MiB", "1MiB", "4MiB"),
        ])
    func pausedViewersHoldNoMemory(storeSize: String, chunkSize: String, fillMemory: String) throws {
        let length = 8_000_000, count = 8
        let origin = try MediaOrigin(MediaObject(length: length))
        var setup = Setup.cached(origin.url)
        (setup.storeSize, setup.chunkSize, setup.fillMemory) = (storeSize, chunkSize, fillMemory)
        setup.cacheOptions = ["fillMemoryTimeout: 30s"]
        let usher = try UsherProcess(setup)
        let paused = try (0..<count).map { number in
            let viewer = try usher.client()
            try viewer.sendHead("GET", "/film-\(number)")
            let head = try viewer.readHead()
            #expect(head.status == 200)
            return viewer
        }
        try origin.waitUntilSilent()
        let before = origin.sentBytes
        #expect(before < count * length, "nobody pauses")

        let playing = try usher.get("/film-\(count)", range: "0-2999999")
        expectRight(playing, of: 1 + count, length: length)
        #expect(playing.fields["Cache-Status"]?.contains("fill-memory") == false)

        for (number, viewer) in paused.enumerated() {
            expectBytes(try viewer.reader.read(exactly: length), count: length, of: 1 + number)
        }
        guard storeSize == "256MiB" else { return }
        // Nobody asked for anything twice, but the rest of the last chunk that was played.
        #expect(origin.sentBytes <= count * length + 3_000_000 + 2 << 20, "\(origin.ranges)")
    }

    /// Viewers of one title who all pause and go on cost its origin one reading.
    @Test func viewersWhoPauseTogetherShareOneFill() throws {
        let length = 8_000_000
        let origin = try MediaOrigin(MediaObject(length: length))
        var setup = Setup.cached(origin.url)
        setup.fillMemory = "256KiB"
        let usher = try UsherProcess(setup)
        let viewers = try (0..<6).map { _ in
            let viewer = try usher.client()
            try viewer.sendHead("GET", "/film")
            #expect(try viewer.readHead().status == 200)
            return viewer
        }
        try origin.waitUntilSilent()
        #expect(origin.sentBytes < length, "nobody pauses")
        // One after the other, and in small steps, so that each comes to chunk borders first now and then.
        for step in 0..<8 {
            for offset in 0..<viewers.count {
                let viewer = viewers[(step + offset) % viewers.count]
                let bytes = try viewer.reader.read(exactly: 1_000_000)
                expectBytes(bytes, at: step * 1_000_000, count: 1_000_000)
            }
        }
        #expect(origin.sentBytes == length, "\(origin.ranges)")
    }

    /// The same over TLS, where half a record may wait when its bytes move from memory to the store.
    @Test func pausedViewersOverTLS() throws {
        let length = 8_000_000
        let origin = try MediaOrigin(MediaObject(length: length))
        var setup = Setup.cached(origin.url)
        (setup.fillMemory, setup.storeSize, setup.hasTLS) = ("256KiB", "1MiB", true)
        let usher = try UsherProcess(setup)
        let paused = try (0..<6).map { number in
            let viewer = try usher.tlsClient()
            try viewer.sendHead("GET", "/film-\(number)")
            #expect(try viewer.readHead().status == 200)
            return viewer
        }
        try origin.waitUntilSilent()
        for number in 6..<9 {
            expectRight(try usher.get("/film-\(number)", range: "0-1999999"), of: 1 + number, length: length)
        }
        for (number, viewer) in paused.enumerated() {
            expectBytes(try viewer.reader.read(exactly: length), count: length, of: 1 + number)
        }
    }
}
