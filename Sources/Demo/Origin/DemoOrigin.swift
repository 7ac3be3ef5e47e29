internal import Glibc
internal import HTTP
internal import LinuxIO
internal import Transport

/// The origin: a directory's files below `/media/`, and its own figures at `/figures`.
final class DemoOrigin: RequestHandler {
    private let directory: String
    private let figures: OriginFigures
    private let delay: Duration
    private let loop: EventLoop

    init(_ directory: String, figures: OriginFigures, delay: Duration, loop: EventLoop) {
        (self.directory, self.figures, self.delay, self.loop) = (directory, figures, delay, loop)
    }

    func handle(_ exchange: Exchange) {
        let path = exchange.request.string(exchange.request.path)
        if path == "/figures" { return ShortAnswer.send(figures.counts.json, "application/json", on: exchange) }
        figures.countRequest()
        guard delay > .zero else { return answer(exchange, path) }
        let wait = DelayedAnswer(exchange) { [unowned self] in self.answer($0, path) }
        wait.begin(after: delay, on: loop)
    }

    private func answer(_ exchange: Exchange, _ path: String) {
        switch exchange.request.method {
        case .get, .head: break
        default: return ShortAnswer.send(status: 405, allowing: "GET, HEAD", on: exchange)
        }
        guard let name = Self.name(in: path), let facts = FileFacts(path: "\(directory)/\(name)") else {
            return ShortAnswer.send(status: 404, on: exchange)
        }
        let number = unsafe open("\(directory)/\(name)", O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { return ShortAnswer.send(status: 404, on: exchange) }
        send(Descriptor(owning: number), facts, name, on: exchange)
    }

    /// The file's name within the directory; nil for what could lead out of it, or needs decoding.
    static func name(in path: String) -> String? {
        guard path.hasPrefix("/media/") else { return nil }
        let name = String(path.dropFirst("/media/".count))
        let isPlain = name.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "%") }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return isPlain && parts.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") } ? name : nil
    }

    private func send(_ file: consuming Descriptor, _ facts: FileFacts, _ name: String, on exchange: Exchange) {
        let response = exchange.response
        response.add(.acceptRanges, "bytes")
        response.add(.etag, text: facts.etag)
        response.add(.lastModified) { HTTPDate.append(facts.modified, to: $0) }
        response.add(.cacheControl, "public, max-age=3600")
        switch FileAnswer(to: exchange.request, of: facts, now: exchange.beganWall.seconds) {
        case .notModified:
            response.status = 304
            exchange.respond()
        case .unsatisfiable:
            response.status = 416
            response.add(.contentRange) { ContentRange.unsatisfied(total: facts.size).append(to: $0) }
            response.framing = .length(0)
            exchange.respond()
        case .whole:
            send(file, 0..<facts.size, name, on: exchange)
        case .part(let range):
            response.status = 206
            response.add(.contentRange) { ContentRange.part(range, total: facts.size).append(to: $0) }
            send(file, range, name, on: exchange)
        }
    }

    private func send(_ file: consuming Descriptor, _ range: Range<UInt64>, _ name: String, on exchange: Exchange) {
        exchange.response.add(.contentType, ContentType.of(name))
        exchange.response.framing = .length(range.length)
        exchange.respond(FileBody(file, range, counting: figures))
    }
}
