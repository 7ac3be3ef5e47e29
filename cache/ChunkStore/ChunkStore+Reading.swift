internal import CXXHash
internal import Glibc
package import LinuxIO

extension ChunkStore {
    /// Bytes of a chunk: `chunkSize`, or what is left in the last one; 0 behind the object's end.
    package func length(ofChunk index: Int, in object: StoredObject) -> Int {
        files.layout.length(ofChunk: index, in: object.length)
    }

    /// Whether the chunk could be used right now.
    package func contains(_ object: StoredObject, chunk index: Int) -> Bool {
        guard let index = UInt32(exactly: index) else { return false }
        return chunks.find(index, in: object.table) != nil
    }

    /// A chunk's bytes in the file, with a use counted that the caller ends with `endUse`; nil when it is not stored.
    /// Allocates nothing.
    package func use(_ object: StoredObject, chunk index: Int) -> FileExtent? {
        guard let index = UInt32(exactly: index), let chunk = chunks.use(index, in: object.table) else { return nil }
        chunk.touch()
        return chunk.extent
    }

    /// Whether sending `range` of a chunk in use needs no preparation: its pages are in memory, and its bytes are known
    /// to be good. One system call.
    package func isReady(
        _ extent: FileExtent, of object: StoredObject, chunk index: Int, range: Range<Int>
    ) -> Bool {
        isVerified(extent, of: object, index) && extent.isResident(range)
    }

    /// Whether `range` of an extent is in memory. One system call.
    package func isResident(_ extent: FileExtent, range: Range<Int>) -> Bool { extent.isResident(range) }

    /// Brings a chunk in use into memory and, once after an unclean start, checks that it is what was written. `done` is
    /// called on a worker's thread, or at once when too much waits there; false means that the chunk cannot be used,
    /// and that the caller ends its use without having sent anything.
    package func prepare(
        _ extent: FileExtent, of object: StoredObject, chunk index: Int, on workers: Workers,
        done: @escaping @Sendable (Bool) -> Void
    ) {
        let isQueued = workers.run { [self] in
            guard Workers.populate(extent) else { return done(false) }
            done(verify(extent, of: object, index))
        }
        if !isQueued { done(false) }
    }

    /// The chunk an extent belongs to, if it is still listed.
    private func chunk(_ extent: FileExtent, of object: StoredObject, _ index: Int) -> StoredChunk? {
        guard let index = UInt32(exactly: index), let chunk = chunks.find(index, in: object.table),
            chunk.extent === extent
        else { return nil }
        return chunk
    }

    private func isVerified(_ extent: FileExtent, of object: StoredObject, _ index: Int) -> Bool {
        isTrusted || chunk(extent, of: object, index)?.isVerified == true
    }

    private func verify(_ extent: FileExtent, of object: StoredObject, _ index: Int) -> Bool {
        if isTrusted { return true }
        // Removed meanwhile, and so not known to be good.
        guard let chunk = chunk(extent, of: object, index) else { return false }
        if chunk.isVerified { return true }
        guard isIntact(chunk) else {
            condemn(chunk)
            return false
        }
        chunk.markVerified()
        return true
    }

    /// Reads header and payload with `pread`, which returns an error where the map would raise a signal.
    private func isIntact(_ chunk: StoredChunk) -> Bool {
        let pageSize = files.layout.pageSize
        let size = pageSize + chunk.extent.length
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
        defer { unsafe memory.deallocate() }
        let start = off_t(chunk.run.first * pageSize)
        guard unsafe pread(chunk.extent.descriptor, memory.baseAddress, size, start) == size else { return false }
        let header = unsafe ChunkHeader(UnsafeRawBufferPointer(rebasing: memory[ChunkLayout.pageHeader...]))
        let checksum = unsafe usher_checksum(memory.baseAddress! + pageSize, chunk.extent.length)
        return header == ChunkHeader(key: chunk.key, length: chunk.extent.length, checksum: checksum)
    }
}
