internal import Configuration
internal import FuzzDriver

/// Configuration from YAML, flags and variables, as far as its report. Input: flags on lines of their own, which name
/// variables, too, a zero byte, YAML.
@main enum FuzzOptions {
    static func main() { fuzz(check) }

    static func check(_ bytes: [UInt8]) {
        var input = FuzzInput(bytes)
        let flags = input.part().split(separator: 10).map { String(decoding: $0, as: UTF8.self) }
        let (given, problems) = Flags.parse(flags)
        let variables = Dictionary(flags.map { ("USHER_\($0)", "1") }) { first, _ in first }
        let options = given.over(Environment.parse(variables).tree)
        guard let file = try? ConfigTree(yaml: String(decoding: input.rest, as: UTF8.self), path: "a.yml") else {
            return report(StaticConfiguration.decode(options, problems: problems), nil)
        }
        report(StaticConfiguration.decode(options.over(file), problems: problems), file)
    }

    private static func report(_ fixed: Loaded<StaticConfiguration>, _ file: ConfigTree?) {
        let dynamic = fixed.model.flatMap { model in
            file.map { DynamicConfiguration.decode([ProvidedTree(ProviderName.file, $0)], for: model) }
        }
        FuzzDriver.check(!ConfigReport.render(fixed: fixed, dynamic: dynamic).isEmpty, "no report")
    }
}
