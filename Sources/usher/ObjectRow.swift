internal import Foundation

/// A line of a table of routers, services, middlewares or entry points.
struct ObjectRow: Decodable {
    var name: String
    var status: String?
    var type: String?
    var rule: String?
    var service: String?
    var address: String?
    var entryPoints: [String]?
    var serverStatus: [String: String]?
    var error: [String]?

    static func read(_ json: String) throws -> [ObjectRow] {
        try JSONDecoder().decode([ObjectRow].self, from: Data(json.utf8))
    }

    /// Columns of the same width, and below an object that is not in order the reasons.
    static func table(_ rows: [ObjectRow]) -> String {
        let cells = rows.map(\.cells)
        let widths = (0..<3).map { column in cells.map { $0[column].count }.max() ?? 0 }
        var text = ""
        for (row, cells) in zip(rows, cells) {
            let padded = cells.enumerated().map { index, cell in
                index < 3 ? cell + String(repeating: " ", count: widths[index] - cell.count) : cell
            }
            text += padded.filter { !$0.isEmpty }.joined(separator: "  ").trimmedAtEnd + "\n"
            for reason in row.error ?? [] { text += "    \(reason)\n" }
        }
        return text
    }

    private var cells: [String] {
        let servers = serverStatus?.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        return [name, status ?? "", type ?? entryPoints?.joined(separator: ",") ?? "", address ?? servers ?? target]
    }

    private var target: String { rule.map { "\($0) → \(service ?? "")" } ?? "" }
}

extension String {
    fileprivate var trimmedAtEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
