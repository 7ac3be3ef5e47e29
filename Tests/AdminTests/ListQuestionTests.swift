import Testing

@testable import Admin

@Suite struct ListQuestionTests {
    private static func entry(_ name: String, _ change: (inout Entry) -> Void = { _ in }) -> Entry {
        var entry = Entry(id: "\(name)@file")
        change(&entry)
        return entry
    }

    private static let entries = [
        entry("a") { ($0.service, $0.rule, $0.priority) = ("s1", "Host(`a.test`)", 30) },
        entry("b") { ($0.service, $0.status, $0.middlewares, $0.priority) = ("s2@file", .disabled, ["auth@file"], 7) },
        entry("c") { ($0.service, $0.rule, $0.priority) = ("s1@docker", "Path(`/A`)", 30) },
    ]

    private func names(_ query: String) -> String {
        ListQuestion(query: query).choose(from: Self.entries).map { String($0.id.prefix(1)) }.joined()
    }

    @Test(arguments: [
        ("", "abc"), ("direction=desc", "cba"), ("status=Disabled", "b"), ("serviceName=s1", "ac"),
        ("serviceName=s1%40docker", "ac"), ("serviceName=s2@docker", ""), ("middlewareName=auth", "b"),
        ("search=a.TEST", "a"), ("search=%2Fa", "c"), ("sortBy=priority", "bac"),
        ("sortBy=priority&direction=desc", "cab"), ("sortBy=nothing", "abc"), ("search=c&search=a", "c"),
    ])
    func listsAreChosenAsTraefikDoes(query: String, expected: String) { #expect(names(query) == expected) }

    @Test(arguments: [
        ("", 0..<100, 2), ("per_page=300", 0..<250, 1), ("page=3", 200..<250, 1), ("page=2&per_page=125", 125..<250, 1),
        ("per_page=9223372036854775807", 0..<250, 1),
    ])
    func pagesAreParts(query: String, range: Range<Int>, next: Int) throws {
        let page = try Page(ListQuestion(query: query), of: 250)
        #expect(page.range == range)
        #expect(page.next == next)
    }

    @Test func anEmptyListHasAPage() throws { #expect(try Page(ListQuestion(query: ""), of: 0).range == 0..<0) }

    @Test(arguments: [
        ("page=4", "page: 4, per_page: 100"), ("page=0", "page: 0"), ("page=x", "page: 0"), ("page=-1", "page: -1"),
        ("per_page=0", "per_page: 0"), ("per_page=x", "per_page: 0"),
        ("page=9223372036854775807&per_page=9", "page: 9223372036854775807, per_page: 9"),
    ])
    func otherPagesAreRefusedInTraefiksWords(query: String, text: String) {
        #expect(throws: Page.Refusal(text: "invalid request: \(text)")) {
            try Page(ListQuestion(query: query), of: 250)
        }
    }

    @Test func escapesAreUndone() {
        #expect(unescaped("a%20b+c%4") == "a b+c%4")
        #expect(unescaped("a+%zz", plusIsSpace: true) == "a %zz")
    }
}
