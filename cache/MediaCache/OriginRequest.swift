internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Upstream

/// What a fill asks the origin with: the request's head as it goes upstream, without ranges and conditions.
///
/// It is a copy, because a fill may outlive the request that began it.
struct OriginRequest {
    let service: LoopService
    /// The request line, a GET's, with its end.
    var line: [UInt8]
    /// What `Host` says where the server takes the client's; nil where that has none.
    var host: [UInt8]?
    var facts: RequestFacts
    /// The signature in the request line's query; nil without one.
    var signature: Signature?

    func write(to server: BalancedServer, _ question: OriginQuestion, into buffer: ByteBuffer) {
        if server.basePath.isEmpty {
            buffer.append(line)
        } else {
            buffer.append("GET ")
            buffer.append(server.basePath)
            buffer.append(Array(line.dropFirst(4)))
        }
        buffer.append("Host: ")
        if server.passHostHeader, let host { buffer.append(host) } else { buffer.append(text: server.pool.authority) }
        buffer.append("\r\n")
        buffer.append(facts.fields)
        question.write(to: buffer)
        buffer.append("\r\n")
    }
}

/// What of a request decides what its response is to a cache.
struct RequestFacts {
    /// The fields as they go upstream, each with its end, without `Host`.
    var fields: [UInt8]
    let policy: CachePolicy
    /// Directives of the request's `Cache-Control`.
    var cacheControl = CacheControl()
    var hasAuthorization = false
    var hasCookie = false
}

/// What is asked for beside the address.
struct OriginQuestion {
    enum Span: Equatable {
        /// The whole: no `Range` field.
        case whole
        case bytes(from: UInt64, to: UInt64?)
        case suffix(UInt64)

        /// Whether a part of an object so long holds the first byte that was asked for.
        func begins(with part: Range<UInt64>, of total: UInt64) -> Bool {
            switch self {
            case .whole: part.contains(0)
            case .bytes(let first, _): part.contains(first)
            case .suffix(let count): part.contains(total - min(count, total))
            }
        }
    }

    var span: Span
    /// The record whose validators make the question conditional.
    var known: CachedResponse?

    func write(to buffer: ByteBuffer) {
        switch span {
        case .whole: break
        case .bytes(let first, let last):
            buffer.append("Range: bytes=")
            buffer.append(decimal: first)
            buffer.append("-")
            if let last { buffer.append(decimal: last) }
            buffer.append("\r\n")
        case .suffix(let count):
            buffer.append("Range: bytes=-")
            buffer.append(decimal: count)
            buffer.append("\r\n")
        }
        // Chunks hold the object's own bytes, not those of a coding.
        buffer.append("Accept-Encoding: identity\r\n")
        guard let known else { return }
        if let etag = known.etag {
            buffer.append("If-None-Match: ")
            buffer.append(etag)
            buffer.append("\r\n")
        }
        if let changed = known.lastModified {
            buffer.append("If-Modified-Since: ")
            HTTPDate.append(changed, to: buffer)
            buffer.append("\r\n")
        }
    }
}
