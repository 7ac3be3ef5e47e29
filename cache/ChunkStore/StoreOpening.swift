internal import Glibc
internal import LinuxIO

/// Opens a store's database: keeps one that can be trusted, and begins anew in place of any other.
struct StoreOpening {
    private let settings: StoreSettings
    private let directory: StoreDirectory
    private let method: PageRelease.Method
    private let log: StoreLog
    private let boot: [UInt8]

    /// An open database.
    struct Result {
        let files: StoreFiles
        /// How this run is marked in the database.
        let mark: RunMark
        /// Whether the last run ended in order, so that every chunk is what was written.
        let isTrusted: Bool
    }

    /// Why a database cannot be used.
    private struct Rejection: Error {
        let reason: String
        /// Whether a new one in its place would help.
        let isCured: Bool

        init(_ reason: String) {
            self.reason = reason
            isCured = true
        }

        init(_ error: LMDBError, isDiskFull: Bool) {
            reason = error.description
            // LMDB's own codes are about the contents; the kernel's, but for a full disk, about something else.
            isCured = error.code < 0 || error.isFull || (error == .incomplete && isDiskFull)
        }
    }

    /// - Parameter method: how pages are made safe to use again; nil to find out what works here.
    init(settings: StoreSettings, method: PageRelease.Method?, log: StoreLog) throws(StoreError) {
        let pageSize = sysconf(Int32(_SC_PAGESIZE))
        guard settings.chunkSize >= pageSize, settings.chunkSize & (settings.chunkSize - 1) == 0 else {
            throw .settings("chunk size of cache \(settings.name) must be a power of two and at least \(pageSize)")
        }
        guard settings.size >= Int64(settings.chunkSize) * 16 else {
            throw .settings("size of cache \(settings.name) must be at least 16 times its chunk size")
        }
        self.settings = settings
        self.log = log
        boot = Array((readSmallFile("/proc/sys/kernel/random/boot_id") ?? "").utf8)
        directory = try StoreDirectory(settings.path)
        self.method = method ?? PageReleaseProbe.method(in: settings.path, isMemory: directory.isMemory)
        if self.method == .copyOnly {
            log.info("cache \(settings.name): this file system cannot lend pages safely, bytes are copied when sent")
        }
    }

    /// Opens the database, a new one if need be. `end` says when it has been read, too.
    func run() throws(StoreError) -> Result {
        // A damaged tree can bring the process down; what did so twice is not tried again.
        if directory.unfinishedOpenings >= 2 { discard("the process died each time it was opened") }
        directory.beginOpening()
        do throws(Rejection) { return try attempt() } catch {
            guard error.isCured else { throw .failed(path: settings.path, reason: error.reason) }
            discard(error.reason)
        }
        do throws(Rejection) { return try attempt() } catch {
            throw .failed(path: settings.path, reason: error.reason)
        }
    }

    /// Throws an unusable database away.
    func discard(_ reason: String) {
        log.warning("the contents of cache \(settings.name) are discarded: \(reason)")
        directory.discard()
        directory.endOpening()
    }

    /// Notes that the database was read to its end.
    func end() { directory.endOpening() }

    private func attempt() throws(Rejection) -> Result {
        let environment = try rejecting { () throws(LMDBError) -> Environment in
            try Environment(
                path: directory.databasePath, mapSize: settings.mapSize, syncsCommits: settings.durability == .safe)
        }
        do throws(Rejection) { return try adopt(environment) } catch {
            environment.close()
            throw error
        }
    }

    private func adopt(_ environment: Environment) throws(Rejection) -> Result {
        guard environment.pages * environment.pageSize <= directory.databaseSize else {
            throw Rejection("its file is shorter than it says")
        }
        guard sysconf(Int32(_SC_PAGESIZE)) % environment.pageSize == 0 else {
            throw Rejection("its pages are larger than this machine's")
        }
        let isOurs = try rejecting { () throws(LMDBError) -> Bool in try hasFormat(environment) }
        guard isOurs else { throw Rejection("it has another format or another chunk size") }
        let files = try rejecting { () throws(LMDBError) -> StoreFiles in
            try StoreFiles(
                directory: directory, environment: environment, chunkSize: settings.chunkSize, method: method)
        }
        let mark = RunMark(isClean: false, isTrusted: false, durability: settings.durability, boot: boot)
        let last = try rejecting { () throws(LMDBError) -> RunMark? in try begin(files, mark) }
        guard let last else { throw Rejection("the machine went down while it was open, and nothing had been synced") }
        return Result(files: files, mark: mark, isTrusted: last.isClean && last.isTrusted)
    }

    private func rejecting<R>(_ body: () throws(LMDBError) -> R) throws(Rejection) -> R {
        do throws(LMDBError) { return try body() } catch { throw Rejection(error, isDiskFull: directory.isDiskFull) }
    }

    /// Gives a new database its format; false when an older one has another.
    private func hasFormat(_ environment: Environment) throws(LMDBError) -> Bool {
        let transaction = try Transaction(environment)
        let tables = try Tables(transaction)
        let mine = StoreFormat(ChunkLayout(pageSize: environment.pageSize, chunkSize: settings.chunkSize))
        if let found = try unsafe transaction.find(StoreFormat.key, in: tables.meta) {
            return unsafe StoreFormat(found) == mine
        }
        guard try transaction.pages(of: tables.chunks) == 0 else { return false }
        try transaction.put(mine.bytes, at: StoreFormat.key, in: tables.meta)
        try transaction.commit()
        return true
    }

    /// Marks the database as open, durably, and returns the last run's mark; nil when that run's data may be torn.
    private func begin(_ files: StoreFiles, _ mark: RunMark) throws(LMDBError) -> RunMark? {
        let transaction = try Transaction(files.environment)
        let meta = files.tables.meta
        let fresh = mark.closed(isTrusted: true)
        let last = try unsafe transaction.find(RunMark.key, in: meta).flatMap { unsafe RunMark($0) } ?? fresh
        guard !last.mayBeTorn(now: boot) else { return nil }
        if let freed = try unsafe transaction.find(FreedRuns.key, in: meta).flatMap({ unsafe FreedRuns($0) }) {
            release(freed, files)
        }
        try transaction.put(mark.bytes, at: RunMark.key, in: meta)
        try transaction.commit()
        try files.environment.sync()
        return last
    }

    /// Finishes what a killed process could not: sockets outlive it, and may still send from the runs it freed.
    private func release(_ freed: FreedRuns, _ files: StoreFiles) {
        guard freed.areUnused(after: files.environment.lastCommit) else { return }
        for run in freed.runs where run.end <= files.environment.pages {
            if !files.release.loosen(run) { log.trouble("cache \(settings.name): pages of freed chunks stay cached") }
            try? files.release.punch(run)
        }
    }
}
