/// Field lines kept for later responses: immutable, and shared between loops.
package struct FieldBlock: Sendable, Equatable {
    let bytes: [UInt8]
    let fields: [Field]

    init(bytes: [UInt8], fields: [Field]) { (self.bytes, self.fields) = (bytes, fields) }

    /// The lines as text of HTTP/1, for storage.
    package var text: [UInt8] { bytes }

    /// Reads lines that `text` gave; nil when they are none, or hold what no field may.
    package init?(text: [UInt8]) {
        var fields: [Field] = []
        let error = unsafe text.withUnsafeBytes {
            unsafe FieldLines.parse($0.bytes, 0..<text.count, limit: 512, into: &fields)
        }
        guard error == nil else { return nil }
        (bytes, self.fields) = (text, fields)
    }

    /// The same lines but for one field's.
    package func without(_ id: FieldID) -> FieldBlock {
        guard fields.contains(where: { $0.id == id }) else { return self }
        let rest = Trailers()
        let all = Trailers()
        all.add(self)
        for field in all.fields where field.id != id { rest.add(field, of: all) }
        return rest.block
    }
}
