import Glibc
import LinuxIO

/// A file that is gone with its owner.
final class TemporaryFile {
    let path: String

    init(_ bytes: [UInt8]) {
        var name = Array("/tmp/usher-tls-XXXXXX".utf8CString)
        let number = unsafe mkstemp(&name)
        precondition(number >= 0, "no temporary file: \(Errno.current)")
        path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let file = Descriptor(owning: number)
        let count = unsafe write(file.number, bytes, bytes.count)
        precondition(count == bytes.count, "a short write")
    }

    deinit { unsafe unlink(path) }
}

func sleepBriefly() { usleep(1000) }
