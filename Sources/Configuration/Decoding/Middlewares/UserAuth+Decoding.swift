extension UserAuth {
    /// Reads the options of `basicAuth`, or of `digestAuth`, whose users have a realm each. Blocks for the users' file.
    init(_ section: Section, isDigest: Bool) {
        self.init()
        let realm = section.fieldValue("realm")
        if !realm.isEmpty { self.realm = realm }
        removesHeader = section.boolean("removeHeader", default: false)
        headerField = section.fieldName("headerField")
        let entries = fileEntries(section) + section.list("users")
        section.finish()
        for entry in entries { add(entry, section, isDigest: isDigest) }
        if users.isEmpty, entries.isEmpty || isDigest {
            section.complain("users", section.take("users"), "expected users, or a usersFile with some for this realm")
        }
    }

    /// The lines of the users' file; it is read again at each reload.
    private func fileEntries(_ section: Section) -> [String] {
        let path = section.text("usersFile")
        guard !path.isEmpty else { return [] }
        do throws(ConfigProblem) {
            return try readConfigFile(path).split(whereSeparator: \.isNewline).map { String($0.trimmed) }
                .filter { !$0.isEmpty && !$0.hasPrefix("#") }
        } catch {
            section.complain("usersFile", section.take("usersFile"), error.message)
            return []
        }
    }

    /// The last entry of a name counts. What an entry says is a secret, so complaints do not repeat it.
    private mutating func add(_ entry: String, _ section: Section, isDigest: Bool) {
        let parts = entry.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == (isDigest ? 3 : 2), !parts[0].isEmpty, !parts.last!.isEmpty else {
            let form = isDigest ? "name:realm:hash" : "name:hash"
            let name = parts.count > 1 ? " of \"\(parts[0])\"" : ""
            return section.complain("users", nil, "the entry\(name) is not of the form \(form)")
        }
        if isDigest, parts[1] != realm { return }
        users.removeAll { $0.name == parts[0] }
        users.append(User(name: parts[0], secret: isDigest ? parts[2].lowercased() : parts[1]))
    }
}
