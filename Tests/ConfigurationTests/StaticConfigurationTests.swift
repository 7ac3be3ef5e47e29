import Testing

@testable import Configuration

@Suite struct StaticConfigurationTests {
    @Test func nothingGivenMeansDefaults() throws {
        let loaded = try decodeStatic("{}")
        #expect(loaded.problems.isEmpty)
        #expect(loaded.model == StaticConfiguration())
        #expect(loaded.model?.entryPoints.map(\.name) == ["http"])
        #expect(loaded.model?.entryPoints[0].address == ListenAddress(host: "", port: 80))
    }

    @Test func everyOptionIsRead() throws {
        let loaded = try decodeStatic(
            """
            entryPoints:
              web:
                address: "127.0.0.1:8000/tcp"
                asDefault: true
                transport:
                  respondingTimeouts: {readTimeout: 5, writeTimeout: 1m, idleTimeout: 3m, handshakeTimeout: 4s,
                    headerTimeout: 7s, bodyTimeout: 8s, sendTimeout: 9s, halfClosedTimeout: 11s}
                  lifeCycle: {requestAcceptGraceTimeout: 1s, graceTimeOut: 20s}
                http: {maxHeaderBytes: 65536, tls: {}}
            providers:
              providersThrottleDuration: 500ms
              file: {filename: /d.yml, watch: false}
            log: {level: DEBUG, format: json, filePath: /l}
            accessLog: {format: genericCLF, filePath: /a, bufferingSize: 10}
            ping: {entryPoint: web}
            caches:
              media: {path: /c, size: 50GiB, chunkSize: 64KiB, fillMemory: 1MiB, durability: fast, stallTimeout: 3s,
                fillMemoryTimeout: 500ms, defaults: {ttl: 1h}}
            serversTransport:
              maxIdleConnsPerHost: 5
              forwardingTimeouts: {dialTimeout: 1s, handshakeTimeout: 2s, responseHeaderTimeout: 3s, bodyTimeout: 4s,
                totalTimeout: 5s, idleConnTimeout: 6s}
            """)
        #expect(loaded.problems.isEmpty, "\(loaded.problems)")
        var web = EntryPoint(name: "web", address: ListenAddress(host: "127.0.0.1", port: 8000))
        (web.asDefault, web.givesTLS, web.maxHeaderBytes) = (true, true, 65536)
        (web.requestAcceptGraceTimeout, web.graceTimeout) = (.seconds(1), .seconds(20))
        (web.timeouts.read, web.timeouts.write, web.timeouts.idle) = (.seconds(5), .seconds(60), .seconds(180))
        (web.timeouts.handshake, web.timeouts.header) = (.seconds(4), .seconds(7))
        (web.timeouts.body, web.timeouts.send, web.timeouts.halfClosed) = (.seconds(8), .seconds(9), .seconds(11))
        var expected = StaticConfiguration(entryPoints: [web], accessLog: AccessLogSettings(), ping: PingSettings())
        expected.providers.throttle = .milliseconds(500)
        expected.providers.file = FileProviderSettings(filename: "/d.yml")
        expected.providers.file?.watch = false
        (expected.log.level, expected.log.format, expected.log.filePath) = (.debug, .json, "/l")
        expected.accessLog?.format = .genericCLF
        expected.accessLog?.filePath = "/a"
        expected.accessLog?.bufferingSize = 10
        expected.ping?.entryPoint = "web"
        var cache = CacheSettings(name: "media", path: "/c", size: 50 << 30)
        (cache.chunkSize, cache.fillMemory, cache.durability) = (65536, 1 << 20, .fast)
        (cache.stallTimeout, cache.defaults.ttl) = (.seconds(3), .seconds(3600))
        cache.fillMemoryTimeout = .milliseconds(500)
        expected.caches = [cache]
        expected.serversTransport.maxIdleConnectionsPerHost = 5
        expected.serversTransport.dialTimeout = .seconds(1)
        expected.serversTransport.handshakeTimeout = .seconds(2)
        expected.serversTransport.responseHeaderTimeout = .seconds(3)
        expected.serversTransport.bodyTimeout = .seconds(4)
        expected.serversTransport.totalTimeout = .seconds(5)
        expected.serversTransport.idleConnectionTimeout = .seconds(6)
        #expect(loaded.model == expected)
    }

    @Test(
        arguments: [
            (":80", "", 80), ("[::1]:443", "::1", 443), ("0.0.0.0:0", "0.0.0.0", 0),
            ("localhost:8080/tcp", "localhost", 8080),
        ] as [(String, String, UInt16)])
    func addresses(text: String, host: String, port: UInt16) throws {
        let loaded = try decodeStatic("entryPoints: {web: {address: '\(text)'}}")
        #expect(loaded.model?.entryPoints[0].address == ListenAddress(host: host, port: port))
    }

