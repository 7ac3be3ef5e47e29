internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport

/// `addPrefix`
final class PrefixAdder: LoopMiddleware {
    private let prefix: [UInt8]

    init(_ settings: AddPrefix) { prefix = Array(settings.prefix.utf8) }

    func receive(_ steps: RequestSteps, at position: Int) -> Passage {
        let request = steps.exchange.request
        request.replacePath(prefix + request.bytes(request.path))
        return .next
    }
}

/// `stripPrefix`
final class PrefixStripper: LoopMiddleware {
    private let prefixes: [[UInt8]]

    init(_ settings: StripPrefix) { prefixes = settings.prefixes.map { Array($0.utf8) } }

    func receive(_ steps: RequestSteps, at position: Int) -> Passage {
        let request = steps.exchange.request
        let path = request.bytes(request.path)
        guard let prefix = prefixes.first(where: { path.starts(with: $0) }) else { return .next }
        request.replacePath(withLeadingSlash(path.dropFirst(prefix.count)))
        request.add(.xForwardedPrefix) { $0.append(prefix) }
        return .next
    }
}

/// What is left of a path, made a path again.
func withLeadingSlash(_ rest: ArraySlice<UInt8>) -> [UInt8] {
    rest.first == UInt8(ascii: "/") ? Array(rest) : [UInt8(ascii: "/")] + rest
}
