/// Text with `{{ }}` in it, in the part of Go's template language that configurations use: `env`, `index`, `normalize`,
/// `trimPrefix`, fields, pipes, texts in either quotes, comments, and `{{-` with `-}}`. Everything else is an error.
package struct Template: Sendable {
    /// What is filled in.
    package struct Context: Sendable {
        /// By name, without the dot.
        package var fields: [String: TemplateValue] = [:]
        package var environment: [String: String] = [:]

        package init(fields: [String: TemplateValue] = [:], environment: [String: String] = [:]) {
            self.fields = fields
            self.environment = environment
        }
    }

    /// Bytes that come out of one at most.
    private static let outputLimit = 16 << 20

    private enum Piece: Sendable {
        case text(String)
        /// With the place of the action.
        case action(TemplateExpression, ConfigSource)
    }

    private var pieces: [Piece] = []

    /// Whether the text has anything to fill in; others need no template.
    package static func isNeeded(for text: String) -> Bool {
        var last: UInt8 = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: "{"), last == byte { return true }
            last = byte
        }
        return false
    }

    /// Parses; `place` tells what to call a line and column of the text, which count from 1.
    package init(_ text: String, place: (Int, Int) -> ConfigSource) throws(ConfigProblem) {
        var scanner = TemplateScanner(text)
        do throws(TemplateFailure) {
            var trims = false
            while true {
                let (text, isBeforeAction) = scanner.textUpToAction(trimsStart: trims)
                if !text.isEmpty { pieces.append(.text(text)) }
                guard isBeforeAction else { break }
                let start = scanner.lineAndColumn(of: scanner.offset)
                var parser = TemplateParser(scanner)
                let (expression, trimsNext) = try parser.action()
                if let expression { pieces.append(.action(expression, place(start.line, start.column))) }
                (scanner, trims) = (parser.scanner, trimsNext)
            }
        } catch {
            let (line, column) = scanner.lineAndColumn(of: error.offset)
            throw ConfigProblem(.error, at: place(line, column), keyPath: "", message: "template: \(error.message)")
        }
    }

    /// The text with everything filled in.
    package func expand(_ context: Context) throws(ConfigProblem) -> String {
        var result = ""
        for piece in pieces {
            switch piece {
            case .text(let text): result += text
            case .action(let expression, let source):
                do throws(TemplateFailure) { result += try expression.text(context) } catch {
                    throw ConfigProblem(.error, at: source, keyPath: "", message: "template: \(error.message)")
                }
                guard result.utf8.count <= Self.outputLimit else {
                    throw ConfigProblem(
                        .error, at: source, keyPath: "",
                        message: "template: more than \(Self.outputLimit >> 20) MiB come out")
                }
            }
        }
        return result
    }
}

/// What is wrong with a template, and at which byte.
struct TemplateFailure: Error {
    var offset: Int
    var message: String
}

/// What an expression comes to.
package enum TemplateValue: Sendable, Equatable {
    case text(String)
    case map([String: String])
}
