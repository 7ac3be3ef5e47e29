/// The directives of `Cache-Control` (RFC 9111 §5.2, RFC 5861, RFC 8246), of a request or a response.
///
/// Read line by line into one value. Where a field contradicts itself the stricter reading holds: the least lifetime,
/// the least staleness, and a number that is none counts as 0. Directives that are not listed here are ignored, among
/// them `must-understand`: so a `no-store` beside it keeps its meaning.
package struct CacheControl: Equatable, Sendable {
    package struct Flags: OptionSet, Hashable, Sendable {
        package let rawValue: UInt16
        package init(rawValue: UInt16) { self.rawValue = rawValue }

        package static let noStore = Flags(rawValue: 1 << 0)
        /// Also for `no-cache="field"`.
        package static let noCache = Flags(rawValue: 1 << 1)
        /// Also for `private="field"`.
        package static let isPrivate = Flags(rawValue: 1 << 2)
        package static let isPublic = Flags(rawValue: 1 << 3)
        package static let mustRevalidate = Flags(rawValue: 1 << 4)
        package static let proxyRevalidate = Flags(rawValue: 1 << 5)
        package static let noTransform = Flags(rawValue: 1 << 6)
        package static let immutable = Flags(rawValue: 1 << 7)
        /// In requests.
        package static let onlyIfCached = Flags(rawValue: 1 << 8)
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
        var scan = FieldScan(line)
        while true {
            scan.skipSeparators(line)
            if scan.isAtEnd { return }
            addDirective(&scan, line)
        }
    }

    private mutating func addDirective(_ scan: inout FieldScan, _ line: RawSpan) {
        guard let name = scan.token(line) else { return scan.skipMember(line) }
        flags.insert(.present)
        var argument: Range<Int>?
        if scan.take(Octet.equals, line) {
            argument = scan.quotedString(line) ?? scan.token(line) ?? scan.position..<scan.position
        }
        // Whatever else stands in the member makes its argument no number.
        if !scan.isAtMemberEnd(line) { argument = scan.position..<scan.position }
        scan.skipMember(line)
        set(name, argument, line)
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
            flags.formUnion(CacheControl.flag(name, hasArgument: argument != nil, line))
        }
    }

    /// The flag of a directive. Those that forbid hold with an argument too; those that allow do not, for then they are
    /// not the directive that was defined.
    private static func flag(_ name: Range<Int>, hasArgument: Bool, _ line: RawSpan) -> Flags {
        if line.isWord("no-store", at: name) { return .noStore }
        if line.isWord("no-cache", at: name) { return .noCache }
        if line.isWord("private", at: name) { return .isPrivate }
        if line.isWord("must-revalidate", at: name) { return .mustRevalidate }
        if line.isWord("proxy-revalidate", at: name) { return .proxyRevalidate }
        if line.isWord("no-transform", at: name) { return .noTransform }
        if line.isWord("only-if-cached", at: name) { return .onlyIfCached }
        if hasArgument { return [] }
        if line.isWord("public", at: name) { return .isPublic }
        if line.isWord("immutable", at: name) { return .immutable }
        return []
    }

    private func least(_ known: UInt32?, _ new: UInt32) -> UInt32 { min(known ?? .max, new) }

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
