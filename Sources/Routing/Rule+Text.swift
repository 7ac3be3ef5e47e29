internal import LinuxIO
internal import RegularExpressions

extension Rule: CustomStringConvertible {
    /// The rule in its plainest spelling; parsing it gives an equal one.
    package var description: String { expression.text(inside: .none) }
}

extension Rule.Expression {
    /// What stands around an expression, and so decides whether it needs parentheses.
    enum Surrounding {
        case none, any, all, not
    }

    func text(inside outer: Surrounding) -> String {
        switch self {
        case .matcher(let matcher): matcher.text
        case .not(let inner): "!" + inner.text(inside: .not)
        case .all(let parts):
            enclosed(
                parts.map { $0.text(inside: .all) }.joined(separator: " && "), unless: outer == .none || outer == .any)
        case .any(let parts):
            enclosed(parts.map { $0.text(inside: .any) }.joined(separator: " || "), unless: outer == .none)
        }
    }

    private func enclosed(_ text: String, unless isClear: Bool) -> String { isClear ? text : "(\(text))" }
}

extension Rule.Matcher {
    fileprivate var text: String {
        switch self {
        case .host(.any): "Host(`*`)"
        case .host(.exact(let name)): call("Host", argument(name))
        case .host(.below(let name)): call("Host", Array("*.".utf8) + argument(name))
        case .host(.never(let text)): call("Host", text)
        case .hostRegexp(let expression): call("HostRegexp", Array(expression.pattern.utf8))
        case .path(let path): call("Path", path)
        case .pathPrefix(let path): call("PathPrefix", path)
        case .pathRegexp(let expression): call("PathRegexp", Array(expression.pattern.utf8))
        case .method(let method): call("Method", method)
        case .header(let name, let value): call("Header", name, value)
        case .headerRegexp(let name, let expression): call("HeaderRegexp", name, Array(expression.pattern.utf8))
        case .query(let name, let value): value.isEmpty ? call("Query", name) : call("Query", name, value)
        case .queryRegexp(let name, let expression): call("QueryRegexp", name, Array(expression.pattern.utf8))
        case .clientIP(let network): call("ClientIP", Array(network.description.utf8))
        }
    }

    private func call(_ name: String, _ arguments: [UInt8]...) -> String {
        "\(name)(\(arguments.map(ruleString).joined(separator: ", ")))"
    }
}

/// A host's name as `Host` takes it: a dot at its end is doubled, because reading drops one.
private func argument(_ name: [UInt8]) -> [UInt8] {
    name.last == UInt8(ascii: ".") ? name + [UInt8(ascii: ".")] : name
}

/// Bytes as a rule's string: in backticks where nothing needs an escape, else in double quotes.
func ruleString(_ bytes: [UInt8]) -> String {
    if bytes.allSatisfy({ $0 >= 32 && $0 < 127 && $0 != UInt8(ascii: "`") }) {
        return "`\(String(decoding: bytes, as: UTF8.self))`"
    }
    var text = "\""
    for byte in bytes {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += "\\" + String(UnicodeScalar(byte))
        case 32..<127: text += String(UnicodeScalar(byte))
        default: text += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
    }
    return text + "\""
}
