import Testing

@testable import Configuration

@Suite struct TemplateTests {
    private let context = Template.Context(
        fields: ["Name": .text("redis_cdn/backend"), "Labels": .map(["host": "a.example", "x.y": "z"])],
        environment: ["HOME": "/root", "EMPTY": ""])

    private func expand(_ text: String) throws -> String {
        try Template(text) { .file(path: "t.yml", line: $0, column: $1) }.expand(context)
    }

    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("a {{ env \"HOME\" }} b", "a /root b"), ("{{env `HOME`}}", "/root"),
        ("{{ env \"UNSET\" }}|", "|"), ("{{ \"HOME\" | env }}", "/root"),
        ("Host(`{{ normalize .Name }}`)", "Host(`redis-cdn-backend`)"),
        ("{{ .Name | normalize | trimPrefix \"redis-\" }}", "cdn-backend"),
        ("{{ trimPrefix `x` .Name }}", "redis_cdn/backend"),
        ("{{ index .Labels \"host\" }}", "a.example"), ("{{ index .Labels `x.y` }}", "z"),
        ("{{ .Labels.host }}", "a.example"),
        ("{{ index .Labels \"none\" }}|", "|"), ("{{ normalize (index .Labels \"host\") }}", "a-example"),
        ("{{\"{{\"}} {{ `}}` }}", "{{ }}"), ("{{ \"a\\n\\t\\\"\\\\\\u00e9\" }}", "a\n\t\"\\é"),
        ("{{/* note }} */}}x", "x"),
        ("a \n {{- \"b\" -}} \n c", "abc"), ("a {{- /* note */ -}} c", "ac"), ("a{ {b} }}", "a{ {b} }}"), ("{", "{"),
        ("{{ normalize \"--a__b--\" }}", "a-b"), ("{{ normalize \"\" }}|", "|"),
        ("a\n{{- .Name }}", "aredis_cdn/backend"),
    ])
    func expansions(text: String, result: String) throws { #expect(try expand(text) == result) }

    @Test(arguments: [
        (
            "a\n  {{ range .x }}",
            "2:6: template: `range` is not supported; there are `env`, `index`, `normalize`, `trimPrefix`"
        ),
        ("{{ lower .Name }}", "1:4: template: `lower` is not supported"), ("{{ if .Name }}", "`if` is not supported"),
        ("{{ .Nam }}", "1:3: template: there is no .Nam here; there are .Labels, .Name"),
        ("{{ .Labels }}", "a map is no text"),
        ("{{ index .Name \"x\" }}", "`index` takes a map first"), ("{{ .Name.x }}", ".Name.x leads nowhere"),
        ("{{ env }}", "`env` takes 1 argument"), ("{{ env \"a\" \"b\" }}", "`env` takes 1 argument"),
        ("{{ trimPrefix \"a\" }}", "`trimPrefix` takes 2 arguments"), ("{{ env HOME }}", "`HOME` is no value"),
        ("{{ \"a\" | .Name }}", "a value takes nothing from a pipe"), ("{{ env \"HOME\" ", "expected \"}}\""),
        ("{{", "expected a function"),
        ("{{ \"a }}", "a text without an end"), ("{{ `a }}", "a text without an end"),
        ("{{ \"\\q\" }}", "unknown escape"),
        ("{{ 5 }}", "expected a function"), ("{{ }}", "expected a function"),
        ("{{ . }}", "expected the name of a field"),
        ("{{ $x := 1 }}", "expected a function"), ("{{/* x", "a comment without an end"),
        ("{{ (env \"a\" }}", "expected \")\""),
        ("{{ .Name .Name }}", "expected \"}}\""),
    ])
    func failures(text: String, message: String) {
        let problem = #expect(throws: ConfigProblem.self) { try expand(text) }
        #expect(problem?.description.contains(message) == true, "\(problem?.description ?? "")")
        #expect(problem?.description.hasPrefix("error: t.yml:") == true)
    }

    @Test func deepExpressionsAreRefusedNotFatal() {
        for (start, part) in [("{{ ", "("), ("{{ .Name", "|normalize")] {
            #expect(throws: ConfigProblem.self) { try expand(start + String(repeating: part, count: 100_000) + "}}") }
        }
    }

    @Test func onlyTwoBracesNeedATemplate() {
        #expect(Template.isNeeded(for: "a {{ b"))
        #expect(!Template.isNeeded(for: "a: {b: {c: 1}}") && !Template.isNeeded(for: "{ {"))
    }

    @Test func whatComesOutIsBounded() {
        let context = Template.Context(environment: ["LONG": String(repeating: "x", count: 1 << 20)])
        let text = String(repeating: "{{ env `LONG` }}", count: 20)
        let problem = #expect(throws: ConfigProblem.self) { try Template(text) { _, _ in .builtIn }.expand(context) }
        #expect(problem?.message.contains("more than 16 MiB") == true)
    }
}
