extension SignSettings {
    init(_ section: Section) {
        self.init()
        for name in section.list("forms") {
            guard let form = Form.allCases.first(where: { $0.rawValue.lowercased() == name.lowercased() }) else {
                let known = Form.allCases.map(\.rawValue)
                section.complain(
                    "forms", section.take("forms"), "\"\(name)\" is none of \(known.joined(separator: ", "))",
                    suggestion: nearest(to: name, among: known))
                continue
            }
            add(form)
        }
        let names = section.list("parameters")
        let end = section.text("expires")
        add(names, ends: [])
        if !end.isEmpty { add(names.contains(end) ? [] : [end], ends: [end]) }
        if !end.isEmpty, names.isEmpty {
            section.complain("parameters", nil, "expected the names of the query parameters that sign a URL")
        }
        askTTL = section.duration("askTTL", default: askTTL)
        if askTTL > .seconds(3600) {
            section.complain("askTTL", section.take("askTTL"), "expected an hour at most")
        }
        section.finish()
    }
}
