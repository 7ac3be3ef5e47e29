internal import Configuration
internal import FuzzDriver

/// Configuration from YAML and flags, as far as its report. Input: flags on lines of their own, a zero byte, YAML.
@main enum FuzzOptions {
    static func main() { fuzz(check) }

    static func check(_ bytes: [UInt8]) {
        var input = FuzzInput(bytes)
        let flags = input.part().split(separator: 10).map { String(decoding: $0, as: UTF8.self) }
        let (options, problems) = Flags.parse(flags)
        guard let file = try? ConfigTree(yaml: String(decoding: input.rest, as: UTF8.self), path: "a.yml") else {
            return report(StaticConfiguration.decode(options, problems: problems), nil)
        }
        report(StaticConfiguration.decode(options.over(file), problems: problems), file)
    }

    private static func report(_ fixed: Loaded<StaticConfiguration>, _ file: ConfigTree?) {
        let dynamic = fixed.model.flatMap { model in file.map { DynamicConfiguration.decode($0, for: model) } }
        FuzzDriver.check(!ConfigReport.render(fixed: fixed, dynamic: dynamic).isEmpty, "no report")
    }
}
