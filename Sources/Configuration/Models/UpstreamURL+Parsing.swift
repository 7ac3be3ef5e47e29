extension UpstreamURL {
    /// What is wrong with a URL.
    package enum Fault: Error {
        /// There is no `://`.
        case form
        case scheme
        case authority
    }

    /// Takes `http[s]://host[:port]` off the front of a text.
    ///
    /// - Returns: the URL, and what follows the authority.
    package static func parse(_ text: String) throws(Fault) -> (url: UpstreamURL, rest: Substring) {
        guard let mark = text.firstRange(of: "://") else { throw .form }
        guard let scheme = Scheme(rawValue: text[..<mark.lowerBound].lowercased()) else { throw .scheme }
        let rest = text[mark.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let (host, port) = splitAuthority(authority), !host.isEmpty, port != 0 else { throw .authority }
        let url = UpstreamURL(scheme: scheme, host: host, port: port ?? (scheme == .http ? 80 : 443))
        return (url, rest[authority.endIndex...])
    }
}
