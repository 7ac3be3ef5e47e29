import Testing

extension Response {
    /// What `Content-Range` says of a single part; nil without a readable one.
    var contentRange: (positions: Range<Int>, total: Int)? { fields["Content-Range"].flatMap(parseContentRange) }
}

/// `bytes FIRST-LAST/TOTAL` taken apart.
func parseContentRange(_ text: String) -> (positions: Range<Int>, total: Int)? {
    guard text.hasPrefix("bytes ") else { return nil }
    let numbers = text.dropFirst(6).split { $0 == "-" || $0 == "/" }.map { Int($0) }
    guard numbers.count == 3, let first = numbers[0], let last = numbers[1], let total = numbers[2], first <= last
    else { return nil }
    return (first..<(last + 1), total)
}

/// Expects a whole success: 200 with all of an object, or 206 with the part that it says.
func expectRight(
    _ response: Response, of object: Int = 1, length: Int = 400_000,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(response.defect == nil, sourceLocation: sourceLocation)
    #expect([200, 206].contains(response.status), sourceLocation: sourceLocation)
    expectNothingWrong(response, of: object, length: length, sourceLocation: sourceLocation)
}

/// Expects that nothing in an answer is wrong: it may be cut, or an error, but has no wrong byte and no wrong end.
func expectNothingWrong(
    _ response: Response, of object: Int = 1, length: Int = 400_000,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    switch response.status {
    case 200:
        expectNoWrongByte(response.body, of: object, sourceLocation: sourceLocation)
        if response.isComplete { #expect(response.body.count == length, sourceLocation: sourceLocation) }
    case 206:
        let place = response.contentRange?.positions ?? 0..<0
        expectNoWrongByte(response.body, at: place.lowerBound, of: object, sourceLocation: sourceLocation)
        if response.isComplete { #expect(response.body.count == place.count, sourceLocation: sourceLocation) }
    default:
        #expect([416, 500, 502, 503, 504].contains(response.status), sourceLocation: sourceLocation)
    }
}

/// Expects that a fault is over after a few requests at most, and that none of those has anything wrong.
func expectHealing(
    of object: Int = 1, length: Int = 400_000, sourceLocation: SourceLocation = #_sourceLocation,
    _ ask: () throws -> Response?
) throws {
    for _ in 0..<3 {
        guard let response = try ask() else { continue }
        expectNothingWrong(response, of: object, length: length, sourceLocation: sourceLocation)
        if response.isComplete && [200, 206].contains(response.status) { return }
    }
    Issue.record("still broken after three requests", sourceLocation: sourceLocation)
}
