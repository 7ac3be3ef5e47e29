extension ErrorsSettings {
    /// Nil, with a complaint, when its service is not in order.
    init?(_ section: Section, services: Objects<Service>) {
        let service = services.resolve(
            section.requiredText("service", "the name of a service"), section, option: "service")
        let statuses = section.statuses("status")
        let query = section.text("query")
        let rewrites = section.rewrites("statusRewrites")
        section.ignores("errorRequestHeaders", "forwardHeaders")
        section.finish()
        guard let service else { return nil }
        self.init(statuses: statuses.isEmpty ? StatusRanges([500...599]) : statuses, service: service)
        (self.query, self.rewrites) = (query, rewrites)
    }
}

extension Section {
    /// Statuses or ranges, and what each becomes.
    fileprivate func rewrites(_ name: String) -> [ErrorsSettings.Rewrite] {
        guard let child = take(name) else { return [] }
        return child.children.compactMap { entry in
            guard let range = StatusRanges.parse(entry.key),
                let status = entry.node.value.flatMap({ StatusRanges.parse($0) }), status.count == 1,
                status.lowerBound >= 200
            else {
                complain("\(name).\(entry.key)", entry.node, "expected a status or a range, and the status it becomes")
                return nil
            }
            note("\(name).\(entry.key)", "\(status.lowerBound)", entry.node.source)
            return ErrorsSettings.Rewrite(statuses: range, status: status.lowerBound)
        }
    }
}
