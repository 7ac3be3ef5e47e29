/// One part of an option's full name: a child, or an element of a list.
enum OptionStep: Equatable {
    case child(String)
    case item(Int)

    /// Levels of one option's name at most.
    private static let depthLimit = 32
    /// Index of a list's element at most.
    private static let indexLimit = 999

    /// The steps of a name as flags have it (`a.b[0].c`); nil when it is malformed.
    static func steps(ofFlag name: String) -> [OptionStep]? {
        var steps: [OptionStep] = []
        for part in name.split(separator: ".", omittingEmptySubsequences: false) {
            guard let bracket = part.firstIndex(of: "[") else {
                steps.append(.child(String(part)))
                continue
            }
            let index = part[part.index(after: bracket)...]
            guard index.last == "]", let number = number(index.dropLast()) else { return nil }
            steps += [.child(String(part[..<bracket])), .item(number)]
        }
        return isValid(steps) ? steps : nil
    }

    /// The steps of a name as the environment has it, without its prefix (`A_B_0_C`); nil when it is malformed.
    static func steps(ofVariable name: Substring) -> [OptionStep]? {
        let parts = name.lowercased().split(separator: "_", omittingEmptySubsequences: false)
        let steps = parts.enumerated().map { index, part in
            index > 0 ? number(part).map(OptionStep.item) ?? .child(String(part)) : .child(String(part))
        }
        return isValid(steps) ? steps : nil
    }

    private static func number(_ text: Substring) -> Int? {
        guard text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }), let number = UInt16(text), number <= indexLimit else {
            return nil
        }
        return Int(number)
    }

    private static func isValid(_ steps: [OptionStep]) -> Bool {
        !steps.contains(.child("")) && !steps.isEmpty && steps.count <= depthLimit
    }
}

extension ConfigTree {
    /// Sets the value at the end of `steps`; a value already there makes both a list, or is replaced.
    mutating func add(_ text: String, at steps: [OptionStep], source: ConfigSource, replacing: Bool = false) {
        add(text, at: steps[...], source: source, replacing: replacing)
    }

    private mutating func add(
        _ text: String, at steps: ArraySlice<OptionStep>, source: ConfigSource, replacing: Bool
    ) {
        switch steps.first {
        case nil where replacing: (value, self.source) = (text, source)
        case nil: add(text, source: source)
        case .child(let name):
            let index = index(of: name) ?? children.count
            if index == children.count { children.append(Entry(key: name, node: ConfigTree(source: source))) }
            children[index].node.add(text, at: steps.dropFirst(), source: source, replacing: replacing)
        case .item(let position):
            var items = self.items ?? []
            while items.count <= position { items.append(ConfigTree(source: source)) }
            items[position].add(text, at: steps.dropFirst(), source: source, replacing: replacing)
            self.items = items
        }
    }

    private mutating func add(_ text: String, source: ConfigSource) {
        if let value {
            items =
                (items ?? [ConfigTree(source: self.source, value: value)]) + [ConfigTree(source: source, value: text)]
        }
        (value, self.source) = (text, source)
    }
}
