package import LinuxIO

/// Takes a body whole, to be given on as often as wanted: its beginning in memory, the rest in a scratch file.
package final class BodySpool: BodySink, LoopMember {
    package enum Outcome {
        case whole
        /// There is more than the bound.
        case tooLarge
        /// The body, or the file, cannot be finished.
        case failed
    }

    /// Bytes taken so far.
    package private(set) var count: UInt64 = 0
    let memory: ByteBuffer
    private(set) var file: ScratchFile?
    let loop: EventLoop
    let workers: Workers
    private let bounds: (memory: Int, all: UInt64)
    private var source: (any BodySource)?
    private var done: ((Outcome) -> Void)?
    private var token: LoopToken?
    private var isPulling = false
    private var isWriting = false
    /// Bytes that go to the file at once.
    static let blockSize = 256 << 10

    /// - Parameters:
    ///   - inMemory: bytes held in memory.
    ///   - maximum: bytes taken at all.
    ///   - done: told once, from within `start` or later; never after `cancel`.
    package init(
        _ source: any BodySource, inMemory: Int, maximum: UInt64, loop: EventLoop, workers: Workers,
        done: @escaping (Outcome) -> Void
    ) {
        (self.source, self.loop, self.workers, self.done) = (source, loop, workers, done)
        bounds = (inMemory, maximum)
        memory = ByteBuffer(capacity: 4096)
    }

    package func start() {
        token = loop.add(self)
        source?.sink = self
        pull()
    }

    package func bodyReady() { pull() }

    /// Lets go of the source, which is not cancelled.
    package func cancel() {
        if let token { loop.remove(token) }
        source?.sink = nil
        (source, done, token) = (nil, nil, nil)
    }

    private func pull() {
        guard !isPulling else { return }
        isPulling = true
        defer { isPulling = false }
        while let source, !isWriting {
            let segment = source.next()
            switch segment {
            case .wait: return
            case .end: return finish(.whole)
            case .failed: return finish(.failed)
            case .bytes, .extent, .fill:
                guard count < bounds.all else { return finish(.tooLarge) }
                take(segment, of: source)
            }
        }
    }

    private func take(_ segment: BodySegment, of source: any BodySource) {
        let room = Int(clamping: bounds.all - count)
        if memory.count < bounds.memory {
            let taken = segment.copy(to: memory, atMost: min(room, bounds.memory - memory.count))
            count += UInt64(taken)
            return source.took(taken)
        }
        let block = ByteBuffer(capacity: Self.blockSize)
        let taken = segment.copy(to: block, atMost: min(room, Self.blockSize))
        source.took(taken)
        write(block.array)
    }

    private func write(_ bytes: [UInt8]) {
        guard let file = try? file ?? ScratchFile(), let token else { return finish(.failed) }
        self.file = file
        isWriting = true
        let (handle, offset) = (loop.handle, count - UInt64(memory.count))
        count += UInt64(bytes.count)
        let isTaken = workers.run {
            let isWritten = (try? file.write(bytes, at: offset)) != nil
            handle.run { loop in loop.with(token, as: BodySpool.self) { $0.wrote(isWritten) } }
        }
        if !isTaken { finish(.failed) }
    }

    private func wrote(_ isWritten: Bool) {
        isWriting = false
        if isWritten { pull() } else { finish(.failed) }
    }

    private func finish(_ outcome: Outcome) {
        let done = self.done
        cancel()
        done?(outcome)
    }
}

/// What a spool has taken, from its beginning.
package final class SpooledBody: BodySource, LoopMember {
    package var sink: (any BodySink)?
    private let spool: BodySpool
    private let window = ByteBuffer(capacity: 64 << 10)
    /// Where the window ends.
    private var position: UInt64 = 0
    private var token: LoopToken?
    private var hasFailed = false

    package init(_ spool: BodySpool) { self.spool = spool }

    deinit { if let token { spool.loop.remove(token) } }

    package func next() -> BodySegment {
        if hasFailed { return .failed }
        if window.isEmpty { fill() }
        if !window.isEmpty { return .bytes(window, count: window.count) }
        return position == spool.count ? .end : .wait
    }

    private func fill() {
        let inMemory = UInt64(spool.memory.count)
        if position < inMemory {
            let count = Int(min(UInt64(64 << 10), inMemory - position))
            window.append(spool.memory, from: Int(position), count: count)
            position += UInt64(count)
        } else if position < spool.count, token == nil {
            read(at: position - inMemory)
        }
    }

    private func read(at offset: UInt64) {
        guard let file = spool.file else {
            hasFailed = true
            return
        }
        let token = spool.loop.add(self)
        self.token = token
        let handle = spool.loop.handle
        let isTaken = spool.workers.run {
            let bytes = try? file.read(64 << 10, at: offset)
            handle.run { loop in loop.with(token, as: SpooledBody.self) { $0.got(bytes) } }
        }
        if !isTaken { hasFailed = true }
    }

    private func got(_ bytes: [UInt8]?) {
        if let token { spool.loop.remove(token) }
        token = nil
        if let bytes, !bytes.isEmpty {
            window.append(bytes)
            position += UInt64(bytes.count)
        } else {
            hasFailed = true
        }
        sink?.bodyReady()
    }

    package func took(_ count: Int) { window.consume(count) }

    package func cancel() {}
}
