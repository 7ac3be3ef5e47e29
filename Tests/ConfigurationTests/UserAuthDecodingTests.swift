import Testing

@testable import Configuration

@Suite struct UserAuthDecodingTests {
    @Test func usersAreRead() throws {
        var auth = UserAuth()
        auth.users = [UserAuth.User(name: "b", secret: "y"), UserAuth.User(name: "a", secret: "z")]
        #expect(try middleware("basicAuth: {users: [\"a:x\", \"b:y\", \"a:z\"]}").kind == .basicAuth(auth))
        (auth.realm, auth.removesHeader, auth.headerField) = ("r", true, "X-U")
        let options = "users: [\"b:r:Y\", \"c:other:1\", \"a:r:z\"], realm: r, removeHeader: true, headerField: X-U"
        #expect(try middleware("digestAuth: {\(options)}").kind == .digestAuth(auth))
    }

    /// A middleware that nobody can pass, or that would let somebody pass unasked, is a mistake; secrets are not repeated.
    @Test(arguments: [
        ("basicAuth: {}", "expected users"), ("basicAuth: {users: [\"nocolonhere\"]}", "of the form name:hash"),
        ("basicAuth: {users: [\"a:b:secret\"]}", "of \"a\" is not of the form"),
        ("basicAuth: {users: [\":secret\"]}", "of the form"), ("basicAuth: {users: [\"a:\"]}", "of the form"),
        ("basicAuth: {usersFile: /nonexistent/users}", "usersFile"),
        ("digestAuth: {users: [\"a:secret\"]}", "name:realm:hash"),
        ("digestAuth: {users: [\"a:other:secret\"]}", "for this realm"),
        ("basicAuth: {users: [\"a:b\"], headerField: \"a b\"}", "headerField"),
        ("basicAuth: {users: [\"a:b\"], header: x}", "unknown option"),
    ])
    func whatIsWrongIsNamed(options: String, problem: String) throws {
        let (kind, errors) = try middleware(options)
        #expect(kind == nil && errors.contains { $0.contains(problem) }, "\(errors)")
        #expect(!errors.contains { $0.contains("secret") || $0.contains("nocolonhere") }, "\(errors)")
    }
}
