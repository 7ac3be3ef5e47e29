/// Reads one action, from behind its `{{` to behind its `}}`.
struct TemplateParser {
    var scanner: TemplateScanner
    /// Parentheses within each other, and steps of one pipe, at most: both end up as levels of the expression.
    private static let depthLimit = 32

    /// Parentheses that are open.
    private var depth = 0

    init(_ scanner: TemplateScanner) { self.scanner = scanner }

    /// Nil for a comment; and whether white space behind it goes.
    mutating func action() throws(TemplateFailure) -> (TemplateExpression?, trimsNext: Bool) {
        scanner.skipSpace()
        if scanner.skip("/*") {
            while !scanner.skip("*/") {
                guard !scanner.isAtEnd else { throw failure("a comment without an end") }
                scanner.offset += 1
            }
            return (nil, try end())
        }
        let expression = try pipeline()
        return (expression, try end())
    }

    private mutating func end() throws(TemplateFailure) -> Bool {
        scanner.skipSpace()
        if scanner.isSpace(scanner.bytes[scanner.offset - 1]), scanner.skip("-}}") { return true }
        guard scanner.skip("}}") else { throw failure("expected \"}}\"") }
        return false
    }

    private func failure(_ message: String, at offset: Int? = nil) -> TemplateFailure {
        TemplateFailure(offset: offset ?? scanner.offset, message: message)
    }

    // MARK: Pipes and calls

    private mutating func pipeline() throws(TemplateFailure) -> TemplateExpression {
        var expression = try command(piped: nil)
        scanner.skipSpace()
        var length = 1
        while scanner.skip("|") {
            length += 1
            guard length <= Self.depthLimit else { throw failure("more than \(Self.depthLimit) steps in a pipe") }
            expression = try command(piped: expression)
            scanner.skipSpace()
        }
        return expression
    }

    /// A function with its arguments, the last of which may come out of the pipe; or a value alone.
    private mutating func command(piped: TemplateExpression?) throws(TemplateFailure) -> TemplateExpression {
        scanner.skipSpace()
        let start = scanner.offset
        guard let name = word() else {
            let value = try operand()
            if piped != nil { throw failure("a value takes nothing from a pipe; a function is needed", at: start) }
            return value
        }
        guard let function = TemplateFunction(rawValue: name) else {
            throw failure("`\(name)` is not supported; there are \(TemplateFunction.known)", at: start)
        }
        var arguments: [TemplateExpression] = []
        while startsOperand() {
            let place = scanner.offset
            if let word = word() { throw failure("`\(word)` is no value; put a call in parentheses", at: place) }
            arguments.append(try operand())
            guard arguments.count <= 2 else { break }
        }
        if let piped { arguments.append(piped) }
        guard arguments.count == function.argumentCount else {
            let count = function.argumentCount
            throw failure("`\(name)` takes \(count) argument\(count == 1 ? "" : "s")", at: start)
        }
        return .call(function, arguments, offset: start)
    }

    /// Whether something else than an end follows, behind a space.
    private mutating func startsOperand() -> Bool {
        scanner.skipSpace()
        return !scanner.isAtEnd && !scanner.sees("}}") && !scanner.sees("-}}") && !scanner.sees("|")
            && !scanner.sees(")")
    }

    /// A name, if one begins here.
    private mutating func word() -> String? {
        guard let first = scanner.next, first > 57 else { return nil }
        let word = scanner.word(of: isWordByte)
        return word.isEmpty ? nil : word
    }

    private func isWordByte(_ byte: UInt8) -> Bool {
        (byte >= 48 && byte <= 57) || (byte | 0x20 >= 97 && byte | 0x20 <= 122) || byte == 95
    }

    // MARK: Values

    private mutating func operand() throws(TemplateFailure) -> TemplateExpression {
        switch scanner.next {
        case UInt8(ascii: "\""): return .literal(try quoted())
        case UInt8(ascii: "`"): return .literal(try raw())
        case UInt8(ascii: "."): return try field()
        case UInt8(ascii: "("):
            scanner.offset += 1
            depth += 1
            guard depth <= Self.depthLimit else { throw failure("more than \(Self.depthLimit) parentheses") }
            let expression = try pipeline()
            depth -= 1
            guard scanner.skip(")") else { throw failure("expected \")\"") }
            return expression
        default: throw failure("expected a function, a field like .Name or a text in quotes")
        }
    }

    private mutating func field() throws(TemplateFailure) -> TemplateExpression {
        let start = scanner.offset
        var names: [String] = []
        while scanner.skip(".") {
            guard let name = word() else { throw failure("expected the name of a field behind the dot") }
            names.append(name)
        }
        return .field(names, offset: start)
    }

    private mutating func raw() throws(TemplateFailure) -> String {
        let start = scanner.offset
        scanner.offset += 1
        while let byte = scanner.next {
            scanner.offset += 1
            if byte == UInt8(ascii: "`") {
                return String(decoding: scanner.bytes[(start + 1)..<(scanner.offset - 1)], as: UTF8.self)
            }
        }
        throw failure("a text without an end", at: start)
    }

    private mutating func quoted() throws(TemplateFailure) -> String {
        let start = scanner.offset
        scanner.offset += 1
        var text: [UInt8] = []
        while let byte = scanner.next, byte != 10 {
            scanner.offset += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text += try escape()
            default: text.append(byte)
            }
        }
        throw failure("a text without an end", at: start)
    }

    private mutating func escape() throws(TemplateFailure) -> [UInt8] {
        let start = scanner.offset - 1
        guard let letter = scanner.next else { throw failure("a text without an end") }
        scanner.offset += 1
        switch letter {
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): return [letter]
        case UInt8(ascii: "u"):
            let digits = scanner.bytes[scanner.offset...].prefix(4)
            guard digits.count == 4, digits.first != UInt8(ascii: "+"),
                let scalar = UInt32(String(decoding: digits, as: UTF8.self), radix: 16).flatMap(Unicode.Scalar.init)
            else { throw failure("not the number of a character", at: start) }
            scanner.offset += 4
            return Array(String(Character(scalar)).utf8)
        default: throw failure("unknown escape in a text", at: start)
        }
    }
}
