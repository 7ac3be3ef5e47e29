internal import LinuxIO
internal import Synchronization

/// One chunk in the file.
final class StoredChunk: Sendable {
    /// The chunks it belongs to, whether listed there or not any more.
    let table: ChunkTable
    let index: UInt32
    /// Its payload.
    let extent: FileExtent
    let run: PageRun
    private let recent = Atomic<Bool>(false)
    private let verified: Atomic<Bool>

    init(table: ChunkTable, index: UInt32, extent: FileExtent, run: PageRun, verified: Bool) {
        self.table = table
        self.index = index
        self.extent = extent
        self.run = run
        self.verified = Atomic(verified)
    }

    var key: ChunkKey { ChunkKey(id: table.id, index: index) }

    /// Notes a use.
    func touch() {
        if !recent.load(ordering: .relaxed) { recent.store(true, ordering: .relaxed) }
    }

    /// Whether it was used since the last time of asking this.
    func wasTouched() -> Bool { recent.exchange(false, ordering: .relaxed) }

    /// Whether its bytes are known to be the ones that were written.
    var isVerified: Bool { verified.load(ordering: .acquiring) }

    func markVerified() { verified.store(true, ordering: .releasing) }
}
