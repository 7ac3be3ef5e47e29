internal import LinuxIO

/// Turns batches of records into lines; belongs to the access log's thread.
struct AccessLineWriter {
    /// Lines go to the kernel in pieces of about this size.
    private static let piece = 64 << 10

    private let format: AccessLineFormat
    private let choice: AccessFieldChoice
    private let destination: LogDestination
    private let buffer = ByteBuffer(capacity: 2 * piece)
    private var zone = LocalZone()

    init(format: AccessLineFormat, choice: AccessFieldChoice, destination: LogDestination) {
        (self.format, self.choice) = (format, choice)
        self.destination = destination
    }

    mutating func write(_ batch: AccessLog.Batch) {
        var number = batch.firstNumber
        for record in batch.records {
            append(record, number)
            number += 1
            if buffer.count >= Self.piece { destination.write(buffer) }
        }
        if batch.dropped > 0 { appendNotice(dropped: batch.dropped) }
        destination.write(buffer)
    }

    private mutating func append(_ record: AccessRecord, _ number: UInt64) {
        let time = zone.time(at: record.start)
        switch format {
        case .common, .genericCLF:
            let isGeneric = format == .genericCLF
            CommonLogLine.append(record, number: number, at: time, isGeneric: isGeneric, choice: choice, to: buffer)
        case .json:
            JSONAccessLine.append(record, number: number, at: time, choice: choice, to: buffer)
        }
    }

    /// Readers of the common format skip what does not match it, so there the notice is plain text.
    private mutating func appendNotice(dropped: UInt64) {
        let time = zone.time(at: .now)
        let message = "\(dropped) lines were dropped: the access log cannot be written fast enough"
        switch format {
        case .common, .genericCLF:
            buffer.append("# ")
            time.appendInternetTime(precise: false, to: buffer)
            buffer.append(Octet.space)
            buffer.append(text: message)
        case .json:
            var object = JSONObject(in: buffer)
            object.add("Dropped", dropped)
            object.add("level", "warning" as StaticString)
            object.add("msg", message)
            object.add("time", time, precise: false)
            object.close()
        }
        buffer.append(Octet.lineFeed)
    }
}
