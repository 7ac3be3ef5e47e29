internal import ChunkStore
internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport
internal import Upstream

/// The response from a record and its bytes.
extension MediaRequest {
    /// Chunks that are looked at to tell a hit from a partial one.
    private static let lookLimit = 8192

    func deliver(_ object: StoredObject) {
        phase = .delivering
        let request = exchange.request
        let response = object.response
        // Conditions and ranges are about what a success would bring (RFC 9110 §13.2.1, §14.2).
        guard response.status == 200 else { return respondOtherwise(object) }
        switch preconditions(etag: response.etag, response.dates) {
        case .notModified: return respondNotModified(response)
        case .proceed(let rangeApplies):
            guard rangeApplies, request.method == .get, let value = request.first(.range),
                let ranges = request.withSpan(value, { RangeSet($0) })
            else { return respondWhole(object) }
            switch ranges.resolve(length: object.length) {
            case .whole: respondWhole(object)
            case .unsatisfiable: respondUnsatisfiable(object)
            case .single(let range): respondPart(object, range)
            case .multiple(let parts): respondParts(object, parts)
            }
        }
    }

    func preconditions(etag: [UInt8]?, _ dates: Preconditions.Stored) -> Preconditions.Outcome {
        let request = exchange.request
        let matches = request.first(.ifNoneMatch), since = request.first(.ifModifiedSince)
        let ifRange = request.first(.ifRange)
        if matches == nil, since == nil, ifRange == nil { return .proceed(rangeApplies: true) }
        let now = exchange.beganWall.seconds
        let list = request.joinedValues(.ifNoneMatch)
        let sinceText = request.count(of: .ifModifiedSince) == 1 ? request.firstValue(.ifModifiedSince) : nil
        let rangeText = request.firstValue(.ifRange)
        return withSpans(list, sinceText, rangeText, etag) { list, since, ifRange, etag in
            Preconditions.evaluate(
                ifNoneMatch: list, ifModifiedSince: since, ifRange: ifRange, etag: etag, stored: dates, now: now)
        }
    }

    // MARK: Heads

    /// Begins a response with what every one from the store has.
    private func beginHead(_ stored: CachedResponse, status code: Int, framing: BodyFraming) -> ResponseHead {
        let response = exchange.response
        response.reset()
        (response.status, response.framing) = (code, framing)
        response.add(stored.fields)
        response.add(.age, decimal: UInt64(stored.freshness.age(at: exchange.beganWall.seconds)))
        return response
    }

    private func finishHead(_ response: ResponseHead) {
        response.add(.acceptRanges, "bytes")
        response.add(.cacheStatus) { status.append(named: "usher", to: $0) }
    }

    private func respondNotModified(_ stored: CachedResponse) {
        finishHead(beginHead(stored, status: 304, framing: .none))
        owner.deliver(nil)
    }

    private func respondWhole(_ object: StoredObject) {
        let range = 0..<object.length
        guard begin(object, range) else { return }
        finishHead(beginHead(object.response, status: 200, framing: .length(object.length)))
        send(range)
    }

    /// Another status than success, with all that belongs to it.
    private func respondOtherwise(_ object: StoredObject) {
        let range = 0..<object.length
        guard begin(object, range) else { return }
        let code = Int(object.response.status)
        let response = beginHead(
            object.response, status: code, framing: code == 204 ? .none : .length(object.length))
        response.add(.cacheStatus) { status.append(named: "usher", to: $0) }
        send(range)
    }

    private func respondPart(_ object: StoredObject, _ range: Range<UInt64>) {
        guard begin(object, range) else { return }
        let response = beginHead(object.response, status: 206, framing: .length(range.length))
        response.add(.contentRange) { ContentRange.part(range, total: object.length).append(to: $0) }
        finishHead(response)
        send(range)
    }

