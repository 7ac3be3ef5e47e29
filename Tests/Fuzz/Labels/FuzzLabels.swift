internal import Configuration
internal import FuzzDriver

/// Labels, one on each line: whatever they are, a tree comes of them that can be decoded.
@main enum FuzzLabels {
    static func main() { fuzz(check) }

    static func check(_ bytes: [UInt8]) {
        var labels: [String: String] = [:]
        for line in String(decoding: bytes.prefix(1 << 12), as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            labels[String(parts[0])] = parts.count == 2 ? String(parts[1]) : ""
        }
        let read = Labels(labels, container: "fuzzed")
        FuzzDriver.check(
            read.dynamic.children.allSatisfy { ["http", "tcp", "udp", "tls"].contains($0.key) }, "a branch of none")
        let loaded = DynamicConfiguration.decode(
            [ProvidedTree(ProviderName.docker, read.dynamic)], for: StaticConfiguration())
        for router in loaded.model?.routers ?? [] {
            FuzzDriver.check(router.provider == ProviderName.docker, "a router of another provider")
        }
    }
}
