extension CachePolicy {
    /// This policy over its store's defaults; the only store there is needs no name.
    func resolved(in section: Section, caches: [CacheSettings]) -> CachePolicy {
        var policy = self
        if store == nil, caches.count == 1 { policy.store = caches[0].name }
        guard let store = policy.store else {
            section.complain("store", nil, "expected the name of one of the caches")
            return policy
        }
        guard let cache = caches.first(where: { $0.name == store }) else {
            section.complain(
                "store", section.take("store"), "there is no cache \"\(store)\" under `caches`",
                suggestion: nearest(to: store, among: caches.map(\.name)))
            return policy
        }
        return policy.over(cache.defaults)
    }
}
