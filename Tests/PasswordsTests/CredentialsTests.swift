import Testing

@testable import Passwords

struct CredentialsTests {
    private func basic(_ text: String) -> BasicCredentials? { unsafe BasicCredentials(Array(text.utf8).span.bytes) }
    private func digest(_ text: String) -> DigestCredentials? { unsafe DigestCredentials(Array(text.utf8).span.bytes) }

    @Test(arguments: [
        ("Basic cDpwYXNzd29yZA==", "p", "password"), ("bASIC cDpwYXNzd29yZA==", "p", "password"),
        ("Basic Og==", "", ""), ("Basic YTpiOmM=", "a", "b:c"),
    ]) func basicIsRead(text: String, user: String, password: String) {
        #expect(basic(text)?.user == Array(user.utf8) && basic(text)?.password == Array(password.utf8))
    }

    @Test(arguments: [
        "", "Basic", "Basic ", "Basic  cDpwYXNzd29yZA==", "Basic cDpwYXNzd29yZA", "Basic cA==",
        "Bearer cDpwYXNzd29yZA==",
        "Basic cDpwYXNzd29yZA== x", "Basic\tcDpwYXNzd29yZA==",
    ]) func whatIsNotBasic(text: String) { #expect(basic(text) == nil) }

    @Test func longFieldsAreRefused() {
        let text = "Basic " + String(repeating: "YTph", count: 2100)
        #expect(basic(text) == nil && digest("Digest x=\"" + text + "\"") == nil)
    }

    /// The example of RFC 7616 §3.9.1 for MD5.
    private let example = """
        Digest username="Mufasa", realm="http-auth@example.org", uri="/dir/index.html", algorithm=MD5, \
        nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc=00000001, \
        cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", qop=auth, \
        response="8ca523f5e9506fed4657c9700eebdbec", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"
        """

    @Test func digestIsRead() throws {
        let credentials = try #require(digest(example))
        #expect(credentials.user == Array("Mufasa".utf8) && credentials.count == 1)
        let secret = Digests.hexadecimal(Digests.md5(Array("Mufasa:http-auth@example.org:Circle of Life".utf8)))
        #expect(credentials.expectedResponse(secret: secret, method: Array("GET".utf8)) == credentials.response)
        #expect(digest(#"Digest username="a\"b", qop="auth", nc=ff"#)?.user == Array(#"a"b"#.utf8))
        #expect(digest("digest qop=auth,nc=000000ff,algorithm=\"MD5\"")?.count == 255)
    }

    @Test(arguments: [
        "Digest ", "Basic qop=auth, nc=1", "Digest qop=auth-int, nc=00000001", "Digest nc=00000001", "Digest qop=auth",
        "Digest qop=auth, nc=00000001, algorithm=MD5-sess", "Digest qop=auth, nc=+1", "Digest qop=auth, nc=g",
        "Digest qop=auth, nc=00000001, x", "Digest qop=auth, nc=00000001, x=\"y", "Digest qop=auth nc=00000001",
        "Digest qop=auth, nc=11111111111111111",
    ]) func whatIsNotDigest(text: String) { #expect(digest(text) == nil) }
}
