import Glibc
import Testing

extension ReportScenarios {
    private func logged(_ accessLog: String, _ change: (inout Setup) -> Void = { _ in }) throws -> UsherProcess {
        var setup = Setup.passThrough("http://127.0.0.1:1")
        setup.rule = "Path(`/film`)"
        setup.staticLines = ["ping: {entryPoint: web}", "accessLog: \(accessLog)"]
        change(&setup)
        return try UsherProcess(setup)
    }

    /// The lines of the access log, once there are as many.
    private func lines(_ count: Int, of usher: UsherProcess) throws -> [Substring] {
        var lines: [Substring] = []
        try eventually("\(count) lines of the access log") {
            lines = contents(ofFile: usher.directory.file("access.log")).split(separator: "\n")
            return lines.count >= count
        }
        return lines
    }

    /// One condition is enough; who meets none is not logged.
    @Test func filtersChooseRequests() throws {
        let usher = try logged(
            "{filePath: DIRECTORY/access.log, filters: {statusCodes: [\"500-599\"], minDuration: 1h}}")
        #expect(try usher.get("/none").status == 404)
        #expect(try usher.get("/film").status == 502)
        #expect(try usher.get("/other").status == 404)
        #expect(try usher.get("/film?last").status == 502)
        let lines = try lines(2, of: usher)
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { $0.contains("\"GET /film") && $0.contains(" 502 ") })
    }

    /// usher's own answers are only logged when they are asked for.
    @Test(arguments: [(false, ["/last"]), (true, ["/ping", "/last"])])
    func ownAnswersAreLoggedOnDemand(adds: Bool, expected: [String]) throws {
        let usher = try logged("{filePath: DIRECTORY/access.log, addInternals: \(adds)}")
        #expect(try usher.get("/ping").status == 200)
        #expect(try usher.get("/last").status == 404)
        let paths = try lines(expected.count, of: usher).map { $0.split(separator: " ")[6] }
        // Two connections may be on two loops, whose lines come in any order.
        #expect(paths.map(String.init).sorted() == expected.sorted())
    }

    /// Members and header fields are kept, dropped or hidden by name.
    @Test func fieldsAreChosenByName() throws {
        let usher = try logged(
            """
            {filePath: DIRECTORY/access.log, format: json, fields: {defaultMode: drop, names: {RequestPath: keep},
              headers: {names: {X-A: keep, authorization: redact, content-type: keep}}, queryParameters: {defaultMode: drop}}}
            """)
        _ = try usher.get("/none?secret", fields: ["X-A": "1", "x-a": "2", "Authorization": "Basic eA==", "X-B": "3"])
        let line = try #require(try lines(1, of: usher).first)
        let expected =
            #"{"RequestPath":"/none","downstream_Content-Type":"text/plain; charset=utf-8","level":"info","msg":"","#
            + #""request_Authorization":"REDACTED","request_X-A":"1,2","time":""#
        #expect(line.hasPrefix(expected))
    }

    /// Common lines have dashes for what is dropped, and the user agent only when it is asked for.
    @Test(arguments: [
        ("", #""-" "-""#), (", fields: {headers: {defaultMode: keep}}", #""-" "own""#),
        (", fields: {headers: {names: {User-Agent: redact}}}", #""-" "REDACTED""#),
    ])
    func commonLinesHideHeaders(fields: String, expected: String) throws {
        let usher = try logged("{filePath: DIRECTORY/access.log\(fields)}")
        _ = try usher.get("/none", fields: ["User-Agent": "own"])
        #expect(try lines(1, of: usher)[0].contains(" 404 19 \(expected) 1 "))
    }

    /// A full log file is put aside and compressed, and the oldest are removed; SIGUSR1 begins another.
    @Test func theLogRotates() throws {
        let usher = try logged("{filePath: DIRECTORY/access.log}") { setup in
            setup.hasOwnLog = true
            setup.files["own.log"] = Array(repeating: 0x2e, count: (1 << 20) - 1) + [0x0a]
            setup.files["own-2020-01-01T00-00-00.000.log.gz"] = [1]
            setup.files["own-2020-01-01T00-00-00.000.txt"] = [1]
            setup.staticLines += ["log: {filePath: DIRECTORY/own.log, maxSize: 1, maxBackups: 1, compress: true}"]
        }
        try eventually("the full file to be compressed, and the older one removed") {
            try shell("ls own*.gz | grep -c -v 2020", in: usher.directory) == "1\n"
                && shell("ls own*.gz | wc -l", in: usher.directory) == "1\n"
        }
        #expect(try shell("gzip -dc own*.gz | wc -c", in: usher.directory) == "1048576\n")
        #expect(try shell("ls own* | wc -l", in: usher.directory) == "3\n")
        #expect(contents(ofFile: usher.directory.file("own.log")).contains("serving"))
        _ = try shell("mv own.log old.log; mv access.log old-access.log", in: usher.directory)
        usher.signal(SIGUSR1)
        try eventually("the access log to be opened anew") {
            _ = try usher.get("/none")
            return contents(ofFile: usher.directory.file("access.log")).contains("/none")
        }
        #expect(try shell("test -e own.log && echo there", in: usher.directory) == "there\n")
    }
}
