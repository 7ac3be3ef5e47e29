import TestDirectories
import Testing

@testable import LinuxIO

@Suite struct FileTreeTests {
    private let directory = TemporaryDirectory()

    private func tree() -> FileTree { FileTree(below: directory.path + "/", endings: [".yml", ".toml"]) }

    @Test func filesStandInTheOrderOfTheirNames() {
        directory.make("b")
        directory.make("b/deep")
        for name in ["c.yml", "a.toml", "b/y.yml", "b/deep/x.yml", "b/note.txt", "Z.yml", ".hidden.yml"] {
            directory.write("x", to: name)
        }
        #expect(
            tree().files
                == [".hidden.yml", "Z.yml", "a.toml", "b/deep/x.yml", "b/y.yml", "c.yml"].map(directory.file))
        #expect(tree().directories == [directory.path, directory.file("b"), directory.file("b/deep")])
        #expect(tree().unreadable.isEmpty && tree().isWhole)
    }

    @Test func linksToDirectoriesAreNotFollowed() {
        directory.link("loop", to: ".")
        directory.make("..2026")
        directory.write("x", to: "..2026/a.yml")
        directory.link("..data", to: "..2026")
        directory.link("a.yml", to: "..data/a.yml")
        #expect(tree().files == [directory.file("a.yml")] && tree().directories == [directory.path])
    }

    @Test func depthIsBounded() {
        directory.make("d")
        for depth in 1..<20 { directory.make(Array(repeating: "d", count: depth + 1).joined(separator: "/")) }
        #expect(!tree().isWhole && tree().directories.count == 16)
    }

    @Test func aMissingDirectoryIsSaid() {
        let tree = FileTree(below: directory.file("none"), endings: [])
        #expect(tree.unreadable.map(\.path) == [directory.file("none")] && tree.files.isEmpty)
    }
}
