package import LinuxIO

/// What a query says of a signature in it, by which the URL's holder may read what is there:
///
///     X-Amz-Algorithm, -Credential, -Date, -Expires, -SignedHeaders, -Signature, -Security-Token    S3, version 4
///     AWSAccessKeyId, Expires, Signature                                                           S3, version 2
///
/// and the parameters that a configuration names. It decides nothing about who may read what: that is the origin's.
package struct SignedQuery: Equatable, Sendable {
    package enum Form: Equatable, Sendable {
        /// Nothing in it belongs to a signature.
        case none
        /// Some of a signature is there, and it is no whole one, or covers more than the URL.
        case faulty
        case s3v4
        case s3v2
        /// One of the configuration's.
        case configured
    }

    package private(set) var form = Form.none
    /// When it begins to be good, in seconds since 1970; nil when it does not say.
    package private(set) var starts: Int64?
    /// When it ends to be good, in seconds since 1970; nil when it does not say.
    package private(set) var ends: Int64?

    /// Seconds that the signer's clock may be ahead of ours, as S3 has it.
    package static let skew: Int64 = 15 * 60
    /// A week: longer is no version 4 signature good for.
    static let longestValidity: UInt64 = 604_800

    /// Of a URL without a query.
    package init() {}

    package init(_ query: RawSpan, configured: SigningParameters = SigningParameters()) {
        var scan = SignatureScan()
        forEachPair(of: query) { pair in scan.read(pair, query, configured) }
        guard !scan.found.isEmpty else { return }
        if scan.found.isDisjoint(with: SignatureScan.Part.s3Only) {
            // `Expires` and `Signature` alone are words that others use, too.
            if scan.found.contains(.configured) { (form, ends) = (.configured, scan.configuredEnd) }
        } else if scan.found.isWholeV4, scan.isGoodV4 {
            (form, starts) = (.s3v4, scan.date)
            ends = scan.date.map { $0 + Int64(scan.validity ?? 0) }
        } else if scan.isGoodV2 {
            (form, ends) = (.s3v2, scan.expires)
        } else {
            form = .faulty
        }
    }

    /// Whether it can be good at a time, in seconds since 1970: its dates allow it.
    package func isCurrent(at now: Int64) -> Bool {
        if let starts, starts > now + Self.skew { return false }
        return ends.map { $0 > now } ?? true
    }

    /// Appends the query of what is stored: the pairs that neither sign nor change the response's fields alone; with the
    /// question mark, where any is left.
    package func appendIdentity(
        of query: RawSpan, configured: SigningParameters = SigningParameters(), to buffer: ByteBuffer
    ) {
        append(to: buffer, of: query, before: "?") { name in
            !isSigning(name, query, configured) && !isOverride(name, query)
        }
    }

    /// Appends the pairs that change the response's fields and not its bytes, such as `response-content-disposition`.
    package func appendOverrides(of query: RawSpan, to buffer: ByteBuffer) {
        append(to: buffer, of: query, before: "") { name in isOverride(name, query) }
    }

    private func append(
        to buffer: ByteBuffer, of query: RawSpan, before first: StaticString, where isWanted: (Range<Int>) -> Bool
    ) {
        var isFirst = true
        forEachPair(of: query) { pair in
            guard isWanted(pair.name) else { return }
            isFirst ? buffer.append(first) : buffer.append("&")
            isFirst = false
            buffer.append(query.extracting(pair.all))
        }
    }

    private func isSigning(_ name: Range<Int>, _ query: RawSpan, _ configured: SigningParameters) -> Bool {
        switch form {
        case .none, .faulty: false
        case .s3v4: SignatureScan.Part.named(name, query).map { SignatureScan.Part.wholeV4.contains($0) } ?? false
        case .s3v2: SignatureScan.Part.named(name, query).map { SignatureScan.Part.wholeV2.contains($0) } ?? false
        case .configured: configured.index(of: name, in: query) != nil
        }
    }

    /// Only where the signature is known to cover them: else anybody could write the response's fields.
    private func isOverride(_ name: Range<Int>, _ query: RawSpan) -> Bool {
        guard form == .s3v4 || form == .s3v2 else { return false }
        return overrides.contains { query.isParameter($0, at: name, foldsCase: false) }
    }
}

/// Names of query parameters that sign URLs at some origins.
package struct SigningParameters: Equatable, Sendable {
    /// Each decoded, in lower case.
    package var names: [[UInt8]]
    /// Those whose value says until when: seconds since 1970, alone or behind `exp=` among parts between `~`.
    package var ends: [[UInt8]]

    package init(names: [[UInt8]] = [], ends: [[UInt8]] = []) { (self.names, self.ends) = (names, ends) }

    fileprivate func index(of name: Range<Int>, in query: RawSpan) -> Int? {
        names.firstIndex { query.isParameter($0, at: name, foldsCase: true) }
    }
}

extension RequestHead {
    /// Whether the query holds what a player adds to signed URLs, and no signature covers.
    package var hasPlayerData: Bool { query.map { withSpan($0) { query in firstPlayerData(query) != nil } } ?? false }

    /// Takes `CMCD=` (CTA-5004 §4.2) out of the query.
    package func dropPlayerData() {
        guard let query else { return }
        var kept: [UInt8] = []
        withSpan(query) { bytes in
            var isFirst = true
            forEachPair(of: bytes) { pair in
                guard !isPlayerData(pair.name, bytes) else { return }
                if !isFirst { kept.append(UInt8(ascii: "&")) }
                isFirst = false
                for offset in pair.all { kept.append(bytes[at: offset]) }
            }
        }
        replaceQuery(kept.isEmpty ? nil : kept)
    }
}

private func firstPlayerData(_ query: RawSpan) -> Range<Int>? {
    var found: Range<Int>?
    forEachPair(of: query) { pair in if found == nil, isPlayerData(pair.name, query) { found = pair.all } }
    return found
}

private func isPlayerData(_ name: Range<Int>, _ query: RawSpan) -> Bool {
    query.isParameter(Array("CMCD".utf8), at: name, foldsCase: false)
}

/// What S3 lets a signed query say about the response's fields.
private let overrides: [[UInt8]] = [
    "response-content-type", "response-content-language", "response-expires", "response-cache-control",
    "response-content-disposition", "response-content-encoding",
].map { Array($0.utf8) }
