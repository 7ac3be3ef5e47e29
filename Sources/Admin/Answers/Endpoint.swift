/// What a path of the API is about.
enum Endpoint: Equatable {
    case version, overview, rawData
    case entryPoints
    case entryPoint(String)
    case list(Collection)
    case one(Collection, String)
    /// What usher has none of yet: certificates and the objects of TCP and UDP.
    case emptyList
    case noSuch(noun: String, name: String)

    /// - Parameter path: what stands behind `/api/`, percent-encoded. Nil where there is nothing.
    init?(_ path: Substring) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let name = parts.last.map { unescaped($0) } ?? ""
        guard !name.isEmpty else { return nil }
        switch (parts.count, parts[0]) {
        case (1, "version"): self = .version
        case (1, "overview"): self = .overview
        case (1, "rawdata"): self = .rawData
        case (1, "entrypoints"): self = .entryPoints
        case (2, "entrypoints"): self = .entryPoint(name)
        case (1, "certificates"): self = .emptyList
        case (2, "certificates"): self = .noSuch(noun: "certificate", name: name)
        case (2...3, "http"), (2...3, "tcp"), (2...3, "udp"):
            guard let collection = Collection(parts[1]), parts[0] != "udp" || collection != .middlewares else {
                return nil
            }
            let isHTTP = parts[0] == "http"
            if parts.count == 2 {
                self = isHTTP ? .list(collection) : .emptyList
            } else {
                self = isHTTP ? .one(collection, name) : .noSuch(noun: collection.noun, name: name)
            }
        default: return nil
        }
    }
}

extension Collection {
    fileprivate init?(_ word: Substring) {
        switch word {
        case "routers": self = .routers
        case "services": self = .services
        case "middlewares": self = .middlewares
        default: return nil
        }
    }
}
