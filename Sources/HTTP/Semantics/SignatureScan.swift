/// One pair of a query: where it stands, its name, its value.
struct QueryPair {
    let all: Range<Int>
    let name: Range<Int>
    let value: Range<Int>
}

/// Every pair between `&`, empty ones too, in their order.
func forEachPair(of query: RawSpan, _ body: (QueryPair) -> Void) {
    var (start, equals) = (0, -1)
    for offset in 0...query.byteCount {
        let byte = offset < query.byteCount ? query[at: offset] : UInt8(ascii: "&")
        if byte == UInt8(ascii: "="), equals < 0 { equals = offset }
        guard byte == UInt8(ascii: "&") else { continue }
        let nameEnd = equals < 0 ? offset : equals
        body(QueryPair(all: start..<offset, name: start..<nameEnd, value: min(nameEnd + 1, offset)..<offset))
        (start, equals) = (offset + 1, -1)
    }
}

/// What of signatures stands in a query, gathered pair by pair.
struct SignatureScan {
    struct Part: OptionSet {
        let rawValue: UInt16
        static let algorithm = Part(rawValue: 1)
        static let credential = Part(rawValue: 2)
        static let date = Part(rawValue: 4)
        static let validity = Part(rawValue: 8)
        static let signedHeaders = Part(rawValue: 16)
        static let signature = Part(rawValue: 32)
        static let token = Part(rawValue: 64)
        static let accessKey = Part(rawValue: 128)
        static let expires = Part(rawValue: 256)
        static let plainSignature = Part(rawValue: 512)
        static let configured = Part(rawValue: 1024)

        static let requiredV4: Part = [.algorithm, .credential, .date, .validity, .signedHeaders, .signature]
        static let wholeV4: Part = [.requiredV4, .token]
        static let wholeV2: Part = [.accessKey, .expires, .plainSignature]
        /// Names that mean a signature of S3 whatever else is there.
        static let s3Only: Part = [.wholeV4, .accessKey]

        var isWholeV4: Bool { isSuperset(of: .requiredV4) && isDisjoint(with: .wholeV2) }

        /// What S3 calls by this name, in any case of its letters: some servers do not look at it.
        static func named(_ name: Range<Int>, _ query: RawSpan) -> Part? {
            names.first { query.isParameter($0.name, at: name, foldsCase: true) }?.part
        }

        private static let names: [(name: [UInt8], part: Part)] = {
            let texts: [(String, Part)] = [
                ("x-amz-algorithm", .algorithm), ("x-amz-credential", .credential), ("x-amz-date", .date),
                ("x-amz-expires", .validity), ("x-amz-signedheaders", .signedHeaders),
                ("x-amz-signature", .signature), ("x-amz-security-token", .token), ("awsaccesskeyid", .accessKey),
                ("expires", .expires), ("signature", .plainSignature),
            ]
            return texts.map { (name: Array($0.0.utf8), part: $0.1) }
        }()
    }

    private(set) var found: Part = []
    private(set) var hasDuplicates = false
    private(set) var date: Int64?
    private(set) var validity: UInt64?
    private(set) var expires: Int64?
    private(set) var configuredEnd: Int64?
    private var coversHostOnly = false

    /// Dates that can be read, a validity that S3 grants, and no field of the request that the signature depends on but
    /// `Host`: with others, the same URL may be good for one request and bad for the next.
    var isGoodV4: Bool {
        guard !hasDuplicates, coversHostOnly, date != nil, let validity else { return false }
        return validity >= 1 && validity <= SignedQuery.longestValidity
    }

    /// All of version 2, and nothing else of S3's.
    var isGoodV2: Bool { found.subtracting(.configured) == .wholeV2 && !hasDuplicates && expires != nil }

    mutating func read(_ pair: QueryPair, _ query: RawSpan, _ configured: SigningParameters) {
        if !configured.names.isEmpty { readConfigured(pair, query, configured) }
        guard let part = Part.named(pair.name, query) else { return }
        if !found.insert(part).inserted { hasDuplicates = true }
        switch part {
        case .date: date = query.basicDate(at: pair.value)
        case .validity: validity = query.number(at: pair.value)
        case .expires: expires = query.number(at: pair.value).map { Int64(clamping: $0) }
        case .signedHeaders: coversHostOnly = query.isParameter(Array("host".utf8), at: pair.value, foldsCase: true)
        default: break
        }
    }

    private mutating func readConfigured(_ pair: QueryPair, _ query: RawSpan, _ configured: SigningParameters) {
        guard configured.names.contains(where: { query.isParameter($0, at: pair.name, foldsCase: true) }) else {
            return
        }
        found.insert(.configured)
        guard configured.ends.contains(where: { query.isParameter($0, at: pair.name, foldsCase: true) }),
            let end = query.end(at: pair.value)
        else { return }
        configuredEnd = min(configuredEnd ?? end, end)
    }
}

extension RawSpan {
    /// Whether the escaped text at `range` is `text`; with `foldsCase`, `text` is in lower case and letters of either
    /// case are equal.
    func isParameter(_ text: [UInt8], at range: Range<Int>, foldsCase: Bool) -> Bool {
        guard range.count >= text.count, range.count <= 3 * text.count else { return false }
        var offset = range.lowerBound
        for wanted in text {
            guard offset < range.upperBound else { return false }
            var byte = self[at: offset]
            offset += 1
            if byte == UInt8(ascii: "%"), offset + 2 <= range.upperBound,
                let high = hexadecimalDigit(self[at: offset]), let low = hexadecimalDigit(self[at: offset + 1])
            {
                byte = high << 4 | low
                offset += 2
            }
            if (foldsCase ? lowerCased(byte) : byte) != wanted { return false }
        }
        return offset == range.upperBound
    }

    /// A number of digits only, at most 18; nil for other text.
    fileprivate func number(at range: Range<Int>) -> UInt64? {
        guard !range.isEmpty, range.count <= 18 else { return nil }
        var value: UInt64 = 0
        for offset in range {
            guard FieldScan.isDigit(self[at: offset]) else { return nil }
            value = value * 10 + UInt64(self[at: offset] - Octet.zero)
        }
        return value
    }

    /// `20130524T000000Z` as seconds since 1970; nil for other text, or a time that does not exist.
    fileprivate func basicDate(at range: Range<Int>) -> Int64? {
        let start = range.lowerBound
        guard range.count == 16, self[at: start + 8] == UInt8(ascii: "T"), self[at: start + 15] == UInt8(ascii: "Z"),
            let year = number(at: start..<start + 4), let month = number(at: start + 4..<start + 6),
            let day = number(at: start + 6..<start + 8), let hour = number(at: start + 9..<start + 11),
            let minute = number(at: start + 11..<start + 13), let second = number(at: start + 13..<start + 15),
            hour < 24, minute < 60, second < 60
        else { return nil }
        let date = CivilDate(year: Int(year), month: Int(month), day: Int(day))
        guard date.exists else { return nil }
        return Int64(date.daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    }

    /// The end of validity in a token: digits alone, or behind `exp=` in one of the parts between `~`.
    fileprivate func end(at range: Range<Int>) -> Int64? {
        if let number = number(at: range) { return Int64(number) }
        var start = range.lowerBound
        for offset in range.lowerBound...range.upperBound
        where offset == range.upperBound || self[at: offset] == UInt8(ascii: "~") {
            if offset - start > 4, isWord("exp=", at: start..<start + 4), let end = number(at: start + 4..<offset) {
                return Int64(end)
            }
            start = offset + 1
        }
        return nil
    }
}
