import Testing

extension ServiceScenarios {
    @Test func weightsCount() throws {
        let (a, b) = (try NamedOrigin("a"), try NamedOrigin("b"))
        let list = "servers: [{url: \"\(a.origin.url)\", weight: 3}, {url: \"\(b.origin.url)\"}]"
        let usher = try UsherProcess(.service(among: "s: {loadBalancer: {\(list)}}"))
        let client = try usher.client()
        for _ in 0..<12 { #expect(try client.get("/").status == 200) }
        #expect(a.served.count == 9 && b.served.count == 3)
    }

    /// A server's path stands in front of the request's, where it is to be kept.
    @Test func aPathIsJoined() throws {
        let origin = try NamedOrigin("a")
        let list = "servers: [{url: \"\(origin.origin.url)/base/\", preservePath: true}]"
        let usher = try UsherProcess(.service(among: "s: {loadBalancer: {\(list), passHostHeader: false}}"))
        let client = try usher.client()
        for target in ["/", "/x?y"] { #expect(try client.get(target).status == 200) }
        #expect(origin.served.map(\.target) == ["/base/", "/base/x?y"])
        #expect(origin.served[0].fields["Host"] == "127.0.0.1:\(origin.origin.port)")
    }

    /// A cache asks the server in the same way.
    @Test func aPathIsJoinedForTheCache() throws {
        let origin = try NamedOrigin("a")
        var setup = Setup.cached()
        (setup.service, setup.services) = (
            "s", ["s: {loadBalancer: {servers: [{url: \"\(origin.origin.url)/base\", preservePath: true}]}}"]
        )
        let usher = try UsherProcess(setup)
        #expect(try usher.get("/x?y").text == "a")
        #expect(origin.served.map(\.target) == ["/base/x?y"])
    }

    /// One address has one server.
    @Test func anAddressHasItsServer() throws {
        let (a, b) = (try NamedOrigin("a"), try NamedOrigin("b"))
        let usher = try UsherProcess(.service(among: "s: {loadBalancer: {\(servers(a, b)), strategy: hrw}}"))
        let names = try (0..<8).map { _ in try usher.get("/").text }
        #expect(Set(names).count == 1)
    }

    @Test(arguments: ["p2c", "leasttime"])
    func otherStrategiesServe(strategy: String) throws {
        let (a, b) = (try NamedOrigin("a"), try NamedOrigin("b"))
        let usher = try UsherProcess(.service(among: "s: {loadBalancer: {\(servers(a, b)), strategy: \(strategy)}}"))
        let client = try usher.client()
        for _ in 0..<10 { #expect(try client.get("/").status == 200) }
        #expect(a.served.count + b.served.count == 10)
    }

    /// A router on a service that is not in order is not served.
    @Test func aLoopOfServicesServesNobody() throws {
        let usher = try UsherProcess(
            .service(
                among: "s: {weighted: {services: [{name: t}]}}", "t: {weighted: {services: [{name: s}]}}"))
        #expect(try usher.get("/").status == 404)
        #expect(usher.log.contains("leads back to itself"))
    }
}
