import Testing

extension EntryPointScenarios {
    private func ask(_ options: String) throws -> (status: Int, sent: Fields?) {
        let origin = try ScriptedOrigin { _, reply in try reply.respond() }
        var setup = Setup.passThrough(origin.url)
        setup.entryPointOptions = ["http: {\(options)}"]
        let usher = try UsherProcess(setup)
        let answer = try usher.get("/", fields: ["X_Auth_User": "ann", "X.Auth.User": "ann", "X-Plain": "1"])
        return (answer.status, origin.requests.first?.fields)
    }

    @Test func theyAreKeptDeletedOrRejected() throws {
        let kept = try ask("underscoreHeadersStrategy: keep").sent
        #expect(kept?["X_Auth_User"] == "ann" && kept?["X.Auth.User"] == "ann" && kept?["X-Plain"] == "1")
        let underscores = try ask("underscoreHeadersStrategy: delete").sent
        #expect(underscores?["X_Auth_User"] == nil && underscores?["X.Auth.User"] == "ann")
        let all = try ask("aliasHeadersStrategy: delete").sent
        #expect(all?["X_Auth_User"] == nil && all?["X.Auth.User"] == nil && all?["X-Plain"] == "1")
        for option in ["underscoreHeadersStrategy", "aliasHeadersStrategy"] {
            let refused = try ask("\(option): reject")
            #expect(refused.status == 400 && refused.sent == nil)
        }
    }
}
