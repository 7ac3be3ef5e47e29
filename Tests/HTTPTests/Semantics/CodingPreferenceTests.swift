import Testing

@testable import HTTP

@Suite struct CodingPreferenceTests {
    @Test(arguments: [
        ("gzip", 1000, 0, 0), ("gzip, br", 1000, 1000, 0), ("GZIP;q=0.5, br; q=1.0", 500, 1000, 0),
        ("*", 1000, 1000, 1000), ("*;q=0.1, gzip;q=0", 0, 100, 100), ("identity", 0, 0, 0), ("", 0, 0, 0),
        ("gzip;q=0.001, br;q=0.1234, zstd;q=1.5", 1, 123, 0), ("gzip;q=, br;x=1, zstd;q=.5", 0, 0, 500),
        (" , ,gzip ,", 1000, 0, 0),
    ])
    func weights(value: String, gzip: Int, brotli: Int, zstd: Int) {
        let preference = unsafe Array(value.utf8).withUnsafeBytes { unsafe CodingPreference($0.bytes) }
        let found = ["gzip", "br", "zstd"].map { preference.weight(of: $0) }
        #expect(found == [gzip, brotli, zstd])
    }
}
