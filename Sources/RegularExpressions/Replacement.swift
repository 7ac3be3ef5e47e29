package import LinuxIO

/// What a match is replaced with: a text with `$1`, `$name`, `${name}` for groups and `$$` for a dollar sign, as Go's
/// `Expand` reads it.
package struct Replacement: Sendable, Equatable {
    enum Piece: Sendable, Equatable {
        case literal([UInt8])
        /// 0 is the whole match.
        case group(Int)
    }

    private(set) var pieces: [Piece] = []

    /// Reads a text for use with `expression`. A name that no group has stands for nothing; a dollar sign that begins
    /// no name stays one.
    package init(_ text: String, for expression: RegularExpression) {
        var literal = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if scalar != "$" {
                literal.append(scalar)
            } else if rest.first == "$" {
                literal.append(rest.removeFirst())
            } else if let name = Self.takeName(from: &rest) {
                guard let group = Self.group(name, of: expression) else { continue }
                add(literal)
                literal.removeAll()
                pieces.append(.group(group))
            } else {
                literal.append(scalar)
            }
        }
        add(literal)
    }

    private mutating func add(_ literal: String.UnicodeScalarView) {
        if !literal.isEmpty { pieces.append(.literal(Array(String(literal).utf8))) }
    }

    /// The name behind a dollar sign, with or without braces: letters, digits and underscores, as many as there are.
    private static func takeName(from rest: inout Substring.UnicodeScalarView) -> String? {
        let isBraced = rest.first == "{"
        let start = isBraced ? rest.dropFirst() : rest
        let name = start.prefix { $0.properties.isAlphabetic || $0.properties.numericType == .decimal || $0 == "_" }
        guard !name.isEmpty else { return nil }
        let behind = rest[name.endIndex...]
        guard !isBraced || behind.first == "}" else { return nil }
        rest = isBraced ? behind.dropFirst() : behind
        return String(name)
    }

    /// A group by number (without leading zeros) or name.
    private static func group(_ name: String, of expression: RegularExpression) -> Int? {
        let isNumber = name.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } && (name == "0" || name.first != "0")
        if isNumber, let number = Int(name) { return number <= expression.groupCount ? number : nil }
        return expression.group(named: name)
    }
}

extension RegularExpression {
    /// Appends `text` to `result` with every match replaced, as Go's `ReplaceAllString` does; allocates nothing.
    ///
    /// False when nothing matched: `result` then got the text as it is.
    @discardableResult
    package func replaceAll(in text: RawSpan, with replacement: Replacement, into result: ByteBuffer) -> Bool {
        let pairs = groupCount + 1
        return unsafe withUnsafeTemporaryAllocation(of: Int64.self, capacity: pairs * 2) { bounds in
            var (copied, offset, found) = (0, 0, false)
            while offset <= text.byteCount, unsafe find(text, from: offset, count: pairs, into: bounds.baseAddress) {
                let (first, end) = unsafe (Int(bounds[0]), Int(bounds[1]))
                result.append(text.extracting(copied..<first))
                // An empty match right behind another one is none.
                if end > copied || first == 0 {
                    unsafe append(replacement, of: text, bounds, to: result)
                }
                found = true
                copied = end
                offset = max(end, offset + characterLength(text, at: offset))
            }
            result.append(text.extracting(copied..<text.byteCount))
            return found
        }
    }

    private func append(
        _ replacement: Replacement, of text: RawSpan, _ bounds: UnsafeMutableBufferPointer<Int64>,
        to result: ByteBuffer
    ) {
        for piece in replacement.pieces {
            switch piece {
            case .literal(let bytes): result.append(bytes)
            case .group(let number):
                let (first, end) = unsafe (Int(bounds[number * 2]), Int(bounds[number * 2 + 1]))
                if first >= 0 { result.append(text.extracting(first..<end)) }
            }
        }
    }
}
