import COpenSSL
import LinuxIO
import Testing

@testable import TLS

@Suite struct IdentityTests {
    private let one = Made.example
    private let other = Made.wildcard

    @Test func filesGiveWhatWasWrittenToThem() throws {
        let certificate = TemporaryFile(one.certificatePEM)
        let key = TemporaryFile(one.keyPEM)
        let read = try Identity(certificateFile: certificate.path, keyFile: key.path)
        #expect(read.facts == one.facts)
        #expect(read.certificatePEM == one.certificatePEM)
        #expect(read.keyPEM == one.keyPEM)
    }

    @Test func oneFileMayHoldBoth() throws {
        let file = TemporaryFile(one.keyPEM + one.certificatePEM)
        #expect(try Identity(certificateFile: file.path, keyFile: file.path).facts.commonName == "example")
    }

    @Test func issuersFollowTheCertificate() throws {
        let read = try Identity(certificatePEM: one.certificatePEM + other.certificatePEM, keyPEM: one.keyPEM)
        #expect(read.chain.count == 1)
        #expect(read.certificatePEM == one.certificatePEM + other.certificatePEM)
    }

    @Test func factsAreRead() throws {
        let facts = try SelfSigned.make(names: ["A.example.com", "*.B.example", "10.0.0.1"], commonName: "x", days: 2)
            .facts
        #expect(facts.names == ["a.example.com", "*.b.example"])
        #expect(facts.addresses == [[10, 0, 0, 1]])
        #expect(facts.commonName == "x")
        #expect(!facts.serial.isEmpty)
        #expect(facts.notAfter.seconds - facts.notBefore.seconds == 2 * 86400 + 3600)
        #expect(!facts.isExpired(at: facts.notAfter))
        #expect(facts.isExpired(at: WallTime(seconds: facts.notAfter.seconds + 1)))
        #expect(facts.isExpired(at: WallTime(seconds: facts.notBefore.seconds - 1)))
    }

    @Test func theCommonNameCountsOnlyWithoutAlternatives() throws {
        #expect(try SelfSigned.make(names: [], commonName: "Host.example").facts.names == ["host.example"])
        #expect(try SelfSigned.make(names: ["a.example"], commonName: "host.example").facts.names == ["a.example"])
        #expect(Made.fallback.facts.names == [])
    }

    @Test func namesThatAreNoneAreRefused() {
        for name in ["", "a,DNS:evil.example", "a b", "*"] {
            #expect(throws: TLSError.badName(name)) { try SelfSigned.make(names: [name]) }
        }
    }

    @Test func errorsSayWhereAndWhat() throws {
        let garbled = Array("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".utf8)
        let cases: [(certificate: [UInt8], key: [UInt8], expected: String)] = [
            ([], one.keyPEM, #"c: holds no certificate; expected PEM with a "BEGIN CERTIFICATE" block"#),
            (one.keyPEM, one.keyPEM, #"c: holds no certificate; expected PEM with a "BEGIN CERTIFICATE" block"#),
            (garbled, one.keyPEM, "c: certificate number 1 cannot be read"),
            (one.certificatePEM + garbled, one.keyPEM, "c: certificate number 2 cannot be read"),
            (
                one.certificatePEM, [],
                "k: no usable private key: it holds no key of a known kind; expected one unencrypted PEM block"
            ),
            (one.certificatePEM, one.certificatePEM, "k: no usable private key: it holds no key"),
            (one.certificatePEM, encrypted(one), "k: no usable private key: it is encrypted"),
            (one.certificatePEM, encrypted(one, traditional: true), "k: no usable private key: it is encrypted"),
            (
                one.certificatePEM, other.keyPEM,
                #"k: this key does not belong to "example", the first certificate of c"#
            ),
            (
                one.certificatePEM + other.certificatePEM, other.keyPEM,
                #"the first certificate of c; it belongs to number 2 there, which has to come first"#
            ),
        ]
        for (certificate, key, expected) in cases {
            let error = #expect(throws: TLSError.self) {
                try Identity(certificatePEM: certificate, keyPEM: key, certificateSource: "c", keySource: "k")
            }
            #expect(error?.description.contains(expected) == true, "\(error?.description ?? "") for \(expected)")
        }
    }

    @Test func missingAndOversizedFilesAreNamed() throws {
        let key = TemporaryFile(one.keyPEM)
        let missing = #expect(throws: TLSError.self) {
            try Identity(certificateFile: "/nonexistent", keyFile: key.path)
        }
        #expect(missing == .unreadable(file: "/nonexistent", Errno(2)))
        #expect(throws: TLSError.self) { try Identity(certificateFile: "/tmp", keyFile: key.path) }
        let long = TemporaryFile([UInt8](repeating: 10, count: PEM.longestFile + 1))
        #expect(throws: TLSError.tooLong(file: long.path, limit: PEM.longestFile)) {
            try Identity(certificateFile: long.path, keyFile: key.path)
        }
    }

    private func encrypted(_ identity: Identity, traditional: Bool = false) -> [UInt8] {
        let text = MemoryBIO()
        let password = Array("secret".utf8)
        if traditional {
            unsafe PEM_write_bio_PrivateKey_traditional(
                text.pointer, identity.key.pointer, EVP_aes_128_cbc(), password, 6, nil, nil)
        } else {
            unsafe PEM_write_bio_PrivateKey(
                text.pointer, identity.key.pointer, EVP_aes_128_cbc(), password, 6, nil, nil)
        }
        return text.contents
    }
}
