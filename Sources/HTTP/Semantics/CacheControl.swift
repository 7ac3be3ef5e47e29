/// The directives of `Cache-Control` (RFC 9111 §5.2, RFC 5861, RFC 8246), of a request or a response.
///
/// Read line by line into one value. Where a field contradicts itself the stricter reading holds: the least lifetime,
/// the least staleness, and a number that is none counts as 0. Directives that are not listed here are ignored.
package struct CacheControl: Equatable, Sendable {
    package struct Flags: OptionSet, Hashable, Sendable {
        package let rawValue: UInt16
        package init(rawValue: UInt16) { self.rawValue = rawValue }

        package static let noStore = Flags(rawValue: 1 << 0)
        /// Of the whole response; see `restrictsFields`.
        package static let noCache = Flags(rawValue: 1 << 1)
        /// Of the whole response; see `restrictsFields`.
        package static let isPrivate = Flags(rawValue: 1 << 2)
        package static let isPublic = Flags(rawValue: 1 << 3)
        package static let mustRevalidate = Flags(rawValue: 1 << 4)
        package static let proxyRevalidate = Flags(rawValue: 1 << 5)
        package static let noTransform = Flags(rawValue: 1 << 6)
        package static let immutable = Flags(rawValue: 1 << 7)
        /// In requests.
        package static let onlyIfCached = Flags(rawValue: 1 << 8)
        /// `no-store` counts only for caches that do not know the status (RFC 9111 §5.2.2.3).
        package static let mustUnderstand = Flags(rawValue: 1 << 9)
        /// `no-cache` or `private` names fields (RFC 9111 §5.2.2.4, §5.2.2.7): those are not kept, the rest may be.
        package static let restrictsFields = Flags(rawValue: 1 << 10)
        /// There was at least one directive, known or not.
        package static let present = Flags(rawValue: 1 << 15)
    }

    package var flags: Flags = []
    /// Seconds; nil when absent. In a request: the greatest age that it accepts.
    package var maxAge: UInt32?
    /// Seconds for shared caches, before `maxAge`.
    package var sharedMaxAge: UInt32?
    /// Seconds after the end of freshness in which the old answer may be given while a new one is fetched.
    package var staleWhileRevalidate: UInt32?
    /// Seconds after the end of freshness in which the old answer may stand in for an origin that fails.
    package var staleIfError: UInt32?
    /// In requests: seconds of staleness that it accepts; `UInt32.max` for any.
    package var maxStale: UInt32?
    /// In requests: seconds of freshness that must be left.
    package var minFresh: UInt32?

    package init() {}

    /// Of one field line.
    package init(_ line: RawSpan) { add(line) }

    /// Takes in one more line of the same field.
    package mutating func add(_ line: RawSpan) {
        Self.forEachDirective(line) { name, argument in
            flags.insert(.present)
            set(name, argument, line)
        }
    }

    /// Calls `body` with where each directive's name and its argument stand.
    private static func forEachDirective(_ line: RawSpan, _ body: (Range<Int>, Range<Int>?) -> Void) {
        var scan = FieldScan(line)
        while true {
            scan.skipSeparators(line)
            if scan.isAtEnd { return }
            guard let name = scan.token(line) else {
                scan.skipMember(line)
                continue
            }
            var argument: Range<Int>?
            if scan.take(Octet.equals, line) {
                argument = scan.quotedString(line) ?? scan.token(line) ?? scan.position..<scan.position
            }
            // Whatever else stands in the member makes its argument no number.
            if !scan.isAtMemberEnd(line) { argument = scan.position..<scan.position }
            scan.skipMember(line)
            body(name, argument)
        }
    }

    /// Where the names of fields stand that a line of `Cache-Control` keeps from being shared.
    package static func restrictedFields(in line: RawSpan) -> [Range<Int>] {
        var names: [Range<Int>] = []
        forEachDirective(line) { name, argument in
            guard let argument, line.isWord("no-cache", at: name) || line.isWord("private", at: name) else { return }
            names += line.tokens(at: argument) ?? []
        }
        return names
    }
}

