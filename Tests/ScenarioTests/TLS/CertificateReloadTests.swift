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
}
