internal import Configuration
internal import FuzzDriver

/// A template with some fields to fill in; text without braces stays as it is.
@main enum FuzzTemplates {
    private static let context = Template.Context(
        fields: ["Name": .text("a_b"), "Labels": .map(["x": "y"])], environment: ["A": "b"])

    static func main() { fuzz(check) }

    static func check(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        let result = try? Template(text) { .file(path: "a.yml", line: $0, column: $1) }.expand(context)
        if !Template.isNeeded(for: text) { FuzzDriver.check(result == text, "plain text has changed") }
    }
}
