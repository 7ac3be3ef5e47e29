import LinuxIO

/// An origin with a media object under every path; honest until a scenario changes them.
///
/// They differ in their bytes only: a number at the end of a path (`/film-7`) is added to the object's own.
final class MediaOrigin: Sendable {
    private let object: Locked<MediaObject>
    private let sent = Locked(0)
    private let versions = VersionPlan()
    let server: ScriptedOrigin

    init(_ object: MediaObject = MediaObject()) throws {
        let object = Locked(object)
        self.object = object
        let (sent, versions) = (sent, versions)
        server = try ScriptedOrigin { request, reply in
            let current = object.withLock { object in
                if versions.isDue() { object.becomeNewVersion() }
                return object
            }
            try MediaAnswer(current, request, reply, sent).send()
        }
    }

    var url: String { server.url }
    var requests: [OriginRequest] { server.requests }
    var ranges: [String] { server.ranges }
    /// Bytes of the objects sent so far, each time one was.
    var sentBytes: Int { sent.withLock { $0 } }
    /// The object as it is now.
    var current: MediaObject { object.withLock { $0 } }

    /// Changes the object for requests from now on.
    func change(_ body: (inout MediaObject) -> Void) { object.withLock { body(&$0) } }

    /// Another version takes the object's place once this many further requests have come.
    func changesVersion(afterRequests count: Int) { versions.schedule(after: count) }

    /// Waits until nothing has been sent for a while: whoever reads has paused.
    func waitUntilSilent() throws {
        var last = -1
        try eventually("the origin to fall silent") {
            defer { last = sentBytes }
            sleep(.milliseconds(300))
            return sentBytes == last
        }
    }

    func waitForRequests(_ count: Int) throws { try server.waitForRequests(count) }
}

/// When the next version takes its place.
private final class VersionPlan: Sendable {
    private let left = Locked<Int?>(nil)

    func schedule(after count: Int) { left.withLock { $0 = count } }

    /// Counts a request; true for the first one that sees the next version.
    func isDue() -> Bool {
        left.withLock { left in
            guard let count = left else { return false }
            left = count == 0 ? nil : count - 1
            return count == 0
        }
    }
}
