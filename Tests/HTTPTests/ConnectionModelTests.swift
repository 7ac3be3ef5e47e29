import LinuxIO
import Testing

@testable import HTTP

/// Random requests, one behind the other, read from random pieces, against what they were made from.
@Suite struct ConnectionModelTests {
    /// What a connection's bytes came to.
    private struct Reading: Equatable {
        /// Start line, fields, body and trailers of each.
        var messages: [[String]] = []
        var error: HTTP1Error?
        var unread = 0
    }

    @Test func pipelinedRequestsReadAsTheyWereMeant() {
        var random = SeededRandom(41)
        for _ in 0..<400 {
            let messages = (0..<Int.random(in: 1...4, using: &random)).map { _ in RandomMessage(&random) }
            let wire = messages.flatMap { $0.wire(&random) }
            let meant = messages.map { message in
                ["\(message.method) \(message.target)"] + message.fields + ["\(message.body)"] + message.trailers
            }
            let reading = read(wire) { Int.random(in: 1...50, using: &random) }
            #expect(reading == Reading(messages: meant), "\(String(decoding: wire, as: UTF8.self).debugDescription)")
        }
    }

    @Test func everySplitReadsTheSame() {
        var random = SeededRandom(42)
        for _ in 0..<12 {
            let wire = RandomMessage(&random).wire(&random) + RandomMessage(&random).wire(&random)
            let whole = read(wire) { wire.count }
            #expect(whole.messages.count == 2 && whole.error == nil)
            for split in 1..<wire.count {
                var pieces = [split]
                #expect(read(wire) { pieces.popLast() ?? wire.count } == whole)
            }
        }
    }

    /// Damaged in one place, bytes come to the same, right or wrong, however they arrive.
    @Test func damageIsReadTheSameInPieces() {
        var random = SeededRandom(43)
        var refused = 0
        for _ in 0..<1500 {
            var wire = RandomMessage(&random).wire(&random) + RandomMessage(&random).wire(&random)
            let place = Int.random(in: 0..<wire.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: wire.remove(at: place)
            case 1: wire.insert([13, 10, 48, 32].randomElement(using: &random)!, at: place)
            default: wire[place] = [13, 10, 0, 58, 59].randomElement(using: &random)!
            }
            let whole = read(wire) { wire.count }
            #expect(read(wire) { Int.random(in: 1...9, using: &random) } == whole)
            refused += whole.error == nil ? 0 : 1
        }
        #expect(refused > 300)
    }

    private func read(_ wire: [UInt8], piece: () -> Int) -> Reading {
        let buffer = ByteBuffer(capacity: 8)
        var (rest, reading) = (wire[...], Reading())
        func arrive() -> Bool {
            let count = piece()
            buffer.append(Array(rest.prefix(count)))
            defer { rest = rest.dropFirst(count) }
            return !rest.isEmpty
        }
        let head = RequestHead()
        var parser = HTTP1RequestParser()
        while true {
            switch parser.parse(buffer, into: head) {
            case .needMore where arrive(): continue
            case .complete:
                reading.error = readBody(of: head, buffer, arrive, into: &reading.messages)
                if reading.error == nil { continue }
            case .failed(let error): reading.error = error
            case .needMore: break
            }
            reading.unread = buffer.count + rest.count
            return reading
        }
    }

    private func readBody(
        of head: RequestHead, _ buffer: ByteBuffer, _ arrive: () -> Bool, into messages: inout [[String]]
    ) -> HTTP1Error? {
        var decoder = BodyDecoder(head.framing)
        var body: [UInt8] = []
        var error: HTTP1Error?
        reading: while true {
            switch decoder.next(in: buffer) {
            case .data(let count):
                body += buffer.array.prefix(count)
                decoder.took(count, from: buffer)
            case .needMore: if !arrive() { break reading }
            case .end: break reading
            case .failed(let failure):
                error = failure
                break reading
            }
        }
        let start = "\(head.string(head.methodName)) \(head.string(head.target))"
        messages.append([start] + lines(of: head) + ["\(body)"] + (decoder.trailers.map(lines) ?? []))
        return error
    }

    private func lines(of head: MessageHead) -> [String] {
        head.fields.filter { $0.id == .other }.map { "\(head.string($0.name)): \(head.string($0.value))" }
    }
}
