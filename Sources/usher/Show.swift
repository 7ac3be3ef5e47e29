internal import ArgumentParser
internal import Configuration
internal import LinuxIO
internal import Server

/// Shows what a running usher has.
struct Show: AsyncParsableCommand {
    enum Subject: String, CaseIterable, ExpressibleByArgument {
        case overview, routers, services, middlewares, entrypoints, version

        /// Where the API has it.
        fileprivate var path: String {
            switch self {
            case .overview, .entrypoints, .version: "/api/\(rawValue)"
            case .routers, .services, .middlewares: "/api/http/\(rawValue)"
            }
        }

        fileprivate var isList: Bool { self != .overview && self != .version }
    }

    static let configuration = CommandConfiguration(
        abstract: "Show what a running usher serves, and what is wrong with it.",
        discussion: """
            Lists are tables of id, status and the most that there is to say; a name shows all of one object, as JSON. \
            Asks through the socket `api.socket` of the running usher.
            """)

    @Argument(help: "What to show.")
    var subject: Subject = .overview

    @Argument(help: "Id of one of a list, such as films@file; without its provider it is one of the files.")
    var name: String?

    @Option(help: "Path of the running usher's socket.")
    var socket = ApiSocketSettings.defaultPath

    @Option(help: "The path that the API of the running usher stands under (`api.basePath`).")
    var basePath = ""

    @Flag(help: "Print lists as JSON, too.")
    var json = false

    func run() async throws {
        if name != nil, !subject.isList { throw ValidationError("\(subject.rawValue) has no names") }
        if let name { return print(try await ask("\(subject.path)/\(escaped(id(name)))")) }
        guard subject.isList, !json else { return print(try await ask(subject.path)) }
        let rows = try ObjectRow.read(try await ask("\(subject.path)?per_page=1000000"))
        print(ObjectRow.table(rows), terminator: "")
    }

    private func id(_ name: String) -> String {
        subject == .entrypoints ? name : qualified(name, in: ProviderName.file)
    }

    /// - Throws: exit 1, with the reason printed, when there is no answer or it is an error.
    private func ask(_ path: String) async throws -> String {
        do {
            let answer = try await AdminClient.ask(basePath + path, at: socket)
            var text = String(decoding: answer.body, as: UTF8.self)
            if text.last == "\n" { text.removeLast() }
            if answer.status == 200 { return text }
            writeToStandardError("\(text)\n")
        } catch {
            writeToStandardError("\(error)\n")
        }
        throw ExitCode(1)
    }

    /// For a segment of a path (RFC 3986 §3.3): all but what needs none is percent-encoded.
    private func escaped(_ name: String) -> String {
        name.utf8.map { byte in
            switch byte {
            case 48...57, 64...90, 97...122, 45, 46, 95, 126: String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
