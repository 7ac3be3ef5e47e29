internal import ChunkStore
package import Configuration
package import LinuxIO

/// One cache of the configuration, for all loops: its chunk store and what is being filled.
package final class MediaStore: Sendable {
    package let settings: CacheSettings
    let store: ChunkStore
    let registry = FillRegistry()
    let memory: FillMemory
    let permissions = Permissions()
    let signedRequests = SignedRequests()
    let workers: Workers

    /// Opens the store; blocks.
    ///
    /// - Parameters:
    ///   - workers: read what is not in memory.
    ///   - log: told what an operator should read; from any thread.
    /// - Throws: a message that names the path and what is wrong.
    package init(
        _ settings: CacheSettings, workers: Workers, log: @escaping @Sendable (MediaStoreMessage) -> Void
    ) throws(MediaStoreFailure) {
        self.settings = settings
        self.workers = workers
        memory = FillMemory(chunkSize: settings.chunkSize, limit: settings.fillMemory)
        let place = StoreSettings(
            name: settings.name, path: settings.path, size: settings.size, chunkSize: settings.chunkSize,
            durability: settings.durability == .safe ? .safe : .fast)
        do throws(StoreError) {
            store = try ChunkStore.open(
                place, decode: { CachedResponse.decode($0) },
                log: {
                    log(MediaStoreMessage(text: "cache \(settings.name): \($0.text)", isTrouble: $0.level != .info))
                })
        } catch {
            throw MediaStoreFailure(text: "caches.\(settings.name).path: \(error)")
        }
    }

    /// Makes a record one that is asked about before its next use.
    func expire(_ object: StoredObject) {
        _ = store.replace(object, metadata: object.response.expired)
    }

    /// Writes what is queued, and leaves the store clean; blocks.
    package func close() { store.close() }
}

/// Something an operator should read about a cache.
package struct MediaStoreMessage: Sendable {
    package let text: String
    package let isTrouble: Bool
}

/// Why a cache cannot be used.
package struct MediaStoreFailure: Error, CustomStringConvertible {
    package let text: String
    package var description: String { text }
}

/// A cache as one loop uses it: the shared store, and the fills that run on this loop.
package final class LoopCache {
    package let media: MediaStore
    let loop: EventLoop
    private var fills: [ObjectIdentifier: Fill] = [:]
    let scratch = ByteBuffer(capacity: 512)

    package init(_ media: MediaStore, loop: EventLoop) { (self.media, self.loop) = (media, loop) }

    /// Keeps a fill alive while it runs: its readers may all be on other loops.
    func keep(_ fill: Fill) { fills[ObjectIdentifier(fill)] = fill }
    func drop(_ fill: Fill) { fills[ObjectIdentifier(fill)] = nil }
}
