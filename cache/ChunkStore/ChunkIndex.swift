internal import LinuxIO
internal import Synchronization

/// The chunks of one id that can be used. `ChunkIndex` guards what changes with the lock of the id's shard.
final class ChunkTable: @unchecked Sendable {
    let id: ObjectID
    /// Bytes of the whole object.
    let length: UInt64
    fileprivate(set) var chunks: [UInt32: StoredChunk] = [:]
    /// Records in the index that share the table; without any, nothing more is stored in it.
    fileprivate(set) var records = 0

    init(id: ObjectID, length: UInt64) {
        self.id = id
        self.length = length
    }
}

/// Which chunks exist and can be used: every table by its id, in shards with a leaf lock each.
///
/// A use is counted while the chunk is listed, under the lock. So a chunk that was taken off the list while nobody used
/// it stays unused.
final class ChunkIndex: Sendable {
    private typealias Tables = [ObjectID: ChunkTable]
    private let shards = (0..<64).map { _ in Locked(Tables()) }
    private let listed = Atomic<Int>(0)

    /// How many chunks are listed.
    var count: Int { listed.load(ordering: .relaxed) }

    private func shard(_ id: ObjectID) -> Locked<Tables> {
        shards[Int(truncatingIfNeeded: (id.low ^ id.high) & 63)]
    }

    // MARK: Tables

    /// The table of an id, for one more record; nil when the id stands for an object of another length.
    func adopt(_ id: ObjectID, length: UInt64) -> ChunkTable? {
        shard(id).withLock { tables in
            let table = tables[id] ?? ChunkTable(id: id, length: length)
            guard table.length == length else { return nil }
            tables[id] = table
            table.records += 1
            return table
        }
    }

    /// One record fewer. The chunks stay until they are evicted or a record of the id comes again.
    func release(_ table: ChunkTable) {
        shard(table.id).withLock { tables in
            table.records -= 1
            Self.dropIfUnused(table, from: &tables)
        }
    }

    /// Takes all chunks of a table off the list.
    func unlistAll(of table: ChunkTable) -> [StoredChunk] {
        shard(table.id).withLock { tables in
            defer { Self.dropIfUnused(table, from: &tables) }
            let chunks = Array(table.chunks.values)
            table.chunks = [:]
            listed.subtract(chunks.count, ordering: .relaxed)
            return chunks
        }
    }

    private static func dropIfUnused(_ table: ChunkTable, from tables: inout Tables) {
        guard table.records == 0, table.chunks.isEmpty, tables[table.id] === table else { return }
        tables[table.id] = nil
    }

    /// Whether any record shares the table.
    func isWanted(_ table: ChunkTable) -> Bool { shard(table.id).withLock { _ in table.records > 0 } }

    func isEmpty(_ table: ChunkTable) -> Bool { shard(table.id).withLock { _ in table.chunks.isEmpty } }

    // MARK: Chunks

    /// Lists a chunk; false when no record wants it any more, or another stands in its place.
    func list(_ chunk: StoredChunk) -> Bool {
        let table = chunk.table
        return shard(table.id).withLock { _ in
            guard table.records > 0, table.chunks[chunk.index] == nil else { return false }
            table.chunks[chunk.index] = chunk
            listed.add(1, ordering: .relaxed)
            return true
        }
    }

    /// The listed chunk, with no use counted.
    func find(_ index: UInt32, in table: ChunkTable) -> StoredChunk? {
        shard(table.id).withLock { _ in table.chunks[index] }
    }

    func isListed(_ chunk: StoredChunk) -> Bool { find(chunk.index, in: chunk.table) === chunk }

    /// The listed chunk, with one use more.
    func use(_ index: UInt32, in table: ChunkTable) -> StoredChunk? {
        shard(table.id).withLock { _ in
            guard let chunk = table.chunks[index] else { return nil }
            chunk.extent.beginUse()
            return chunk
        }
    }

    /// Takes a chunk off the list if it is listed and, unless `evenInUse`, nobody uses it.
    func unlist(_ chunk: StoredChunk, evenInUse: Bool) -> Bool {
        let table = chunk.table
        return shard(table.id).withLock { tables in
            guard table.chunks[chunk.index] === chunk, evenInUse || chunk.extent.useCount == 0 else { return false }
            table.chunks[chunk.index] = nil
            listed.subtract(1, ordering: .relaxed)
            Self.dropIfUnused(table, from: &tables)
            return true
        }
    }

    /// Forgets everything, so that nothing can be used any more, and returns what was listed.
    func clear() -> [StoredChunk] {
        shards.flatMap { shard in
            shard.withLock { tables in
                defer { tables = [:] }
                return tables.values.flatMap { table in
                    defer {
                        table.chunks = [:]
                        table.records = 0
                    }
                    return Array(table.chunks.values)
                }
            }
        }
    }
}
