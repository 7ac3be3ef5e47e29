import Passwords

/// What a client of Digest authentication knows after a challenge.
struct DigestClient {
    var nonce: String
    var opaque: String
    /// MD5 of `test:traefik:test`.
    var secret = "a2688e031edb4be6a3797f3882655c05"

    /// Nil when the challenge has no nonce.
    init?(_ challenge: String) {
        func value(_ name: String) -> String? {
            challenge.firstRange(of: "\(name)=\"").map { String(challenge[$0.upperBound...].prefix { $0 != "\"" }) }
        }
        guard let nonce = value("nonce"), let opaque = value("opaque") else { return nil }
        (self.nonce, self.opaque) = (nonce, opaque)
    }

    /// `Authorization` for a GET of that URI.
    func field(_ count: Int, uri: String) -> String {
        func md5(_ text: String) -> String {
            String(decoding: Digests.hexadecimal(Digests.md5(Array(text.utf8))), as: UTF8.self)
        }
        let digits = String(count, radix: 16)
        let number = String(repeating: "0", count: 8 - digits.count) + digits
        let response = md5("\(secret):\(nonce):\(number):abc:auth:\(md5("GET:\(uri)"))")
        return "Digest username=\"test\", realm=\"traefik\", nonce=\"\(nonce)\", uri=\"\(uri)\", algorithm=MD5, "
            + "response=\"\(response)\", qop=auth, nc=\(number), cnonce=\"abc\", opaque=\"\(opaque)\""
    }
}
