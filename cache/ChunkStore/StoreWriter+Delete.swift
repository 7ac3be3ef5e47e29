internal import LinuxIO

extension StoreWriter {
    /// Deletes what waits for it and is no longer in use; a bounded piece of it at a time.
    func deletePending() {
        while !isBroken {
            var victims: [StoredChunk] = []
            for chunk in pending.values where chunk.extent.useCount == 0 {
                if files.release.loosen(chunk.run) { victims.append(chunk) }
                if victims.count == 64 { break }
            }
            guard !victims.isEmpty, delete(victims) else { return }
            for chunk in victims { pending[chunk.key] = nil }
        }
    }

    /// Deletes chunks that are off the list, unused and loosened, and takes their pages out of the file before anything
    /// can be written there. False when nothing was deleted.
    func delete(_ victims: [StoredChunk]) -> Bool {
        let runs = victims.map(\.run).filter { $0.count > 0 }
        do throws(LMDBError) { try commitDeletion(of: victims, freeing: runs) } catch {
            log.trouble("cache \(settings.name): deleting failed: \(error)")
            return false
        }
        do throws(LMDBError) {
            // After a power cut the deletion must hold, or the holes would be listed as chunks. `fast` discards then.
            if settings.durability == .safe { try files.environment.sync() }
        } catch {
            fail("a deletion could not be synced: \(error)")
            return true
        }
        do throws(Errno) {
            for run in runs { try files.release.punch(run) }
        } catch { fail("pages of deleted chunks could not be taken out of the file: \(error)") }
        return true
    }

    private func commitDeletion(of victims: [StoredChunk], freeing runs: [PageRun]) throws(LMDBError) {
        let transaction = try Transaction(files.environment)
        for chunk in victims {
            try transaction.delete(chunk.key.bytes, in: files.tables.chunks)
            try transaction.delete(chunk.key.bytes, in: files.tables.condemned)
        }
        for serial in staleRecords {
            try transaction.delete(ObjectRecord.databaseKey(serial), in: files.tables.objects)
        }
        let freed = FreedRuns(commit: transaction.number, runs: runs)
        try transaction.put(freed.bytes, at: FreedRuns.key, in: files.tables.meta)
        let usage = try files.tables.usage(transaction)
        try transaction.commit()
        self.usage = usage
        staleRecords = []
    }
}
