/// What a 206 says of itself, and what it then sends; the two differ when its object lies.
struct PartPlan {
    var label: String?
    var statedLength: Int
    var body: Range<Int>

    init(_ asked: Range<Int>, of media: MediaObject) {
        body = asked
        statedLength = asked.count
        label = Self.label(asked, total: "\(media.length)")
        switch media.lie {
        case nil: break
        case .shifted?: shift(media)
        case .short?: body = asked.lowerBound..<(asked.lowerBound + asked.count / 2)
        case .total?: label = Self.label(asked, total: "\(media.length + 1 + asked.lowerBound / 65_536)")
        case .unlabelled?: label = nil
        case .garbled?: label = "bytes \(asked.lowerBound)-x/\(media.length)"
        case .length?: (statedLength, body) = (asked.count / 2, asked.lowerBound..<(asked.lowerBound + asked.count / 2))
        case .unknownTotal?: label = Self.label(asked, total: "*")
        }
    }

    private mutating func shift(_ media: MediaObject) {
        let start = min(body.lowerBound + 65_536, media.length - 1)
        body = start..<min(media.length, start + body.count)
        statedLength = body.count
        label = Self.label(body, total: "\(media.length)")
    }

    private static func label(_ range: Range<Int>, total: String) -> String {
        "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(total)"
    }
}
