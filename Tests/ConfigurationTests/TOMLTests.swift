import Testing

@testable import Configuration

@Suite struct TOMLTests {
    private func tree(_ text: String) throws -> ConfigTree { try ConfigTree(toml: text, path: "f.toml") }

    @Test func sectionsListsAndKeysBecomeOneTree() throws {
        let tree = try tree(
            """
            top = 1
            [http.routers.web]
            rule = "Host(`a`)"
            tls.options = 'strict'
            [http.services.s.loadBalancer]
            [[http.services.s.loadBalancer.servers]]
            url = "http://a"
            [[http.services.s.loadBalancer.servers]]
            url = "http://b"
              [http.services.s.loadBalancer.servers.more]
              x = {y = [1, {z = true}], w.v = 2}
            [api]
            """)
        #expect(tree.children.map { $0.key } == ["top", "http", "api"])
        #expect(tree.value(at: "http", "routers", "web", "rule") == "Host(`a`)")
        #expect(tree.value(at: "http", "routers", "web", "tls", "options") == "strict")
        let servers = try #require(tree["http"]?["services"]?["s"]?["loadBalancer"]?["servers"]?.items)
        #expect(servers.map { $0.value(at: "url") } == ["http://a", "http://b"])
        #expect(servers[1]["more"]?["x"]?["y"]?.items?[0].value == "1")
        #expect(servers[1]["more"]?["x"]?["y"]?.items?[1].value(at: "z") == "true")
        #expect(servers[1].value(at: "more", "x", "w", "v") == "2")
        #expect(tree["api"]?.isAbsent == true)
    }

    @Test func everyKeyHasItsPlace() throws {
        let tree = try tree("[a.b]\n\"ü\" = {x = 'é', y = 1}\n  \"c d\".e = [\n 1, # x\n  2]\n[[l]]\n")
        let place = { (line: Int, column: Int) in ConfigSource.file(path: "f.toml", line: line, column: column) }
        #expect(tree["a"]?.source == place(1, 2) && tree["a"]?["b"]?.source == place(1, 4))
        #expect(tree["a"]?["b"]?["ü"]?["y"]?.source == place(2, 17))
        #expect(tree["a"]?["b"]?["c d"]?["e"]?.source == place(3, 9))
        #expect(tree["a"]?["b"]?["c d"]?["e"]?.items?[1].source == place(5, 3))
        #expect(tree["l"]?.items?[0].source == place(6, 3))
    }

    @Test(
        arguments: [
            (#""a\tb\"\\\u00e9\U0001F600""#, "a\tb\"\\é😀"), (#"'c:\x'"#, #"c:\x"#), ("\"\"\"\nx\n y\"\"\"", "x\n y"),
            ("\"\"\"a \\\n\n   b\"\"\"", "a b"), ("\"\"\"\"q\"\"\"\"", "\"q\""), ("'''\n'x\\'''", "'x\\"),
            ("0x1F", "31"),
            ("0o17", "15"), ("0b11", "3"), ("1_000", "1000"), ("+5", "5"), ("-5", "-5"), ("1.5e-3", "1.5e-3"),
            ("false", "false"), ("2026-01-02 03:04:05Z", "2026-01-02 03:04:05Z"), ("12:34:56", "12:34:56"),
            ("inf", "inf"),
            ("[]", nil), ("{}", nil),
        ] as [(String, String?)])
    func values(text: String, value: String?) throws {
        #expect(try tree("k = \(text) # end\r\n").children.first?.node.value == value)
    }

    /// A broken document, where, and what is wrong.
    @Test(arguments: [
        ("a = 1\nb", "2:2: not valid TOML: expected \"=\""), ("a = ", "1:5: not valid TOML: expected a value"),
        ("a = yes", "1:5: not valid TOML: \"yes\" is no value"),
        ("a = 1\na = 2", "2:1: not valid TOML: given twice: a"),
        ("[a]\n[a]", "2:2: not valid TOML: given twice: a"),
        ("a = {b = 1}\n[a.c]", "2:2: not valid TOML: given twice: a"),
        ("[[a]]\n[a]", "2:2: not valid TOML: given twice: a"), ("a = []\n[[a]]", "2:3: not valid TOML: given twice: a"),
        ("a.b = 1\n[a]", "2:2: not valid TOML: given twice: a"),
        ("a = \"x\nb = 1", "1:5: not valid TOML: a text without"),
        ("a = \"\\x\"", "1:6: not valid TOML: unknown escape"), ("a = \"\\uD800\"", "not the number of a character"),
        ("a = '''x", "1:5: not valid TOML: a text without an end"), ("a = \u{1}", "expected a value"),
        ("a = \"\u{0}\"", "a control character in a text"), ("# \u{7}\n", "a control character in a comment"),
        ("a = 1 b = 2", "1:7: not valid TOML: expected the end of the line"), ("[a", "expected \"]\""),
        ("a = [1 2]", "expected \"]\""), ("a = {b = 1,}", "expected a key"), ("a = 01", "\"01\" is no value"),
        ("a = 1__0", "is no value"), ("a = 9223372036854775808", "is no value"), ("", "f.toml: the file is empty"),
        ("# nothing\n", "the file is empty"),
    ])
    func brokenDocuments(text: String, message: String) {
        let problem = #expect(throws: ConfigProblem.self) { try tree(text) }
        #expect(problem?.description.contains(message) == true, "\(problem?.description ?? "")")
        #expect(problem?.description.hasPrefix("error: f.toml") == true)
    }

    @Test func deepNestingIsRefusedNotFatal() {
        for (start, part) in [("a = ", "["), ("", "{a="), ("a = ", "{a="), ("", "a.")] {
            #expect(throws: ConfigProblem.self) { try tree(start + String(repeating: part, count: 100_000) + "b = 1") }
        }
    }

    @Test func theNumberOfValuesIsBounded() {
        let problem = #expect(throws: ConfigProblem.self) {
            try tree("a = [" + String(repeating: "1,", count: ConfigTree.nodeLimit) + "]")
        }
        #expect(problem?.message.contains("more than") == true)
    }

    @Test func theEndOfTheNameDecides() throws {
        #expect(try ConfigTree(text: "a = 1", path: "x.TOML").value(at: "a") == "1")
        #expect(try ConfigTree(text: "a: 1", path: "x.yml").value(at: "a") == "1")
        #expect(try ConfigTree(text: "a: 1", path: "x").value(at: "a") == "1")
    }
}
