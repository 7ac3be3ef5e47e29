import Glibc
import Testing

extension LifecycleScenarios {
    /// A file that cannot be read changes nothing; the next good one does.
    @Test func aBadFileKeepsTheLastGoodOne() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "answer") }
        let other = try ScriptedOrigin { _, reply in try reply.respond(text: "other") }
        let usher = try UsherProcess(.passThrough(origin.url))
        let client = try usher.client()
        for bad in ["http: [", "http:\n  routers: {all: {rule: ", "\u{0}"] {
            try usher.directory.write("dynamic.yml", bad)
            usher.signal(SIGHUP)
            sleep(.milliseconds(150))
            #expect(try client.get("/").text == "answer")
        }
        try usher.reconfigure { $0.servers = [other.url] }
        usher.signal(SIGHUP)
        try eventually("the other server to answer") { try client.get("/").text == "other" }
    }

    /// A router that asks for something unknown is not served without it; the rest is.
    @Test func aFaultyRouterIsDisabledAlone() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "answer") }
        let usher = try UsherProcess(.passThrough(origin.url))
        let routers = [
            "  routers:", "    good: {rule: \"Path(`/good`)\", service: origin}",
            "    bad: {rule: \"Path(`/bad`)\", middlewares: [unknown], service: origin}",
            "    broken: {rule: \"Path(`/broken`\", service: origin}",
            "  services: {origin: {loadBalancer: {servers: [{url: \"\(origin.url)\"}]}}}",
        ]
        try usher.directory.write("dynamic.yml", "http:\n" + routers.joined(separator: "\n") + "\n")
        usher.signal(SIGHUP)
        let client = try usher.client()
        try eventually("the new routers") { try client.get("/").status == 404 }
        #expect(try client.get("/good").text == "answer")
        #expect(try client.get("/bad").status == 404 && client.get("/broken").status == 404)
    }
}
