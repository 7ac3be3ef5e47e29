import LinuxIO
import Testing

@testable import Telemetry

@Suite struct LogDestinationTests {
    private let folder = LogFolder()

    @Test func reopeningGoesOnInANewFile() throws {
        let destination = try folder.destination()
        destination.write("one\n")
        folder.rotate()
        destination.write("two\n")
        destination.reopen()
        destination.write("three\n")
        #expect(folder.lines(of: folder.rotated) == ["one", "two"])
        #expect(folder.lines(of: folder.log) == ["three"])
    }

    @Test func linesOfManyThreadsStayWhole() async throws {
        let destination = try folder.destination()
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                let line = String(repeating: "\(writer)", count: 99) + "\n"
                group.addTask { for _ in 0..<200 { destination.write(line) } }
            }
        }
        let lines = folder.lines(of: folder.log)
        #expect(lines.count == 800)
        #expect(lines.allSatisfy { $0.utf8.count == 99 && Set($0).count == 1 })
    }

    @Test func aFullDiskIsCountedAndNobodyElsesTrouble() throws {
        let destination = try LogDestination(path: "/dev/full")
        for _ in 0..<3 { destination.write("lost\n") }
        #expect(destination.failures == 3)
    }

    @Test func aPathThatCannotBeOpenedIsAnError() {
        #expect(throws: Errno.self) { try LogDestination(path: "/proc/no/such.log") }
    }
}
