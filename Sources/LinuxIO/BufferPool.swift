/// A loop's spare buffers, so that an idle connection owns none and a busy one need not allocate.
package final class BufferPool {
    /// Bytes in each buffer that the pool hands out.
    package let bufferSize: Int
    private let kept: Int
    private var spare: [ByteBuffer] = []

    /// - Parameters:
    ///   - bufferSize: bytes in each buffer.
    ///   - keeping: how many unused ones are kept at most.
    package init(bufferSize: Int, keeping kept: Int) {
        self.bufferSize = bufferSize
        self.kept = kept
        spare.reserveCapacity(kept)
    }

    /// An empty buffer, for `give` when its owner goes idle.
    package func take() -> ByteBuffer {
        spare.popLast() ?? ByteBuffer(capacity: bufferSize)
    }

    /// Takes a buffer back; one that has grown, or is one too many, is freed.
    package func give(_ buffer: ByteBuffer) {
        guard buffer.capacity == bufferSize, spare.count < kept else { return }
        buffer.removeAll()
        spare.append(buffer)
    }
}
