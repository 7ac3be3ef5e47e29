/// How chunks lie in the file.
///
/// A value of more than half a page has a run of contiguous pages of its own. LMDB's 16 bytes and a chunk's header fill
/// the first page, so that the payload starts on the next page's boundary. Runs come in classes of size, because odd
/// lengths leave holes that nothing fits.
struct ChunkLayout: Sendable {
    let pageSize: Int
    let chunkSize: Int

    /// Bytes at the front of a run that are LMDB's.
    static let pageHeader = 16

    /// Bytes of one chunk of an object: a whole chunk, or the shorter tail.
    func length(ofChunk index: Int, in objectLength: UInt64) -> Int {
        let (start, overflow) = UInt64(index).multipliedReportingOverflow(by: UInt64(chunkSize))
        guard !overflow, start < objectLength else { return 0 }
        return Int(min(UInt64(chunkSize), objectLength - start))
    }

    /// Whether every chunk of an object so long has a number: they have 32 bits.
    func canNumber(chunksOf objectLength: UInt64) -> Bool { objectLength <= UInt64(chunkSize) << 32 }

    /// Pages of the run for so many bytes of payload, its first page included.
    func pages(forPayload length: Int) -> Int { 1 + Self.rounded((length + pageSize - 1) / pageSize) }

    /// Bytes of the value that fills a run.
    func valueSize(pages: Int) -> Int { pages * pageSize - Self.pageHeader }

    /// Pages of the run that holds a value of so many bytes.
    func pages(ofValue size: Int) -> Int { (size + Self.pageHeader + pageSize - 1) / pageSize }

    /// Up to the next of four steps between powers of two: wastes a fifth at most.
    private static func rounded(_ pages: Int) -> Int {
        guard pages > 8 else { return pages }
        let step = 1 << ((pages - 1).bitWidth - 1 - (pages - 1).leadingZeroBitCount - 2)
        return (pages + step - 1) / step * step
    }
}

/// The pages of one chunk in the file.
struct PageRun: Hashable, Sendable {
    let first: Int
    let count: Int

    var end: Int { first + count }
}
