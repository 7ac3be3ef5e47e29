import LinuxIO
import Logging
import Testing

@testable import Telemetry

@Suite struct LogLinesTests {
    private let folder = LogFolder()

    /// The lines without the time, whose form has tests of its own.
    private func lines(_ format: LogLineFormat, _ body: (inout Logger) -> Void) throws -> [String] {
        var logger = makeLogger(level: .info, format: format, destination: try folder.destination())
        body(&logger)
        return folder.lines(of: folder.log).map { line in
            switch format {
            case .common: String(line.drop { $0 != " " }.dropFirst())
            case .json: line.split(separator: #""time":""#).map { "\($0)" }.joined(separator: "@")
            }
        }
    }

    @Test func commonLinesNameLevelMessageAndFields() throws {
        let lines = try lines(.common) { logger in
            logger[metadataKey: "provider"] = "docker"
            logger.debug("not shown")
            logger.info("Configuration read", metadata: ["routers": "\(3)", "file": "a b.yml", "empty": ""])
            logger.error("no \"route\"\nERR forged", metadata: ["host": "x\u{1b}\"y", "provider": "file"])
        }
        #expect(
            lines == [
                #"INF Configuration read empty="" file="a b.yml" provider=docker routers=3"#,
                #"ERR no "route"\nERR forged host="x\x1b\"y" provider=file"#,
            ])
    }

    @Test func jsonLinesKeepTheShapeOfFields() throws {
        let lines = try lines(.json) { logger in
            logger.warning(
                "a \"b\"", metadata: ["list": ["x", "y\n"], "table": ["k": "v"], "level": "own"])
        }
        let line = try #require(lines.first)
        #expect(line.hasPrefix(#"{"level":"warn",@"#))
        #expect(
            line.hasSuffix(#"","message":"a \"b\"","level_":"own","list":["x","y\n"],"table":{"k":"v"}}"#))
    }

    @Test func anErrorOfTheCallIsAField() throws {
        let lines = try lines(.common) { $0.error("cannot listen", error: Errno.addressInUse) }
        #expect(lines == [#"ERR cannot listen error="Address already in use (errno 98)""#])
    }

    @Test func aTerminalGetsColoursAndNoneOfItsOwnFromOutside() {
        let buffer = ByteBuffer(capacity: 64)
        let time = CalendarTime(WallTime(seconds: 0))
        CommonLine(isColoured: true).append(.warning, "\u{1b}[2J", [("k", "v")], at: time, to: buffer)
        let escape = "\u{1b}"
        #expect(
            buffer.string
                == "\(escape)[90m1970-01-01T00:00:00Z\(escape)[0m \(escape)[31mWRN\(escape)[0m \\x1b[2J "
                + "\(escape)[36mk=\(escape)[0mv")
    }
}
