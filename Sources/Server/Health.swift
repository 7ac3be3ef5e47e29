package import Configuration
internal import LinuxIO
internal import Transport
internal import Upstream

/// Asks a running usher whether it serves.
package enum Health {
    package struct Verdict: Sendable {
        package let isGood: Bool
        package let text: String
    }

    /// Sends `GET /ping` to the entry point of the `ping` section; waits 5 s at most.
    package static func ask(_ fixed: StaticConfiguration) async -> Verdict {
        guard let ping = fixed.ping, let entryPoint = fixed.entryPoint(named: ping.entryPoint) else {
            return Verdict(isGood: false, text: "there is no `ping` section in the static configuration; add one")
        }
        let host = ["", "0.0.0.0", "::"].contains(entryPoint.address.host) ? "127.0.0.1" : entryPoint.address.host
        let url = UpstreamURL(scheme: .http, host: host, port: entryPoint.address.port)
        let loop = EventLoop.start(index: 0)
        defer { loop.post(.stop) }
        do {
            let workers = Workers(named: "lookup", threads: 1)
            let upstreams = UpstreamSettings(ServersTransport(), tls: nil, resolver: Resolver(workers: workers))
            loop.run { _ = LoopUpstreams.install(on: $0, [nil: upstreams]) }
            var request = AsyncRequest(url: url, target: "/ping")
            request.timeout = .seconds(5)
            let status = try await AsyncClient.send(request, on: loop).status
            return Verdict(isGood: status == 200, text: status == 200 ? "OK" : "\(url) answers \(status)")
        } catch {
            return Verdict(isGood: false, text: "\(url): \(error)")
        }
    }
}
