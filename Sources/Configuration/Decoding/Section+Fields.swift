/// Options that hold names and values of HTTP fields (RFC 9110 §5).
extension Section {
    /// A map from field names to values; an empty value takes the field out.
    func fieldEdits(_ name: String) -> [HeadersSettings.Edit] {
        guard let child = take(name), !child.isAbsent else { return [] }
        if child.value != nil || child.items != nil { complain(name, child, "expected field names with values") }
        return child.children.compactMap { entry in
            let path = "\(name).\(entry.key)"
            guard isToken(entry.key) else {
                complain(path, entry.node, "\"\(entry.key)\" is not the name of a field")
                return nil
            }
            let value = entry.node.value ?? ""
            guard entry.node.children.isEmpty, entry.node.items == nil, isFieldText(value) else {
                complain(path, entry.node, "expected the value of a field, without control characters")
                return nil
            }
            note(path, value.isEmpty ? "\"\"" : value, entry.node.source)
            return HeadersSettings.Edit(name: entry.key, value: value.isEmpty ? nil : value)
        }
    }

    /// A text that may stand in a field.
    func fieldValue(_ name: String) -> String {
        let text = text(name)
        if !isFieldText(text) { complain(name, take(name), "expected a text without control characters") }
        return text
    }

    /// A list of texts that may stand in a field.
    func fieldValues(_ name: String) -> [String] {
        let values = list(name)
        if !values.allSatisfy(isFieldText) { complain(name, take(name), "expected texts without control characters") }
        return values
    }

    /// A list of field names.
    func fieldNames(_ name: String) -> [String] {
        let names = list(name)
        if let wrong = names.first(where: { !isToken($0) }) {
            complain(name, take(name), "\"\(wrong)\" is not the name of a field")
        }
        return names
    }

    /// Options that Traefik has taken out, and what serves instead.
    func isRemoved(_ names: String..., cure: String) {
        for name in names {
            if let node = take(name) { complain(name, node, "there is no such option any more; use \(cure)") }
        }
    }
}

/// Letters, digits and the signs of a token (RFC 9110 §5.6.2).
private func isToken(_ text: String) -> Bool {
    !text.isEmpty
        && text.utf8.allSatisfy { byte in
            switch byte {
            case 48...57, 65...90, 94...122, 33, 35...39, 42, 43, 45, 46, 124, 126: true
            default: false
            }
        }
}

private func isFieldText(_ text: String) -> Bool { text.utf8.allSatisfy { $0 >= 32 && $0 != 127 || $0 == 9 } }
