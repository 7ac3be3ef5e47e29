import Testing

@testable import LinuxIO

@Suite struct EventLoopTests {
    @Test func answersCallsUntilItEnds() async throws {
        let loop = EventLoop.start(index: 3)
        let index = try await loop.call { loop, reply in reply.finish(.success(loop.handle.index)) }
        #expect(index == 3)
        loop.post(.stop)
        await #expect(throws: LoopGone.self) {
            while true { try await loop.call { _, reply in reply.finish(.success(())) } }
        }
    }

    @Test func aCancelledCallEnds() async {
        let loop = EventLoop.start(index: 0)
        let hung = Task { try await loop.call { (_, _: Reply<Int>) in } }
        hung.cancel()
        await #expect(throws: CancellationError.self) { try await hung.value }
        loop.post(.stop)
    }

    /// A member of one loop echoes what a member of another sends, through real sockets.
    @Test func bytesCrossARealConnection() async throws {
        let loops = [EventLoop.start(index: 0), EventLoop.start(index: 1)]
        let address = try await loops[0].call { loop, reply in
            reply.finish(
                Result {
                    let socket = try ListeningSocket(SocketAddress(ip: "127.0.0.1", port: 0)!, shared: false)
                    let address = socket.localAddress!
                    let listener = EchoListener(loop, socket)
                    _ = try loop.add(listener, watching: listener.number)
                    return address
                })
        }
        let answer = try await loops[1].call { loop, reply in
            do {
                let client = try EchoClient(to: address, reply: reply)
                _ = try loop.add(client, watching: client.number)
            } catch {
                reply.finish(.failure(error))
            }
        }
        #expect(answer == "a film that starts at once")
        for loop in loops { loop.post(.stop) }
    }
}
