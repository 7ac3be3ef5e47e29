extension CacheSettings {
    private static let chunkSizes: ClosedRange<Int64> = (64 << 10)...(16 << 20)

    init(name: String, _ section: Section) {
        self.init(name: name, path: section.requiredText("path", "the path of a directory"), size: 0)
        let chunk = section.bytes("chunkSize", default: Int64(chunkSize), in: Self.chunkSizes)
        if chunk & (chunk - 1) != 0 {
            section.complain("chunkSize", section.take("chunkSize"), "expected a power of two from 64KiB to 16MiB")
        }
        chunkSize = Int(chunk)
        // Fewer chunks than this could not be read and evicted at the same time.
        let smallest = 4 * chunk
        size = section.bytes("size", default: 0, in: smallest...Int64.max)
        if section.take("size")?.value == nil { section.complain("size", nil, "expected a size like 50GiB") }
        fillMemory = section.bytes("fillMemory", default: max(fillMemory, smallest), in: smallest...Int64.max)
        fillMemoryTimeout = section.duration("fillMemoryTimeout", default: fillMemoryTimeout)
        readerTimeout = section.duration("readerTimeout", default: readerTimeout)
        durability = section.choice("durability", default: durability)
        stallTimeout = section.duration("stallTimeout", default: stallTimeout)
        if let given = section.section("defaults") {
            defaults = CachePolicy(given, names: false)
        }
        section.finish()
    }
}

extension CachePolicy {
    /// - Parameter names: whether the policy may name its store.
    init(_ section: Section, names: Bool) {
        self.init()
        if names {
            let name = section.text("store")
            store = name.isEmpty ? nil : name
        }
        ttl = section.optionalDuration("ttl")
        sign = section.section("sign").map { SignSettings($0) }
        section.refuses("key", "types", "bypass", "stale", "prefetch", "pace", "warm", "purge")
        section.finish()
    }
}
