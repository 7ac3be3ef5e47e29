internal import ArgumentParser
internal import Configuration
internal import Routing

/// Reads the configuration as `serve` would, and says what it came to.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the resolved configuration, where each value comes from, and what is wrong with it.",
        usage: "usher check [--configFile=PATH] [--option.path=VALUE ...]",
        discussion: """
            Takes flags, variables (TRAEFIK_..., USHER_...) and the static file in Traefik's spelling; flags go over \
            variables, and both over the file. Reads the file provider's dynamic files, too. Exits 0 when there are no errors, else 1.
            """)

    @Argument(parsing: .captureForPassthrough, help: "Static options, such as --entryPoints.web.address=:80.")
    var options: [String] = []

    func run() throws {
        if options.contains("--help") || options.contains("-h") { throw CleanExit.helpRequest(self) }
        let fixed = StaticConfiguration.load(arguments: options)
        var dynamic = fixed.model.flatMap { model in
            model.providers.file.map { DynamicConfiguration.load($0, for: model) }
        }
        if let model = fixed.model, let read = dynamic {
            dynamic?.problems += RoutingPlan(read, on: model.entryPoints) { router, _, _ in router.name }.problems
        }
        print(ConfigReport.render(fixed: fixed, dynamic: dynamic), terminator: "")
        if fixed.problems.hasErrors || dynamic?.problems.hasErrors == true { throw ExitCode(1) }
    }
}
