/// MD5-crypt, which `htpasswd` calls `apr1`: a thousand rounds of MD5.
enum MD5Crypt {
    /// The 22 characters behind the salt.
    ///
    /// - Parameters:
    ///   - salt: at most 8 bytes count.
    ///   - mark: `$apr1$` or `$1$`.
    static func hash(_ password: [UInt8], salt: [UInt8], mark: [UInt8]) -> [UInt8] {
        let salt = Array(salt.prefix(8))
        var input = password + mark + salt
        let inner = Digests.md5(password + salt + password)
        for start in stride(from: 0, to: password.count, by: 16) { input += inner.prefix(password.count - start) }
        var bits = password.count
        while bits > 0 {
            input.append(bits & 1 == 1 ? 0 : password[0])
            bits >>= 1
        }
        var digest = Digests.md5(input)
        for round in 0..<1000 { digest = Digests.md5(self.input(of: round, digest, password, salt)) }
        return encoded(digest)
    }

    private static func input(of round: Int, _ digest: [UInt8], _ password: [UInt8], _ salt: [UInt8]) -> [UInt8] {
        let isOdd = round & 1 == 1
        var input = isOdd ? password : digest
        if round % 3 != 0 { input += salt }
        if round % 7 != 0 { input += password }
        return input + (isOdd ? digest : password)
    }

    /// Three bytes at a time, from an order of their own, as four digits of base 64, the lowest first.
    private static func encoded(_ digest: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        func append(_ number: UInt32, digits: Int) {
            for place in 0..<digits { result.append(alphabet[Int(number >> UInt32(6 * place) & 63)]) }
        }
        for (high, middle, low) in [(0, 6, 12), (1, 7, 13), (2, 8, 14), (3, 9, 15), (4, 10, 5)] {
            append(UInt32(digest[high]) << 16 | UInt32(digest[middle]) << 8 | UInt32(digest[low]), digits: 4)
        }
        append(UInt32(digest[11]), digits: 2)
        return result
    }

    private static let alphabet = Array("./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
}
