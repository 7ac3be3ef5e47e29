package import Configuration

/// What the containers of an engine come to.
package struct DockerConfiguration: Sendable, Equatable {
    package let tree: ConfigTree
    package let problems: [ConfigProblem]

    package init(_ containers: [Container], _ settings: DockerProviderSettings, _ surroundings: Surroundings) {
        var merged = MergedContainers()
        var problems: [ConfigProblem] = []
        for container in containers.sorted(by: { ($0.name, $0.id) < ($1.name, $1.id) }) {
            let made = ContainerTree(container, settings, surroundings)
            problems += made.problems
            if let tree = made.tree { merged.add(tree) }
        }
        merged.finish()
        (tree, self.problems) = (merged.tree, problems + merged.problems)
    }
}
