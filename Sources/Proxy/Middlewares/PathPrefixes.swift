internal import Configuration
internal import HTTP
internal import LinuxIO
internal import RegularExpressions
internal import Transport

/// `addPrefix`
final class PrefixAdder: LoopMiddleware {
    private let prefix: [UInt8]

    init(_ settings: AddPrefix) { prefix = EscapedPath.escapingText(Array(settings.prefix.utf8)) }

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
        for prefix in prefixes {
            if let count = EscapedPath.length(of: prefix, atStartOf: path) {
                steps.strip(prefix, path.dropFirst(count))
                break
            }
        }
        return .next
    }
}

/// `stripPrefixRegex`
final class PrefixPatternStripper: LoopMiddleware {
    private let expressions: [RegularExpression]

    init(_ settings: StripPrefixRegex) { expressions = settings.expressions }

    func receive(_ steps: RequestSteps, at position: Int) -> Passage {
        let request = steps.exchange.request
        let path = request.bytes(request.path)
        let plain = EscapedPath.unescaped(path)
        for expression in expressions {
            guard let match = unsafe expression.firstMatch(in: plain.span.bytes), match.lowerBound == 0, !match.isEmpty,
                let count = EscapedPath.length(of: Array(plain[match]), atStartOf: path)
            else { continue }
            steps.strip(Array(plain[match]), path.dropFirst(count))
            break
        }
        return .next
    }
}

extension RequestSteps {
    /// Leaves `rest` of the path, and tells the upstream what is gone.
    fileprivate func strip(_ prefix: [UInt8], _ rest: ArraySlice<UInt8>) {
        let slash = UInt8(ascii: "/")
        exchange.request.replacePath(rest.first == slash ? Array(rest) : [slash] + rest)
        exchange.request.add(.xForwardedPrefix) { $0.append(EscapedPath.escaping(prefix)) }
    }
}
