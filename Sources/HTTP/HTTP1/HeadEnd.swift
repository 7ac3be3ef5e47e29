internal import Glibc

/// Where a head ends, found without looking at any byte twice however it dribbles in.
struct HeadEnd {
    enum Outcome: Equatable {
        case needMore
        /// The head is so many bytes long, its empty line included.
        case complete(Int)
        case bareLineFeed
    }

    /// Bytes already looked at.
    private var searched = 0

    mutating func reset() { searched = 0 }

    /// - Parameter strict: a line feed without carriage return is told at once, not waited over.
    mutating func find(in bytes: RawSpan, strict: Bool) -> Outcome {
        var start = searched
        while let index = lineFeed(in: bytes, from: start) {
            let hasReturn = index > 0 && bytes[at: index - 1] == 13
            if !hasReturn, strict { return .bareLineFeed }
            if isEmptyLine(endingAt: index, in: bytes, hasReturn: hasReturn) {
                searched = 0
                return .complete(index + 1)
            }
            start = index + 1
        }
        searched = bytes.byteCount
        return .needMore
    }

    /// The next line feed; the C library looks at many bytes at a time.
    private func lineFeed(in bytes: RawSpan, from start: Int) -> Int? {
        guard start < bytes.byteCount else { return nil }
        return unsafe bytes.withUnsafeBytes { bytes in
            let base = bytes.baseAddress!
            guard let found = unsafe memchr(base + start, 10, bytes.count - start) else { return nil }
            return unsafe UnsafeRawPointer(found) - base
        }
    }

    private func isEmptyLine(endingAt index: Int, in bytes: RawSpan, hasReturn: Bool) -> Bool {
        let before = hasReturn ? index - 2 : index - 1
        return before >= 0 && bytes[at: before] == 10
    }
}
