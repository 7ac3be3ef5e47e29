/// What is asked of a list: a page of those that fit, in some order.
struct ListQuestion: Equatable {
    var search = ""
    var status = ""
    var service = ""
    var middleware = ""
    var sortBy = ""
    var descends = false
    /// As written; empty where it is not.
    var page = ""
    var perPage = ""

    /// - Parameter query: `name=value` pairs between `&`; of several of a name the first counts.
    init(query: String) {
        var seen: Set<String> = []
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = unescaped(parts[0], plusIsSpace: true)
            guard seen.insert(name).inserted else { continue }
            let value = parts.count > 1 ? unescaped(parts[1], plusIsSpace: true) : ""
            switch name {
            case "search": search = value
            case "status": status = value
            case "serviceName": service = value
            case "middlewareName": middleware = value
            case "sortBy": sortBy = value
            case "direction": descends = value == "desc"
            case "page": page = value
            case "per_page": perPage = value
            default: break
            }
        }
    }
}

/// A text with its percent-encoding undone; what is none stays.
func unescaped(_ text: Substring, plusIsSpace: Bool = false) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16),
            rest.count >= 2
        {
            bytes.append(value)
            rest = rest.dropFirst(2)
        } else {
            bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
