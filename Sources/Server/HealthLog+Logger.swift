internal import Configuration
internal import Logging
internal import Upstream

extension HealthLog {
    init(_ logger: Logger) {
        self.init(
            changed: { server, trouble in
                if let trouble {
                    logger.warning("server is down: \(trouble)", metadata: ["server": "\(server)"])
                } else {
                    logger.notice("server is up", metadata: ["server": "\(server)"])
                }
            },
            leftAlone: { server, pause in
                let time = pause.map { "for \(DurationText.print($0))" } ?? "until a check is good"
                logger.warning("requests fail, server is left alone \(time)", metadata: ["server": "\(server)"])
            })
    }
}
