/// `addPrefix`: puts a prefix before the path.
package struct AddPrefix: Sendable, Equatable {
    /// Begins with a slash.
    package var prefix: String

    package init(prefix: String) { self.prefix = prefix }
}

/// `stripPrefix`: takes the first prefix that fits off the path, and says so in `X-Forwarded-Prefix`.
package struct StripPrefix: Sendable, Equatable {
    /// Without any nothing is taken off.
    package var prefixes: [String]

    package init(prefixes: [String]) { self.prefixes = prefixes }
}
