package import HTTP
package import LinuxIO

/// Takes a body into memory, up to a bound.
package final class BodyCollector: BodySink {
    package enum Outcome {
        /// All of it is in `bytes`.
        case whole
        /// There is more than the bound: `bytes` holds the beginning, the source still has the rest.
        case tooLarge
        /// The body cannot be finished.
        case failed
    }

    package let bytes = ByteBuffer(capacity: 4096)
    private let limit: Int
    private var source: (any BodySource)?
    private var done: ((Outcome) -> Void)?
    private var isPulling = false

    /// - Parameters:
    ///   - limit: bytes taken at most.
    ///   - done: told once, from within `start` or later; never after `cancel`.
    package init(_ source: any BodySource, limit: Int, done: @escaping (Outcome) -> Void) {
        (self.source, self.limit, self.done) = (source, limit, done)
    }

    package func start() {
        source?.sink = self
        pull()
    }

    package func bodyReady() { pull() }

    /// Lets go of the source, which is not cancelled.
    package func cancel() {
        source?.sink = nil
        (source, done) = (nil, nil)
    }

    private func pull() {
        guard !isPulling else { return }
        isPulling = true
        defer { isPulling = false }
        while let source {
            let segment = source.next()
            switch segment {
            case .wait: return
            case .end: return finish(.whole)
            case .failed: return finish(.failed)
            case .bytes, .extent, .fill:
                guard bytes.count < limit else { return finish(.tooLarge) }
                source.took(segment.copy(to: bytes, atMost: limit - bytes.count))
            }
        }
    }

    private func finish(_ outcome: Outcome) {
        let done = self.done
        cancel()
        done?(outcome)
    }
}

extension BodySegment {
    /// Appends what the segment holds, `limit` bytes at most; how many they were.
    package func copy(to buffer: ByteBuffer, atMost limit: Int) -> Int {
        switch self {
        case .bytes(let source, let count):
            let taken = min(count, limit)
            buffer.append(source, from: 0, count: taken)
            return taken
        case .extent(let extent, let offset, let count):
            let taken = min(count, limit)
            unsafe buffer.append(UnsafeRawBufferPointer(rebasing: extent.bytes[offset..<offset + taken]).bytes)
            return taken
        case .fill(let fill, let offset, let count):
            let taken = min(count, limit)
            fill.withSpan(offset..<offset + taken) { buffer.append($0) }
            return taken
        case .wait, .end, .failed: return 0
        }
    }
}

/// A body whose beginning was taken into memory already.
package final class ContinuedBody: BodySource {
    private let beginning: ByteBuffer
    private let rest: any BodySource

    package init(_ beginning: ByteBuffer, then rest: any BodySource) { (self.beginning, self.rest) = (beginning, rest) }

    package var sink: (any BodySink)? {
        get { rest.sink }
        set { rest.sink = newValue }
    }

    package func next() -> BodySegment {
        beginning.isEmpty ? rest.next() : .bytes(beginning, count: beginning.count)
    }

    package func took(_ count: Int) {
        if beginning.isEmpty { rest.took(count) } else { beginning.consume(count) }
    }

    package func cancel() { rest.cancel() }

    package var trailers: Trailers? { rest.trailers }
}
