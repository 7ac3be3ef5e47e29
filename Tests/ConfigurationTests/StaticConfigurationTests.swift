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
            log: {level: DEBUG, format: json, filePath: /l, maxSize: 5, maxAge: 6, maxBackups: 7, compress: true,
              noColor: true}
            accessLog: {format: genericCLF, filePath: /a, bufferingSize: 10, addInternals: true,
              filters: {statusCodes: ["200", "400-499"], retryAttempts: true, minDuration: 10ms},
              fields: {defaultMode: drop, names: {ClientAddr: keep}, queryParameters: {defaultMode: drop},
                headers: {defaultMode: redact, names: {User-Agent: keep, Cookie: drop}}}}
            ping: {entryPoint: web, terminatingStatusCode: 204}
            api: {dashboard: false, debug: true, basePath: /admin/, disableDashboardAd: true, dashboardName: n,
              socket: /run/s}
            caches:
              media: {path: /c, size: 50GiB, chunkSize: 64KiB, fillMemory: 1MiB, durability: fast, stallTimeout: 3s,
                fillMemoryTimeout: 500ms, readerTimeout: 1s, defaults: {ttl: 1h}}
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
        (expected.log.rotation.maxSize, expected.log.rotation.maxAge) = (5, 6)
        (expected.log.rotation.maxBackups, expected.log.rotation.compress, expected.log.noColor) = (7, true, true)
        expected.accessLog?.addInternals = true
        expected.accessLog?.filters.statusCodes = [200...200, 400...499]
        expected.accessLog?.filters.retryAttempts = true
        expected.accessLog?.filters.minDuration = .milliseconds(10)
        expected.accessLog?.fields.defaultMode = .drop
        expected.accessLog?.fields.names = ["ClientAddr": .keep]
        expected.accessLog?.fields.headerDefaultMode = .redact
        expected.accessLog?.fields.headerNames = ["User-Agent": .keep, "Cookie": .drop]
        expected.accessLog?.fields.queryParameterDefaultMode = .drop
        expected.ping?.terminatingStatusCode = 204
        var api = ApiSettings()
        (api.dashboard, api.debug, api.basePath) = (false, true, "/admin")
        (api.disableDashboardAd, api.dashboardName) = (true, "n")
        expected.api = api
        (expected.apiSocket.path, expected.apiSocket.isRequired) = ("/run/s", true)
        var cache = CacheSettings(name: "media", path: "/c", size: 50 << 30)
        (cache.chunkSize, cache.fillMemory, cache.durability) = (65536, 1 << 20, .fast)
        (cache.stallTimeout, cache.defaults.ttl) = (.seconds(3), .seconds(3600))
        cache.fillMemoryTimeout = .milliseconds(500)
        cache.readerTimeout = .seconds(1)
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
        ("providers: {file: {}}", "providers.file.filename: expected the path of a YAML or TOML file"),
        ("ping: {terminatingStatusCode: 99}", "a whole number from 200 to 599"),
        ("api: {insecur: true}", "api.insecur = \"true\": unknown option; did you mean \"insecure\"?"),
        ("api: {basePath: admin}", "expected a path that begins with a slash"),
        ("log: {maxSize: -1}", "a whole number from 0"),
        ("accessLog: {filters: {statusCodes: ['4xx']}}", "expected statuses like 404 and ranges like 400-499"),
        ("accessLog: {filters: {statusCodes: ['500-400']}}", "expected statuses like 404"),
        (
            "accessLog: {fields: {names: {ClientHost: redact}}}",
            "names.ClientHost = \"redact\": expected one of keep, drop"
        ),
        ("accessLog: {fields: {headers: {names: [a]}}}", "expected names with a word for each"),
        ("providers: {file: {filename: y, watch: yes}}", "watch = \"yes\": expected true or false"),
        ("caches: {m: {path: /c}}", "caches.m.size: expected a size like 50GiB"),
        ("caches: {m: {path: /c, size: 1MiB}}", "at least 4MiB"),
        ("caches: {m: {size: 1GiB}}", "caches.m.path: expected the path of a directory"),
        ("caches: {m: {path: /c, size: 1GiB, chunkSize: 3MiB}}", "expected a power of two from 64KiB to 16MiB"),
        ("caches: {m: {path: /c, size: 1GiB, chunkSize: 32KiB}}", "from 64KiB to 16MiB"),
        ("caches: {m: {path: /c, size: 1GiB, durability: maybe}}", "expected one of safe, fast"),
        ("caches: {m: {path: /c, size: 1GiB, defaults: {stale: 1s}}}", "defaults.stale = \"1s\": not built yet"),
        ("caches: {m: {path: /c, size: 1GiB, defaults: {sign: {forms: [akami]}}}}", "did you mean \"akamai\"?"),
        ("caches: {m: {path: /c, size: 1GiB, defaults: {sign: {expires: e}}}}", "the names of the query parameters"),
        ("caches: {m: {path: /c, size: 1GiB, defaults: {sign: {askTTL: 2h}}}}", "expected an hour at most"),
        ("caches: {m: {path: /c, size: 1GiB, defaults: {sign: {askTtl: 1s, x: 1}}}}", "sign.x"),
        ("caches: {m: {path: /c, size: 1GiB}, n: {path: /c, size: 1GiB}}", "caches.n.path = \"/c\": another cache"),
        ("serversTransport: {forwardingTimeouts: {dialTimout: 3}}", "did you mean \"dialTimeout\"?"),
    ])
    func errors(yaml: String, message: String) throws {
        let loaded = try decodeStatic(yaml)
        #expect(loaded.model == nil)
        #expect(loaded.errors.count == 1 && loaded.errors[0].contains(message), "\(loaded.errors)")
        #expect(loaded.errors.first?.hasPrefix("error: static.yml:1") == true)
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
        #expect(try decodeStatic("ping: {manualRouting: true}").model?.entryPoints.map(\.name) == ["http"])
    }

    @Test func theInsecureAPIBringsItsOwnEntryPointAlong() throws {
        #expect(try decodeStatic("api: {insecure: true}").model?.entryPoint(named: "traefik")?.address.port == 8080)
        #expect(try decodeStatic("api: {}").model?.entryPoints.map(\.name) == ["http"])
        let own = "api: {insecure: true}\nentryPoints: {traefik: {address: ':99'}}"
        #expect(try decodeStatic(own).model?.entryPoints.map(\.address.port) == [99])
    }

    @Test func theSocketIsThereWithoutTheAPI() throws {
        let model = try #require(try decodeStatic("{}").model)
        #expect(model.api == nil && model.apiSocket.path == "/run/usher/usher.sock" && !model.apiSocket.isRequired)
        #expect(try decodeStatic("api: {socket: ''}").model?.apiSocket.path == "")
        #expect(try decodeStatic("api: {socket: ''}").model?.apiSocket.isRequired == false)
    }

    @Test func aDirectoryGoesBeforeAFile() throws {
        let loaded = try decodeStatic("providers: {file: {directory: /x, filename: y}}")
        #expect(loaded.model?.providers.file == FileProviderSettings(directory: "/x"))
        #expect(loaded.errors.isEmpty && loaded.warnings[0].contains("without effect beside `directory`"))
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

    @Test func theReportShowsValuesSourcesAndProblems() throws {
        let fixed = try decodeStatic("entryPoints: {web: {address: ':80'}}\ntracing: {}")
        let report = ConfigReport.render(fixed: fixed, dynamic: try decodeDynamic("http: {routers: {a: {}}}"))
        #expect(report.contains("entryPoints.web.transport.respondingTimeouts.idleTimeout = 3m0s"))
        #expect(report.contains("(static.yml:1:21)"))
        #expect(report.contains("(default)"))
        #expect(
            ConfigReport.render(fixed: try decodeStatic("ping: {}")).contains("entryPoints.traefik.address = :8080"))
        #expect(ConfigReport.render(fixed: try decodeStatic("{}")).contains("entryPoints.http.address = :80"))
        #expect(report.contains("warning: static.yml:2:1: tracing: not supported yet"))
        #expect(report.contains("routers in service: none"))
        #expect(report.contains("error: dynamic.yml:1:18: http.routers.a.rule: expected a rule"))
    }
}
