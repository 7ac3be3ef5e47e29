/// What a commit survives.
package enum StoreDurability: Sendable, Equatable {
    /// The database is whole after a power cut; the last seconds may be missing.
    case safe
    /// Whole after a killed process; thrown away after a power cut.
    case fast
}

/// Where a store lives and how much it may hold.
package struct StoreSettings: Sendable {
    /// Named in messages and threads.
    package var name: String
    /// The directory, made if it is missing.
    package var path: String
    /// Bytes on disk at most, apart from a small margin for the database's own pages.
    package var size: Int64
    /// Bytes of a whole chunk: a power of two, and at least a page.
    package var chunkSize: Int
    package var durability: StoreDurability

    package init(name: String, path: String, size: Int64, chunkSize: Int = 1 << 20, durability: StoreDurability) {
        self.name = name
        self.path = path
        self.size = size
        self.chunkSize = chunkSize
        self.durability = durability
    }

    /// Bytes that the file can grow to: the margin is for the database's tree, whose pages know no limit.
    var mapSize: Int { Int(size) + max(64 << 20, Int(size / 50)) }
}

/// Why a store cannot be opened.
package enum StoreError: Error, Equatable, CustomStringConvertible {
    /// Another process, or this one, has it open.
    case inUse(path: String)
    /// Files there cannot be mapped or locked reliably.
    case foreignFileSystem(path: String, kind: String)
    /// The settings make no sense.
    case settings(String)
    /// The system or the database refused.
    case failed(path: String, reason: String)

    package var description: String {
        switch self {
        case .inUse(let path): "the cache in \(path) is in use by another process"
        case .foreignFileSystem(let path, let kind): "\(path) is on \(kind), where a cache cannot be mapped safely"
        case .settings(let reason): reason
        case .failed(let path, let reason): "the cache in \(path) cannot be opened: \(reason)"
        }
    }
}

/// Something an operator should read.
package struct StoreMessage: Sendable, Equatable {
    package enum Level: Sendable, Equatable {
        /// Worth knowing.
        case info
        /// Something was lost or does not work for now; the store goes on.
        case warning
        /// The store stores nothing more until the next start.
        case error
    }

    package let level: Level
    package let text: String
}
