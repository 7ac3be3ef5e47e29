package import LinuxIO
internal import Synchronization

/// Chunks of objects in one LMDB file, found in memory, sent from the file's pages.
///
/// Every call but `open` and `close` returns at once. What is asked of the disk is done by the store's writer thread,
/// in order.
package final class ChunkStore: Sendable {
    package let chunkSize: Int
    /// Whether extents may be given to `sendfile`. Where false, bytes must be copied from the map: this file system
    /// cannot keep a socket's pages apart from the ones that are written there later.
    package let canSendFile: Bool

    let files: StoreFiles
    let objects: ObjectIndex
    let chunks: ChunkIndex
    let counters = StoreCounters()
    /// Whether every chunk found at start is known to be what was written.
    let isTrusted: Bool
    private let settings: StoreSettings
    private let queue = WriterQueue()
    private let isClosed = Semaphore()
    private let lastSerial: Atomic<UInt64>

    /// Opens a store, or makes it; a database that cannot be used is replaced by an empty one, with a message.
    /// - Parameters:
    ///   - decode: makes metadata from its bytes; a record for which it returns nil is dropped.
    ///   - log: takes messages, on any thread.
    package static func open(
        _ settings: StoreSettings, decode: @escaping @Sendable ([UInt8]) -> (any ObjectMetadata)?,
        log: @escaping @Sendable (StoreMessage) -> Void
    ) throws(StoreError) -> ChunkStore {
        try open(settings, method: nil, decode: decode, log: log)
    }

    /// - Parameter method: how pages are made safe to use again, where a test wants another than the one that works.
    static func open(
        _ settings: StoreSettings, method: PageRelease.Method?,
        decode: @escaping @Sendable ([UInt8]) -> (any ObjectMetadata)?, log: @escaping @Sendable (StoreMessage) -> Void
    ) throws(StoreError) -> ChunkStore {
        let log = StoreLog(log)
        let opening = try StoreOpening(settings: settings, method: method, log: log)
        for _ in 0..<2 {
            let opened = try opening.run()
            let loading = StoreLoading(opened: opened, decode: decode)
            do throws(LMDBError) {
                let loaded = try loading.run()
                opening.end()
                return ChunkStore(settings, opened, loaded, log)
            } catch {
                opened.files.environment.close()
                opening.discard(error.description)
            }
        }
        throw .failed(path: settings.path, reason: "a new database cannot be read back")
    }

    private init(
        _ settings: StoreSettings, _ opened: StoreOpening.Result, _ loaded: StoreLoading.Outcome, _ log: StoreLog
    ) {
        self.settings = settings
        objects = loaded.index
        chunks = loaded.chunkIndex
        files = opened.files
        isTrusted = opened.isTrusted
        chunkSize = settings.chunkSize
        canSendFile = opened.files.release.method != .copyOnly
        lastSerial = Atomic(loaded.highestSerial)
        let writer = StoreWriter(
            settings: settings, opened: opened, loaded: loaded, counters: counters, log: log, queue: queue)
        let isClosed = self.isClosed
        startThread(named: "store-\(settings.name)") {
            writer.run()
            isClosed.signal()
        }
    }

    deinit { close() }

    /// Writes what is queued, makes it durable, and gives the files back. Nothing can be found or used any more; where
    /// somebody still uses an extent, map and lock stay until the process ends. May be called again, from any thread
    /// that may wait.
    package func close() {
        _ = queue.close()
        isClosed.wait()
        // For the next who waits.
        isClosed.signal()
    }

    /// What the store holds and has done; walks the index's shards.
    package var figures: StoreFigures {
        StoreFigures(
            objects: objects.count, chunks: chunks.count,
            bytes: Int64(counters.usedPages.load(ordering: .relaxed) * files.layout.pageSize),
            capacity: settings.size, evictions: counters.evictions.load(ordering: .relaxed),
            writes: counters.writes.load(ordering: .relaxed), failures: counters.failures.load(ordering: .relaxed))
    }

    // MARK: Objects

    /// The newest record of a key; allocates nothing.
    package func find(_ key: RawSpan) -> StoredObject? {
        let object = objects.find(key)
        object?.touch()
        return object
    }

    /// Makes an object known at once, in place of an older record of the key; written by and by.
    /// - Parameters:
    ///   - key: the whole primary key; with the metadata, 64 KiB at most.
    ///   - length: bytes of the whole object; always the same for one id.
    ///   - prepare: called with the object before anybody can find it.
    /// - Returns: nil when the store does not take it: too large, of another length than its id, or closed.
    package func insert(
        key: [UInt8], id: ObjectID, length: UInt64, metadata: any ObjectMetadata,
        prepare: (StoredObject) -> Void = { _ in }
    ) -> StoredObject? {
        guard key.count + metadata.encoded.count <= ObjectRecord.sizeLimit,
            files.layout.canNumber(chunksOf: length), let table = chunks.adopt(id, length: length)
        else { return nil }
        let object = StoredObject(
            key: key, length: length, metadata: metadata, table: table, serial: nextSerial())
        prepare(object)
        let displaced = objects.put(object)
        if let displaced { retire(displaced) }
        guard queue.add(.record(object, displaced: displaced)) else {
            if objects.remove(object) { retire(object) }
            return nil
        }
        return object
    }

    /// The same object with other metadata, in place of `object` unless that has been replaced by another one or
    /// removed meanwhile. Shares its chunks. Metadata that is too large for a record lives until the store is closed.
    package func replace(_ object: StoredObject, metadata: any ObjectMetadata) -> StoredObject {
        let changed = StoredObject(
            key: object.key, length: object.length, metadata: metadata, table: object.table, serial: nextSerial())
        guard let displaced = objects.replaceRecord(like: changed) else {
            changed.retire()
            return changed
        }
        displaced.retire()
        _ = queue.add(.record(changed, displaced: displaced))
        return changed
    }

    /// Removes the key's record, if it still is of this object, and the object's chunks, whoever reads them meanwhile.
    package func remove(_ object: StoredObject) {
        let record = objects.removeRecord(like: object)
        if let record { retire(record) }
        let gone = chunks.unlistAll(of: object.table)
        guard record != nil || !gone.isEmpty else { return }
        _ = queue.add(.remove(record, chunks: gone))
    }

    private func retire(_ object: StoredObject) {
        object.retire()
        chunks.release(object.table)
    }

    private func nextSerial() -> UInt64 { lastSerial.add(1, ordering: .relaxed).newValue }

    // MARK: Writing

    /// Queues a whole chunk to be written. `done` is called once, on the writer's thread: true once the chunk is
    /// committed and can be used, false when it will not be stored (disk full, object removed, store closing). The
    /// buffer must not change before.
    package func write(
        _ buffer: FillBuffer, as object: StoredObject, chunk index: Int, done: @escaping @Sendable (Bool) -> Void
    ) {
        precondition(buffer.isComplete, "writing a chunk that is still being filled")
        precondition(buffer.capacity == length(ofChunk: index, in: object), "a chunk of another length")
        let job = WriteJob(buffer: buffer, object: object, index: UInt32(index), done: done)
        if !queue.add(.write(job)) { done(false) }
    }

    /// Takes a damaged chunk away.
    func condemn(_ chunk: StoredChunk) {
        counters.failures.add(1, ordering: .relaxed)
        if chunks.unlist(chunk, evenInUse: true) { _ = queue.add(.remove(nil, chunks: [chunk])) }
    }
}
