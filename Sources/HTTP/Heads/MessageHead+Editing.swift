internal import LinuxIO

/// Changes to a head that was parsed or built: by middlewares, which stand between reading and writing it.
extension MessageHead {
    /// Whether a field has that name.
    package func matches(_ field: Field, _ name: FieldName) -> Bool {
        guard field.id == name.id, Int(field.name.count) == name.lowered.count else { return false }
        if field.id != .other { return true }
        return withSpan(field.name) { bytes in
            for offset in 0..<bytes.byteCount where lowerCased(bytes[at: offset]) != name.lowered[offset] {
                return false
            }
            return true
        }
    }

    /// Whether a field has that name, or one that servers may take for it: many turn `-` and `_` into the same.
    package func resembles(_ field: Field, _ name: FieldName) -> Bool {
        guard Int(field.name.count) == name.lowered.count else { return false }
        return withSpan(field.name) { bytes in
            for offset in 0..<bytes.byteCount {
                let (byte, wanted) = (lowerCased(bytes[at: offset]), name.lowered[offset])
                if byte != wanted, !(byte == 95 || byte == 45) || !(wanted == 95 || wanted == 45) { return false }
            }
            return true
        }
    }

    /// The first value of a field; nil when there is none.
    package func first(_ name: FieldName) -> Slice? {
        for field in fields where matches(field, name) { return field.value }
        return nil
    }

    /// Takes out all lines of a field.
    package func remove(_ id: FieldID) {
        guard has(id) else { return }
        removeFields { $0.id == id }
    }

    /// Takes out all lines of a field.
    package func remove(_ name: FieldName) {
        if name.id != .other, !has(name.id) { return }
        removeFields { matches($0, name) }
    }

    /// Takes out lines.
    package func removeFields(where isUnwanted: (Field) -> Bool) {
        fields.removeAll(where: isUnwanted)
        holdsLinesOnly = false
        present = 0
        for field in fields { note(field.id) }
    }

    /// Adds a line; false, and nothing added, when `value` holds a byte that would end it.
    @discardableResult
    package func add(_ name: FieldName, _ value: String) -> Bool {
        guard isFieldValue(value) else { return false }
        let start = storage.count
        storage.append(name.spelling)
        storage.append(": ")
        storage.append(text: value)
        finishLine(start: start, nameCount: name.spelling.count, id: name.id)
        return true
    }

    /// Makes this line the only one of its field; false, and nothing changed, when `value` holds a byte that would end it.
    @discardableResult
    package func set(_ name: FieldName, _ value: String) -> Bool {
        guard isFieldValue(value) else { return false }
        remove(name)
        return add(name, value)
    }

    /// Makes this line the only one of its field.
    package func set(_ id: FieldID, _ value: StaticString) {
        remove(id)
        add(id, value)
    }

    /// Makes this line the only one of its field; false, and nothing changed, when `value` holds a byte that would end it.
    @discardableResult
    package func set(_ id: FieldID, text value: String) -> Bool {
        guard isFieldValue(value) else { return false }
        remove(id)
        return add(id, text: value)
    }

    /// Keeps bytes with the head, for a slice of it.
    func keep(_ bytes: [UInt8]) -> Slice {
        let start = storage.count
        storage.append(bytes)
        return Slice(start..<storage.count)
    }
}
