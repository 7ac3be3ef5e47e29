import LinuxIO

/// An object store with a media object under every path: it gives nothing without a good signature over method, host, path
/// as sent and the whole query. When it takes a signature for expired is the scenario's to say.
final class SignedOrigin: Sendable {
    private let object: Locked<MediaObject>
    private let refused = Locked<[String]>([])
    private let sent = Locked(0)
    let server: ScriptedOrigin

    init(_ object: MediaObject = MediaObject()) throws {
        let object = Locked(object)
        self.object = object
        let (sent, refused) = (sent, refused)
        server = try ScriptedOrigin { request, reply in
            var media = object.withLock { $0 }
            guard Self.accepts(request), !refused.withLock({ $0.contains { request.target.contains($0) } }) else {
                reply.stall(media.delay)
                return try reply.respond(403, ["Content-Type": "application/xml"], text: "<Code>Denied</Code>")
            }
            if let name = request.target.split(separator: "&").first(where: {
                $0.contains("response-content-disposition=")
            }) {
                let value = name.drop { $0 != "=" }.dropFirst()
                media.fields.lines.append((name: "Content-Disposition", value: String(value)))
            }
            try MediaAnswer(media, request, reply, sent).send()
        }
    }

    /// Whether the signature is one over what has come.
    private static func accepts(_ request: OriginRequest) -> Bool {
        let parts = request.target.split(separator: "?", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return false }
        let pairs = parts[1].split(separator: "&", omittingEmptySubsequences: false).map(String.init)
        let isSignature = { (pair: String) in pair.hasPrefix("X-Amz-Signature=") }
        guard pairs.filter(isSignature).count == 1, let given = pairs.first(where: isSignature) else { return false }
        let wanted = SignedURL.signature(
            request.method, request.fields["Host"] ?? "", parts[0], pairs.filter { !isSignature($0) })
        return given == "X-Amz-Signature=\(wanted)"
    }

    var url: String { server.url }
    var requests: [OriginRequest] { server.requests }
    /// Bytes of the objects sent so far, each time one was.
    var sentBytes: Int { sent.withLock { $0 } }

    func change(_ body: (inout MediaObject) -> Void) { object.withLock { body(&$0) } }

    /// Signatures of URLs that hold this text are good no more.
    func refuse(_ text: String) { refused.withLock { $0.append(text) } }

    func waitForRequests(_ count: Int) throws { try server.waitForRequests(count) }
}
