internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport

/// Reads a response of the origin's into what is kept of it.
extension CachedResponse {
    /// When a request went out and its response came in, in seconds since 1970.
    struct Times {
        var request: Int64
        var response: Int64
    }

    convenience init(
        reading head: ResponseHead, origin: [UInt8]?, policy: CachePolicy, times: Times,
        keeping older: CachedResponse? = nil
    ) {
        let scan = ResponseScan(head, now: times.response)
        var facts = Freshness.Facts(
            status: UInt16(clamping: head.status == 304 ? 200 : head.status), cacheControl: scan.cacheControl,
            expires: scan.expires, date: scan.date, lastModified: scan.lastModified, requestTime: times.request,
            responseTime: times.response)
        facts.age = scan.age
        var freshness = Freshness(facts, heuristicLimit: 0)
        if freshness.source == .unstated, let ttl = policy.ttl {
            freshness.lifetime = UInt32(clamping: ttl.components.seconds)
        }
        self.init(
            fields: CachedResponse.fields(of: head, over: older), etag: scan.etag ?? older?.etag,
            lastModified: scan.lastModified ?? older?.lastModified, date: scan.date ?? times.response,
            contentType: scan.contentType ?? older?.contentType ?? [], cacheControl: scan.cacheControl,
            freshness: freshness, origin: scan.vary.contains(.origin) ? origin ?? [] : older?.origin)
    }

    /// A 304's fields replace those kept before, name by name (RFC 9111 §3.2).
    private static func fields(of head: ResponseHead, over older: CachedResponse?) -> FieldBlock {
        let built = ResponseHead()
        for field in head.fields where isKept(field, of: head) { built.add(field, of: head) }
        guard let older else { return built.block }
        let before = ResponseHead()
        before.add(older.fields)
        for field in before.fields where !head.hasField(named: field, of: before) { built.add(field, of: before) }
        return built.block
    }

    private static func isKept(_ field: Field, of head: ResponseHead) -> Bool {
        switch field.id {
        case .contentRange, .age, .acceptRanges, .contentLength: false
        default: !head.isHopByHop(field)
        }
    }
}

/// One pass over a response's fields, for all that a cache decides by.
struct ResponseScan {
    var cacheControl = CacheControl()
    var expires = Freshness.Expires.absent
    var date: Int64?
    var lastModified: Int64?
    var etag: [UInt8]?
    var contentType: [UInt8]?
    var age: UInt32 = 0
    var vary: VaryFields = []
    var hasSetCookie = false
    var isCoded = false
    var contentRange: ContentRange?
    private var contentRanges = 0

    init(_ head: ResponseHead, now: Int64) {
        for field in head.fields { head.withSpan(field.value) { read(field.id, $0, now) } }
        if contentRanges > 1 { contentRange = nil }
    }

    private mutating func read(_ id: FieldID, _ value: RawSpan, _ now: Int64) {
        switch id {
        case .cacheControl: cacheControl.add(value)
        case .expires: readExpires(value, now)
        case .date: date = HTTPDate.parse(value, now: now)
        case .lastModified: lastModified = HTTPDate.parse(value, now: now)
        case .etag: etag = EntityTag.isValid(value) ? value.array : nil
        case .contentType: contentType = value.array
        case .age: age = DeltaSeconds.parse(value) ?? 0
        case .vary: vary.add(value)
        case .setCookie: hasSetCookie = true
        case .contentEncoding: if !ContentCoding.isIdentity(value) { isCoded = true }
        case .contentRange:
            contentRanges += 1
            contentRange = ContentRange(value)
        default: break
        }
    }

    private mutating func readExpires(_ value: RawSpan, _ now: Int64) {
        let time = HTTPDate.parse(value, now: now).map { Freshness.Expires.at($0) } ?? .invalid
        expires = expires == .absent || expires == time ? time : .invalid
    }
}

extension MessageHead {
    /// The first value of a field as bytes.
    func firstValue(_ id: FieldID) -> [UInt8]? { first(id).map { withSpan($0) { $0.array } } }

    /// Whether any field here has the name of `field` in `other`.
    func hasField(named field: Field, of other: MessageHead) -> Bool {
        if field.id != .other { return first(field.id) != nil }
        let name = other.string(field.name).lowercased()
        return fields.contains { $0.id == .other && string($0.name).lowercased() == name }
    }
}

extension RawSpan {
    var array: [UInt8] { unsafe withUnsafeBytes { unsafe Array($0) } }
}
