extension PingSettings {
    init(_ section: Section) {
        self.init()
        entryPoint = section.text("entryPoint", default: entryPoint)
        manualRouting = section.boolean("manualRouting", default: manualRouting)
        terminatingStatusCode = section.integer(
            "terminatingStatusCode", default: terminatingStatusCode, in: 200...599)
        section.finish()
    }
}

extension ApiSettings {
    /// Leaves the section open: `socket` is in it, too.
    init(_ section: Section) {
        self.init()
        section.notePresence()
        dashboard = section.boolean("dashboard", default: dashboard)
        insecure = section.boolean("insecure", default: insecure)
        debug = section.boolean("debug", default: debug)
        let path = section.text("basePath", default: basePath)
        if !path.hasPrefix("/") {
            section.complain("basePath", section.take("basePath"), "expected a path that begins with a slash")
        }
        basePath = String(path.reversed().drop { $0 == "/" }.reversed())
        if basePath.isEmpty { basePath = "/" }
        disableDashboardAd = section.boolean("disableDashboardAd", default: disableDashboardAd)
        dashboardName = section.text("dashboardName")
    }
}

extension ApiSocketSettings {
    init(_ section: Section) {
        self.init()
        isRequired = section.take("socket").map { !$0.isAbsent } ?? false
        path = section.text("socket", default: path)
        if path.isEmpty { isRequired = false }
    }
}
