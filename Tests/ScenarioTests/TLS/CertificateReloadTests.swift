import Glibc
import TLS
import Testing

extension TLSScenarios {
    /// New connections get the new certificate; those that are open go on.
    @Test func aReloadSwapsTheCertificate() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "answer") }
        var setup = Setup.secure(origin.url)
        try setup.offerCertificate(named: "first", for: ["media.example"])
        let usher = try UsherProcess(setup)
        let open = try usher.tlsClient()
        #expect(open.certificate?.commonName == "first")
        #expect(try open.get("/").text == "answer")
        var renewed = Setup.secure(origin.url)
        try renewed.offerCertificate(named: "second", for: ["media.example"])
        let changed = renewed
        try usher.reconfigure { $0 = changed }
        usher.signal(SIGHUP)
        try eventually("the second certificate") {
            try usher.tlsClient().certificate?.commonName == "second"
        }
        #expect(try open.get("/").text == "answer")
    }

    /// A file that holds no certificate keeps the others in service.
    @Test func aBadCertificateHarmsNoOther() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "answer") }
        var setup = Setup.secure(origin.url)
        try setup.offerCertificate(named: "good", for: ["media.example"])
        try setup.offerCertificate(named: "bad", for: ["bad.example"])
        setup.files["bad.crt"] = Array("no certificate".utf8)
        let usher = try UsherProcess(setup)
        #expect(try usher.tlsClient().certificate?.commonName == "good")
        #expect(try usher.tlsClient(serverName: "bad.example").get("/").text == "answer")
    }

    /// A file that is broken when it is read again leaves its certificate as it was; a new one in the same place is taken.
    @Test func aBrokenFileLeavesTheLastGoodCertificate() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "answer") }
        var setup = Setup.secure(origin.url)
        try setup.offerCertificate(named: "media", for: ["media.example"])
        let usher = try UsherProcess(setup)
        #expect(try usher.tlsClient().certificate?.commonName == "media")
        try usher.directory.write("media.crt", "no certificate")
        usher.signal(SIGHUP)
        try eventually("the reload") { usher.log.contains("media.crt: holds no certificate") }
        #expect(try usher.tlsClient().certificate?.commonName == "media")
        let next = try SelfSigned.make(names: ["media.example"], commonName: "next")
        try usher.directory.write("media.crt", next.certificatePEM)
        try usher.directory.write("media.key", next.keyPEM)
        usher.signal(SIGHUP)
        try eventually("the next certificate") { try usher.tlsClient().certificate?.commonName == "next" }
    }

    /// PEM text may stand where a path is expected; it is not repeated anywhere.
    @Test func certificatesInTheFileItself() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "answer") }
        let identity = try SelfSigned.make(names: ["media.example"], commonName: "inline")
        func quoted(_ pem: [UInt8]) -> String {
            "\"" + String(decoding: pem, as: UTF8.self).replacing("\n", with: "\\n") + "\""
        }
        var setup = Setup.secure(origin.url)
        setup.dynamicLines = [
            "tls: {certificates: [{certFile: \(quoted(identity.certificatePEM)), keyFile: \(quoted(identity.keyPEM)), "
                + "stores: [default]}]}"
        ]
        let usher = try UsherProcess(setup)
        #expect(try usher.tlsClient().certificate?.commonName == "inline")
        let report = try shell("\(BuiltProgram.path) check --configFile=static.yml", in: usher.directory)
        #expect(report.contains("(PEM text)") && !report.contains("PRIVATE KEY") && !usher.log.contains("PRIVATE KEY"))
    }
}
