internal import Configuration

/// Where a container's servers listen.
struct ContainerAddress {
    /// An address, without brackets.
    let host: String
    /// Networks may be named without what compose puts before them; whatever was not as asked for.
    let warning: String?

    /// - Parameter wanted: the network asked for; empty for any.
    /// - Throws: why there is none.
    init(_ container: Container, on wanted: String, _ surroundings: Surroundings) throws(ContainerFault) {
        if container.networkMode == "host" {
            (host, warning) = (surroundings.hostAddress, nil)
            return
        }
        var networks = container.networks
        if container.networkMode.hasPrefix("container:") {
            let other = container.networkMode.dropFirst("container:".count)
            networks = surroundings.networksByID[String(other)] ?? networks
        }
        let names = networks.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        guard let any = names.first else { throw ContainerFault("it has no address on any network") }
        let fallback = names.first { surroundings.reaches($0) } ?? any
        let list = names.joined(separator: ", ")
        guard !wanted.isEmpty else {
            host = networks[fallback]!
            warning = surroundings.reaches(fallback) ? nil : "usher is on none of its networks (\(list)): join one"
            return
        }
        guard
            let named = [wanted, container.project.map { "\($0)_\(wanted)" }].compactMap(\.self).first(where: {
                networks[$0] != nil
            })
        else {
            host = networks[fallback]!
            warning = "it is not on the network \"\(wanted)\"; \"\(fallback)\" is used of \(list)"
            return
        }
        if surroundings.reaches(named) || !surroundings.reaches(fallback) {
            host = networks[named]!
            let isOff = !surroundings.reaches(named)
            warning =
                isOff
                ? "usher is not on the network \"\(named)\": join it"
                : named == wanted ? nil : "the network \"\(wanted)\" is taken to be \"\(named)\""
        } else {
            host = networks[fallback]!
            warning = "usher is not on the network \"\(named)\"; \"\(fallback)\", which both are on, is used instead"
        }
    }
}

/// Why a container is left out, in words for whoever wrote its labels.
struct ContainerFault: Error, Equatable {
    let message: String

    init(_ message: String) { self.message = message }
}
