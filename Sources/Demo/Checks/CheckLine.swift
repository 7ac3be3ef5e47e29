internal import HTTP
internal import LinuxIO

/// A check's row: what came, what the origin gave for it, and what was wrong.
struct CheckLine {
    private let name: String
    private var status = "-"
    private var cacheStatus = "-"
    private var bytes = 0
    private(set) var problems: [String] = []
    /// What the origin was asked and gave since the check began.
    var fetched: () -> OriginFigures.Counts = { OriginFigures.Counts() }

    init(_ name: String) { self.name = name }

    mutating func note(_ response: DemoResponse) {
        status = String(response.status)
        let value = response.field(.cacheStatus)
        cacheStatus = value.isEmpty ? "-" : value
        bytes += response.body.count
    }

    mutating func note(status: String, bytes: Int) { (self.status, self.bytes) = (status, self.bytes + bytes) }

    mutating func expect(_ holds: Bool, _ claim: String) { if !holds { problems.append(claim) } }

    /// 206 with exactly these bytes, labelled as what they are.
    mutating func expectPart(_ response: DemoResponse, _ range: Range<UInt64>, of file: FileFacts, at path: String)
        throws(DemoFailure)
    {
        note(response)
        let label = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(file.size)"
        expect(response.status == 206, "status is not 206")
        expect(response.field(.contentRange) == label, "Content-Range is not \(label)")
        expect(response.field(.contentType) == "video/mp4", "Content-Type is not video/mp4")
        let wanted = try FileBytes.part(path, range)
        expect(response.body == wanted, "bytes differ from the file")
    }

    /// Answered from the store, and nothing asked of the origin.
    mutating func expectHit(_ response: DemoResponse) {
        expect(response.isHit, "no hit")
        expectNothingFetched()
    }

    mutating func expectNothingFetched() {
        let fetched = fetched()
        expect(fetched == OriginFigures.Counts(), "the origin was asked \(fetched.requests) times")
    }

    static let title = row(["check", "", "status", "bytes", "ms", "origin", "origin bytes", "Cache-Status"])

    func text(took: Duration) -> String {
        let fetched = fetched()
        let verdict = problems.isEmpty ? "ok" : "FAILED"
        let milliseconds = String(took.nanoseconds / 1_000_000)
        let cells = [
            name, verdict, status, String(bytes), milliseconds, String(fetched.requests), String(fetched.bytes),
            cacheStatus,
        ]
        return ([Self.row(cells)] + problems.map { "    \($0)" }).joined(separator: "\n")
    }

    private static func row(_ cells: [String]) -> String {
        let widths = [34, -6, 6, 9, 6, 6, 12, 0]
        return zip(cells, widths).map { cell, width in
            let pad = String(repeating: " ", count: max(0, abs(width) - cell.count))
            return width > 6 && cell == cells[0] || width <= 0 ? cell + pad : pad + cell
        }.joined(separator: "  ")
    }
}
