internal import LinuxIO

extension StaticConfiguration {
    /// Reads the static configuration from everywhere it may stand: flags go over the environment, and the environment
    /// over the file that `configFile` names, or that is found where Traefik would look for its own. Blocks.
    ///
    /// The model is nil when there are errors.
    package static func load(
        arguments: [String], environment: [String: String] = processEnvironment()
    ) -> Loaded<StaticConfiguration> {
        load(arguments: arguments, environment: environment, search: StaticFile.places(environment))
    }

    /// - Parameter search: paths of files, of which the first that exists is read where none is named.
    static func load(
        arguments: [String], environment: [String: String], search: [String]
    ) -> Loaded<StaticConfiguration> {
        let flags = Flags.parse(arguments)
        let variables = Environment.parse(environment)
        var problems = flags.problems + variables.problems
        var tree = flags.tree.over(variables.tree)
        let named = tree.remove("configFile")
        do throws(ConfigProblem) {
            if let path = try named.map(StaticFile.path) ?? search.first(where: isFile) {
                tree = tree.over(try ConfigTree(text: try readConfigFile(path), path: path))
            }
            return decode(tree, problems: problems)
        } catch {
            problems.append(error)
            return Loaded(model: nil, problems: problems)
        }
    }
}

/// Where the static file is looked for.
enum StaticFile {
    /// Every path, in the order of preference.
    static func places(_ environment: [String: String]) -> [String] {
        let names = { (directory: String, programs: [String]) in
            programs.flatMap { program in ["toml", "yaml", "yml"].map { "\(directory)/\(program).\($0)" } }
        }
        let both = ["usher", "traefik"]
        var places = names("/etc/usher", ["usher"]) + names("/etc/traefik", ["traefik"])
        if let directory = environment["XDG_CONFIG_HOME"], !directory.isEmpty { places += names(directory, both) }
        if let home = environment["HOME"], !home.isEmpty { places += names("\(home)/.config", both) }
        return places + names(".", both)
    }

    /// The path that the option `configFile` gives.
    static func path(_ option: ConfigTree) throws(ConfigProblem) -> String {
        guard let path = option.value, !path.isEmpty else {
            throw ConfigProblem(.error, at: option.source, keyPath: "configFile", message: "expected a path")
        }
        return path
    }
}
