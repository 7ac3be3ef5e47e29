import Glibc
import LinuxIO

@testable import ChunkStore

/// Metadata that is just its bytes.
final class PlainMetadata: ObjectMetadata {
    let encoded: [UInt8]

    init(_ encoded: [UInt8]) { self.encoded = encoded }
}

/// A directory of its own, removed when nobody refers to it.
final class TemporaryDirectory: Sendable {
    let path: String
    private let isOurs: Bool

    init(in parent: String = "/tmp") {
        isOurs = true
        var template = Array("\(parent)/usher-store-XXXXXX".utf8CString)
        path = unsafe template.withUnsafeMutableBufferPointer { unsafe String(cString: mkdtemp($0.baseAddress!)) }
    }

    /// One that belongs to somebody else, who removes it.
    init(existing path: String) {
        self.path = path
        isOurs = false
    }

    deinit { if isOurs { unsafe system("rm -rf '\(path)'") } }

    func copy() -> TemporaryDirectory {
        let copy = TemporaryDirectory()
        unsafe system("cp '\(path)'/cache.mdb '\(copy.path)'/")
        return copy
    }
}

/// Collects a store's messages.
final class Messages: Sendable {
    private let list = Locked<[StoreMessage]>([])

    var all: [StoreMessage] { list.withLock { $0 } }

    func add(_ message: StoreMessage) { list.withLock { $0.append(message) } }
}

/// A store with small chunks, and objects whose every byte tells where it belongs.
struct TestStore {
    static let chunkSize = 64 << 10
    let directory: TemporaryDirectory
    let store: ChunkStore
    let messages = Messages()

    init(
        in directory: TemporaryDirectory = TemporaryDirectory(), size: Int64 = 8 << 20, chunkSize: Int = Self.chunkSize,
        durability: StoreDurability = .fast, method: PageRelease.Method? = nil
    ) throws {
        self.directory = directory
        let settings = StoreSettings(
            name: "test", path: directory.path, size: size, chunkSize: chunkSize, durability: durability)
        store = try ChunkStore.open(settings, method: method, decode: { PlainMetadata($0) }, log: messages.add)
    }

    func insert(_ name: String, id: UInt64, length: Int, metadata: [UInt8] = [1, 2, 3]) -> StoredObject {
        store.insert(
            key: Array(name.utf8), id: ObjectID(high: 7, low: id), length: UInt64(length),
            metadata: PlainMetadata(metadata))!
    }

    func find(_ name: String) -> StoredObject? {
        let key = Array(name.utf8)
        return unsafe store.find(key.span.bytes)
    }

    /// What a chunk must hold.
    func content(_ object: StoredObject, _ chunk: Int) -> [UInt8] {
        Self.content(id: object.id.low, chunk: chunk, length: store.length(ofChunk: chunk, in: object))
    }

    static func content(id: UInt64, chunk: Int, length: Int) -> [UInt8] {
        let seed = id &* 0x9e37_79b9_7f4a_7c15 ^ UInt64(chunk) &* 0xbf58_476d_1ce4_e5b9
        return unsafe [UInt8](unsafeUninitializedCapacity: length + 8) { buffer, count in
            for offset in stride(from: 0, to: length, by: 8) {
                let word = (seed &+ UInt64(offset)) &* 0x9e37_79b9_7f4a_7c15
                // No byte is zero, so that a hole cannot pass for content.
                unsafe UnsafeMutableRawBufferPointer(buffer).storeBytes(
                    of: word | 0x0101_0101_0101_0101, toByteOffset: offset, as: UInt64.self)
            }
            count = length
        }
    }

    /// Writes without waiting.
    func write(_ object: StoredObject, _ chunk: Int, done: @escaping @Sendable (Bool) -> Void) {
        let bytes = content(object, chunk)
        let buffer = FillBuffer(capacity: bytes.count)
        _ = unsafe buffer.append(bytes.span.bytes)
        store.write(buffer, as: object, chunk: chunk, done: done)
    }

    /// Writes and waits until it is done.
    @discardableResult
    func write(_ object: StoredObject, _ chunk: Int) -> Bool {
        let (result, finished) = (Locked(false), Semaphore())
        write(object, chunk) { stored in
            result.withLock { $0 = stored }
            finished.signal()
        }
        finished.wait()
        return result.withLock { $0 }
    }

    /// Whether a stored chunk reads right from the file and from the map; nil when it is not stored.
    func isRight(_ object: StoredObject, _ chunk: Int) -> Bool? {
        guard let extent = store.use(object, chunk: chunk) else { return nil }
        defer { extent.endUse() }
        let expected = content(object, chunk)
        guard extent.length == expected.count else { return false }
        var bytes = [UInt8](repeating: 0, count: extent.length)
        guard unsafe pread(extent.descriptor, &bytes, bytes.count, off_t(extent.offset)) == bytes.count else {
            return false
        }
        return unsafe bytes == expected && memcmp(extent.bytes.baseAddress!, expected, expected.count) == 0
    }

    /// `prepare` for one chunk, and wait; nil when it is not stored.
    func prepare(_ object: StoredObject, _ chunk: Int, on workers: Workers) -> Bool? {
        guard let extent = store.use(object, chunk: chunk) else { return nil }
        defer { extent.endUse() }
        let (result, finished) = (Locked(false), Semaphore())
        store.prepare(extent, of: object, chunk: chunk, on: workers) { good in
            result.withLock { $0 = good }
            finished.signal()
        }
        finished.wait()
        return result.withLock { $0 }
    }

    /// Waits for everything queued so far: orders are carried out in turn.
    func settle() {
        let object = insert("settle", id: .max, length: 1)
        write(object, 0)
        store.remove(object)
    }

    var fileSize: Int { Int(fileFacts.st_size) }

    /// Bytes that the file takes on the disk.
    var diskSize: Int { Int(fileFacts.st_blocks) * 512 }

    private var fileFacts: stat {
        var facts = stat()
        unsafe stat(directory.path + "/cache.mdb", &facts)
        return facts
    }
}

/// Random numbers that repeat.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
