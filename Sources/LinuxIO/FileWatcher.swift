internal import CLinux
internal import Glibc

/// Calls back, on a thread of its own, when a file, or one below a directory, has become another; ends with its owner.
///
/// What is watched of a file is its directory, because editors write a new file and rename it over the old one, and the
/// directory of the file that its links lead to, because Kubernetes swaps a link beside it:
///
///     /etc/usher/usher.yml -> ..data/usher.yml        ..data -> ..2026_01_02/
///
/// The kernel's events only say that it is time to look: what counts is whether the file's mark differs. So an event
/// too many costs a `stat`, and one that never comes (network file systems, a link further up the path) a few seconds.
package final class FileWatcher: Sendable {
    private let watch: FileWatch

    /// Watches from before it returns: what changes after that is noticed.
    ///
    /// - Parameters:
    ///   - settling: how long the place must stay as it is before it is reported.
    ///   - onChange: called whenever something is there that differs from the last; never when a file, or the directory, has gone.
    package init(
        _ place: WatchedPlace, settling: Duration = .milliseconds(100), onChange: @escaping @Sendable () -> Void
    ) {
        let watch = FileWatch(place, settling: settling, onChange: onChange)
        self.watch = watch
        let ready = Bell()
        startThread(named: "file-watch") {
            let directories = WatchedDirectories(place)
            let mark = place.mark()
            ready.ring()
            watch.run(directories, since: mark)
        }
        ready.wait()
    }

    deinit { stop() }

    /// Ends watching; a call under way is not waited for.
    package func stop() {
        watch.stopped.withLock { $0 = true }
        watch.bell.ring()
    }
}

/// What a watcher and its thread share.
private final class FileWatch: Sendable {
    let stopped = Locked(false)
    let bell = Bell()
    private let place: WatchedPlace
    private let settling: Duration
    private let onChange: @Sendable () -> Void

    init(_ place: WatchedPlace, settling: Duration, onChange: @escaping @Sendable () -> Void) {
        self.place = place
        self.settling = settling
        self.onChange = onChange
    }

    private var goesOn: Bool { stopped.withLock { !$0 } }

    func run(_ directories: WatchedDirectories, since first: PlaceMark?) {
        var last = first
        while goesOn {
            directories.wait(or: bell)
            directories.follow()
            guard goesOn, let mark = place.mark(), mark != last, let settled = settled(mark) else { continue }
            last = settled
            onChange()
        }
    }

    /// The mark that the file keeps for a while, so that one half written is not reported; nil when it goes meanwhile.
    ///
    /// A file that is written without end is reported all the same.
    private func settled(_ first: PlaceMark) -> PlaceMark? {
        var mark = first
        for _ in 0..<20 {
            if bell.wait(upTo: settling), !goesOn { return nil }
            guard let next = place.mark() else { return nil }
            if next == mark { break }
            mark = next
        }
        return mark
    }
}
