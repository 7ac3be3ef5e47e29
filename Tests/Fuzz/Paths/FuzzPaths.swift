internal import FuzzDriver
internal import HTTP
internal import LinuxIO

/// Paths normalised: nothing is left to do a second time, and nothing climbs or hides. Input: a path.
@main enum FuzzPaths {
    static func main() { fuzz(check) }

    static func check(_ bytes: [UInt8]) {
        let path = buffer(bytes)
        let normal = ByteBuffer(capacity: 64)
        guard path.withSpan({ PathNormalization.normalizeEscapes($0, into: normal) }) else { return }
        FuzzDriver.check(!isNormal(path) || path.array == normal.array, "changed: \(path.string)")
        let again = ByteBuffer(capacity: 64)
        let isValid = normal.withSpan { PathNormalization.normalizeEscapes($0, into: again) }
        FuzzDriver.check(isValid && again.array == normal.array, "\(normal.string) became \(again.string)")
        let clean = ByteBuffer(capacity: 64)
        normal.withSpan { PathNormalization.removeDotSegments($0, into: clean) }
        FuzzDriver.check(isClean(clean), "not clean: \(clean.string)")
        FuzzDriver.check(!isClean(normal) || clean.array == normal.array, "changed: \(normal.string)")
        FuzzDriver.check(clean.array == joined(normal.array), "\(normal.string) became \(clean.string)")
    }

    private static func buffer(_ bytes: [UInt8]) -> ByteBuffer {
        let buffer = ByteBuffer(capacity: 64)
        buffer.append(bytes)
        return buffer
    }

    private static func isNormal(_ path: ByteBuffer) -> Bool {
        path.withSpan { PathNormalization.hasNormalEscapes($0) }
    }

    private static func isClean(_ path: ByteBuffer) -> Bool {
        path.withSpan { PathNormalization.hasNoDotSegments($0) }
    }

    /// The same by splitting and joining.
    private static func joined(_ path: [UInt8]) -> [UInt8] {
        guard path.first == 47 else { return path }
        var names: [ArraySlice<UInt8>] = []
        for segment in path.split(separator: 47) where Array(segment) != [46] {
            if Array(segment) == [46, 46] { _ = names.popLast() } else { names.append(segment) }
        }
        let isOpen = path.last == 47 && !names.isEmpty
        return [47] + Array(names.joined(separator: [47])) + (isOpen ? [47] : [])
    }
}
