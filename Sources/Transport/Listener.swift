package import LinuxIO

/// Accepts connections of one entry point on one loop.
package final class Listener: LoopMember {
    private let loop: EventLoop
    private let socket: ListeningSocket
    private let handler: any RequestHandler
    private var token: LoopToken?
    /// Given up for a moment when descriptors run out, so that a waiting client can be turned away.
    private var spare: Descriptor?
    /// How the next connections are served.
    package var settings: ServerSettings
    private static let turnLimit = 64

    /// - Throws: `Errno` when the socket cannot be watched.
    package init(
        _ socket: consuming ListeningSocket, settings: ServerSettings, handler: any RequestHandler, loop: EventLoop
    ) throws(Errno) {
        self.socket = socket
        (self.settings, self.handler, self.loop) = (settings, handler, loop)
        spare = Descriptor.null()
        token = try loop.add(self, watching: self.socket.number)
    }

    package func ready(_ readiness: Readiness) { acceptAll() }
    package func woken() { acceptAll() }

    private func acceptAll() {
        guard let token else { return }
        for _ in 0..<Self.turnLimit {
            do throws(Errno) {
                guard let accepted = try socket.accept() else { return }
                ServerConnection.start(accepted, settings: settings, handler: handler, loop: loop)
            } catch {
                guard error == .tooManyOpenFiles else { return }
                turnAway()
            }
        }
        loop.again(token)
    }

    /// Out of descriptors: a client that is accepted and closed knows more than one that waits for ever.
    private func turnAway() {
        spare = nil
        _ = try? socket.accept()
        spare = Descriptor.null()
    }

    /// Stops listening.
    package func stop() {
        guard let token else { return }
        loop.remove(token)
        loop.unwatch(socket.number)
        self.token = nil
    }
}
