extension Section {
    /// `sticky.cookie`; nil where there is none.
    func stickyCookie() -> StickyCookie? {
        guard let sticky = section("sticky") else { return nil }
        defer { sticky.finish() }
        return sticky.section("cookie").map { StickyCookie($0) }
    }
}

extension StickyCookie {
    init(_ section: Section) {
        self.init()
        name = section.text("name")
        isSecure = section.optionalBoolean("secure")
        isHTTPOnly = section.optionalBoolean("httpOnly")
        let sameSite = section.text("sameSite")
        self.sameSite = SameSite(rawValue: sameSite.lowercased())
        if !sameSite.isEmpty, self.sameSite == nil {
            section.complain("sameSite", section.take("sameSite"), "expected one of none, lax, strict")
        }
        maxAge = section.integer("maxAge", default: 0, in: Int.min...Int.max)
        path = section.cookieAttribute("path", default: "/")
        domain = section.cookieAttribute("domain", default: "")
        section.finish()
    }
}

extension Section {
    /// A boolean that may be left unset.
    fileprivate func optionalBoolean(_ name: String) -> Bool? {
        option(
            name, default: nil, allowed: "true or false", form: { $0.map { .boolean($0) } ?? .text },
            print: { $0.map { "\($0)" } ?? "unset" },
            parse: { BooleanText.parse($0) })
    }

    /// A text that may stand in a cookie's attribute (RFC 6265 §4.1.1).
    fileprivate func cookieAttribute(_ name: String, default fallback: String) -> String {
        let value = text(name, default: fallback)
        if !value.utf8.allSatisfy({ $0 >= 32 && $0 < 127 && $0 != UInt8(ascii: ";") }) {
            complain(name, take(name), "expected a text of ASCII characters without semicolons")
        }
        return value
    }
}
