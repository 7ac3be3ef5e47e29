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
        var index = searched
        while index < bytes.byteCount {
            if bytes[at: index] == 10 {
                let hasReturn = index > 0 && bytes[at: index - 1] == 13
                if !hasReturn, strict { return .bareLineFeed }
                if isEmptyLine(endingAt: index, in: bytes, hasReturn: hasReturn) {
                    searched = 0
                    return .complete(index + 1)
                }
            }
            index += 1
        }
        searched = index
        return .needMore
    }

    private func isEmptyLine(endingAt index: Int, in bytes: RawSpan, hasReturn: Bool) -> Bool {
        let before = hasReturn ? index - 2 : index - 1
        return before >= 0 && bytes[at: before] == 10
    }
}
