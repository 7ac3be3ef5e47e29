extension CompressSettings {
    private static let known = ["gzip", "br", "zstd"]

    init(_ section: Section) {
        self.init()
        minimumBytes = section.integer("minResponseBodyBytes", default: minimumBytes, in: 0...Int.max)
        let encodings = section.list("encodings")
        check(encodings, "encodings", section)
        if encodings.isEmpty {
            section.noteList("encodings", self.encodings)
        } else {
            self.encodings = encodings
        }
        defaultEncoding = section.text("defaultEncoding")
        if !defaultEncoding.isEmpty { check([defaultEncoding], "defaultEncoding", section) }
        excludedTypes = section.list("excludedContentTypes").map(Self.type)
        let included = section.list("includedContentTypes").map(Self.type)
        if !included.isEmpty { includedTypes = included }
        if !included.isEmpty, !excludedTypes.isEmpty {
            section.complain(
                "includedContentTypes", section.take("includedContentTypes"),
                "excludedContentTypes is there, too; give one of them")
        }
        section.finish()
    }

    private func check(_ encodings: [String], _ name: String, _ section: Section) {
        for encoding in encodings where !Self.known.contains(encoding) {
            section.complain(name, section.take(name), "\"\(encoding)\" is none of gzip, br, zstd")
        }
    }

    /// Without parameters, in lower case.
    private static func type(_ text: String) -> String { text.prefix { $0 != ";" }.trimmed.lowercased() }
}
