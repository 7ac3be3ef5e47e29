import Testing

extension DiscoveryScenarios {
    /// A film library's containers and labels on a real engine: who is reached by which name, and who by none.
    @Test(.disabled(if: RealEngine.obstacle != nil, "\(RealEngine.obstacle ?? "")"))
    func aFilmLibraryIsRoutedByItsLabels() throws {
        let engine = try RealEngine()
        for network in ["backend", "frontend", "cdn-backend"] { try engine.docker("network create \(network)") }
        func labels(_ router: String, _ host: String, _ network: String, _ port: Int) -> [String] {
            [
                "traefik.enable=true", "traefik.docker.network=\(network)",
                "traefik.http.routers.\(router).rule=Host(`\(host)`)",
                "traefik.http.routers.\(router).entrypoints=websecure",
                "traefik.http.routers.\(router).tls.certresolver=letsencrypt",
                "traefik.http.routers.\(router).service=\(router)",
                "traefik.http.services.\(router).loadbalancer.server.port=\(port)",
            ]
        }
        let served = [
            ("player", "frontend", 4173, labels("player", "cinema.example", "frontend", 4173)),
            ("php-fpm", "backend", 9000, labels("backend_php", "api.cinema.example", "backend", 9000)),
            ("nginx", "backend", 80, labels("backend_nginx", "api.cinema.example", "backend", 80)),
            ("cdn-api", "cdn-backend", 4000, labels("cdn-api", "api.cdn.cinema.example", "cdn-backend", 4000)),
            (
                "minio", "cdn-backend", 9000,
                labels("minio", "file.cinema.example", "cdn-backend", 9000)
                    + labels("console", "admin.file.cinema.example", "cdn-backend", 9000)
            ),
            ("db", "backend", 3306, []), ("redis", "backend", 6379, []),
        ]
        for (name, network, port, labels) in served {
            try engine.serve(name, on: network, port: port, labels: labels)
        }
        try engine.docker("network connect backend minio")
        var setup = Setup.passThrough("http://127.0.0.1:1")
        (setup.hasTLS, setup.rule) = (true, "Host(`unused`)")
        setup.providers = ["docker: {endpoint: \"unix://\(engine.socket)\"}"]
        let usher = try UsherProcess(setup)
        func answer(_ host: String) throws -> String {
            let answer = try usher.tlsClient(serverName: host).get("/", fields: ["Host": host])
            return answer.status == 200 ? answer.text : "\(answer.status)"
        }
        try eventually("the player") { try answer("cinema.example") == "player" }
        #expect(try answer("api.cinema.example") == "nginx")
        #expect(try answer("api.cdn.cinema.example") == "cdn-api")
        #expect(try answer("file.cinema.example") == "minio")
        #expect(try answer("admin.file.cinema.example") == "minio")
        for host in ["db", "redis", "db-backend"] {
            #expect(try answer(host) == "404")
            #expect(try usher.get("/", fields: ["Host": host]).status == 404)
        }
        #expect(usher.log.contains("\"backend_nginx@docker\" and \"backend_php@docker\""))
        try engine.docker("stop -t 0 nginx")
        // A request that set out before would wait for an address that nobody has any more.
        try eventually("a configuration without nginx") { usher.log.contains("configuration reloaded routers=7") }
        #expect(try answer("api.cinema.example") == "php-fpm")
        try engine.docker("start nginx")
        try eventually("nginx to be back") { try answer("api.cinema.example") == "nginx" }
    }
}
