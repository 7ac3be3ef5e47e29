import Testing

extension CacheScenarios {
    /// More than fits goes through a small store: everything is right, and the last object stays.
    @Test func aFullStoreKeepsServing() throws {
        let origin = try MediaOrigin(MediaObject(length: 1_000_000))
        var setup = Setup.cached(origin.url)
        setup.storeSize = "4MiB"
        let usher = try UsherProcess(setup)
        for round in 0..<2 {
            for number in 0..<10 {
                expectRight(try usher.get("/film-\(number)"), of: 1 + number, length: 1_000_000)
                let start = (number * 77_777 + round) % 900_000
                let part = try usher.get("/film-\((number + 7) % 10)", range: "\(start)-\(start + 70_000)")
                expectRight(part, of: 1 + (number + 7) % 10, length: 1_000_000)
            }
        }
        try usher.fill("/film-3")
        expectRight(try usher.get("/film-3"), of: 4, length: 1_000_000)
    }

    /// Readers that are slow keep their bytes while others push everything out of the store.
    @Test func slowReadersKeepTheirBytes() throws {
        let origin = try MediaOrigin(MediaObject(length: 3_000_000))
        var setup = Setup.cached(origin.url)
        setup.storeSize = "4MiB"
        let usher = try UsherProcess(setup)
        try usher.fill("/film-0")
        let slow = try usher.client()
        try slow.sendHead("GET", "/film-0")
        for number in 1...4 { expectRight(try usher.get("/film-\(number)"), of: 1 + number, length: 3_000_000) }
        expectRight(try slow.readResponse(), length: 3_000_000)
    }

    /// An object larger than the store passes through it.
    @Test func anObjectLargerThanTheStore() throws {
        let origin = try MediaOrigin(MediaObject(length: 6_000_000))
        var setup = Setup.cached(origin.url)
        setup.storeSize = "1MiB"
        let usher = try UsherProcess(setup)
        for _ in 0..<2 { expectRight(try usher.get("/film"), length: 6_000_000) }
    }
}
