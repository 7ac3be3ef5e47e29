/// Middlewares in the order that a request meets them.
package enum MiddlewareChain {
    /// Why references do not make a chain.
    package enum Fault: Error, Equatable {
        /// No middleware of that id is in order.
        case missing(String)
        /// A chain leads back to itself.
        case recursive(String)
    }

    /// The ids that `references` stand for, chains dissolved.
    ///
    /// - Parameters:
    ///   - references: ids, or names of the same provider.
    ///   - provider: where the references stand.
    ///   - find: the middleware of an id; nil when there is none that is in order.
    /// - Throws: the first fault.
    package static func dissolve(
        _ references: [String], in provider: String, find: (String) -> Middleware?
    ) throws(Fault) -> [String] {
        var path: [String] = []
        return try dissolve(references, provider, find, &path)
    }

    private static func dissolve(
        _ references: [String], _ provider: String, _ find: (String) -> Middleware?, _ path: inout [String]
    ) throws(Fault) -> [String] {
        var result: [String] = []
        for reference in references {
            let id = qualified(reference, in: provider)
            guard let middleware = find(id) else { throw .missing(id) }
            guard case .chain(let members) = middleware.kind else {
                result.append(id)
                continue
            }
            guard !path.contains(id) else { throw .recursive(id) }
            path.append(id)
            result += try dissolve(members, middleware.provider, find, &path)
            path.removeLast()
        }
        return result
    }
}

/// The id that a reference (`NAME`, `NAME@PROVIDER`) stands for where `provider` says it.
package func qualified(_ reference: String, in provider: String) -> String {
    reference.contains("@") ? reference : "\(reference)@\(provider)"
}

/// The order of names, byte by byte; of one name, the order of providers.
package func idPrecedes(_ left: String, _ right: String) -> Bool {
    // A name ends where its provider begins, before all that could continue it.
    let bytes = { (id: String) in id.utf8.lazy.map { $0 == UInt8(ascii: "@") ? 0 : $0 } }
    return bytes(left).lexicographicallyPrecedes(bytes(right))
}
