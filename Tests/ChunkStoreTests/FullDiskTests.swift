import Glibc
import LinuxIO
import Testing

@testable import ChunkStore

/// A small file system of its own, in memory.
private final class SmallDisk {
    let directory = TemporaryDirectory()

    /// Nil where mounting is not allowed.
    init?(size: Int) {
        guard unsafe mount("tmpfs", directory.path, "tmpfs", 0, "size=\(size)") == 0 else { return nil }
    }

    deinit { unsafe umount2(directory.path, Int32(MNT_DETACH)) }
}

@Suite struct FullDiskTests {
    /// The disk is smaller than the store may be: it stores what fits, gives up the rest, and goes on.
    @Test(arguments: [StoreDurability.fast, .safe])
    func aFullDiskIsNoEnd(durability: StoreDurability) throws {
        guard let disk = SmallDisk(size: 6 << 20) else {
            print("aFullDiskIsNoEnd: skipped, because mounting a tmpfs is not allowed here")
            return
        }
        let test = try TestStore(in: disk.directory, size: 64 << 20, durability: durability)
        #expect(test.store.canSendFile)
        var stored = 0
        for id in 0..<600 as Range<UInt64> {
            let object = test.insert("o\(id)", id: id, length: TestStore.chunkSize)
            if test.write(object, 0) {
                stored += 1
                #expect(test.isRight(object, 0) == true)
            }
        }
        #expect(stored > 590)
        #expect(test.store.figures.chunks > 30)
        let troubles = test.messages.all
        #expect(troubles.count == 1 && troubles[0].level == .warning, "\(troubles)")
    }

    /// Others fill the disk to the last byte, and free some of it later.
    @Test func roomThatComesBackIsUsed() throws {
        guard let disk = SmallDisk(size: 8 << 20) else { return }
        let test = try TestStore(in: disk.directory, size: 64 << 20)
        let object = test.insert("a", id: 1, length: 20 * TestStore.chunkSize)
        for chunk in 0..<20 { #expect(test.write(object, chunk)) }
        let ballast = disk.directory.path + "/ballast"
        unsafe system("dd if=/dev/zero of='\(ballast)' bs=4096 2>&-")
        let next = test.insert("b", id: 2, length: 20 * TestStore.chunkSize)
        for chunk in 0..<20 { test.write(next, chunk) }
        // Whatever could be written while the disk was full, what is listed is right.
        for chunk in 0..<20 {
            #expect(test.isRight(object, chunk) != false && test.isRight(next, chunk) != false)
        }
        #expect(next.length > 0 && test.store.figures.chunks > 0)
        unsafe unlink(ballast)
        let last = test.insert("c", id: 3, length: TestStore.chunkSize)
        #expect(test.write(last, 0) && test.isRight(last, 0) == true)
    }
}
