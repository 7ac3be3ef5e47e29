internal import Compression
internal import HTTP
internal import LinuxIO
internal import Transport

/// A body packed as it is pulled. What the upstream has given so far is given on when it pauses.
final class CompressingBody: BodySource {
    private let source: any BodySource
    private let compressor: any Compressor
    private let output = ByteBuffer(capacity: 16 << 10)
    /// Bytes packed in one go.
    private static let step = 32 << 10
    private var holdsBack = false
    private var hasEnded = false
    private var hasFailed = false

    init(_ source: any BodySource, by compressor: any Compressor) {
        (self.source, self.compressor) = (source, compressor)
    }

    var sink: (any BodySink)? {
        get { source.sink }
        set { source.sink = newValue }
    }

    func next() -> BodySegment {
        while output.isEmpty, !hasEnded, !hasFailed {
            let segment = source.next()
            switch segment {
            case .wait:
                guard holdsBack else { return .wait }
                holdsBack = false
                hasFailed = !compressor.flush(into: output)
            case .end:
                hasEnded = true
                hasFailed = !compressor.finish(into: output)
            case .failed: hasFailed = true
            case .bytes, .extent, .fill: pack(segment)
            }
        }
        if hasFailed { return .failed }
        return output.isEmpty ? .end : .bytes(output, count: output.count)
    }

    private func pack(_ segment: BodySegment) {
        let input = ByteBuffer(capacity: Self.step)
        let count = segment.copy(to: input, atMost: Self.step)
        hasFailed = !input.withSpan { compressor.compress($0, into: output) }
        source.took(count)
        holdsBack = true
    }

    func took(_ count: Int) { output.consume(count) }
    func cancel() { source.cancel() }
    var trailers: Trailers? { source.trailers }
}