    /// Begins the body; false when all memory for fills is in use: then the response begins once it is known whether it
    /// comes past the store, because its head has to say so.
    private func begin(_ object: StoredObject, _ range: Range<UInt64>) -> Bool {
        guard hasBody(range), let cache else { return true }
        if delayed == nil {
            noteMissing(of: object, range)
            body.begin(object, range: range, in: cache, owner: self)
            guard status.handling != .hit, cache.media.memory.isShort else { return true }
        }
        guard body.settle() else {
            delayed = object
            body.sink = self
            return false
        }
        delayed = nil
        if body.isDirect { status.passes(for: .fillMemory) }
        return true
    }

    private func hasBody(_ range: Range<UInt64>) -> Bool { exchange.request.method == .get && !range.isEmpty }

    private func send(_ range: Range<UInt64>) {
        if hasBody(range) { owner.deliver(body) } else { owner.deliver(nil) }
    }

    private func respondUnsatisfiable(_ object: StoredObject) {
        let response = exchange.response
        response.reset()
        (response.status, response.framing) = (416, .length(0))
        response.add(.contentRange) { ContentRange.unsatisfied(total: object.length).append(to: $0) }
        finishHead(response)
        owner.deliver(nil)
    }

    private func respondParts(_ object: StoredObject, _ ranges: [Range<UInt64>]) {
        guard let cache else { return }
        for range in ranges { noteMissing(of: object, range) }
        let parts = unsafe object.response.contentType.withUnsafeBytes { type in
            unsafe MultipartRanges(
                ranges: ranges, total: object.length, contentType: type.bytes, seed: .random(in: .min ... .max))
        }
        let response = exchange.response
        response.reset()
        (response.status, response.framing) = (206, .length(parts.contentLength))
        response.add(object.response.fields.without(.contentType))
        response.add(.contentType) { parts.appendContentType(to: $0) }
        response.add(.age, decimal: UInt64(object.response.freshness.age(at: exchange.beganWall.seconds)))
        finishHead(response)
        body.begin(object, parts: parts, in: cache, owner: self)
        owner.deliver(body)
    }

    /// Without all wanted chunks in the store the request is no hit, whatever else is known.
    private func noteMissing(of object: StoredObject, _ range: Range<UInt64>) {
        guard status.handling == .hit, exchange.request.method == .get, !range.isEmpty, let media = cache?.media else {
            return
        }
        let size = UInt64(media.settings.chunkSize)
        let first = Int(range.lowerBound / size), last = Int((range.upperBound - 1) / size)
        for index in first...min(last, first + Self.lookLimit) where !media.store.contains(object, chunk: index) {
            // A small object that is whole, and on its way to the disk, needs nothing of the origin's any more.
            let chunk = object.length > size ? nil : media.registry.find(.init(object: object.id, index: index))
            if chunk?.buffer?.isComplete == true { continue }
            status = CacheStatus(.forward(.partial))
            status.isStored = true
            return
        }
    }
}

extension RequestHead {
    /// A list's lines as one; nil without any.
    fileprivate func joinedValues(_ id: FieldID) -> [UInt8]? {
        guard count(of: id) > 1 else { return firstValue(id) }
        var joined: [UInt8] = []
        for field in fields where field.id == id {
            if !joined.isEmpty { joined.append(UInt8(ascii: ",")) }
            withSpan(field.value) { joined += $0.array }
        }
        return joined
    }
}

/// Lends up to four texts as spans.
private func withSpans<R>(
    _ first: [UInt8]?, _ second: [UInt8]?, _ third: [UInt8]?, _ fourth: [UInt8]?,
    _ body: (RawSpan?, RawSpan?, RawSpan?, RawSpan?) -> R
) -> R {
    withSpan(first) { first in
        withSpan(second) { second in
            withSpan(third) { third in withSpan(fourth) { fourth in body(first, second, third, fourth) } }
        }
    }
}

private func withSpan<R>(_ bytes: [UInt8]?, _ body: (RawSpan?) -> R) -> R {
    guard let bytes else { return body(nil) }
    return unsafe bytes.withUnsafeBytes { unsafe body($0.bytes) }
}
