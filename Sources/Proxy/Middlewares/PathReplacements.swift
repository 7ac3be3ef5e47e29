internal import Configuration
internal import HTTP
internal import LinuxIO
internal import RegularExpressions
internal import Transport

/// `replacePath`
final class PathReplacer: LoopMiddleware {
    private let path: [UInt8]

    init(_ settings: ReplacePath) { path = EscapedPath.escaping(Array(settings.path.utf8)) }

    func receive(_ steps: RequestSteps, at position: Int) -> Passage {
        steps.replacePath(path)
        return .next
    }
}

/// `replacePathRegex`
final class PathPatternReplacer: LoopMiddleware {
    private let settings: ReplacePathRegex
    private let result = ByteBuffer(capacity: 256)

    init(_ settings: ReplacePathRegex) { self.settings = settings }

    func receive(_ steps: RequestSteps, at position: Int) -> Passage {
        let request = steps.exchange.request
        result.removeAll()
        let isMatch = request.withSpan(request.path) { path in
            settings.expression.replaceAll(in: path, with: settings.replacement, into: result)
        }
        if isMatch { steps.replacePath(EscapedPath.escaping(result.array)) }
        return .next
    }
}

extension RequestSteps {
    /// Replaces the path, and tells the upstream what it was.
    fileprivate func replacePath(_ path: [UInt8]) {
        let request = exchange.request
        request.set(.xReplacedPath, text: request.string(request.path))
        request.replacePath(path.first == UInt8(ascii: "/") ? path : [UInt8(ascii: "/")] + path)
    }
}
