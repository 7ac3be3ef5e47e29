import Testing

@testable import TLS

@Suite struct ServerNameFieldTests {
    private func host(_ bytes: [UInt8]) -> String? {
        unsafe bytes.withUnsafeBytes { unsafe ServerNameField.host(in: $0.bytes) }
    }

    private func field(_ name: String, kind: UInt8 = 0, extra: Int = 0) -> [UInt8] {
        let count = name.utf8.count
        return [0, UInt8(count + 3 + extra), kind, 0, UInt8(count)] + Array(name.utf8)
    }

    @Test func aNameIsRead() {
        #expect(host(field("a.Example.")) == "a.example")
        // A second entry behind the first.
        #expect(host(field("a.example", extra: 4) + [1, 0, 1, 9]) == "a.example")
    }

    @Test func anythingElseIsNoName() {
        for bytes in [
            [], [0], field(""), field("a", kind: 1), field("a", extra: 1), field("a b"), field("a..b"),
            [0, 4, 0, 0, 9, 97], Array(field("abc").dropLast()), field("abc") + [0],
        ] {
            #expect(host(bytes) == nil, "\(bytes)")
        }
    }
}
