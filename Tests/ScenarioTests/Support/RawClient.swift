import Glibc
import LinuxIO
import TLS

/// A client that sends exactly what a scenario says and reads what comes.
final class RawClient {
    let stream: any ByteStream
    let reader: MessageReader
    /// What `Host` says in requests made by `get` and its like.
    var host = "media.example"

    init(port: UInt16) throws {
        let plain = try PlainStream(connectingTo: port)
        plain.setNoDelay()
        stream = plain
        reader = MessageReader(plain)
    }

    /// Connects with TLS, asking for a server by name.
    init(tlsPort: UInt16, serverName: String = "media.example", preface: [UInt8] = []) throws {
        let stream = try TLSStream(connectingTo: tlsPort, serverName: serverName, preface: preface)
        self.stream = stream
        reader = MessageReader(stream)
        host = serverName
    }

    deinit { stream.close(reset: false) }

    /// The certificate that the server showed; nil without TLS.
    var certificate: CertificateFacts? { (stream as? TLSStream)?.certificate }

    // MARK: Sending

    func send(_ text: String) throws { try stream.write(text) }

    func send(_ bytes: [UInt8], within limit: Duration = patience) throws { try stream.write(bytes, within: limit) }

    /// Sends a byte at a time.
    func dribble(_ text: String, every pause: Duration) throws {
        for byte in text.utf8 {
            try stream.write([byte], within: patience)
            sleep(pause)
        }
    }

    /// Sends a request's head, with `Host` in front of the other fields.
    func sendHead(_ method: String = "GET", _ target: String, _ fields: Fields = [:]) throws {
        let own = fields["Host"] == nil ? "Host: \(host)\r\n" : ""
        try send("\(method) \(target) HTTP/1.1\r\n\(own)\(fields)\r\n")
    }

    func shutdownWriting() { stream.shutdownWriting() }

    func close() { stream.close(reset: false) }

    /// Goes away with a reset.
    func reset() { stream.close(reset: true) }

    // MARK: Receiving

    /// The next head; fails when the server closes instead.
    func readHead() throws -> Head {
        guard let head = try reader.readHead() else { throw ScenarioFailure("closed where a head should begin") }
        return head
    }

    /// The next answer, with the interim ones in front of it.
    func readResponse(to method: String = "GET") throws -> Response {
        var interim: [Head] = []
        var head = try readHead()
        while (100..<200).contains(head.status), head.status != 101 {
            interim.append(head)
            head = try readHead()
        }
        let isBodiless = method == "HEAD" || [101, 204, 304].contains(head.status)
        let body = isBodiless ? Body() : try reader.readBody(of: head, endsWithConnection: true)
        return Response(
            head: head, body: body.bytes, trailers: body.trailers, interim: interim, defect: body.defect)
    }

    /// What there is next of a body, as it comes over the wire.
    func readSome(_ count: Int) throws -> [UInt8] { try reader.read(upTo: count) }

    /// Whether the server closes within the limit, by an end or a reset, without another byte.
    func isClosed(within limit: Duration = patience) -> Bool {
        reader.limit = limit
        defer { reader.limit = patience }
        do {
            return try reader.read(upTo: 1).isEmpty
        } catch {
            return (error as? ScenarioFailure)?.isTimeout != true
        }
    }
}

/// Sleeps; the one place where a scenario lets time pass.
func sleep(_ duration: Duration) { _ = usleep(UInt32(clamping: duration.nanoseconds / 1000)) }
