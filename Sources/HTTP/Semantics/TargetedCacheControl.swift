/// `CDN-Cache-Control` (RFC 9213): directives for caches like this one, in a dictionary of structured fields
/// (RFC 9651 §3.2). It replaces `Cache-Control` and `Expires`, or, where it cannot be read, does not count at all.
package struct TargetedCacheControl: Sendable {
    private var directives: [CacheDirective] = []
    private var isBroken = false

    package init() {}

    /// Takes in one more line of the field.
    package mutating func add(_ line: RawSpan) {
        var scan = StructuredScan(line)
        guard !isBroken, scan.dictionary(line, { set($0, $1) }) else {
            isBroken = true
            return
        }
    }

    /// What it says; nil where `Cache-Control` holds.
    package var cacheControl: CacheControl? {
        guard !isBroken, !directives.isEmpty else { return nil }
        var control = CacheControl()
        control.flags.insert(.present)
        for directive in directives { control.apply(directive) }
        return control
    }

    /// The last member of a name counts (RFC 9651 §4.2.2).
    private mutating func set(_ name: String, _ value: StructuredScan.Value) {
        directives.removeAll { $0.name == name }
        directives.append(CacheDirective(name: name, value: value))
    }
}

private struct CacheDirective: Sendable {
    let name: String
    let value: StructuredScan.Value

    /// Seconds; nil for another type, with which a directive is as good as absent.
    var seconds: UInt32? {
        guard case .integer(let number) = value, number >= 0 else { return nil }
        return UInt32(min(number, Int64(DeltaSeconds.maximum)))
    }

    var isSet: Bool { value == .boolean(true) }
}

extension CacheControl {
    fileprivate mutating func apply(_ directive: CacheDirective) {
        switch directive.name {
        case "max-age": maxAge = directive.seconds
        case "s-maxage": sharedMaxAge = directive.seconds
        case "stale-while-revalidate": staleWhileRevalidate = directive.seconds
        case "stale-if-error": staleIfError = directive.seconds
        // Names of fields as the value restrict more than is told apart here: they count as the whole.
        case "no-cache": if directive.value != .boolean(false) { flags.insert(.noCache) }
        case "private": if directive.value != .boolean(false) { flags.insert(.isPrivate) }
        case "no-store": if directive.isSet { flags.insert(.noStore) }
        case "must-revalidate": if directive.isSet { flags.insert(.mustRevalidate) }
        case "proxy-revalidate": if directive.isSet { flags.insert(.proxyRevalidate) }
        case "must-understand": if directive.isSet { flags.insert(.mustUnderstand) }
        case "no-transform": if directive.isSet { flags.insert(.noTransform) }
        case "public": if directive.isSet { flags.insert(.isPublic) }
        case "immutable": if directive.isSet { flags.insert(.immutable) }
        default: break
        }
    }
}
