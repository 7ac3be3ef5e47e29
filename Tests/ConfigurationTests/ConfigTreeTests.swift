import Testing

@testable import Configuration

@Suite struct ConfigTreeTests {
    @Test func yamlKeepsLinesAndColumns() throws {
        let tree = try ConfigTree(yaml: "a:\n  b: {c: 1}\n  l:\n  - x\n  - y: 2\n", path: "f.yml")
        #expect(tree["a"]?.source == .file(path: "f.yml", line: 1, column: 1))
        #expect(tree["A"]?["b"]?["C"]?.source == .file(path: "f.yml", line: 2, column: 7))
        #expect(tree["a"]?["l"]?.items?[1]["y"]?.source == .file(path: "f.yml", line: 5, column: 5))
        #expect(tree.value(at: "a", "b", "c") == "1")
    }

    @Test func nullsAnchorsAndMergesAreUnderstood() throws {
        let tree = try ConfigTree(
            yaml: "base: &b {x: 1, y: 2}\none: {<<: *b, y: 3}\ntwo: *b\nnone: ~\nempty:\nquoted: \"~\"\n", path: "f.yml"
        )
        #expect(tree.value(at: "one", "x") == "1")
        #expect(tree.value(at: "one", "y") == "3")
        #expect(tree.value(at: "two", "y") == "2")
        #expect(tree["none"]?.isAbsent == true && tree["empty"]?.isAbsent == true)
        #expect(tree.value(at: "quoted") == "~")
    }

    @Test(arguments: [
        ("a: [1, 2\nb: 3\n", "not valid YAML"), ("a: 1\na: 2\n", "given twice: a"), ("", "file is empty"),
        ("# nothing\n", "file is empty"), ("- 1\n", "expected options"), ("word", "expected options"),
        ("? [a]\n: 1\n", "a key must be a plain word"), ("a: *b\n", "not valid YAML"),
        ("a:\n\t- x\n", "not valid YAML"),
        ("a: \u{1}\n", "not valid YAML"), ("a: 1\n---\nb: 2\n", "not valid YAML"),
    ])
    func brokenDocuments(yaml: String, message: String) {
        let problem = #expect(throws: ConfigProblem.self) { try ConfigTree(yaml: yaml, path: "f.yml") }
        #expect(problem?.message.contains(message) == true, "\(problem?.description ?? "")")
        #expect(problem?.description.hasPrefix("error: f.yml") == true)
    }

    @Test func aliasesCannotMultiplyWithoutEnd() {
        var yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...8 {
            let names = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            yaml += "a\(level): &a\(level) [\(names)]\n"
        }
        let problem = #expect(throws: ConfigProblem.self) { try ConfigTree(yaml: yaml, path: "f.yml") }
        #expect(problem?.message.contains("more than") == true)
    }

    @Test func deepNestingIsRefusedNotFatal() {
        let yaml = "a: " + String(repeating: "[", count: 100_000)
        #expect(throws: ConfigProblem.self) { try ConfigTree(yaml: yaml, path: "f.yml") }
    }

    @Test func flagsTakeEveryForm() {
        let (tree, problems) = Flags.parse([
            "--a.b=1", "--c.d", "2", "-e.f=3", "--ping", "--g.h", "--x=1", "--x=2,3", "--l[1].m=9", "--empty=",
        ])
        #expect(problems.isEmpty)
        #expect(tree.value(at: "a", "b") == "1")
        #expect(tree.value(at: "C", "D") == "2")
        #expect(tree.value(at: "e", "f") == "3")
        #expect(tree.value(at: "ping") == "true")
        #expect(tree.value(at: "g", "h") == "true")
        #expect(tree["x"]?.items?.map(\.value) == ["1", "2,3"])
        #expect(tree["l"]?.items?[1].value(at: "m") == "9")
        #expect(tree.value(at: "empty") == "")
        #expect(tree["a"]?["b"]?.source == .flag("--a.b"))
    }

    @Test(arguments: ["word", "--", "-", "--=x", "--a..b=1", "--.a=1", "--a[=1", "--a[x]=1", "--a[99999]=1", "--[0]=1"])
    func brokenFlags(argument: String) {
        let problems = Flags.parse([argument]).problems
        #expect(problems.count == 1 && problems.hasErrors)
    }

    @Test func higherSourcesWinValueByValue() throws {
        let low = try ConfigTree(yaml: "Web: {address: ':1', tls: {x: 1}}\nlist: [a, b]\n", path: "f.yml")
        let high = Flags.parse(["--web.ADDRESS=:2", "--list=c", "--new=1"]).tree
        let tree = high.over(low)
        #expect(tree.children.map(\.key) == ["Web", "list", "new"])
        #expect(tree["web"]?["address"] == ConfigTree(source: .flag("--web.ADDRESS"), value: ":2"))
        #expect(tree.value(at: "web", "tls", "x") == "1")
        #expect(tree["list"]?.items == nil && tree.value(at: "list") == "c")
    }
}
