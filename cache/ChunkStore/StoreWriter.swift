internal import LinuxIO
internal import Synchronization

/// The one thread that changes a store's database.
///
/// Made on the opening thread, handed to its own, and never touched by another: unchecked for that reason.
final class StoreWriter: @unchecked Sendable {
    let settings: StoreSettings
    let files: StoreFiles
    let objects: ObjectIndex
    let chunks: ChunkIndex
    let counters: StoreCounters
    let log: StoreLog
    private let queue: WriterQueue
    private let mark: RunMark

    var evictions = EvictionQueue()
    var records = RecordQueue()
    /// Chunks that are off the list and wait to be deleted, most of them because somebody still uses them.
    var pending: [ChunkKey: StoredChunk] = [:]
    /// Records that are out of the index and wait to be deleted.
    var staleRecords: [UInt64] = []
    /// What the last commit left in the file.
    var usage: PageUsage {
        didSet { counters.usedPages.store(usage.pages, ordering: .relaxed) }
    }
    /// After the disk was full: how many pages it had room for, and until when to believe it.
    var diskLimit: (pages: Int, until: MonotonicTime)?
    /// Chunks may stand in the database whose bytes are gone already.
    var holdsHoles = false
    /// Set when freed runs could not be made safe, or the database failed: nothing is written any more.
    private(set) var isBroken = false

    init(
        settings: StoreSettings, opened: StoreOpening.Result, loaded: StoreLoading.Outcome,
        counters: StoreCounters, log: StoreLog, queue: WriterQueue
    ) {
        self.settings = settings
        files = opened.files
        mark = opened.mark
        objects = loaded.index
        chunks = loaded.chunkIndex
        self.counters = counters
        self.log = log
        self.queue = queue
        usage = loaded.usage
        for object in loaded.objects { records.append(object) }
        for chunk in loaded.chunks { evictions.append(chunk) }
        for chunk in loaded.orphans { pending[chunk.key] = chunk }
        staleRecords = loaded.staleRecords
        counters.usedPages.store(usage.pages, ordering: .relaxed)
    }

    /// Carries out orders until the queue is closed and empty, then closes the database.
    func run() {
        while let orders = queue.next(atMost: pending.isEmpty ? nil : .milliseconds(200)) {
            process(orders)
            deletePending()
            evictions.tidy(chunks)
            records.tidy(objects)
        }
        finish()
    }

    private func process(_ orders: [WriterOrder]) {
        var batch = WriteBatch()
        for order in orders {
            switch order {
            case .record(let object, let displaced):
                batch.records.append(object)
                if let displaced { batch.staleRecords.append(displaced.serial) }
            case .remove(let object, let chunks):
                if let object { batch.staleRecords.append(object.serial) }
                batch.condemned += chunks
                for chunk in chunks { pending[chunk.key] = chunk }
            case .write(let job):
                prepare(&batch, for: job)
                batch.jobs.append(job)
            }
            if batch.isLarge { commitAndReset(&batch) }
        }
        commitAndReset(&batch)
    }

    /// A chunk's predecessor of the same key must be gone before it is written.
    private func prepare(_ batch: inout WriteBatch, for job: WriteJob) {
        let isWaiting = pending[job.key] != nil
        guard isWaiting || batch.jobs.contains(where: { $0.key == job.key }) else { return }
        commitAndReset(&batch)
        if isWaiting { deletePending() }
    }

    private func commitAndReset(_ batch: inout WriteBatch) {
        if !batch.isEmpty { commit(batch) }
        batch = WriteBatch()
    }

    /// Stops all writing for the rest of the run; what is stored is still served.
    func fail(_ reason: String) {
        guard !isBroken else { return }
        isBroken = true
        log.error("cache \(settings.name) stores nothing more until the next start: \(reason)")
    }

    // MARK: The end

    private func finish() {
        objects.clear()
        let listed = chunks.clear()
        if !isBroken {
            do throws(LMDBError) { try markClosed(isTrusted: !holdsHoles && listed.allSatisfy(\.isVerified)) } catch {
                log.warning("cache \(settings.name) could not be closed in order: \(error)")
            }
        }
        // Somebody who still reads must find map and pages in place, until the process ends.
        let isInUse = (listed + pending.values).contains { $0.extent.useCount > 0 }
        guard !isInUse else { return }
        files.environment.close()
        files.directory.unlock()
    }

    private func markClosed(isTrusted: Bool) throws(LMDBError) {
        try files.environment.sync()
        let transaction = try Transaction(files.environment)
        try transaction.put(mark.closed(isTrusted: isTrusted).bytes, at: RunMark.key, in: files.tables.meta)
        try transaction.commit()
        try files.environment.sync()
    }
}
