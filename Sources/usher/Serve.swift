internal import ArgumentParser
internal import Configuration
internal import LinuxIO
internal import Server

/// Serves until it is told to stop.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve: route, cache and answer (the default command).",
        usage: "usher [serve] [--configFile=PATH] [--option.path=VALUE ...]",
        discussion: """
            Takes flags, variables (TRAEFIK_..., USHER_...) and the static file in Traefik's spelling; flags go over \
            variables, and both over the file. Without --configFile the first is read of usher.* in /etc/usher, \
            traefik.* in /etc/traefik, and either in $XDG_CONFIG_HOME, ~/.config and the working directory (.toml, \
            .yaml, .yml). SIGTERM and SIGINT drain: \
            what is in flight may finish within transport.lifeCycle.graceTimeOut (10 s). SIGHUP reads the dynamic \
            files again, as a change of them does. SIGUSR1 opens the log files anew.
            """)

    @Argument(parsing: .captureForPassthrough, help: "Static options, such as --entryPoints.web.address=:80.")
    var options: [String] = []

    func run() async throws {
        if options.contains("--help") || options.contains("-h") { throw CleanExit.helpRequest(self) }
        let signals = stream(of: Signals())
        let fixed = StaticConfiguration.load(arguments: options)
        for problem in fixed.problems { writeToStandardError("\(problem)\n") }
        guard let model = fixed.model else {
            writeToStandardError("usher does not start: the static configuration has errors\n")
            throw ExitCode(1)
        }
        let server: Server
        do { server = try await Server(model, options: fixed.options, version: Version.text) } catch {
            writeToStandardError("usher does not start: \(error)\n")
            throw ExitCode(1)
        }
        await server.watch()
        for await signal in signals {
            switch signal {
            case .terminate, .interrupt: return await server.stop()
            case .hangUp: await server.reload()
            case .user1: await server.reopenLogs()
            }
        }
    }

    /// What is signalled before the loop below begins waits in the stream.
    private func stream(of signals: Signals) -> AsyncStream<ProcessSignal> {
        AsyncStream { continuation in signals.deliver { continuation.yield($0) } }
    }
}
