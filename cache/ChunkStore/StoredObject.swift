internal import LinuxIO
internal import Synchronization

/// One object's record; immutable. A changed record is a new `StoredObject`, which shares the chunks when its id is the
/// same.
package final class StoredObject: Sendable {
    /// The whole primary key under which it is found.
    package let key: [UInt8]
    package let id: ObjectID
    /// Bytes of the whole object.
    package let length: UInt64
    package let metadata: any ObjectMetadata

    /// The chunks of this id.
    let table: ChunkTable
    /// The record's key in the database; later records have higher ones.
    let serial: UInt64
    let born: MonotonicTime
    private let recent = Atomic<Bool>(false)
    private let retired = Atomic<Bool>(false)

    init(key: [UInt8], length: UInt64, metadata: any ObjectMetadata, table: ChunkTable, serial: UInt64) {
        self.key = key
        self.id = table.id
        self.length = length
        self.metadata = metadata
        self.table = table
        self.serial = serial
        born = .now
    }

    /// Notes that somebody asked for it.
    func touch() {
        // A load first, because a store would take the line from every other loop each time.
        if !recent.load(ordering: .relaxed) { recent.store(true, ordering: .relaxed) }
    }

    /// Whether it was asked for since the last time of asking this.
    func wasTouched() -> Bool { recent.exchange(false, ordering: .relaxed) }

    /// Notes that it left the index for good.
    func retire() { retired.store(true, ordering: .releasing) }

    var isRetired: Bool { retired.load(ordering: .acquiring) }
}
