internal import LinuxIO

/// Fills the index from the database at start, without touching a chunk's pages.
struct StoreLoading {
    private let files: StoreFiles
    private let isTrusted: Bool
    private let decode: @Sendable ([UInt8]) -> (any ObjectMetadata)?

    /// What the database holds.
    struct Outcome {
        let index = ObjectIndex()
        let chunkIndex = ChunkIndex()
        var objects: [StoredObject] = []
        var chunks: [StoredChunk] = []
        /// Chunks to delete: no record wants them, or they are not what they should be.
        var orphans: [StoredChunk] = []
        /// Serial numbers of records to delete.
        var staleRecords: [UInt64] = []
        var highestSerial: UInt64 = 0
        var usage = PageUsage()
    }

    init(opened: StoreOpening.Result, decode: @escaping @Sendable ([UInt8]) -> (any ObjectMetadata)?) {
        files = opened.files
        isTrusted = opened.isTrusted
        self.decode = decode
    }

    func run() throws(LMDBError) -> Outcome {
        let transaction = try Transaction(files.environment, readOnly: true)
        var outcome = Outcome()
        try unsafe transaction.forEach(in: files.tables.objects) { key, value in
            unsafe loadObject(key, value, &outcome)
        }
        var condemned: Set<ChunkKey> = []
        try unsafe transaction.forEach(in: files.tables.condemned) { key, _ in
            if let key = unsafe ChunkKey(key) { condemned.insert(key) }
        }
        let tables = Dictionary(outcome.objects.map { ($0.id, $0.table) }, uniquingKeysWith: { first, _ in first })
        try unsafe transaction.forEach(in: files.tables.chunks) { key, value in
            guard let key = unsafe ChunkKey(key) else { return }
            let table = condemned.contains(key) ? nil : tables[key.id]
            unsafe loadChunk(key, value, table, &outcome)
        }
        outcome.usage = try files.tables.usage(transaction)
        outcome.objects.removeAll(where: \.isRetired)
        return outcome
    }

    private func loadObject(
        _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer, _ outcome: inout Outcome
    ) {
        var reader = unsafe ByteReader(key)
        guard let serial = reader.number(UInt64.self) else { return }
        outcome.highestSerial = max(outcome.highestSerial, serial)
        guard let record = unsafe ObjectRecord(value), let metadata = decode(record.metadata),
            files.layout.canNumber(chunksOf: record.length),
            let table = outcome.chunkIndex.adopt(record.id, length: record.length)
        else {
            outcome.staleRecords.append(serial)
            return
        }
        let object = StoredObject(
            key: record.key, length: record.length, metadata: metadata, table: table, serial: serial)
        // Later records come later; an earlier one of the same key was about to be deleted.
        if let displaced = outcome.index.put(object) {
            displaced.retire()
            outcome.chunkIndex.release(displaced.table)
            outcome.staleRecords.append(displaced.serial)
        }
        outcome.objects.append(object)
    }

    private func loadChunk(
        _ key: ChunkKey, _ value: UnsafeRawBufferPointer, _ table: ChunkTable?, _ outcome: inout Outcome
    ) {
        let run = unsafe files.run(of: value) ?? PageRun(first: 0, count: 0)
        let length = files.layout.length(ofChunk: Int(key.index), in: table?.length ?? 0)
        let isWhole = length > 0 && files.layout.pages(forPayload: length) == run.count
        let chunk = StoredChunk(
            table: table ?? ChunkTable(id: key.id, length: 0), index: key.index,
            extent: files.extent(of: run, length: length), run: run, verified: isTrusted)
        if isWhole, outcome.chunkIndex.list(chunk) {
            outcome.chunks.append(chunk)
        } else {
            outcome.orphans.append(chunk)
        }
    }
}
