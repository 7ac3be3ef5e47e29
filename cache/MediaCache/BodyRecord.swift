internal import ChunkStore
internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport

/// Keeps a copy of a body whose length nobody stated while it is passed on, and stores it as a whole once its end has
/// come. What turns out longer than a chunk is not kept.
final class BodyRecord {
    private let cache: LoopCache
    private let key: [UInt8]
    private let response: CachedResponse
    /// Bytes so far, in a chunk's memory; nil before the first one, and when there is none or it was too small.
    private var buffer: FillBuffer?
    private var hasBegun = false
    private var isBroken = false

    init(_ cache: LoopCache, key: [UInt8], _ response: CachedResponse) {
        (self.cache, self.key, self.response) = (cache, key, response)
    }

    deinit { giveUp() }

    func add(_ bytes: RawSpan) {
        guard !isBroken else { return }
        if !hasBegun { buffer = cache.media.memory.take(cache.media.settings.chunkSize, from: 0) }
        hasBegun = true
        guard let buffer, buffer.append(bytes) == bytes.byteCount else { return giveUp() }
    }

    func giveUp() {
        isBroken = true
        if let buffer { cache.media.memory.give(buffer) }
        buffer = nil
    }

    /// The body is complete.
    func end() {
        guard !isBroken else { return }
        defer { giveUp() }
        let count = buffer?.filled ?? 0
        let id = ObjectKey.identity(of: key, version: response.strongValidator, length: UInt64(count))
        // Memory first: a record whose only chunk is not on its way would be asked for in vain.
        guard let copy = count > 0 ? copy(count) : nil else {
            if count == 0 { _ = cache.media.store.insert(key: key, id: id, length: 0, metadata: response) }
            return
        }
        guard let object = cache.media.store.insert(key: key, id: id, length: UInt64(count), metadata: response) else {
            return cache.media.memory.give(copy)
        }
        store(copy, of: object)
    }

    private func copy(_ count: Int) -> FillBuffer? {
        guard let buffer, let copy = cache.media.memory.take(count, from: 0) else { return nil }
        let taken = buffer.withSpan(0..<count) { copy.append($0) }
        precondition(taken == count, "a copy as long as its original")
        return copy
    }

    private func store(_ buffer: FillBuffer, of object: StoredObject) {
        let media = cache.media
        // Nobody fills it any more, so nobody is to be told what its readers want.
        let token = cache.loop.add(self)
        let control = FillControl(loop: cache.loop.handle, token: token, wanted: 0)
        cache.loop.remove(token)
        let chunk = FillChunk(object, index: 0, control: control, memory: media.memory)
        chunk.provide(buffer)
        let name = FillRegistry.ChunkName(object: object.id, index: 0)
        guard !media.store.contains(object, chunk: 0), media.registry.claim(name, chunk) else { return }
        media.store.write(buffer, as: object, chunk: 0) { isStored in
            media.registry.remove(name, chunk)
            if isStored { chunk.release() }
        }
    }
}

extension BodyRecord: LoopMember {
    func woken() {}
}

/// A body that is recorded as it passes.
final class RecordedBody: BodySource {
    private let source: any BodySource
    private let record: BodyRecord

    init(_ source: any BodySource, _ record: BodyRecord) { (self.source, self.record) = (source, record) }

    var sink: (any BodySink)? {
        get { source.sink }
        set { source.sink = newValue }
    }

    var trailers: Trailers? { source.trailers }

    func next() -> BodySegment {
        let segment = source.next()
        switch segment {
        case .end: record.end()
        case .failed, .extent, .fill: record.giveUp()
        case .bytes, .wait: break
        }
        return segment
    }

    func took(_ count: Int) {
        if case .bytes(let buffer, let available) = source.next(), available >= count {
            buffer.withSpan { record.add($0.extracting(0..<count)) }
        } else {
            record.giveUp()
        }
        source.took(count)
    }

    func cancel() {
        record.giveUp()
        source.cancel()
    }
}
