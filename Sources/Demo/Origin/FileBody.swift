internal import LinuxIO
internal import Transport

/// Part of a file, read in pieces as they are asked for.
final class FileBody: BodySource {
    weak var sink: (any BodySink)?
    private let file: Descriptor
    private let figures: OriginFigures
    private let buffer = ByteBuffer(capacity: 128 << 10)
    private var offset: UInt64
    private var left: UInt64

    init(_ file: consuming Descriptor, _ range: Range<UInt64>, counting figures: OriginFigures) {
        self.file = file
        self.figures = figures
        offset = range.lowerBound
        left = range.upperBound - range.lowerBound
    }

    func next() -> BodySegment {
        if !buffer.isEmpty { return .bytes(buffer, count: buffer.count) }
        guard left > 0 else { return .end }
        let limit = Int(min(left, UInt64(buffer.capacity)))
        // A file that has become shorter cannot keep what the head said.
        guard FileBytes.read(file.number, at: offset, into: buffer, limit: limit) > 0 else { return .failed }
        offset += UInt64(buffer.count)
        left -= UInt64(buffer.count)
        return .bytes(buffer, count: buffer.count)
    }

    func took(_ count: Int) {
        buffer.consume(count)
        figures.count(bytes: count)
    }

    func cancel() { left = 0 }
}
