internal import LinuxIO

/// Writes one JSON object member by member, straight into a buffer.
struct JSONObject {
    private let buffer: ByteBuffer
    private let choice: AccessFieldChoice
    private var isEmpty = true

    /// Opens the object.
    ///
    /// - Parameter choice: which members it has; those whose names are no constants it has in any case.
    init(in buffer: ByteBuffer, choice: AccessFieldChoice = .all) {
        (self.buffer, self.choice) = (buffer, choice)
        buffer.append(Octet.openBrace)
    }

    func close() { buffer.append(Octet.closeBrace) }

    mutating func add(_ name: StaticString, _ text: String) {
        guard choice.keeps(name) else { return }
        key(name)
        JSONObject.append(text, to: buffer)
    }

    mutating func add(_ name: StaticString, _ text: StaticString) { add(name, text.description) }

    /// Adds the member unless there is nothing to say.
    mutating func add(_ name: StaticString, unlessEmpty text: String) {
        if !text.isEmpty { add(name, text) }
    }

    mutating func add(_ name: StaticString, _ number: UInt64) {
        guard choice.keeps(name) else { return }
        key(name)
        buffer.append(decimal: number)
    }

    mutating func add(_ name: StaticString, _ time: CalendarTime, precise: Bool) {
        guard choice.keeps(name) else { return }
        key(name)
        buffer.append(Octet.quote)
        time.appendInternetTime(precise: precise, to: buffer)
        buffer.append(Octet.quote)
    }

    /// Adds a member whose name comes from outside.
    mutating func add(header name: String, _ text: String) {
        key(name)
        JSONObject.append(text, to: buffer)
    }

    /// Starts a member whose value the caller writes.
    mutating func key(_ name: String) {
        separate()
        JSONObject.append(name, to: buffer)
        buffer.append(Octet.colon)
    }

    /// Starts a member whose name needs no escaping.
    private mutating func key(_ name: StaticString) {
        separate()
        buffer.append(Octet.quote)
        buffer.append(name)
        buffer.append("\":")
    }

    private mutating func separate() {
        if !isEmpty { buffer.append(Octet.comma) }
        isEmpty = false
    }

    /// A string value, in its quotes.
    static func append(_ text: String, to buffer: ByteBuffer) {
        buffer.append(Octet.quote)
        OutsideText.append(text, as: .json, to: buffer)
        buffer.append(Octet.quote)
    }
}
