internal import LinuxIO

extension IPAllowList {
    init(_ section: Section) {
        self.init(sourceRange: section.networks("sourceRange"))
        if sourceRange.isEmpty {
            section.complain("sourceRange", section.take("sourceRange"), "expected networks like 192.0.2.0/24")
        }
        if let given = section.section("ipStrategy") { strategy = IPStrategy(given) }
        rejectStatus = section.integer("rejectStatusCode", default: 403, in: 200...599)
        section.finish()
    }
}
