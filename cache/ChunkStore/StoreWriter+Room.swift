internal import LinuxIO
internal import Synchronization

extension StoreWriter {
    /// The page at which chunks must end: the limit of size is ours, the map reaches further.
    var limit: Int { Int(settings.size) / files.layout.pageSize }

    /// Pages kept free: what is deleted becomes free two commits later, so writing goes on in these meanwhile.
    private var reserve: Int {
        let share = min(Int(settings.size) / 64, 64 << 20) / files.layout.pageSize
        return max(4 * files.layout.pages(forPayload: files.layout.chunkSize), share)
    }

    /// Pages that may hold something, the tree's included; fewer for a while after the disk was full.
    private var capacity: Int {
        if let diskLimit, MonotonicTime.now < diskLimit.until { return min(limit, diskLimit.pages) }
        diskLimit = nil
        return limit
    }

    /// Evicts ahead of need, so that `pages` more fit and the reserve stays.
    func makeRoom(_ pages: Int) {
        guard usage.pages + pages + reserve > capacity else { return }
        // Somewhat more than is missing, so that not every write has to.
        let goal = max(0, capacity - reserve - pages - reserve / 2)
        for _ in 0..<64 where usage.pages > goal && !isBroken {
            guard evict(pages: usage.pages - goal) else { return }
        }
    }

    /// Makes room after a transaction found none; false when trying again is pointless.
    func makeRoom(after failure: WriteFailure, pages: Int, _ placed: [PlacedChunk]) -> Bool {
        switch failure {
        case .pastLimit:
            return evict(pages: pages) && tick()
        case .database(let error) where error.isFull || (error == .incomplete && files.directory.isDiskFull):
            log.trouble("cache \(settings.name): no room to write: \(error)")
            // The aborted transaction may have written there, and the disk counts it.
            for place in placed { try? files.release.punch(place.run) }
            diskLimit = (max(0, usage.pages - reserve), MonotonicTime.now.adding(.seconds(60)))
            return evict(pages: max(pages, files.layout.pages(forPayload: files.layout.chunkSize)), fromFullDisk: true)
        case .database(let error):
            log.trouble("cache \(settings.name): writing failed: \(error)")
            return false
        }
    }

    /// One commit that changes nothing of interest: what the last one deleted can be used in the next.
    private func tick() -> Bool {
        do throws(LMDBError) {
            let transaction = try Transaction(files.environment)
            try transaction.put([], at: Array("tick".utf8), in: files.tables.meta)
            try transaction.commit()
            return true
        } catch { return false }
    }

    /// Deletes chunks nobody uses, at least so many pages of them if there are; false when that failed or none can go.
    private func evict(pages: Int, fromFullDisk isDiskFull: Bool = false) -> Bool {
        let victims = takeVictims(pages)
        takeRecords(among: 16, pressing: false)
        guard !victims.isEmpty else { return false }
        if isDiskFull { empty(victims) }
        guard delete(victims) else {
            holdsHoles = holdsHoles || isDiskFull
            for chunk in victims { if isDiskFull { pending[chunk.key] = chunk } else { relist(chunk) } }
            return false
        }
        counters.evictions.add(victims.count, ordering: .relaxed)
        return true
    }

    /// Takes chunks off the list that nobody uses, and loosens their runs.
    private func takeVictims(_ pages: Int) -> [StoredChunk] {
        var victims: [StoredChunk] = []
        var freed = 0
        for _ in 0..<64 where freed < pages && victims.count < 32 {
            guard let chunk = evictions.takeVictim(from: chunks) else { break }
            guard files.release.loosen(chunk.run) else {
                relist(chunk)
                continue
            }
            victims.append(chunk)
            freed += chunk.run.count
        }
        return victims
    }

    /// Gives the disk back what off-list chunks take, before they are deleted: on a full disk the deletion itself has no
    /// room. Should the process end in between, the next one finds them damaged, because it checks before it trusts.
    private func empty(_ victims: [StoredChunk]) {
        for chunk in victims { try? files.release.punch(chunk.run) }
    }

    /// Lets records go once they take more than an eighth of the store.
    func retireRecords() {
        let excess = usage.recordPages - limit / 8
        if excess > 0 { takeRecords(among: min(256, excess + 16), pressing: true) }
    }

    /// Takes records out of the index that have lost all chunks, to be deleted with the next transaction.
    private func takeRecords(among count: Int, pressing: Bool) {
        staleRecords += records.takeVictims(among: count, pressing: pressing, objects, chunks).map(\.serial)
    }

    private func relist(_ chunk: StoredChunk) {
        if chunks.list(chunk) { evictions.append(chunk) } else { pending[chunk.key] = chunk }
    }
}
