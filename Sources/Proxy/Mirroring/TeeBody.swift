internal import HTTP
internal import LinuxIO
internal import Transport

/// A body that is copied as it goes by, up to a bound; whoever wants the copy gets it when it is complete.
final class TeeBody: BodySource {
    private let source: any BodySource
    private let limit: Int
    private let length: Int?
    private let copy = ByteBuffer(capacity: 4096)
    private var segment = BodySegment.wait
    private var whole: ((ByteBuffer) -> Void)?

    init(_ source: any BodySource, _ framing: BodyFraming, limit: Int, whole: @escaping (ByteBuffer) -> Void) {
        (self.source, self.limit, self.whole) = (source, limit, whole)
        if case .length(let count) = framing { length = Int(clamping: count) } else { length = nil }
    }

    var sink: (any BodySink)? {
        get { source.sink }
        set { source.sink = newValue }
    }

    func next() -> BodySegment {
        segment = source.next()
        if case .end = segment { finish() }
        return segment
    }

    func took(_ count: Int) {
        if whole != nil {
            if copy.count + count > limit { whole = nil } else { _ = segment.copy(to: copy, atMost: count) }
        }
        segment = .wait
        source.took(count)
        if let length, copy.count >= length { finish() }
    }

    func cancel() {
        whole = nil
        source.cancel()
    }

    var trailers: Trailers? { source.trailers }

    private func finish() {
        let whole = self.whole
        self.whole = nil
        whole?(copy)
    }
}