    /// What is written, and what the one error says.
    @Test(arguments: [
        (
            "entryPoints: {web: {address: '80'}}",
            "static.yml:1:21: entryPoints.web.address = \"80\": expected [host]:port"
        ),
        ("entryPoints: {web: {address: ':99999'}}", "expected [host]:port"),
        ("entryPoints: {web: {address: '::1:80'}}", "expected [host]:port"),
        ("entryPoints: {web: {address: ':53/udp'}}", "UDP is not built yet"),
        ("entryPoints: {web: {}}", "entryPoints.web.address: expected [host]:port"),
        ("entryPoints: {web: {adress: ':80', address: ':80'}}", "unknown option; did you mean \"address\"?"),
        ("entrypoint: {}", "unknown option; did you mean \"entryPoints\"?"),
        ("entryPoints: {web: {address: ':1', Address: ':2'}}", "given twice, in different case"),
        ("entryPoints: {web: {address: ':1', http: {redirections: {entryPoint: {}}}}}", "entryPoint.to: expected the"),
        ("entryPoints: {web: {address: ':1', http: {redirections: {to: a}}}}", "unknown option"),
        (
            "entryPoints: {web: {address: ':1', http: {redirections: {entryPoint: {to: wbe}}}}}",
            "entryPoint.to = \"wbe\": expected the name of an entry point, or a port like \":443\"; did you mean \"web\"?"
        ),
        ("entryPoints: {web: {address: ':1', http: {redirections: {entryPoint: {to: ':x'}}}}}", "a port like"),
        ("entryPoints: {web: {address: ':1', forwardedHeaders: {trustedIPs: [10.0.0.0/33]}}}", "is no IP address"),
        ("entryPoints: {web: {address: ':1', proxyProtocol: {trustedIPs: [localhost]}}}", "\"localhost\" is no IP"),
        ("entryPoints: {web: {address: ':1', proxyProtocol: {trustedIP: [a]}}}", "did you mean \"trustedIPs\"?"),
        ("entryPoints: {web: {address: ':1', http: {underscoreHeadersStrategy: drop}}}", "one of keep, delete, reject"),
        (
            "entryPoints: {web: {address: ':1', http: {underscoreHeadersStrategy: keep, aliasHeadersStrategy: reject}}}",
            "aliasHeadersStrategy says something else"
        ),
        (
            "entryPoints: {web: {address: ':1', http: {encodedCharacters: {allowEncodedSlsh: true}}}}",
            "mean \"allowEncodedSlash\""
        ),
        ("entryPoints: {web: {address: ':1', http2: {maxStreams: 5}}}", "unknown option"),
        ("entryPoints: {web: {address: ':1', observability: {accesslog: false}}}", "did you mean \"accessLogs\"?"),
        ("entryPoints: {web: {address: ':1', http: {maxHeaderBytes: 5}}}", "a whole number from 1024 to"),
        ("entryPoints: web", "expected names with options below them"),
        ("log: {level: loud}", "log.level = \"loud\": expected one of trace, debug, info, warn, error, fatal, panic"),
        ("log: loud", "has options below it"),
        ("log: [a]", "is not a list"),
        ("ping: {entryPoint: wbe}", "there is no entry point of that name"),
        ("providers: {providersThrottleDuration: -2}", "expected a duration like"),
        ("providers: {file: {}}", "providers.file.filename: expected the path of a YAML file"),
        ("providers: {file: {directory: /x, filename: y}}", "directory = \"/x\": not built yet"),
        ("providers: {file: {filename: y, watch: yes}}", "watch = \"yes\": expected true or false"),
        ("caches: {m: {path: /c}}", "caches.m.size: expected a size like 50GiB"),
        ("caches: {m: {path: /c, size: 1MiB}}", "at least 4MiB"),
        ("caches: {m: {size: 1GiB}}", "caches.m.path: expected the path of a directory"),
        ("caches: {m: {path: /c, size: 1GiB, chunkSize: 3MiB}}", "expected a power of two from 64KiB to 16MiB"),
        ("caches: {m: {path: /c, size: 1GiB, chunkSize: 32KiB}}", "from 64KiB to 16MiB"),
        ("caches: {m: {path: /c, size: 1GiB, durability: maybe}}", "expected one of safe, fast"),
        ("caches: {m: {path: /c, size: 1GiB, defaults: {stale: 1s}}}", "defaults.stale = \"1s\": not built yet"),
        ("caches: {m: {path: /c, size: 1GiB}, n: {path: /c, size: 1GiB}}", "caches.n.path = \"/c\": another cache"),
        ("serversTransport: {forwardingTimeouts: {dialTimout: 3}}", "did you mean \"dialTimeout\"?"),
    ])
    func errors(yaml: String, message: String) throws {
        let loaded = try decodeStatic(yaml)
        #expect(loaded.model == nil)
        #expect(loaded.errors.count == 1 && loaded.errors[0].contains(message), "\(loaded.errors)")
        #expect(loaded.errors.first?.hasPrefix("error: static.yml:1") == true)
    }

