/// Takes an input apart from the front; an input that is used up gives zeros.
package struct FuzzInput {
    package private(set) var rest: ArraySlice<UInt8>

    package init(_ bytes: [UInt8]) { rest = bytes[...] }

    package mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    package mutating func number() -> UInt64 { (0..<8).reduce(0) { number, _ in number << 8 | UInt64(byte()) } }

    /// Up to the next zero byte, which is dropped, or all.
    package mutating func part() -> [UInt8] {
        let part = Array(rest.prefix { $0 != 0 })
        rest = rest.dropFirst(part.count + 1)
        return part
    }
}

/// Stops the program, and so tells the fuzzer of a finding, unless `holds`.
package func check(_ holds: Bool, _ message: @autoclosure () -> String) {
    if !holds { fatalError(message()) }
}
