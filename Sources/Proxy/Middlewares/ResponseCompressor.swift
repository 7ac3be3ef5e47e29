internal import Compression
internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport

/// `compress`
final class ResponseCompressor: LoopMiddleware {
    private let settings: CompressSettings
    private let codings: [CompressionCoding]
    private let fallback: CompressionCoding?

    init(_ settings: CompressSettings) {
        self.settings = settings
        codings = settings.encodings.compactMap { CompressionCoding(rawValue: $0) }
        fallback = CompressionCoding(rawValue: settings.defaultEncoding)
    }

    func respond(_ steps: RequestSteps, at position: Int, _ body: inout (any BodySource)?) -> Passage {
        let (request, response) = (steps.exchange.request, steps.exchange.response)
        let (isPackable, coding) = (mayPack(response), request.method == .head ? nil : coding(for: request))
        // As Traefik does, whatever a client gets that asks for a coding says so; and whatever others would get packed.
        if isPackable || coding != nil, !response.hasToken("accept-encoding", in: .vary) {
            response.add(.vary, "Accept-Encoding")
        }
        guard isPackable, let coding else { return .next }
        body = body.map { lookAhead($0, response) }
        guard let source = body, case .some(let length) = leastLength(response), length >= settings.minimumBytes,
            let compressor = makeCompressor(coding)
        else { return .next }
        describe(coding, in: response)
        body = CompressingBody(source, by: compressor)
        return .next
    }

    /// Whether this is a whole representation of a type that gains by it (RFC 9110 §7.7, §15.3.7).
    private func mayPack(_ response: ResponseHead) -> Bool {
        guard response.status >= 200, response.status != 204, response.status != 206, response.status != 304,
            !response.has(.contentEncoding), !response.has(.contentRange),
            !response.hasToken("no-transform", in: .cacheControl), let value = response.first(.contentType)
        else { return false }
        let type = String(response.string(value).prefix { $0 != ";" && $0 != " " }).lowercased()
        if type == "application/grpc" { return false }
        if let included = settings.includedTypes { return included.contains(type) }
        return CompressibleTypes.contains(type) && !settings.excludedTypes.contains(type)
    }

    /// How long the body is; of one of unknown length nothing speaks against packing.
    private func leastLength(_ response: ResponseHead) -> Int? {
        switch response.framing {
        case .none: nil
        case .length(let length): Int(clamping: length)
        case .chunked, .untilClose: .max
        }
    }

    /// A small body whose length was not said, but which is there as a whole, becomes one of that length.
    private func lookAhead(_ source: any BodySource, _ response: ResponseHead) -> any BodySource {
        switch response.framing {
        case .none, .length: return source
        case .chunked, .untilClose: break
        }
        let beginning = ByteBuffer(capacity: max(1, min(settings.minimumBytes, 16 << 10)))
        while beginning.count < settings.minimumBytes {
            let segment = source.next()
            let count = segment.copy(to: beginning, atMost: settings.minimumBytes - beginning.count)
            if count > 0 { source.took(count) }
            if case .end = segment, source.trailers == nil { response.framing = .length(UInt64(beginning.count)) }
            if count == 0 { break }
        }
        return ContinuedBody(beginning, then: source)
    }

    /// What the client likes best; of several the one that the configuration names first.
    private func coding(for request: RequestHead) -> CompressionCoding? {
        guard let value = request.first(.acceptEncoding) else { return fallback }
        let preference = request.withSpan(value) { CodingPreference($0) }
        var best: (coding: CompressionCoding, weight: Int)?
        for coding in codings {
            let weight = preference.weight(of: coding.rawValue)
            if weight > best?.weight ?? 0 { best = (coding, weight) }
        }
        return best?.coding
    }

    private func describe(_ coding: CompressionCoding, in response: ResponseHead) {
        response.framing = .chunked
        response.add(.contentEncoding, coding.token)
        response.remove(.acceptRanges)
        // Other bytes than those that a strong tag stands for (RFC 9110 §8.8.1).
        guard let tag = response.first(.etag) else { return }
        let text = response.string(tag)
        if text.hasPrefix("\"") { response.set(.etag, text: "W/" + text) }
    }
}

/// Types whose bytes are mostly text.
enum CompressibleTypes {
    private static let exact: Set<String> = [
        "application/javascript", "application/x-javascript", "application/ecmascript", "application/json",
        "application/xml", "application/wasm", "application/manifest+json", "application/graphql",
        "application/vnd.apple.mpegurl", "application/x-mpegurl", "audio/mpegurl", "audio/x-mpegurl",
        "application/dash+xml", "application/x-yaml", "application/yaml", "application/toml", "application/sql",
        "application/rtf", "application/vnd.ms-fontobject", "application/x-subrip", "application/ttml+xml",
        "image/svg+xml", "image/x-icon", "image/vnd.microsoft.icon", "image/bmp", "font/ttf", "font/otf",
    ]

    static func contains(_ type: String) -> Bool {
        if type.hasPrefix("text/") { return type != "text/event-stream" }
        return exact.contains(type) || type.hasSuffix("+json") || type.hasSuffix("+xml") || type.hasSuffix("+text")
    }
}
