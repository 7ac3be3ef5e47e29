import Glibc
import LinuxIO
import Testing

extension CacheScenarios {
    /// After an unclean end a chunk is checked before its first byte is sent, in whatever order the parts come.
    @Test func damageIsFoundInPartsThatDescend() throws {
        let origin = try MediaOrigin()
        let usher = try UsherProcess(.cached(origin.url))
        try usher.fill("/film")
        try usher.kill9()
        try damage(usher.directory.file("store/cache.mdb"), page: PositionBytes.bytes(0..<64))
        try usher.restart()
        let parts = try MultipartBody(usher.get("/film", range: "70000-70099,0-99")).parts
        #expect(parts.map(\.positions) == [70_000..<70_100, 0..<100])
        for part in parts { expectBytes(part.bytes, at: part.positions.lowerBound, count: 100) }
    }
}

/// Overwrites the front of the page that begins with `sample`.
private func damage(_ path: String, page sample: [UInt8]) throws {
    let file = Descriptor(owning: unsafe open(path, O_RDWR | O_CLOEXEC))
    var found = [UInt8](repeating: 0, count: sample.count)
    var place: off_t = 0
    while unsafe pread(file.number, &found, found.count, place) == found.count, found != sample { place += 4096 }
    let zeros = [UInt8](repeating: 0, count: sample.count)
    guard found == sample, unsafe pwrite(file.number, zeros, zeros.count, place) == zeros.count else {
        throw ScenarioFailure("no page of \(path) begins with the sample")
    }
}
