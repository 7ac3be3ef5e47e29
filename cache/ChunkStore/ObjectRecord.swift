/// An object's record as it stands in the database.
struct ObjectRecord {
    /// Bytes of key and metadata together at most: a record is read whole at start.
    static let sizeLimit = 64 << 10

    let id: ObjectID
    let length: UInt64
    let key: [UInt8]
    let metadata: [UInt8]

    init(_ object: StoredObject) {
        id = object.id
        length = object.length
        key = object.key
        metadata = object.metadata.encoded
    }

    @unsafe init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = unsafe ByteReader(bytes)
        guard let high = reader.number(UInt64.self), let low = reader.number(UInt64.self),
            let length = reader.number(UInt64.self), let keyLength = reader.number(UInt32.self),
            let key = reader.bytes(Int(keyLength))
        else { return nil }
        id = ObjectID(high: high, low: low)
        self.length = length
        self.key = key
        metadata = reader.remainder()
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(28 + key.count + metadata.count)
        bytes.append(number: id.high)
        bytes.append(number: id.low)
        bytes.append(number: length)
        bytes.append(number: UInt32(key.count))
        return bytes + key + metadata
    }

    /// The key of the record with that number.
    static func databaseKey(_ serial: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(number: serial)
        return bytes
    }
}
