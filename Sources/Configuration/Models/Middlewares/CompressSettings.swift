/// `compress`: packs responses of types that gain by it, as the client accepts.
package struct CompressSettings: Sendable, Equatable {
    /// Tokens of codings (`gzip`, `br`, `zstd`); among those that a client likes alike the first is taken.
    package var encodings = ["gzip", "br", "zstd"]
    /// A body known to be smaller stays as it is, in bytes.
    package var minimumBytes = 1024
    /// Media types in lower case that are packed; nil for those that usually gain by it.
    package var includedTypes: [String]?
    /// Media types in lower case that are not packed.
    package var excludedTypes: [String] = []
    /// The coding for clients that say nothing of codings; empty for none.
    package var defaultEncoding = ""

    package init() {}
}
