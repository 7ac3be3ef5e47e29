package import HTTP
package import LinuxIO

/// What stands next in a message's body.
package enum BodySegment {
    /// The first so many readable bytes of a buffer.
    case bytes(ByteBuffer, count: Int)
    /// Stored bytes, resident and in use by the source until they are taken.
    case extent(FileExtent, offset: Int, count: Int)
    /// Bytes of a fill that are already there.
    case fill(FillBuffer, offset: Int, count: Int)
    /// Nothing now; the sink is told when to ask again.
    case wait
    /// The body is over.
    case end
    /// The body cannot be finished: whoever has some of it must see that.
    case failed
}

/// A body that is pulled: the one who sends it asks for the next piece when there is room for it, so that nobody reads
/// what cannot be passed on.
///
/// `next` and `took` never call the sink; it is told of news from outside of them only.
package protocol BodySource: AnyObject {
    /// Who is told when there is something after `wait`; whoever sets it clears it at the end. (Not weak: weak references
    /// make every retain of their object a slow one.)
    var sink: (any BodySink)? { get set }
    /// What comes next; the same again, or more of it, until `took`.
    func next() -> BodySegment
    /// So many bytes of the last segment are handed to the kernel.
    func took(_ count: Int)
    /// Nobody wants the rest.
    func cancel()
    /// Fields behind the body, once it has ended; nil when there are none.
    var trailers: Trailers? { get }
}

extension BodySource {
    package var trailers: Trailers? { nil }
}

/// One that pulls a body.
package protocol BodySink: AnyObject {
    /// A source that had said `wait` has news.
    func bodyReady()
}

/// A short body in memory.
package final class BytesBody: BodySource {
    package var sink: (any BodySink)?
    private let buffer: ByteBuffer

    package init(_ buffer: ByteBuffer) { self.buffer = buffer }

    package convenience init(_ text: StaticString) {
        let buffer = ByteBuffer(capacity: max(1, text.utf8CodeUnitCount))
        buffer.append(text)
        self.init(buffer)
    }

    /// A body of its own with these bytes, which stay as they are for the next one.
    package convenience init(copying bytes: ByteBuffer) {
        let copy = ByteBuffer(capacity: max(1, bytes.count))
        copy.append(bytes, from: 0, count: bytes.count)
        self.init(copy)
    }

    package func next() -> BodySegment { buffer.isEmpty ? .end : .bytes(buffer, count: buffer.count) }
    package func took(_ count: Int) { buffer.consume(count) }
    package func cancel() {}
}
