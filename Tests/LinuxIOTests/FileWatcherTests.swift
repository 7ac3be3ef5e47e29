import TestDirectories
import Testing

@testable import LinuxIO

@Suite struct FileWatcherTests {
    private let directory = TemporaryDirectory()
    private let bell = Bell()

    private func watch(_ name: String) -> FileWatcher {
        FileWatcher(.file(directory.file(name)), settling: .milliseconds(20)) { [bell] in bell.ring() }
    }

    /// In less time than it takes to look without the kernel's hint.
    private func expectOneCall() {
        #expect(bell.wait(upTo: .seconds(4)))
        #expect(!bell.wait(upTo: .milliseconds(200)))
    }

    @Test func aRenameOverTheFileIsSeenOnce() {
        directory.write("a", to: "usher.yml")
        let watcher = watch("usher.yml")
        directory.write("b", to: "usher.yml~")
        directory.rename("usher.yml~", to: "usher.yml")
        expectOneCall()
        watcher.stop()
    }

    @Test func writingInPlaceIsSeen() throws {
        directory.write("a", to: "usher.yml")
        let watcher = watch("usher.yml")
        directory.append("b", to: "usher.yml")
        #expect(bell.wait(upTo: .seconds(4)))
        watcher.stop()
    }

    @Test func otherFilesBesideItAreNot() {
        directory.write("a", to: "usher.yml")
        let watcher = watch("usher.yml")
        directory.write("b", to: "other.yml")
        #expect(!bell.wait(upTo: .milliseconds(300)))
        watcher.stop()
    }

    @Test func aLinkSwappedAsKubernetesDoesIsSeen() {
        for version in ["..1", "..2"] {
            directory.make(version)
            directory.write(version, to: "\(version)/usher.yml")
        }
        directory.link("..data", to: "..1")
        directory.link("usher.yml", to: "..data/usher.yml")
        let watcher = watch("usher.yml")
        directory.link("..data_tmp", to: "..2")
        directory.rename("..data_tmp", to: "..data")
        directory.remove("..1")
        expectOneCall()
        watcher.stop()
    }

    @Test func aChangeBehindALinkIsSeen() {
        directory.make("far")
        directory.write("a", to: "far/real.yml")
        directory.link("usher.yml", to: "far/real.yml")
        let watcher = watch("usher.yml")
        directory.write("b", to: "far/real.yml")
        expectOneCall()
        watcher.stop()
    }

    @Test func aDirectoryThatGoesAndComesBackIsWatchedAgain() {
        directory.make("conf")
        directory.write("a", to: "conf/usher.yml")
        let watcher = watch("conf/usher.yml")
        directory.remove("conf")
        #expect(!bell.wait(upTo: .milliseconds(200)))
        directory.make("conf")
        directory.write("b", to: "conf/usher.yml")
        expectOneCall()
        directory.write("c", to: "conf/usher.yml")
        expectOneCall()
        watcher.stop()
    }

    @Test func nothingIsCalledAfterTheOwnerIsGone() {
        directory.write("a", to: "usher.yml")
        _ = watch("usher.yml")
        directory.write("b", to: "usher.yml")
        #expect(!bell.wait(upTo: .milliseconds(300)))
    }

    // MARK: Directories

    private func watchAll() -> FileWatcher {
        FileWatcher(.files(below: directory.path, endings: [".yml"]), settling: .milliseconds(20)) { [bell] in
            bell.ring()
        }
    }

    @Test func filesThatComeChangeAndGoAreSeen() {
        let watcher = watchAll()
        directory.write("a", to: "a.yml")
        expectOneCall()
        directory.write("b", to: "new")
        directory.rename("new", to: "a.yml")
        expectOneCall()
        directory.remove("a.yml")
        expectOneCall()
        watcher.stop()
    }

    @Test func otherKindsOfFilesAreNot() {
        let watcher = watchAll()
        directory.write("a", to: "a.txt")
        #expect(!bell.wait(upTo: .milliseconds(300)))
        watcher.stop()
    }

    @Test func directoriesBelowAreWatchedToo() {
        directory.make("old")
        let watcher = watchAll()
        directory.write("a", to: "old/a.yml")
        expectOneCall()
        directory.make("new")
        #expect(!bell.wait(upTo: .milliseconds(200)))
        directory.write("b", to: "new/b.yml")
        expectOneCall()
        watcher.stop()
    }

    @Test func aSwappedLinkBelowIsSeen() {
        for version in ["..1", "..2"] {
            directory.make(version)
            directory.write(version, to: "\(version)/usher.yml")
        }
        directory.link("..data", to: "..1")
        directory.link("usher.yml", to: "..data/usher.yml")
        let watcher = watchAll()
        directory.link("..data_tmp", to: "..2")
        directory.rename("..data_tmp", to: "..data")
        expectOneCall()
        watcher.stop()
    }
}
