internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport

/// Part of step 1: the target is put in order before anybody decides from it, so that what rules match is what is
/// passed on.
extension RequestSteps {
    /// False when the request is answered: its path holds a percent sign that begins no escape.
    func tidyTarget(_ policy: borrowing RequestPolicy) -> Bool {
        let request = exchange.request
        if request.path.isEmpty { request.replacePath([UInt8(ascii: "/")]) }
        if policy.encodesQuerySemicolons { encodeQuerySemicolons() }
        let isTidy = request.withSpan(request.path) { path in
            PathNormalization.hasNormalEscapes(path) && PathNormalization.hasNoDotSegments(path)
        }
        return isTidy || tidyPath(isKept: !policy.sanitizesPath)
    }

    /// - Parameter isKept: the path goes on as the client wrote it, so that a signature over it stays good.
    private func tidyPath(isKept: Bool) -> Bool {
        guard let proxy = handler?.proxy else { return false }
        let request = exchange.request
        let (escaped, clean) = proxy.scratch
        escaped.removeAll()
        clean.removeAll()
        guard request.withSpan(request.path, { PathNormalization.normalizeEscapes($0, into: escaped) }) else {
            answer(400, "Bad Request\n", nosniff: true)
            return false
        }
        if isKept { return true }
        escaped.withSpan { PathNormalization.removeDotSegments($0, into: clean) }
        let isChanged = request.withSpan(request.path) { path in !clean.withSpan { equal(path, $0) } }
        if isChanged {
            if isSigned { untidied = request.point }
            request.replacePath(clean.array)
        }
        return true
    }

    /// Whether the query holds a signature of a form that is known without configuration.
    private var isSigned: Bool {
        let request = exchange.request
        guard let query = request.query else { return false }
        return request.withSpan(query) { SignedQuery($0).form } != .none
    }

    private func encodeQuerySemicolons() {
        let request = exchange.request
        guard let query = request.query.map({ request.bytes($0) }), query.contains(UInt8(ascii: ";")) else { return }
        request.replaceQuery(query.flatMap { $0 == UInt8(ascii: ";") ? Array("%3B".utf8) : [$0] })
    }

    /// Whether the path holds an escape that the entry point refuses.
    func holdsEscape(of refused: EncodedCharacters) -> Bool {
        let request = exchange.request
        return request.withSpan(request.path) { path in
            unsafe path.withUnsafeBytes { bytes in
                for position in 0..<max(0, bytes.count - 2) where unsafe bytes[position] == UInt8(ascii: "%") {
                    let (high, low) = unsafe (digit(bytes[position + 1]), digit(bytes[position + 2]))
                    if refused.contains(byte: high << 4 | low) { return true }
                }
                return false
            }
        }
    }
}

/// A hexadecimal digit's value; escapes have been found well-formed.
private func digit(_ byte: UInt8) -> UInt8 { byte <= 57 ? byte &- 48 : (byte | 0x20) &- 87 }

private func equal(_ left: RawSpan, _ right: RawSpan) -> Bool {
    unsafe left.withUnsafeBytes { left in unsafe right.withUnsafeBytes { unsafe left.elementsEqual($0) } }
}
