internal import LinuxIO

/// Writes one JSON object member by member, straight into a buffer.
struct JSONObject {
    private let buffer: ByteBuffer
    private var isEmpty = true

    /// Opens the object.
    init(in buffer: ByteBuffer) {
        self.buffer = buffer
        buffer.append(Octet.openBrace)
    }

    func close() { buffer.append(Octet.closeBrace) }

    mutating func add(_ name: StaticString, _ text: String) {
        key(name)
        JSONObject.append(text, to: buffer)
    }

    mutating func add(_ name: StaticString, _ text: StaticString) { add(name, text.description) }

    /// Adds the member unless there is nothing to say.
    mutating func add(_ name: StaticString, unlessEmpty text: String) {
        if !text.isEmpty { add(name, text) }
    }

    mutating func add(_ name: StaticString, _ number: UInt64) {
        key(name)
        buffer.append(decimal: number)
    }

    mutating func add(_ name: StaticString, _ time: CalendarTime, precise: Bool) {
        key(name)
        buffer.append(Octet.quote)
        time.appendInternetTime(precise: precise, to: buffer)
        buffer.append(Octet.quote)
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
