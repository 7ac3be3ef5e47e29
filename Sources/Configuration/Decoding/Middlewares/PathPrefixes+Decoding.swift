extension AddPrefix {
    init(_ section: Section) {
        let given = section.requiredText("prefix", "a path like /api")
        self.init(prefix: given.hasPrefix("/") ? given : "/" + given)
        section.finish()
    }
}

extension StripPrefix {
    init(_ section: Section) {
        self.init(prefixes: section.list("prefixes"))
        section.requireList("prefixes", "paths like /api")
        section.ignores("forceSlash")
        section.finish()
    }
}
