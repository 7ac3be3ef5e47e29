/// A chunk store: `caches.NAME`.
package struct CacheSettings: Sendable, Equatable {
    package var name: String
    /// Directory of the store; made when it is missing.
    package var path: String
    /// Bytes on disk at most.
    package var size: Int64
    /// Payload bytes of a chunk; a power of two from 64 KiB to 16 MiB.
    package var chunkSize = 1 << 20
    /// Bytes of memory for chunks that are still being filled, over all fills of this store.
    package var fillMemory: Int64 = 256 << 20
    /// Who has waited this long for such memory is served past the store; zero means at once.
    package var fillMemoryTimeout: Duration = .seconds(2)
    /// How long a fill without readers reads nothing, in case that one comes; then it completes what is worth it and ends.
    package var readerTimeout: Duration = .milliseconds(300)
    package var durability = Durability.safe
    /// A fill whose origin sends nothing for this long fails; zero means no limit.
    package var stallTimeout: Duration = .seconds(30)
    /// What `cache` middlewares on this store use where they say nothing themselves.
    package var defaults = CachePolicy()

    package init(name: String, path: String, size: Int64) {
        self.name = name
        self.path = path
        self.size = size
    }
}

/// What a power cut may cost; never the integrity of what is found afterwards.
package enum Durability: String, Sendable, CaseIterable {
    /// The last seconds.
    case safe
    /// The whole store, which is then discarded.
    case fast
}

/// What a cached route does: in `caches.NAME.defaults`, in the middleware `cache`, and under the label `usher.cache`.
package struct CachePolicy: Sendable, Equatable {
    /// Name of the store; nil in a store's own defaults.
    package var store: String?
    /// How long a response is fresh whose origin states nothing; nil leaves it to be revalidated on each use.
    package var ttl: Duration?
    /// How its URLs are signed; nil for S3's forms alone.
    package var sign: SignSettings?

    package init(store: String? = nil, ttl: Duration? = nil, sign: SignSettings? = nil) {
        self.store = store
        self.ttl = ttl
        self.sign = sign
    }

    /// This policy, with `defaults` where it says nothing.
    package func over(_ defaults: CachePolicy) -> CachePolicy {
        CachePolicy(store: store ?? defaults.store, ttl: ttl ?? defaults.ttl, sign: sign ?? defaults.sign)
    }
}
