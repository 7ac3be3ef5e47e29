import Glibc
import TLS
import Testing

private let tool = "/usr/bin/openssl"

extension HarnessTests {
    /// Against a server that is not ours: Debian's `openssl s_server`.
    @Test(.enabled(if: unsafe access(tool, X_OK) == 0)) func tlsShowsTheCertificate() throws {
        let directory = try TemporaryDirectory()
        let identity = try SelfSigned.make(names: ["media.example"], commonName: "shown")
        try directory.write("cert.pem", identity.certificatePEM)
        try directory.write("key.pem", identity.keyPEM)
        let port = PortNumbers.unused()
        let server = try ChildProcess(
            tool,
            [
                "s_server", "-www", "-accept", "127.0.0.1:\(port)", "-cert", directory.file("cert.pem"), "-key",
                directory.file("key.pem"),
            ], output: "/dev/null")
        defer { server.signal(SIGKILL) }
        try eventually("s_server to listen") { (try? PlainStream(connectingTo: port)) != nil }
        let client = try RawClient(tlsPort: port)
        #expect(client.certificate?.commonName == "shown")
        #expect(try client.get("/").text.contains("s_server"))
    }
}
