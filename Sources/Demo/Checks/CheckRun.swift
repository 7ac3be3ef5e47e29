internal import Glibc
internal import HTTP
internal import LinuxIO

/// The demo's claims, verified one after the other against the files and the origin's own counts.
final class CheckRun {
    let library: MediaLibrary
    let client: DemoClient
    let tlsPort: UInt16
    let children: Children
    private let figures: OriginFigures
    private var failures = 0
    private var count = 0

    init(configuration: UsherConfiguration, library: MediaLibrary, figures: OriginFigures, children: Children) {
        (self.library, self.figures, self.children) = (library, figures, children)
        client = DemoClient(port: configuration.port)
        tlsPort = configuration.tlsPort
    }

    /// Whether every check held.
    func run() throws(DemoFailure) -> Bool {
        Screen.say(CheckLine.title)
        guard let film = FileFacts(path: library.film) else { throw DemoFailure("\(library.film) is gone") }
        checkRanges(of: film)
        checkAnswers(of: film)
        checkStream()
        checkPassing()
        checkSecure(film)
        checkPlayers()
        let total = figures.counts
        Screen.say("\(count - failures) of \(count) checks hold")
        Screen.say("the origin gave \(total.bytes) bytes in \(total.requests) answers")
        return failures == 0
    }

    /// One check: what it asks, and what must hold of the answer; a line tells how it went.
    func check(_ name: String, _ body: (inout CheckLine) throws(DemoFailure) -> Void) {
        guard !children.isStopping else {
            failures += 1
            return
        }
        settle()
        var line = CheckLine(name)
        let before = figures.counts
        let began = MonotonicTime.now
        line.fetched = { [figures] in figures.counts - before }
        do throws(DemoFailure) { try body(&line) } catch { line.expect(false, "\(error)") }
        count += 1
        if !line.problems.isEmpty { failures += 1 }
        Screen.say(line.text(took: MonotonicTime.now.since(began)))
    }

    /// Waits until the origin has been left alone for a moment: a check counts only what it causes itself, and what it
    /// finds in the store is there.
    private func settle() {
        var before = figures.counts
        for _ in 0..<40 {
            usleep(150_000)
            let now = figures.counts
            if now == before { return }
            before = now
        }
    }
}
