import LinuxIO
import Testing

@testable import Telemetry

@Suite struct AccessLogTests {
    private let folder = LogFolder()

    private func record(_ target: String) -> AccessRecord {
        var record = AccessRecord()
        record.target = target
        return record
    }

    private func log(bufferingSize: Int = 0, limit: Int = 16_384) throws -> AccessLog {
        AccessLog(
            format: .common, destination: try folder.destination(), bufferingSize: bufferingSize, limit: limit)
    }

    /// Waits until the file has so many lines; the last look's, when it never has.
    private func lines(awaiting count: Int) -> [String] {
        let pause = Bell()
        for _ in 0..<500 where folder.lines(of: folder.log).count < count { _ = pause.wait(upTo: .milliseconds(10)) }
        return folder.lines(of: folder.log)
    }

    @Test func requestsAreNumberedInOrderAndClosingWritesAll() throws {
        let log = try log()
        for number in 1...2000 { log.record(record("/\(number)")) }
        log.close()
        let lines = folder.lines(of: folder.log)
        #expect(log.count == 2000 && lines.count == 2000)
        for (index, line) in lines.enumerated() {
            #expect(line.contains("\"- /\(index + 1) HTTP/1.1\"") && line.hasSuffix(" \(index + 1) \"-\" \"-\" 0ms"))
        }
    }

    @Test func eachLineIsWrittenAtOnceUnlessHeldBack() throws {
        let log = try log()
        log.record(record("/1"))
        #expect(lines(awaiting: 1).count == 1)
        log.close()
    }

    @Test func linesHeldBackComeTogetherOrAfterASecond() throws {
        let log = try log(bufferingSize: 3)
        for target in ["/1", "/2", "/3"] { log.record(record(target)) }
        #expect(lines(awaiting: 3).count == 3)
        log.record(record("/4"))
        #expect(lines(awaiting: 4).count == 4)
        log.close()
    }

    @Test func aFullQueueDropsAndSaysHowMany() throws {
        let log = try log(bufferingSize: 4, limit: 8)
        // Far more than fit, as fast as can be: what is missing must be exactly what the notices say.
        for number in 1...5000 { log.record(record("/\(number)")) }
        log.close()
        let lines = folder.lines(of: folder.log)
        let notices = lines.filter { $0.hasPrefix("# ") }
        let dropped = notices.compactMap { Int($0.split(separator: " ")[2]) }.reduce(0, +)
        #expect(lines.count - notices.count + dropped == 5000)
        #expect(dropped > 0)
    }

    @Test func linesKeepTheirNumbersAcrossAGap() throws {
        let log = try log(bufferingSize: 1, limit: 2)
        for number in 1...1000 { log.record(record("/\(number)")) }
        log.close()
        for line in folder.lines(of: folder.log) where !line.hasPrefix("# ") {
            let words = line.split(separator: " ")
            #expect(words[6] == "/" + words[12])
        }
    }

    @Test func closingTwiceAndRecordingLateDoNoHarm() throws {
        let log = try log()
        log.close()
        log.close()
        log.record(record("/late"))
        #expect(folder.lines(of: folder.log).isEmpty)
    }

    @Test func rotationGoesOnInTheNewFile() throws {
        let log = try log()
        log.record(record("/1"))
        #expect(lines(awaiting: 1).count == 1)
        folder.rotate()
        log.reopen()
        log.record(record("/2"))
        log.close()
        #expect(folder.lines(of: folder.log).count == 1 && folder.lines(of: folder.rotated).count == 1)
    }
}
