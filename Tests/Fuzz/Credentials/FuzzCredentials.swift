internal import FuzzDriver
internal import Passwords

/// What clients say in `Authorization`, and Base64.
@main enum FuzzCredentials {
    static func main() { fuzz(check) }

    static func check(_ bytes: [UInt8]) {
        if let plain = Base64.decode(bytes[...]) {
            FuzzDriver.check(Base64.encode(plain) == bytes, "one text for \(plain)")
        }
        FuzzDriver.check(Base64.decode(Base64.encode(bytes)[...]) == bytes, "there and back")
        let span = unsafe bytes.span.bytes
        if let basic = BasicCredentials(span) {
            let text = Base64.encode(basic.user + [UInt8(ascii: ":")] + basic.password)
            FuzzDriver.check(text.elementsEqual(bytes.dropFirst(6)), "\(basic)")
            FuzzDriver.check(!basic.user.contains(UInt8(ascii: ":")), "\(basic)")
        }
        if let digest = DigestCredentials(span) {
            FuzzDriver.check(digest.countText.count <= 16, "\(digest)")
            FuzzDriver.check(digest.expectedResponse(secret: [], method: bytes).count == 32, "\(digest)")
        }
    }
}
