internal import Glibc
internal import LinuxIO

/// usher itself, as a child: the same program with `serve`.
struct UsherProcess {
    private let child: pid_t
    private let children: Children
    let configuration: UsherConfiguration

    /// Starts it and waits until it answers.
    init(_ configuration: UsherConfiguration, among children: Children) throws(DemoFailure) {
        (self.configuration, self.children) = (configuration, children)
        try configuration.write()
        try FileBytes.write("", to: configuration.logPath)
        let number = unsafe open(configuration.logPath, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard number >= 0 else { throw DemoFailure("cannot open \(configuration.logPath): \(Errno.current)") }
        let log = Descriptor(owning: number)
        let program = ["/proc/self/exe", "serve", "--configFile=\(configuration.staticPath)"]
        child = try children.start(program, output: log.number, errors: log.number)
        do throws(DemoFailure) { try waitUntilItAnswers() } catch {
            end()
            throw error
        }
    }

    private func waitUntilItAnswers() throws(DemoFailure) {
        for _ in 0..<200 {
            if children.isStopping { throw DemoFailure("stopped") }
            if let answer = try? DemoClient(port: configuration.port).get("/api/time"), answer.status == 200 { return }
            guard children.isRunning(child) else { throw DemoFailure("usher ended at once:\n\(log)") }
            usleep(50_000)
        }
        throw DemoFailure("usher does not answer on port \(configuration.port):\n\(log)")
    }

    /// What it has said.
    private var log: String {
        String(decoding: ((try? FileBytes.whole(configuration.logPath)) ?? []).suffix(4000), as: UTF8.self)
    }

    var isRunning: Bool { children.isRunning(child) }

    /// Why it has ended by itself.
    var lastWords: DemoFailure { DemoFailure("usher has ended:\n\(log)") }

    func end() { children.end(child) }
}
