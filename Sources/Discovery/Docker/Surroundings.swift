/// What of the engine and of usher's own place a container's address depends on.
package struct Surroundings: Sendable, Equatable {
    /// Networks that usher is on; nil where it is no container of this engine, or uses the host's network: then it reaches
    /// them all.
    package var ownNetworks: Set<String>?
    /// Where containers are that use the host's own network.
    package var hostAddress = "127.0.0.1"
    /// Addresses by network, by the container's id; for those whose network others use.
    package var networksByID: [String: [String: String]] = [:]

    package init() {}

    func reaches(_ network: String) -> Bool { ownNetworks?.contains(network) ?? true }
}

/// Finds out which container usher itself is.
enum OwnContainer {
    /// The id of the container whose host name this is, or whose files are mounted; nil where there is none of that.
    static func id(hostName: String, mounts: String, among ids: [String]) -> String? {
        let known = Set(ids)
        for line in mounts.split(separator: "\n") {
            for part in line.split(whereSeparator: { $0 == "/" || $0 == " " || $0 == "-" || $0 == "." })
            where part.utf8.count == 64 && known.contains(String(part)) {
                return String(part)
            }
        }
        guard hostName.utf8.count == 12 else { return nil }
        return ids.first { $0.hasPrefix(hostName) }
    }
}
