import Testing

@testable import LinuxIO

@Suite struct KeyedHashTests {
    /// The reference values of SipHash-1-3 with the key 00 01 .. 0f over the bytes 00 01 ...
    @Test(
        arguments: [(0, 0xabac_0158_050f_c4dc), (1, 0xc9f4_9bf3_7d57_ca93), (8, 0x369095118d299a8e)] as [(Int, UInt64)])
    func hashIsSipHash(length: Int, expected: UInt64) {
        let hash = KeyedHash(key: (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908))
        let bytes = (0..<length).map { UInt8($0) }
        #expect(unsafe bytes.withUnsafeBytes { unsafe hash($0) } == expected)
    }
}
