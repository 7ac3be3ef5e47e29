import Testing

@testable import HTTP

@Suite struct EntityTagTests {
    @Test(arguments: [
        ("\"xyzzy\"", true, true), ("W/\"xyzzy\"", true, false), ("\"\"", true, true), ("\"a,b\"", true, true),
        ("\"a\\\"", true, true), ("\"\u{e9}\"", true, true), (" \"x\" ", true, true), ("", false, false),
        ("xyzzy", false, false), ("w/\"x\"", false, false), ("W\"x\"", false, false), ("\"x", false, false),
        ("\"a b\"", false, false), ("\"x\" \"y\"", false, false), ("\"x\"y", false, false), ("*", false, false),
        ("\"\u{7f}\"", false, false),
    ])
    func grammar(text: String, isValid: Bool, isStrong: Bool) {
        #expect(withField(text) { EntityTag.isValid($0) } == isValid)
        #expect(withField(text) { EntityTag.isStrong($0) } == isStrong)
    }

    /// The table of RFC 9110 §8.8.3.2, and more.
    @Test(arguments: [
        ("W/\"1\"", "W/\"1\"", false, true), ("W/\"1\"", "W/\"2\"", false, false), ("W/\"1\"", "\"1\"", false, true),
        ("\"1\"", "\"1\"", true, true), ("\"1\"", "\"12\"", false, false), ("\"a\"", "\"A\"", false, false),
        ("1", "1", false, false), ("\"1\"", "1", false, false), ("", "", false, false),
    ])
    func comparison(left: String, right: String, strong: Bool, weak: Bool) {
        withField(left) { left in
            withField(right) { right in
                #expect(EntityTag.strongMatch(left, right) == strong)
                #expect(EntityTag.strongMatch(right, left) == strong)
                #expect(EntityTag.weakMatch(left, right) == weak)
                #expect(EntityTag.weakMatch(right, left) == weak)
            }
        }
    }

    @Test(arguments: [
        ("*", "\"a\"", true, true), ("*, \"b\"", "\"a\"", false, false), ("\"a\"", "\"a\"", true, true),
        ("\"b\", \"a\"", "\"a\"", true, true), ("\"b\",\"c\"", "\"a\"", false, false),
        ("W/\"a\"", "\"a\"", true, false), ("\"a\"", "W/\"a\"", true, false), ("\"x,y\"", "\"x,y\"", true, true),
        ("\"x,\"a\",y\"", "\"a\"", false, false), (", ,\"b\" ,\t\"a\",", "\"a\"", true, true),
        ("\"b\" \"a\"", "\"a\"", false, false), ("a, \"a\"", "\"a\"", false, false), ("\"a", "\"a\"", false, false),
        ("", "\"a\"", false, false),
    ])
    func lists(list: String, stored: String, weak: Bool, strong: Bool) {
        withField(list) { list in
            withField(stored) { stored in
                #expect(EntityTag.isListed(stored, inIfNoneMatch: list) == weak)
                #expect(EntityTag.isListed(stored, inIfMatch: list) == strong)
            }
        }
    }

    @Test func withoutATagOnlyTheStarNamesIt() {
        #expect(withField("*") { EntityTag.isListed(nil, inIfNoneMatch: $0) })
        #expect(!withField("\"\"") { EntityTag.isListed(nil, inIfNoneMatch: $0) })
    }

    @Test func randomBytesNeverTrap() {
        var random = SeededRandom(6)
        for _ in 0..<20_000 {
            let bytes = random.bytes(upTo: 30, from: "\"\"W/a, *")
            withField(bytes) { list in
                _ = EntityTag.isListed(list, inIfNoneMatch: list)
                _ = EntityTag.strongMatch(list, list)
            }
        }
    }
}
