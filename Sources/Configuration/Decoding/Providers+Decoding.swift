extension Providers {
    init(_ section: Section) {
        self.init()
        throttle = section.duration("providersThrottleDuration", default: throttle)
        file = section.section("file").map(FileProviderSettings.init)
        docker = section.section("docker").map(DockerProviderSettings.init)
        section.ignores(UnbuiltOptions.providers)
        section.finish()
    }
}

extension FileProviderSettings {
    init(_ section: Section) {
        self.init(filename: section.text("filename"), directory: section.text("directory"))
        watch = section.boolean("watch", default: watch)
        if filename.isEmpty, directory.isEmpty {
            section.complain(
                "filename", section.take("filename"),
                "expected the path of a YAML or TOML file, or that of a directory as `directory`")
        }
        if !filename.isEmpty, !directory.isEmpty {
            section.warn("filename", section.take("filename"), "without effect beside `directory`")
            filename = ""
        }
        section.ignores("debugLogGeneratedTemplate")
        section.finish()
    }
}
