/// The fields of a head, in the order they came.
struct Fields: Sendable, ExpressibleByDictionaryLiteral, CustomStringConvertible {
    var lines: [(name: String, value: String)] = []

    init(_ lines: [(name: String, value: String)] = []) { self.lines = lines }

    init(dictionaryLiteral elements: (String, String)...) {
        lines = elements.map { (name: $0.0, value: $0.1) }
    }

    /// All values under a name in any case, joined by commas; nil when it does not occur.
    subscript(name: String) -> String? {
        let values = all(name)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }

    /// The value of each line under a name in any case.
    func all(_ name: String) -> [String] {
        let wanted = name.lowercased()
        return lines.filter { $0.name.lowercased() == wanted }.map(\.value)
    }

    /// Whether a list field holds a member, compared without case.
    func has(_ member: String, in name: String) -> Bool {
        let members = (self[name] ?? "").lowercased().split(separator: ",").map(trimmed)
        return members.contains(member.lowercased())
    }

    /// As lines of a head, each with its end.
    var description: String { lines.map { "\($0.name): \($0.value)\r\n" }.joined() }
}

/// Text without spaces and tabs around it.
func trimmed(_ text: some StringProtocol) -> String {
    let isBlank = { (character: Character) in character == " " || character == "\t" }
    var rest = Substring(text).drop(while: isBlank)
    while let last = rest.last, isBlank(last) { rest.removeLast() }
    return String(rest)
}
