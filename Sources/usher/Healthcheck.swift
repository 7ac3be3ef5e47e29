internal import ArgumentParser
internal import Configuration
internal import LinuxIO
internal import Server

/// Asks a running usher for its health, for containers.
struct Healthcheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask the running usher's /ping; exits 0 when it answers OK, else 1.",
        usage: "usher healthcheck [--configFile=PATH] [--option.path=VALUE ...]",
        discussion: "Reads the same static configuration as serve, and asks the entry point of its `ping` section.")

    @Argument(parsing: .captureForPassthrough, help: "Static options, as for serve.")
    var options: [String] = []

    func run() async throws {
        if options.contains("--help") || options.contains("-h") { throw CleanExit.helpRequest(self) }
        guard let model = StaticConfiguration.load(arguments: options).model else {
            writeToStandardError("the static configuration has errors; see usher check\n")
            throw ExitCode(1)
        }
        let verdict = await Health.ask(model)
        print(verdict.text)
        if !verdict.isGood { throw ExitCode(1) }
    }
}
