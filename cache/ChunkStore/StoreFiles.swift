internal import CLinux
internal import Glibc
internal import LinuxIO

/// The open database of a store: environment, tables, and where its pages are in memory.
@safe final class StoreFiles: Sendable {
    let directory: StoreDirectory
    let environment: Environment
    let tables: Tables
    let layout: ChunkLayout
    let release: PageRelease
    private let direct: Descriptor?
    private nonisolated(unsafe) let map: UnsafeRawPointer

    /// Takes over an environment that has been given its format; closes it when that fails.
    init(
        directory: StoreDirectory, environment: Environment, chunkSize: Int, method: PageRelease.Method
    ) throws(LMDBError) {
        let transaction = try Transaction(environment)
        let tables = try Tables(transaction)
        guard let format = try unsafe transaction.find(StoreFormat.key, in: tables.meta) else {
            throw LMDBError.notFound
        }
        let map = unsafe Self.mapStart(of: format.baseAddress!, pageSize: environment.pageSize)
        try transaction.commit()
        let directNumber = method == .loosenAndPunch ? unsafe usher_open_direct(directory.databasePath) : -1
        direct = directNumber >= 0 ? Descriptor(owning: directNumber) : nil
        release = unsafe PageRelease(
            method: method, file: environment.descriptor, direct: directNumber, map: map,
            pageSize: environment.pageSize)
        self.directory = directory
        self.environment = environment
        self.tables = tables
        layout = ChunkLayout(pageSize: environment.pageSize, chunkSize: chunkSize)
        unsafe self.map = map
    }

    /// Where the map begins: a page begins with its own number, and the map with page 0.
    private static func mapStart(of value: UnsafeRawPointer, pageSize: Int) -> UnsafeRawPointer {
        let page = unsafe UnsafeRawPointer(bitPattern: UInt(bitPattern: value) & ~UInt(pageSize - 1))!
        return unsafe page - page.load(as: Int.self) * pageSize
    }

    /// The run of a value that the database lends; nil for one that has no pages of its own. Touches no page.
    @unsafe func run(of value: UnsafeRawBufferPointer) -> PageRun? {
        let offset = unsafe value.baseAddress! - map
        guard offset % layout.pageSize == ChunkLayout.pageHeader else { return nil }
        return PageRun(first: offset / layout.pageSize, count: layout.pages(ofValue: value.count))
    }

    /// The payload of a run, `length` bytes of it.
    func extent(of run: PageRun, length: Int) -> FileExtent {
        let offset = (run.first + 1) * layout.pageSize
        return unsafe FileExtent(
            descriptor: environment.descriptor, offset: Int64(offset), length: length, map: map + offset,
            mustCopy: release.method == .copyOnly)
    }
}
