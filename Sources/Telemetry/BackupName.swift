internal import LinuxIO

/// The names of log files that were put aside: `usher-2026-11-25T15-04-05.000.log` for `usher.log`, with the time in UTC.
package struct BackupName: Sendable {
    /// Where the files are; empty for the working directory.
    package let directory: String
    private let stem: String
    private let ending: String

    package init(of path: String) {
        let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
        directory = String(path.dropLast(name.count + 1))
        let dot = name.lastIndex(of: ".") ?? name.endIndex
        (stem, ending) = (name[..<dot] + "-", String(name[dot...]))
    }

    func path(at time: WallTime) -> String {
        let buffer = ByteBuffer(capacity: 40)
        CalendarTime(time).appendInternetTime(precise: true, to: buffer)
        // Without the digits below milliseconds and the zone, and with no colons.
        let text = String(decoding: buffer.array.prefix(23), as: UTF8.self).replacing(":", with: "-")
        return place + stem + text + ending
    }

    /// What the directory's name has to be preceded by.
    package var place: String { directory.isEmpty ? "" : directory + "/" }

    /// Whether a file of that name was put aside, and whether it is compressed already; nil when it is another's.
    package func isCompressed(_ name: String) -> Bool? {
        guard name.hasPrefix(stem) else { return nil }
        let isCompressed = name.hasSuffix(ending + ".gz")
        guard isCompressed || name.hasSuffix(ending) else { return nil }
        let time = name.dropFirst(stem.count).dropLast(ending.count + (isCompressed ? 3 : 0))
        let form = "0000-00-00T00-00-00.000"
        guard time.utf8.count == form.utf8.count else { return nil }
        let fits = zip(time.utf8, form.utf8).allSatisfy { byte, like in
            like == UInt8(ascii: "0") ? byte >= 48 && byte <= 57 : byte == like
        }
        return fits ? isCompressed : nil
    }
}
