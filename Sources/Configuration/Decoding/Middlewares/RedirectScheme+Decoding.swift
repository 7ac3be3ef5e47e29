extension RedirectScheme {
    init(_ section: Section) {
        self.init(scheme: section.requiredText("scheme", "a scheme like https"))
        let text = section.text("port")
        port = UInt16(text)
        if !text.isEmpty, port ?? 0 == 0 {
            section.complain("port", section.take("port"), "expected a port from 1 to 65535")
        }
        isPermanent = section.boolean("permanent", default: false)
        section.ignores("forcePermanentRedirect")
        section.finish()
    }
}
