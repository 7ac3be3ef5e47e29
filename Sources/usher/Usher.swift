internal import ArgumentParser

@main
struct Usher: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "usher",
        abstract: "The front door for people who stream their own video.",
        subcommands: [Check.self, Version.self])
}

struct Version: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print the version.")

    func run() { print("usher 0.1.0") }
}
