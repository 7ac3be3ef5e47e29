/// Which bytes to ask the origin for: pure arithmetic over chunks.
struct RangePlan {
    let chunkSize: UInt64
    /// The object's length.
    let length: UInt64
    /// Bytes of one run at most: a viewer who seeks away wastes no more than that.
    let runLimit: UInt64

    /// The contiguous missing run that begins at `position`: up to the chunk border at or behind `end`, the next chunk
    /// that is there, or the limit.
    ///
    /// - Parameters:
    ///   - position: the first byte wanted; it is missing, and need not begin a chunk: it comes first.
    ///   - end: one past the last byte wanted.
    ///   - isPresent: whether a chunk is stored or being filled.
    func run(at position: UInt64, wantedTo end: UInt64, isPresent: (UInt64) -> Bool) -> Range<UInt64> {
        let limit = min(length, chunkEnd(max(end, position + 1) - 1), chunkEnd(position) + runLimit - chunkSize)
        var runEnd = min(length, chunkEnd(position))
        while runEnd < limit, !isPresent(runEnd / chunkSize) { runEnd = min(length, runEnd + chunkSize) }
        return position..<runEnd
    }

    /// The border behind the chunk that holds `position`.
    func chunkEnd(_ position: UInt64) -> UInt64 { (position / chunkSize + 1) * chunkSize }
}
