internal import LinuxIO
internal import Logging

/// A message as one JSON object.
enum JSONLine {
    static func append(
        _ level: Logger.Level, _ message: String, _ fields: [(key: String, value: Logger.MetadataValue)],
        at time: CalendarTime, to buffer: ByteBuffer
    ) {
        var object = JSONObject(in: buffer)
        object.add("level", level.name)
        object.add("time", time, precise: false)
        object.add("message", message)
        for (key, value) in fields {
            // A second member of the same name would hide the first from most readers.
            object.key(["level", "time", "message"].contains(key) ? "\(key)_" : key)
            append(value, to: buffer)
        }
        object.close()
    }

    private static func append(_ value: Logger.MetadataValue, to buffer: ByteBuffer) {
        switch value {
        case .dictionary(let members):
            var object = JSONObject(in: buffer)
            for (key, value) in members.sorted(by: { $0.key < $1.key }) {
                object.key(key)
                append(value, to: buffer)
            }
            object.close()
        case .array(let elements):
            buffer.append(Octet.openBracket)
            for (index, element) in elements.enumerated() {
                if index > 0 { buffer.append(Octet.comma) }
                append(element, to: buffer)
            }
            buffer.append(Octet.closeBracket)
        default:
            JSONObject.append(value.description, to: buffer)
        }
    }
}

extension Logger.Level {
    fileprivate var name: StaticString {
        switch self {
        case .trace: "trace"
        case .debug: "debug"
        case .info, .notice: "info"
        case .warning: "warn"
        case .error: "error"
        case .critical: "fatal"
        }
    }
}
