internal import CLinux
internal import Glibc

/// The directories in which a change may make a place look different, as inotify watches them; of one thread.
final class WatchedDirectories {
    private static let events = UInt32(
        IN_CLOSE_WRITE | IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF)

    private let place: WatchedPlace
    /// -1 where the machine has no instance left to give; then only looking helps.
    private let inotify: Int32
    private var watches: Set<Int32> = []
    /// Whether there is a watch for every change that the kernel tells of.
    private var isComplete = false

    init(_ place: WatchedPlace) {
        self.place = place
        inotify = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        follow()
    }

    deinit { if inotify >= 0 { close(inotify) } }

    /// Watches what the place leads through now, and nothing else. Repeating it changes nothing: the kernel gives the
    /// same directory the same number, and a new directory of the old name another one.
    func follow() {
        guard inotify >= 0 else { return }
        var found: Set<Int32> = []
        let wanted = place.directories()
        for directory in wanted.paths {
            let watch = unsafe inotify_add_watch(inotify, directory, Self.events)
            if watch >= 0 { found.insert(watch) }
        }
        for watch in watches.subtracting(found) { inotify_rm_watch(inotify, watch) }
        watches = found
        isComplete = wanted.isComplete && !found.isEmpty
    }

    /// Sleeps until something happens there, `bell` rings, or it is time to look without being told.
    func wait(or bell: Bell) {
        let patience = isComplete ? Duration.seconds(5) : .seconds(1)
        let sources = inotify >= 0 ? [inotify, bell.descriptor.number] : [bell.descriptor.number]
        guard waitForInput(on: sources, upTo: patience) else { return }
        bell.silence()
        drain()
    }

    private func drain() {
        guard inotify >= 0 else { return }
        var bytes = [UInt8](repeating: 0, count: 4096)
        while unsafe read(inotify, &bytes, bytes.count) > 0 {}
    }
}
