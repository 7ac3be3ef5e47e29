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

    /// The longest lifetime that is guessed for a response which states none: a tenth of the time since its last
    /// change, at most a day (RFC 9111 §4.2.2).
    private static let heuristicLimit: UInt32 = 86_400
    /// Seconds for which it is remembered that there is nothing (404, 410), where the origin states no time.
    private static let absenceLifetime: UInt32 = 10

    /// - Parameter older: the response that a 304 is about.
    convenience init(
        reading head: ResponseHead, to request: RequestFacts, times: Times, keeping older: CachedResponse? = nil
    ) {
        let kept = CachedResponse.fields(of: head, over: older)
        let scan = ResponseScan(kept, age: ResponseScan(head, now: times.response).age, now: times.response)
        let status = older?.status ?? (head.status == 206 ? 200 : UInt16(clamping: head.status))
        var facts = Freshness.Facts(
            status: status, cacheControl: scan.effectiveControl,
            expires: scan.effectiveExpires, date: scan.date, lastModified: scan.lastModified,
            requestTime: times.request, responseTime: times.response)
        facts.age = scan.age
        // What a person gets who is known by a cookie is for others only where the origin says so.
        let freshness = Freshness(facts, heuristicLimit: request.hasCookie ? 0 : CachedResponse.heuristicLimit)
        self.init(
            status: status, fields: kept.block, etag: scan.etag, lastModified: scan.lastModified,
            date: scan.date ?? times.response, contentType: scan.contentType ?? [],
            cacheControl: scan.effectiveControl,
            freshness: CachedResponse.configured(freshness, status: status, request),
            selection: Selection(varyOf: kept, for: request), variantsFrom: older?.variantsFrom ?? .min)
    }

    /// What the configuration, and a default for what is not there, make of a lifetime that the origin does not state.
    private static func configured(_ stated: Freshness, status: UInt16, _ request: RequestFacts) -> Freshness {
        guard stated.source == .unstated || stated.source == .heuristic else { return stated }
        var freshness = stated
        switch status {
        case 200, 203, 301, 308:
            if let ttl = request.policy.ttl { freshness.lifetime = UInt32(clamping: ttl.components.seconds) }
        case 404, 410: freshness.lifetime = request.hasCookie ? 0 : absenceLifetime
        default: break
        }
        return freshness
    }

    /// What is kept of a response. A 304's fields replace those kept before, name by name (RFC 9111 §3.2), but not what
    /// describes the bytes.
    private static func fields(of head: ResponseHead, over older: CachedResponse?) -> ResponseHead {
        let built = ResponseHead()
        let restricted = restrictedNames(in: head)
        for field in head.fields where isKept(field, of: head) && (older == nil || !isOfBytes(field.id)) {
            if restricted.isEmpty || !restricted.contains(where: { head.matches(field, $0) }) {
                built.add(field, of: head)
            }
        }
        guard let older else { return built }
        let before = ResponseHead()
        before.add(older.fields)
        for field in before.fields where isOfBytes(field.id) || !head.hasField(named: field, of: before) {
            // The old Date would make the new answer look old.
            if field.id != .date { built.add(field, of: before) }
        }
        return built
    }

    /// The fields that `no-cache` or `private` name.
    private static func restrictedNames(in head: ResponseHead) -> [FieldName] {
        var names: [FieldName] = []
        for field in head.fields where field.id == .cacheControl {
            head.withSpan(field.value) { line in
                names += CacheControl.restrictedFields(in: line).compactMap { range in
                    FieldName(String(decoding: line.extracting(range).array, as: UTF8.self))
                }
            }
        }
        return names
    }

    private static func isKept(_ field: Field, of head: ResponseHead) -> Bool {
        switch field.id {
        case .contentRange, .age, .acceptRanges, .contentLength: false
        default: !head.isHopByHop(field)
        }
    }

    /// Whether a 304 cannot change the field, because the bytes stay the same; it may leave the validator weaker.
    private static func isOfBytes(_ id: FieldID) -> Bool { id == .etag || id == .contentEncoding }
}

/// One pass over a response's fields, for all that a cache decides by.
struct ResponseScan {
    private var cacheControl = CacheControl()
    private var expires = Freshness.Expires.absent
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
    private var hasAge = false
    private var targeted = TargetedCacheControl()

    /// Of fields that are kept, of which the age is not one.
    init(_ kept: ResponseHead, age: UInt32, now: Int64) {
        self.init(kept, now: now)
        self.age = age
    }

    /// The directives that hold for us (RFC 9213 §2.2).
    var effectiveControl: CacheControl { targeted.cacheControl ?? cacheControl }
    var effectiveExpires: Freshness.Expires { targeted.cacheControl == nil ? expires : .absent }

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
        case .cdnCacheControl: targeted.add(value)
        case .age:
            // Of several lines the first counts (RFC 9111 §5.1).
            if !hasAge { age = DeltaSeconds.parse(value) ?? 0 }
            hasAge = true
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
