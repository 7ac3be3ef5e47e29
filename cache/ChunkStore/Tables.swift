/// The tables of a store's database.
struct Tables: Sendable {
    /// Serial number → object record.
    let objects: Database
    /// Object id and index → header and payload.
    let chunks: Database
    /// Keys of chunks that must not be listed again, though somebody still reads them.
    let condemned: Database
    /// What the store knows about itself.
    let meta: Database

    init(_ transaction: borrowing Transaction) throws(LMDBError) {
        objects = try transaction.open("objects")
        chunks = try transaction.open("chunks")
        condemned = try transaction.open("condemned")
        meta = try transaction.open("meta")
    }

    /// Pages in use by chunks, records and the trees above them.
    func usage(_ transaction: borrowing Transaction) throws(LMDBError) -> PageUsage {
        let records = try transaction.pages(of: objects)
        let rest = try transaction.pages(of: chunks) + transaction.pages(of: condemned) + transaction.pages(of: meta)
        return PageUsage(pages: records + rest, recordPages: records)
    }
}

/// How many pages of the file hold something.
struct PageUsage: Sendable, Equatable {
    var pages = 0
    /// Those of object records.
    var recordPages = 0
}

/// What must be the same for a database to be read at all.
struct StoreFormat: Equatable, Sendable {
    static let currentVersion: UInt32 = 1
    static let key = Array("format".utf8)

    let version: UInt32
    let chunkSize: UInt64
    let pageSize: UInt32

    init(_ layout: ChunkLayout) {
        version = Self.currentVersion
        chunkSize = UInt64(layout.chunkSize)
        pageSize = UInt32(layout.pageSize)
    }

    @unsafe init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = unsafe ByteReader(bytes)
        guard let version = reader.number(UInt32.self), let chunkSize = reader.number(UInt64.self),
            let pageSize = reader.number(UInt32.self), reader.isAtEnd
        else { return nil }
        self.version = version
        self.chunkSize = chunkSize
        self.pageSize = pageSize
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(number: version)
        bytes.append(number: chunkSize)
        bytes.append(number: pageSize)
        return bytes
    }
}

/// How the last run used the database: tells whether its contents can be trusted.
struct RunMark: Equatable, Sendable {
    static let key = Array("run".utf8)

    /// Closed in order, with everything on the disk.
    var isClean: Bool
    /// Every chunk is known to be what was written.
    var isTrusted: Bool
    var durability: StoreDurability
    /// Which boot of the machine it was.
    var boot: [UInt8]

    init(isClean: Bool, isTrusted: Bool, durability: StoreDurability, boot: [UInt8]) {
        self.isClean = isClean
        self.isTrusted = isTrusted
        self.durability = durability
        self.boot = boot
    }

    @unsafe init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = unsafe ByteReader(bytes)
        guard let clean = reader.number(UInt8.self), let trusted = reader.number(UInt8.self),
            let fast = reader.number(UInt8.self)
        else { return nil }
        self.init(
            isClean: clean == 1, isTrusted: trusted == 1, durability: fast == 1 ? .fast : .safe,
            boot: reader.remainder())
    }

    var bytes: [UInt8] { [isClean ? 1 : 0, isTrusted ? 1 : 0, durability == .fast ? 1 : 0] + boot }

    /// The mark of the same run when it ends in order.
    func closed(isTrusted: Bool) -> RunMark {
        RunMark(isClean: true, isTrusted: isTrusted, durability: durability, boot: boot)
    }

    /// Whether a power cut may have torn what a run like this left behind.
    func mayBeTorn(now boot: [UInt8]) -> Bool { !isClean && durability == .fast && self.boot != boot }
}

/// The runs that the last commits freed. They are made safe to use again right after the commit; should the process die
/// between, the next one does it.
struct FreedRuns: Equatable, Sendable {
    static let key = Array("freed".utf8)

    /// The commit that freed them.
    let commit: UInt64
    let runs: [PageRun]

    init(commit: UInt64, runs: [PageRun]) {
        self.commit = commit
        self.runs = runs
    }

    @unsafe init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = unsafe ByteReader(bytes)
        guard let commit = reader.number(UInt64.self) else { return nil }
        var runs: [PageRun] = []
        while !reader.isAtEnd {
            guard let first = reader.number(UInt64.self), let count = reader.number(UInt32.self) else { return nil }
            runs.append(PageRun(first: Int(clamping: first), count: Int(count)))
        }
        self.init(commit: commit, runs: runs)
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(number: commit)
        for run in runs {
            bytes.append(number: UInt64(run.first))
            bytes.append(number: UInt32(run.count))
        }
        return bytes
    }

    /// Whether nothing can lie in the runs yet: the commit after the freeing one cannot use them.
    func areUnused(after lastCommit: UInt64) -> Bool { lastCommit <= commit + 1 }
}
