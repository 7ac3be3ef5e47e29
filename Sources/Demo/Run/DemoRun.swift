internal import LinuxIO

/// A run of the demo, from the media to the last process.
package struct DemoRun {
    private let settings: DemoSettings
    private let children = Children()

    package init(_ settings: DemoSettings) { self.settings = settings }

    /// Runs until everything is checked, or until a signal; the exit status.
    ///
    /// To be called on the main thread, before any other is started.
    package func run() -> Int32 {
        let signals = Signals(taking: [.terminate, .interrupt, .hangUp])
        signals.deliver { [children] _ in children.stop() }
        do throws(DemoFailure) {
            let library = try MediaLibrary(settings.media)
            try MediaMaker(library: library, children: children).makeMissing()
            return try serve(library)
        } catch {
            if children.isStopping { return settings.checks ? 1 : 0 }
            Screen.say("usher demo: \(error)")
            return 1
        }
    }

    /// Everything below ends and is removed on every way out.
    private func serve(_ library: MediaLibrary) throws(DemoFailure) -> Int32 {
        let directory = try Directory.temporary()
        defer { Directory.remove(directory) }
        let (figures, delay) = (OriginFigures(), settings.originDelay)
        let origin = try DemoServer { loop in
            DemoOrigin(library.directory, figures: figures, delay: delay, loop: loop)
        }
        defer { origin.stop() }
        let api = try DemoServer { _ in DemoAPI(figures: figures) }
        defer { api.stop() }
        let configuration = UsherConfiguration(
            directory: directory, port: try FreePort.find(settings.port, option: "--port"),
            tlsPort: try FreePort.find(settings.tlsPort, option: "--tls-port"), originPort: origin.port,
            apiPort: api.port)
        let usher = try UsherProcess(configuration, among: children)
        defer { usher.end() }
        guard settings.checks else { return try wait(usher, library) }
        return try CheckRun(
            configuration: configuration, library: library, figures: figures, children: children
        ).run() ? 0 : 1
    }

    private func wait(_ usher: UsherProcess, _ library: MediaLibrary) throws(DemoFailure) -> Int32 {
        guard let film = FileFacts(path: library.film) else { throw DemoFailure("\(library.film) is gone") }
        Screen.say(Guide(configuration: usher.configuration, film: film).text)
        while !children.waitForStop(upTo: .seconds(1)) {
            guard usher.isRunning else { throw usher.lastWords }
        }
        return 0
    }
}
