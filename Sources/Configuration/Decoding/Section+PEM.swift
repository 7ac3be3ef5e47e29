/// Options that hold the path of a PEM file, or the text of one. The text is never printed: it may be a key.
extension Section {
    private static let hidden = "(PEM text)"

    /// Has to be there; empty, with a complaint, when it is not.
    func pem(_ name: String) -> String {
        let child = take(name)
        guard let text = child?.value, !text.isEmpty, child?.children.isEmpty == true else {
            complain(name, nil, "expected the path of a PEM file, or its text")
            return ""
        }
        note(name, Self.isPEM(text) ? Self.hidden : text, child?.source ?? source)
        return text
    }

    /// A list of them; one alone needs no brackets, and paths may stand between commas.
    func pemList(_ name: String) -> [String] {
        guard let child = take(name), !child.isAbsent else { return [] }
        let parts = child.items ?? [child]
        guard parts.allSatisfy({ $0.value != nil && $0.children.isEmpty }) else {
            complain(name, nil, "expected a list of paths of PEM files, or of their texts")
            return []
        }
        let texts = parts.flatMap { part in
            let text = part.value!
            return Self.isPEM(text)
                ? [text] : text.split(separator: ",").map { String($0.trimmed) }.filter { !$0.isEmpty }
        }
        let shown = texts.map { Self.isPEM($0) ? Self.hidden : $0 }
        note(name, "[\(shown.joined(separator: ", "))]", child.source)
        return texts
    }

    private static func isPEM(_ text: String) -> Bool { text.contains("-----BEGIN") || text.contains("\n") }
}
