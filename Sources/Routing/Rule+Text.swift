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
        case .host(.exact(let name)): "Host(\(ruleString(argument(name))))"
        case .host(.below(let name)): "Host(\(ruleString(Array("*.".utf8) + argument(name))))"
        case .path(let path): "Path(\(ruleString(path)))"
        case .pathPrefix(let path): "PathPrefix(\(ruleString(path)))"
        }
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
