internal import CXXHash
internal import LinuxIO
internal import Synchronization

/// What one transaction writes.
struct WriteBatch {
    var records: [StoredObject] = []
    var staleRecords: [UInt64] = []
    /// Chunks that must not be listed at the next start, even if they cannot be deleted before.
    var condemned: [StoredChunk] = []
    var jobs: [WriteJob] = []

    var isEmpty: Bool { records.isEmpty && staleRecords.isEmpty && condemned.isEmpty && jobs.isEmpty }

    /// Larger groups leave larger holes, and win nothing.
    var isLarge: Bool { jobs.count >= 4 || records.count + staleRecords.count + condemned.count >= 512 }
}

/// Why a transaction was given up.
enum WriteFailure: Error {
    /// The only free runs that fit a chunk lie behind the limit of size.
    case pastLimit
    case database(LMDBError)
}

/// A chunk that a transaction has placed.
struct PlacedChunk {
    let job: WriteJob
    let run: PageRun
}

extension StoreWriter {
    /// Writes a batch, making room as often as it takes; what cannot be written is answered with false.
    func commit(_ batch: WriteBatch) {
        var batch = batch
        batch.jobs = batch.jobs.filter(isToBeWritten)
        let pages = batch.jobs.reduce(0) { $0 + self.pages(of: $1) }
        if pages > 0 { makeRoom(pages) }
        retireRecords()
        for attempt in 1...8 where !isBroken {
            var placed: [PlacedChunk] = []
            do throws(WriteFailure) {
                try write(batch, &placed)
                return publish(placed, batch)
            } catch {
                guard makeRoom(after: error, pages: pages * attempt, placed) else { break }
            }
        }
        giveUp(batch)
    }

    /// Answers what needs no writing.
    private func isToBeWritten(_ job: WriteJob) -> Bool {
        if chunks.find(job.index, in: job.object.table) != nil {
            job.done(true)
            return false
        }
        guard chunks.isWanted(job.object.table), pending[job.key] == nil else {
            job.done(false)
            return false
        }
        return true
    }

    private func giveUp(_ batch: WriteBatch) {
        counters.failures.add(batch.jobs.count, ordering: .relaxed)
        for job in batch.jobs { job.done(false) }
        guard !batch.jobs.isEmpty else {
            staleRecords += batch.staleRecords
            return
        }
        var rest = batch
        rest.jobs = []
        if !rest.isEmpty { commit(rest) }
    }

    private func pages(of job: WriteJob) -> Int { files.layout.pages(forPayload: job.buffer.capacity) }

    // MARK: The transaction

    /// - Parameter placed: where chunks were written, also when it fails.
    private func write(_ batch: WriteBatch, _ placed: inout [PlacedChunk]) throws(WriteFailure) {
        let fits: Bool
        do throws(LMDBError) { fits = try transact(batch, &placed) } catch { throw .database(error) }
        guard fits else { throw .pastLimit }
    }

    /// False, and nothing is written, when a chunk would lie behind the limit.
    private func transact(_ batch: WriteBatch, _ placed: inout [PlacedChunk]) throws(LMDBError) -> Bool {
        let transaction = try Transaction(files.environment)
        try writeRecords(batch, transaction)
        for job in batch.jobs {
            let run = try write(job, transaction)
            guard run.end <= limit else { return false }
            placed.append(PlacedChunk(job: job, run: run))
        }
        let usage = try files.tables.usage(transaction)
        try transaction.commit()
        self.usage = usage
        return true
    }

    private func writeRecords(_ batch: WriteBatch, _ transaction: borrowing Transaction) throws(LMDBError) {
        for object in batch.records where !object.isRetired {
            let key = ObjectRecord.databaseKey(object.serial)
            try transaction.put(ObjectRecord(object).bytes, at: key, in: files.tables.objects)
        }
        for serial in batch.staleRecords + staleRecords {
            try transaction.delete(ObjectRecord.databaseKey(serial), in: files.tables.objects)
        }
        for chunk in batch.condemned {
            try transaction.put([], at: chunk.key.bytes, in: files.tables.condemned)
        }
    }

    /// Copies a chunk into the run that the database gives it.
    private func write(_ job: WriteJob, _ transaction: borrowing Transaction) throws(LMDBError) -> PageRun {
        let layout = files.layout
        let pages = pages(of: job)
        let space = try unsafe transaction.insert(
            layout.valueSize(pages: pages), at: job.key.bytes, in: files.tables.chunks)
        // The page's number stands at its beginning.
        let first = unsafe (space.baseAddress! - ChunkLayout.pageHeader).load(as: Int.self)
        job.buffer.withSpan(0..<job.buffer.capacity) { payload in
            unsafe payload.withUnsafeBytes { payload in
                let checksum = unsafe usher_checksum(payload.baseAddress, payload.count)
                let header = ChunkHeader(key: job.key, length: payload.count, checksum: checksum)
                unsafe fill(space, header.bytes, payload)
            }
        }
        return PageRun(first: first, count: pages)
    }

    /// Header, payload from the second page on, and zeros in between and behind.
    private func fill(
        _ space: UnsafeMutableRawBufferPointer, _ header: [UInt8], _ payload: UnsafeRawBufferPointer
    ) {
        let start = files.layout.pageSize - ChunkLayout.pageHeader
        let end = start + payload.count
        unsafe space.copyBytes(from: header)
        unsafe UnsafeMutableRawBufferPointer(rebasing: space[header.count..<start]).initializeMemory(
            as: UInt8.self, repeating: 0)
        unsafe UnsafeMutableRawBufferPointer(rebasing: space[start..<end]).copyMemory(from: payload)
        unsafe UnsafeMutableRawBufferPointer(rebasing: space[end...]).initializeMemory(as: UInt8.self, repeating: 0)
    }

    /// Lists what was committed and answers its writers.
    private func publish(_ placed: [PlacedChunk], _ batch: WriteBatch) {
        staleRecords = []
        for object in batch.records { records.append(object) }
        for place in placed {
            let job = place.job
            let chunk = StoredChunk(
                table: job.object.table, index: job.index,
                extent: files.extent(of: place.run, length: job.buffer.capacity), run: place.run, verified: true)
            let isListed = chunks.list(chunk)
            if isListed { evictions.append(chunk) } else { pending[chunk.key] = chunk }
            counters.writes.add(1, ordering: .relaxed)
            job.done(isListed)
        }
    }
}
