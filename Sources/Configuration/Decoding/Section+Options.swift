extension Section {
    /// An option read by `parse`; `fallback` when it is absent, or wrong (which is an error of its own).
    func option<Value>(
        _ name: String, default fallback: Value, allowed: String, form: (Value) -> OptionForm = { _ in .text },
        print: (Value) -> String, parse: (String) -> Value?
    ) -> Value {
        guard let child = take(name), !child.isAbsent else {
            note(name, print(fallback), .builtIn, form(fallback))
            return fallback
        }
        guard let text = child.value, child.children.isEmpty, let value = parse(text) else {
            complain(name, child, "expected \(allowed)")
            return fallback
        }
        note(name, print(value), child.source, form(value))
        return value
    }

    func text(_ name: String, default fallback: String = "") -> String {
        option(name, default: fallback, allowed: "a text", print: { $0.isEmpty ? "\"\"" : $0 }, parse: { $0 })
    }

    /// A text that has to be there and not be empty; empty (with an error) when it is not.
    func requiredText(_ name: String, _ what: String) -> String {
        let child = take(name)
        if child?.value ?? "" == "" {
            complain(name, child, "expected \(what)")
            return ""
        }
        return text(name)
    }

    func boolean(_ name: String, default fallback: Bool) -> Bool {
        option(
            name, default: fallback, allowed: "true or false", form: { .boolean($0) }, print: { "\($0)" },
            parse: BooleanText.parse)
    }

    func integer(_ name: String, default fallback: Int, in range: ClosedRange<Int>) -> Int {
        let allowed =
            range.upperBound == .max
            ? "a whole number, at least \(range.lowerBound)"
            : "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return option(
            name, default: fallback, allowed: allowed, form: { .number(Int64($0)) }, print: { "\($0)" },
            parse: { text in Int(text).flatMap { range.contains($0) ? $0 : nil } })
    }

    func duration(_ name: String, default fallback: Duration) -> Duration {
        option(
            name, default: fallback, allowed: Self.durationForm, form: { _ in .duration }, print: DurationText.print,
            parse: DurationText.parse)
    }

    /// A duration that may be left unset.
    func optionalDuration(_ name: String) -> Duration? {
        option(
            name, default: nil, allowed: Self.durationForm, form: { _ in .duration },
            print: { $0.map(DurationText.print) ?? "unset" },
            parse: { DurationText.parse($0) })
    }

    func bytes(_ name: String, default fallback: Int64, in range: ClosedRange<Int64>) -> Int64 {
        let (low, high) = (ByteCountText.print(range.lowerBound), ByteCountText.print(range.upperBound))
        let bounds = range.upperBound == .max ? "at least \(low)" : "from \(low) to \(high)"
        return option(
            name, default: fallback, allowed: "a size like 512MiB or 1048576, \(bounds)",
            form: { .number($0) }, print: ByteCountText.print,
            parse: { text in ByteCountText.parse(text).flatMap { range.contains($0) ? $0 : nil } })
    }

    /// One of a few words, in any case.
    func choice<Value: RawRepresentable<String> & CaseIterable>(_ name: String, default fallback: Value) -> Value {
        let words = Value.allCases.map(\.rawValue)
        return option(
            name, default: fallback, allowed: "one of \(words.joined(separator: ", "))", print: { $0.rawValue },
            parse: { text in Value.allCases.first { $0.rawValue.lowercased() == text.lowercased() } })
    }

    /// One of a few words, in any case, for each of the names that stand below `name`.
    func choices<Value: RawRepresentable<String> & CaseIterable>(_ name: String) -> [String: Value] {
        guard let child = take(name), !child.isAbsent else { return [:] }
        if child.value != nil || child.items != nil { complain(name, child, "expected names with a word for each") }
        let words = Section(child, keyPath: path(name), log: log)
        var result: [String: Value] = [:]
        for entry in child.children { result[entry.key] = words.choice(entry.key, default: Value.allCases.first!) }
        return result
    }

    /// A list of texts: a YAML list, a flag given several times, or words between commas.
    func list(_ name: String) -> [String] {
        guard let child = take(name), !child.isAbsent else { return [] }
        let parts = child.items ?? [child]
        guard parts.allSatisfy({ $0.value != nil && $0.children.isEmpty }) else {
            complain(name, child, "expected a list of texts")
            return []
        }
        let words = parts.flatMap { part in
            part.value!.split(separator: ",").map { String($0.trimmed) }.filter { !$0.isEmpty }
        }
        noteList(name, words, child.source)
        return words
    }

    /// Complains where a list is not there; it may be empty.
    func requireList(_ name: String, _ what: String) {
        let node = take(name)
        if node?.isAbsent ?? true { complain(name, node, "expected \(what)") }
    }

    private static let durationForm = "a duration like 30, 100ms or 1m30s, not negative"

    /// Notes that this section is there, which says something by itself.
    func notePresence() {
        log.options.append(ResolvedOption(keyPath: keyPath, value: "present", source: source, form: .section))
    }

    func noteList(_ name: String, _ words: [String], _ source: ConfigSource = .builtIn) {
        note(name, "[\(words.joined(separator: ", "))]", source, .list(words))
    }

    func note(_ name: String, _ value: String, _ source: ConfigSource, _ form: OptionForm = .text) {
        log.options.append(ResolvedOption(keyPath: path(name), value: value, source: source, form: form))
    }
}

extension ConfigTree {
    /// A key without anything behind it.
    var isAbsent: Bool { value == nil && items == nil && children.isEmpty }
}

/// Booleans as Go reads them.
enum BooleanText {
    static func parse(_ text: String) -> Bool? {
        switch text {
        case "1", "t", "T", "true", "True", "TRUE": true
        case "0", "f", "F", "false", "False", "FALSE": false
        default: nil
        }
    }
}

extension Substring {
    var trimmed: Substring {
        let rest = drop(while: \.isWhitespace)
        return rest.lastIndex { !$0.isWhitespace }.map { rest[...$0] } ?? ""
    }
}