extension CacheControl {
    private mutating func set(_ name: Range<Int>, _ argument: Range<Int>?, _ line: RawSpan) {
        if line.isWord("max-age", at: name) {
            maxAge = least(maxAge, seconds(argument, line))
        } else if line.isWord("s-maxage", at: name) {
            sharedMaxAge = least(sharedMaxAge, seconds(argument, line))
        } else if line.isWord("stale-while-revalidate", at: name) {
            staleWhileRevalidate = least(staleWhileRevalidate, seconds(argument, line))
        } else if line.isWord("stale-if-error", at: name) {
            staleIfError = least(staleIfError, seconds(argument, line))
        } else if line.isWord("max-stale", at: name) {
            maxStale = least(maxStale, argument == nil ? .max : seconds(argument, line))
        } else if line.isWord("min-fresh", at: name) {
            minFresh = max(minFresh ?? 0, DeltaSeconds.parse(argument, line) ?? .max)
        } else {
            flags.formUnion(CacheControl.flag(name, argument, line))
        }
    }

    /// The flag of a directive. Those that forbid hold with an argument too; those that allow do not, for then they are
    /// not the directive that was defined.
    private static func flag(_ name: Range<Int>, _ argument: Range<Int>?, _ line: RawSpan) -> Flags {
        let hasArgument = argument != nil
        if line.isWord("no-store", at: name) { return .noStore }
        // Names that cannot be read may be any field's: then it is the whole.
        let namesFields = argument.map { line.tokens(at: $0) != nil } ?? false
        if line.isWord("no-cache", at: name) { return namesFields ? .restrictsFields : .noCache }
        if line.isWord("private", at: name) { return namesFields ? .restrictsFields : .isPrivate }
        if line.isWord("must-revalidate", at: name) { return .mustRevalidate }
        if line.isWord("proxy-revalidate", at: name) { return .proxyRevalidate }
        if line.isWord("no-transform", at: name) { return .noTransform }
        if line.isWord("only-if-cached", at: name) { return .onlyIfCached }
        if line.isWord("must-understand", at: name) { return .mustUnderstand }
        if hasArgument { return [] }
        if line.isWord("public", at: name) { return .isPublic }
        if line.isWord("immutable", at: name) { return .immutable }
        return []
    }

    func least(_ known: UInt32?, _ new: UInt32) -> UInt32 { min(known ?? .max, new) }

    private func seconds(_ argument: Range<Int>?, _ line: RawSpan) -> UInt32 { DeltaSeconds.parse(argument, line) ?? 0 }
}

extension FieldScan {
    /// Whether the list's member ends here.
    fileprivate mutating func isAtMemberEnd(_ bytes: RawSpan) -> Bool {
        skipSpace(bytes)
        return isAtEnd || peek(bytes) == Octet.comma
    }

    /// Reads to the next comma outside quotes. A quote that never closes is an ordinary byte, so that it cannot hide
    /// the directives behind it.
    fileprivate mutating func skipMember(_ bytes: RawSpan) {
        while !isAtMemberEnd(bytes) {
            if quotedString(bytes) == nil { skip(to: position + 1) }
        }
    }
}

extension RawSpan {
    /// Where the tokens of a list stand; nil without any, or when something else is in it.
    fileprivate func tokens(at range: Range<Int>) -> [Range<Int>]? {
        var scan = FieldScan(self, in: range)
        var tokens: [Range<Int>] = []
        while true {
            scan.skipSeparators(self)
            if scan.isAtEnd { return tokens.isEmpty ? nil : tokens }
            guard let token = scan.token(self) else { return nil }
            scan.skipSpace(self)
            guard scan.isAtEnd || scan.peek(self) == Octet.comma else { return nil }
            tokens.append(token)
        }
    }
}
