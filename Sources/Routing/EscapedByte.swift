/// The byte that two hexadecimal digits name; nil when one of them is none.
func decodedPair(_ high: UInt8, _ low: UInt8) -> UInt8? {
    guard isHexadecimal(high), isHexadecimal(low) else { return nil }
    return digit(high) << 4 | digit(low)
}

private func digit(_ byte: UInt8) -> UInt8 { byte <= 57 ? byte - 48 : (byte | 0x20) - 87 }
