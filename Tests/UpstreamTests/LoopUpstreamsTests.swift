import Configuration
import HTTP
import LinuxIO
import Testing
import Transport

@testable import Upstream

@Suite struct LoopUpstreamsTests {
    private final class Nobody: UpstreamCallUser {
        func writeRequest(_ call: UpstreamCall, to buffer: ByteBuffer) {}
        func interim(_ call: UpstreamCall) {}
        func answered(_ call: UpstreamCall) {}
        func failed(_ call: UpstreamCall, _ failure: ClientFailure) {}
    }

    /// A call that waits for a server's addresses is told of them although a reload has no such server.
    @Test func aServerStaysWhileItsNameIsLookedUp() async throws {
        let found = try await onLoop { upstreams in
            let pool = upstreams.pool(for: UpstreamURL(scheme: .http, host: "name.invalid", port: 80), by: nil)
            let key = PoolKey(url: pool.url, settings: pool.settings)
            let (call, user) = (UpstreamCall(), Nobody())
            call.start(to: pool, method: .get, framing: .none, body: nil, user: user)
            upstreams.keep(only: [])
            let stays = upstreams.known(key) === pool
            call.finish()
            upstreams.keep(only: [])
            return [stays, upstreams.known(key) == nil]
        }
        #expect(found == [true, true])
    }
}
