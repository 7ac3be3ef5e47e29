internal import ArgumentParser

@main
struct Usher: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "usher",
        abstract: "The front door for people who stream their own video.",
        discussion: """
            Without a command, or when the first argument is an option of the static configuration, usher serves: \
            "usher --configFile=usher.yml" is "usher serve --configFile=usher.yml".
            """,
        subcommands: [Serve.self, Check.self, Healthcheck.self, Show.self, Demo.self, Version.self],
        defaultSubcommand: Serve.self)

    static func main() async {
        var arguments = Array(CommandLine.arguments.dropFirst())
        if let first = arguments.first, first.hasPrefix("--"), !["--help", "--version"].contains(first) {
            arguments.insert("serve", at: 0)
        }
        do {
            var command = try parseAsRoot(arguments)
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
        } catch {
            exit(withError: error)
        }
    }
}

struct Version: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print the version.")

    /// Of this build.
    static let text = "0.1.0"

    func run() { print("usher \(Self.text)") }
}
