import LinuxIO
import Testing

extension ServiceScenarios {
    private func mirrored(_ main: NamedOrigin, _ mirror: ScriptedOrigin, _ options: String = "", percent: Int = 100)
        -> Setup
    {
        .service(
            among: "s: {mirroring: {service: main, mirrors: [{name: copy, percent: \(percent)}]\(options)}}",
            "main: {loadBalancer: {\(servers(main))}}",
            "copy: {loadBalancer: {servers: [{url: \"\(mirror.url)\"}], passHostHeader: false}}")
    }

    /// Mirrors get the request as the service gets it, with its body; how they answer is nothing to the client.
    @Test func aMirrorGetsCopies() throws {
        let (main, copy) = (try NamedOrigin("main"), try NamedOrigin("copy"))
        copy.answer(500)
        let usher = try UsherProcess(mirrored(main, copy.origin))
        let client = try usher.client()
        #expect(try client.get("/x?y", fields: ["X-A": "b"]).text == "main")
        try copy.origin.waitForRequests(1)
        let copied = try copy.origin.request(0)
        #expect(copied.target == "/x?y" && copied.fields["X-A"] == "b")
        #expect(copied.fields["Host"] == "127.0.0.1:\(copy.origin.port)")
        #expect(try client.post("/up", Array("body".utf8)).text == "mainbody")
        try client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
        #expect(try client.readResponse(to: "POST").text == "mainabc")
        try copy.origin.waitForRequests(3)
        #expect(Set(copy.served.map(\.text)) == ["", "body", "abc"])
    }

    /// Each percentage is kept to on each loop, and large bodies are not copied.
    @Test func someRequestsAreCopied() throws {
        let (main, copy) = (try NamedOrigin("main"), try NamedOrigin("copy"))
        let usher = try UsherProcess(mirrored(main, copy.origin, ", maxBodySize: 4", percent: 50))
        let client = try usher.client()
        for _ in 0..<10 { #expect(try client.get("/").status == 200) }
        try copy.origin.waitForRequests(5)
        for text in ["12345", "12345", "1234", "1234"] { #expect(try client.post("/", Array(text.utf8)).status == 200) }
        try copy.origin.waitForRequests(6)
        sleep(.milliseconds(100))
        #expect(copy.served.count == 6 && copy.served.last?.text == "1234" && main.served.count == 14)
    }

    @Test func bodiesMayBeLeftOut() throws {
        let (main, copy) = (try NamedOrigin("main"), try NamedOrigin("copy"))
        let usher = try UsherProcess(mirrored(main, copy.origin, ", mirrorBody: false"))
        #expect(try usher.client().post("/", Array("body".utf8)).text == "mainbody")
        try copy.origin.waitForRequests(1)
        #expect(copy.served[0].method == "POST" && copy.served[0].text.isEmpty)
    }

    /// A mirror that never answers, or is not there, holds nobody up.
    @Test func aSilentMirrorHoldsNobodyUp() throws {
        let (main, gate) = (try NamedOrigin("main"), Gate())
        let silent = try ScriptedOrigin { _, _ in try gate.pass() }
        defer { gate.open() }
        let usher = try UsherProcess(mirrored(main, silent))
        let client = try usher.client()
        for _ in 0..<300 { #expect(try client.post("/", Array("x".utf8)).text == "mainx") }
        silent.stop()
        for _ in 0..<10 { #expect(try client.get("/").text == "main") }
    }
}