    @Test(arguments: [
        "metrics: {prometheus: {}}", "entryPoints: {web: {address: ':1', http2: {maxConcurrentStreams: 5}}}",
        "entryPoints: {web: {address: ':1', http3: {advertisedPort: 5}}}",
        "entryPoints: {web: {address: ':1', udp: {timeout: 5}}}",
        "entryPoints: {web: {address: ':1', observability: {metrics: false}}}",
        "api: {}", "accessLog: {filters: {minDuration: 1}}", "log: {maxSize: 5}", "providers: {docker: {}}",
    ])
    func knownButUnbuiltIsWarnedOf(yaml: String) throws {
        let loaded = try decodeStatic(yaml)
        #expect(loaded.model != nil && loaded.errors.isEmpty)
        #expect(loaded.warnings.count == 1 && loaded.warnings[0].contains("not supported yet"), "\(loaded.warnings)")
    }

    @Test func sectionsAreSwitchedByBooleans() throws {
        #expect(try decodeStatic("{}", flags: ["--ping", "--accesslog"]).model?.accessLog == AccessLogSettings())
        #expect(try decodeStatic("ping: {}", flags: ["--ping=false"]).model?.ping == nil)
        #expect(try decodeStatic("accessLog:").model?.accessLog == AccessLogSettings())
    }

    @Test func pingBringsItsOwnEntryPointAlong() throws {
        let model = try #require(try decodeStatic("entryPoints: {web: {address: ':80'}}\nping: {}").model)
        #expect(model.entryPoints.map(\.name) == ["web", "traefik"])
        #expect(model.entryPoint(named: "traefik")?.address.port == 8080)
        #expect(model.defaultEntryPoints == ["web"])
    }

    @Test func flagsGoOverTheFileAndSourcesAreKept() throws {
        let loaded = try decodeStatic(
            "entryPoints: {web: {address: ':80'}}", flags: ["--entrypoints.web.address=:81", "--log.level", "INFO"])
        #expect(loaded.model?.entryPoints.map(\.address.port) == [81])
        let address = loaded.options.first { $0.keyPath == "entryPoints.web.address" }
        #expect(address?.value == ":81" && address?.source == .flag("--entrypoints.web.address"))
        #expect(loaded.options.first { $0.keyPath == "log.level" }?.value == "info")
        #expect(loaded.options.first { $0.keyPath == "log.format" }?.source == .builtIn)
    }

    @Test func aMissingFileIsNamed() {
        let loaded = StaticConfiguration.load(arguments: ["--configFile=/nowhere/x.yml"])
        #expect(loaded.model == nil)
        #expect(
            loaded.errors.count == 1 && loaded.errors[0].contains("/nowhere/x.yml: cannot be opened"),
            "\(loaded.errors)")
        #expect(StaticConfiguration.load(arguments: ["--configFile="]).model == nil)
        #expect(StaticConfiguration.load(arguments: ["--cofigFile=/x"]).errors.count == 1)
        #expect(StaticConfiguration.load(arguments: ["stray"]).model == nil)
        #expect(StaticConfiguration.load(arguments: []).model == StaticConfiguration())
    }

    @Test func theReportShowsValuesSourcesAndProblems() throws {
        let fixed = try decodeStatic("entryPoints: {web: {address: ':80'}}\napi: {}")
        let report = ConfigReport.render(fixed: fixed, dynamic: try decodeDynamic("http: {routers: {a: {}}}"))
        #expect(report.contains("entryPoints.web.transport.respondingTimeouts.idleTimeout = 3m0s"))
        #expect(report.contains("(static.yml:1:21)"))
        #expect(report.contains("(default)"))
        #expect(
            ConfigReport.render(fixed: try decodeStatic("ping: {}")).contains("entryPoints.traefik.address = :8080"))
        #expect(ConfigReport.render(fixed: try decodeStatic("{}")).contains("entryPoints.http.address = :80"))
        #expect(report.contains("warning: static.yml:2:1: api: not supported yet"))
        #expect(report.contains("routers in service: none"))
        #expect(report.contains("error: dynamic.yml:1:18: http.routers.a.rule: expected a rule"))
    }
}
