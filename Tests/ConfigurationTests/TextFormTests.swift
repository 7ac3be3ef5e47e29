import Testing

@testable import Configuration

@Suite struct TextFormTests {
    @Test(arguments: [
        ("0", "0s"), ("90", "1m30s"), ("100ms", "100ms"), ("1m30s", "1m30s"), ("1.5h", "1h30m0s"), ("60s", "1m0s"),
        ("1500ms", "1.5s"), ("2h", "2h0m0s"), ("1500us", "1.5ms"), ("1500ns", "1.5µs"), ("7ns", "7ns"), ("0s", "0s"),
    ])
    func durations(text: String, printed: String) throws {
        let duration = try #require(DurationText.parse(text))
        #expect(DurationText.print(duration) == printed)
        #expect(DurationText.parse(printed) == duration)
    }

    @Test(arguments: [
        "", "x", "-1", "-1s", "1x", "s", "1s2", ".s", "1.2.3s", "99999999999999999999", "9e9h", "1 s", "999999999h",
    ])
    func notDurations(text: String) { #expect(DurationText.parse(text) == nil) }

    @Test(
        arguments: [
            ("0", 0), ("1025", 1025), ("1KB", 1000), ("1KiB", 1024), ("50GiB", 50 << 30), ("2MB", 2_000_000),
            ("3mib", 3 << 20), ("1TiB", 1 << 40), ("5 MiB", 5 << 20), ("12B", 12), ("1GB", 1_000_000_000),
        ] as [(String, Int64)])
    func sizes(text: String, bytes: Int64) {
        #expect(ByteCountText.parse(text) == bytes)
        #expect(ByteCountText.parse(ByteCountText.print(bytes)) == bytes)
    }

    @Test(arguments: ["", "GiB", "-1", "1.5GiB", "1XB", "99999999TiB", "1  MiB", "+5"])
    func notSizes(text: String) { #expect(ByteCountText.parse(text) == nil) }

    @Test(
        arguments: [
            ("adress", "address"), ("entrypoints", "entryPoints"), ("entyrPoints", "entryPoints"), ("zzz", nil),
            ("ru", nil), ("rul", "rule"),
        ] as [(String, String?)])
    func suggestions(name: String, expected: String?) {
        #expect(nearest(to: name, among: ["address", "entryPoints", "rule"]) == expected)
    }
}
