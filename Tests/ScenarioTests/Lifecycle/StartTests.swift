import Testing

extension LifecycleScenarios {
    /// Starts the program with a static file that it should refuse; how it ended, and what it said.
    private func start(_ yaml: String) throws -> (status: Int32, said: String) {
        let directory = try TemporaryDirectory()
        try directory.write("static.yml", yaml)
        let said = directory.file("said")
        let child = try ChildProcess(
            BuiltProgram.path, ["serve", "--configFile=\(directory.file("static.yml"))"], output: said)
        defer { child.signal(9) }
        return (try child.waitExit(within: .seconds(5)), contents(ofFile: said))
    }

    /// Errors of the static file stop the start, with the key that is wrong.
    @Test func aFaultyStaticFileIsRefused() throws {
        let end = try start("entryPoints:\n  web: {address: \"127.0.0.1:\(PortNumbers.unused())\", adress: x}\n")
        #expect(end.status > 0 && end.said.contains("adress"))
    }

    /// An address in use is said, not waited for.
    @Test func anAddressInUseIsSaid() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond() }
        let end = try start("entryPoints:\n  web: {address: \"127.0.0.1:\(origin.port)\"}\n")
        #expect(end.status > 0 && end.said.contains("\(origin.port)"))
    }

    /// Two entry points on one address would get each other's connections.
    @Test(arguments: ["127.0.0.1", ""]) func anAddressIsForOneEntryPoint(host: String) throws {
        let port = PortNumbers.unused()
        let end = try start(
            "entryPoints:\n  web: {address: \"127.0.0.1:\(port)\"}\n  other: {address: \"\(host):\(port)\"}\n")
        #expect(end.status > 0 && end.said.contains("entryPoints.web listens there"), "\(end.said)")
    }

    /// A store belongs to one process.
    @Test func aStoreInUseIsSaid() throws {
        let origin = try MediaOrigin()
        let usher = try UsherProcess(.cached(origin.url))
        let store = usher.directory.file("store")
        let end = try start(
            "entryPoints:\n  web: {address: \"127.0.0.1:\(PortNumbers.unused())\"}\n"
                + "caches:\n  media: {path: \(store), size: 32MiB, chunkSize: 64KiB}\n")
        #expect(end.status > 0 && end.said.contains(store))
        expectRight(try usher.get("/film"))
    }
}
