/// First line and fields of a message.
struct Head: Sendable {
    let firstLine: String
    let fields: Fields

    /// The words of the first line; the last one may hold spaces.
    var words: [String] { firstLine.split(separator: " ", maxSplits: 2).map(String.init) }

    /// The status of a response; 0 when the line is none of a response.
    var status: Int { words.count > 1 ? Int(words[1]) ?? 0 : 0 }

    var isChunked: Bool { fields.has("chunked", in: "Transfer-Encoding") }

    var contentLength: Int? { fields["Content-Length"].flatMap { Int($0) } }
}

/// What came behind a head.
struct Body: Sendable {
    var bytes: [UInt8] = []
    var trailers = Fields()
    /// What is missing; nil when the message ended as its framing says.
    var defect: String?
    /// Sizes of the chunks as they came; empty without the chunked coding.
    var chunks: [Int] = []
}

/// An answer as a client saw it, whole or cut.
struct Response: Sendable {
    let head: Head
    let body: [UInt8]
    let trailers: Fields
    /// Heads of 1xx responses in front of it.
    let interim: [Head]
    /// What is missing; nil when it ended as its framing says.
    let defect: String?

    var status: Int { head.status }
    var fields: Fields { head.fields }
    var text: String { String(decoding: body, as: UTF8.self) }
    var isComplete: Bool { defect == nil }
    /// Our member of `Cache-Status`; empty without one.
    var cacheStatus: String { fields["Cache-Status"] ?? "" }
    /// Whether the cache answered by itself.
    var isHit: Bool { cacheStatus.contains("; hit") || cacheStatus.contains(";hit") }
}

/// A request as an origin saw it.
struct OriginRequest: Sendable {
    let method: String
    let target: String
    let fields: Fields
    let body: [UInt8]
    let trailers: Fields
    /// Number of the connection it came on, from 0.
    let connection: Int

    var range: String? { fields["Range"] }
    var text: String { String(decoding: body, as: UTF8.self) }
}
