@testable import Configuration

/// Decodes a static file called `static.yml`, with flags over it.
func decodeStatic(_ yaml: String, flags: [String] = []) throws -> Loaded<StaticConfiguration> {
    let (tree, problems) = Flags.parse(flags)
    return StaticConfiguration.decode(tree.over(try ConfigTree(yaml: yaml, path: "static.yml")), problems: problems)
}

/// The static part most dynamic tests stand on.
let usual = StaticConfiguration(
    entryPoints: [
        EntryPoint(name: "web", address: ListenAddress(host: "", port: 80)),
        EntryPoint(name: "websecure", address: ListenAddress(host: "", port: 443)),
    ], caches: [CacheSettings(name: "media", path: "/media", size: 1 << 30)])

/// Decodes a dynamic file called `dynamic.yml`.
func decodeDynamic(_ yaml: String, for fixed: StaticConfiguration = usual) throws -> Loaded<DynamicConfiguration> {
    DynamicConfiguration.decode(
        [ProvidedTree(ProviderName.file, try ConfigTree(yaml: yaml, path: "dynamic.yml"))], for: fixed)
}

extension Loaded {
    var errors: [String] { problems.filter { $0.severity == .error }.map(\.description) }
    var warnings: [String] { problems.filter { $0.severity == .warning }.map(\.description) }
}
