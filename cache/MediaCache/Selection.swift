internal import HTTP
internal import LinuxIO

/// What of a request a response was chosen by: the values of the fields that its `Vary` names (RFC 9111 §4.1).
struct Selection: Equatable, Sendable {
    /// Names in lower case and ascending order, each with a comma behind it.
    let names: [UInt8]
    /// For each name a byte that tells whether the request has the field, its lines joined by commas, and a line feed.
    let values: [UInt8]

    init(names: [UInt8], values: [UInt8]) { (self.names, self.values) = (names, values) }

    /// Nil when the response is for all.
    init?(varyOf response: ResponseHead, for request: RequestFacts) {
        guard response.has(.vary) else { return nil }
        var names: Set<String> = []
        for field in response.fields where field.id == .vary {
            response.withSpan(field.value) { names.formUnion(VaryFields.names(in: $0)) }
        }
        guard !names.isEmpty else { return nil }
        let head = RequestHead()
        if let block = FieldBlock(text: request.fields) { head.add(block) }
        self.init(names: names.sorted().flatMap { Array($0.utf8) + [UInt8(ascii: ",")] }, of: head)
    }

    private init(names: [UInt8], of request: RequestHead) {
        self.names = names
        var values: [UInt8] = []
        for name in names.split(separator: UInt8(ascii: ",")) {
            if let field = FieldName(String(decoding: name, as: UTF8.self)) {
                Self.add(field, of: request, to: &values)
            }
            values.append(UInt8(ascii: "\n"))
        }
        self.values = values
    }

    /// The same fields of another request.
    func like(_ request: RequestHead) -> Selection { Selection(names: names, of: request) }

    /// Whether a request would be given the same response.
    func matches(_ request: RequestHead) -> Bool { like(request).values == values }

    /// Whether nothing but the page that asks makes the difference: then the bytes are the same for all.
    var isByOriginOnly: Bool { names == Array("origin,".utf8) }

    private static func add(_ name: FieldName, of request: RequestHead, to values: inout [UInt8]) {
        var isFirst = true
        for field in request.fields where request.matches(field, name) {
            values.append(isFirst ? 1 : UInt8(ascii: ","))
            isFirst = false
            let value = request.withSpan(field.value) { $0.array }
            values += isPreference(name) ? normalised(value) : value
        }
        if isFirst { values.append(0) }
    }

    /// Lists in which neither letters' case nor spaces mean anything (RFC 9110 §12.5).
    private static func isPreference(_ name: FieldName) -> Bool {
        name.id == .accept || name.text == "accept-language" || name.text == "accept-charset"
    }

    private static func normalised(_ value: [UInt8]) -> [UInt8] {
        value.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
            .map { $0 &- 65 < 26 ? $0 | 32 : $0 }
    }
}
