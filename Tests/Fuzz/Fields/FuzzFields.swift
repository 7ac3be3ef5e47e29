internal import FuzzDriver
internal import HTTP
internal import LinuxIO

/// Cache directives, dates and entity tags. Input: a time in eight bytes, then two values between zero bytes.
@main enum FuzzFields {
    static func main() { fuzz(check) }

    static func check(_ bytes: [UInt8]) {
        var input = FuzzInput(bytes)
        let now = Int64(bitPattern: input.number())
        let (left, right) = (ByteBuffer(capacity: 64), ByteBuffer(capacity: 64))
        left.append(input.part())
        right.append(input.part())
        left.withSpan { left in
            checkCacheControl(left)
            checkDate(left, now: now)
            right.withSpan { right in checkTags(left, right) }
            _ = VaryFields(left)
            _ = VaryFields.names(in: left)
            _ = CacheControl.restrictedFields(in: left)
            var targeted = TargetedCacheControl()
            targeted.add(left)
            _ = targeted.cacheControl
        }
    }

    /// Saying something twice says the same; numbers stay within their bound.
    private static func checkCacheControl(_ line: RawSpan) {
        let once = CacheControl(line)
        var twice = once
        twice.add(line)
        FuzzDriver.check(once == twice, "\(once) twice is \(twice)")
        for seconds in [once.maxAge, once.sharedMaxAge, once.staleWhileRevalidate, once.staleIfError] {
            FuzzDriver.check(seconds ?? 0 <= DeltaSeconds.maximum, "\(once)")
        }
        FuzzDriver.check(DeltaSeconds.parse(line) ?? 0 <= DeltaSeconds.maximum, "too many seconds")
    }

    /// A date that is written reads as it did.
    private static func checkDate(_ value: RawSpan, now: Int64) {
        guard let seconds = HTTPDate.parse(value, now: now), seconds <= 253_402_300_799 else { return }
        let text = ByteBuffer(capacity: 32)
        HTTPDate.append(seconds, to: text)
        FuzzDriver.check(text.count == HTTPDate.formattedCount, text.string)
        FuzzDriver.check(text.withSpan { HTTPDate.parse($0, now: 0) } == seconds, "\(seconds): \(text.string)")
    }

    private static func checkTags(_ left: RawSpan, _ right: RawSpan) {
        let (strong, weak) = (EntityTag.strongMatch(left, right), EntityTag.weakMatch(left, right))
        FuzzDriver.check(!strong || weak, "a strong match is a weak one")
        FuzzDriver.check(strong == EntityTag.strongMatch(right, left), "strong matches are symmetric")
        FuzzDriver.check(weak == EntityTag.weakMatch(right, left), "weak matches are symmetric")
        FuzzDriver.check(EntityTag.isValid(left) == EntityTag.weakMatch(left, left), "a tag matches itself")
        FuzzDriver.check(EntityTag.isStrong(left) == EntityTag.strongMatch(left, left), "a strong tag matches itself")
        let listed = EntityTag.isListed(right, inIfNoneMatch: left)
        FuzzDriver.check(listed || !EntityTag.isListed(right, inIfMatch: left), "listed strongly only")
        FuzzDriver.check(listed || !weak, "a list of one")
    }
}
