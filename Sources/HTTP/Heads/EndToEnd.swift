package import LinuxIO

/// Which fields go on to the next recipient, and which were for one connection only (RFC 9110 §7.6.1).
extension MessageHead {
    /// Whether a field was for the connection that it came over: one of the known ones, or named by `Connection`.
    package func isHopByHop(_ field: Field) -> Bool {
        switch field.id {
        case .connection, .keepAlive, .proxyConnection, .proxyAuthenticate, .proxyAuthorization, .te, .transferEncoding,
            .upgrade, .contentLength:
            true
        case .xForwardedFor, .xForwardedProto, .xForwardedHost, .xForwardedPort, .xForwardedServer, .xForwardedUri,
            .xForwardedMethod, .xForwardedPrefix, .xRealIp, .host, .cacheControl:
            // A client could make an upstream blind by naming these.
            false
        default: namesOptions && isNamedByConnection(field)
        }
    }

    /// Takes out the fields that `Connection` names, and forgets that it did: fields that are added later, under whatever
    /// name, are then for the next recipient.
    package func dropConnectionOptions() {
        guard namesOptions else { return }
        let named = fields.filter { field in
            switch field.id {
            // For this hop whether named or not, and still to be read.
            case .upgrade, .te, .transferEncoding, .contentLength: false
            case .connection: true
            default: isHopByHop(field) && isNamedByConnection(field)
            }
        }
        removeFields { named.contains($0) }
    }

    /// Whether `Connection` says more than the usual words.
    private var namesOptions: Bool {
        guard has(.connection) else { return false }
        for field in fields where field.id == .connection {
            let isUsual =
                equalsIgnoringCase(field.value, "keep-alive") || equalsIgnoringCase(field.value, "close")
                || equalsIgnoringCase(field.value, "upgrade")
            if !isUsual { return true }
        }
        return false
    }

    private func isNamedByConnection(_ field: Field) -> Bool {
        storage.withSpan { bytes in
            for line in fields where line.id == .connection {
                var found = false
                let value = bytes.extracting(line.value.range)
                forEachMember(value) { member in
                    found = sameName(value, member, bytes, field.name.range)
                    return !found
                }
                if found { return true }
            }
            return false
        }
    }

    private func sameName(_ left: RawSpan, _ first: Range<Int>, _ right: RawSpan, _ second: Range<Int>) -> Bool {
        guard first.count == second.count else { return false }
        for offset in 0..<first.count
        where lowerCased(left[at: first.lowerBound + offset]) != lowerCased(right[at: second.lowerBound + offset]) {
            return false
        }
        return true
    }
}

extension ResponseHead {
    /// Takes over status, framing and all end-to-end fields of an upstream's response.
    ///
    /// The length that a response to HEAD or a 304 states stays a field, because no body will tell it.
    package func copyEndToEnd(of other: ResponseHead, toHead isHead: Bool) {
        (status, framing) = (other.status, other.framing)
        for field in other.fields where !other.isHopByHop(field) { add(field, of: other) }
        if isHead || status == 304, let length = other.fields.first(where: { $0.id == .contentLength }) {
            add(length, of: other)
        }
    }
}

extension MessageHead {
    /// The digits behind an authority's last colon; nil without a port.
    package func port(of authority: Slice) -> Slice? {
        let range = authority.range
        return storage.withSpan { bytes in
            var start = range.upperBound
            while start > range.lowerBound, bytes[at: start - 1] &- 48 < 10 { start -= 1 }
            guard start > range.lowerBound, start < range.upperBound, bytes[at: start - 1] == 58 else { return nil }
            return Slice(start..<range.upperBound)
        }
    }

    /// Appends one field as a line of HTTP/1.
    package func write(_ field: Field, to buffer: ByteBuffer) {
        buffer.append(storage, from: Int(field.name.offset), count: Int(field.name.count))
        buffer.append(": ")
        buffer.append(storage, from: Int(field.value.offset), count: Int(field.value.count))
        buffer.append("\r\n")
    }

    /// Appends a slice's bytes.
    package func write(_ slice: Slice, to buffer: ByteBuffer) {
        buffer.append(storage, from: Int(slice.offset), count: Int(slice.count))
    }
}
