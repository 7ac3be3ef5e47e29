/// The key of a chunk in the database.
struct ChunkKey: Hashable, Sendable {
    let id: ObjectID
    let index: UInt32

    init(id: ObjectID, index: UInt32) {
        self.id = id
        self.index = index
    }

    @unsafe init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = unsafe ByteReader(bytes)
        guard let high = reader.number(UInt64.self), let low = reader.number(UInt64.self),
            let index = reader.number(UInt32.self), reader.isAtEnd
        else { return nil }
        self.init(id: ObjectID(high: high, low: low), index: index)
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(20)
        bytes.append(number: id.high)
        bytes.append(number: id.low)
        bytes.append(number: index)
        return bytes
    }
}

/// What stands in the first page of a chunk's run: whose it is, and what its payload must hash to.
struct ChunkHeader: Equatable, Sendable {
    let key: ChunkKey
    let length: Int
    let checksum: UInt64

    private static let magic: UInt32 = 0x7563_686b
    private static let version: UInt32 = 1
    static let size = 44

    init(key: ChunkKey, length: Int, checksum: UInt64) {
        self.key = key
        self.length = length
        self.checksum = checksum
    }

    /// Nil for bytes that are no header of ours.
    @unsafe init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = unsafe ByteReader(UnsafeRawBufferPointer(rebasing: bytes.prefix(Self.size)))
        guard reader.number(UInt32.self) == Self.magic, reader.number(UInt32.self) == Self.version,
            let length = reader.number(UInt64.self), let checksum = reader.number(UInt64.self),
            let key = reader.bytes(20)
        else { return nil }
        let decoded = unsafe key.withUnsafeBytes { unsafe ChunkKey($0) }
        guard let decoded else { return nil }
        self.init(key: decoded, length: Int(clamping: length), checksum: checksum)
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.size)
        bytes.append(number: Self.magic)
        bytes.append(number: Self.version)
        bytes.append(number: UInt64(length))
        bytes.append(number: checksum)
        return bytes + key.bytes
    }
}
