internal import Synchronization

/// What a store holds and has done since its start.
package struct StoreFigures: Sendable, Equatable {
    /// Object records.
    package var objects = 0
    /// Chunks that can be used.
    package var chunks = 0
    /// Bytes on disk in use, the database's own pages included.
    package var bytes: Int64 = 0
    /// Bytes on disk at most.
    package var capacity: Int64 = 0
    /// Chunks that had to make room.
    package var evictions = 0
    /// Chunks written.
    package var writes = 0
    /// Chunks that could not be written, or turned out damaged.
    package var failures = 0
}

/// The counted ones, added to by the writer and by workers.
final class StoreCounters: Sendable {
    let usedPages = Atomic<Int>(0)
    let evictions = Atomic<Int>(0)
    let writes = Atomic<Int>(0)
    let failures = Atomic<Int>(0)
}
