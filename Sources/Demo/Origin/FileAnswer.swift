internal import HTTP
internal import LinuxIO

/// What a GET or HEAD of a file is answered with: conditions first, then the range (RFC 9110 §13.2.2, §14.2).
enum FileAnswer: Equatable {
    case notModified
    case whole
    case part(Range<UInt64>)
    case unsatisfiable

    /// - Parameter now: seconds since 1970.
    init(to request: RequestHead, of file: FileFacts, now: Int64) {
        if Self.isKnown(to: request, file, now) {
            self = .notModified
        } else if request.method == .get, let ranges = Self.ranges(of: request, file, now) {
            self = Self.resolve(ranges, length: file.size)
        } else {
            self = .whole
        }
    }

    /// Several ranges are not worth a multipart answer here: they get the whole file, as the standard allows.
    private static func resolve(_ ranges: RangeSet, length: UInt64) -> FileAnswer {
        switch ranges.resolve(length: length) {
        case .whole, .multiple: .whole
        case .unsatisfiable: .unsatisfiable
        case .single(let range): .part(range)
        }
    }

    /// Whether the client has this version.
    private static func isKnown(to request: RequestHead, _ file: FileFacts, _ now: Int64) -> Bool {
        if let tags = request.first(.ifNoneMatch) {
            return withBytes(of: file.etag) { etag in
                request.withSpan(tags) { EntityTag.isListed(etag, inIfNoneMatch: $0) }
            }
        }
        guard let since = request.first(.ifModifiedSince),
            let date = request.withSpan(since, { HTTPDate.parse($0, now: now) })
        else { return false }
        return file.modified <= date
    }

    /// The ranges that count: none where `If-Range` names another version.
    private static func ranges(of request: RequestHead, _ file: FileFacts, _ now: Int64) -> RangeSet? {
        guard let range = request.first(.range) else { return nil }
        if let condition = request.first(.ifRange) {
            let stored = Preconditions.Stored(lastModified: file.modified, date: now)
            let isSame = withBytes(of: file.etag) { etag in
                request.withSpan(condition) { Preconditions.isSameVersion($0, etag: etag, stored: stored, now: now) }
            }
            guard isSame else { return nil }
        }
        return request.withSpan(range) { RangeSet($0) }
    }

    private static func withBytes<R>(of text: String, _ body: (RawSpan) -> R) -> R {
        let buffer = ByteBuffer(capacity: 64)
        buffer.append(text: text)
        return buffer.withSpan(body)
    }
}
