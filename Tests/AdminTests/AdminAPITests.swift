import Configuration
import LinuxIO
import Proxy
import Testing

@testable import Admin

/// The shapes are those that Traefik's binary has given for the same configuration.
@Suite struct AdminAPITests {
    private static let dynamic = """
        http:
          routers:
            a: {rule: "Host(`a.test`) && Path(`/x`)", service: s, middlewares: [auth, limit], entryPoints: [web]}
            bad: {rule: "Host(`b.test`)", service: nope, entryPoints: [web]}
            odd.name: {rule: "Host(`c.test`)", service: s, priority: 7, tls: {}, middlewares: [gone]}
          services:
            s: {loadBalancer: {servers: [{url: "http://10.0.0.1"}, {url: "http://10.0.0.2", weight: 3}]}}
          middlewares:
            auth: {basicAuth: {users: ["ann:$apr1$H6uskkkW$IgXLP6ewTrSuBkTrqE8wj/"]}}
            limit: {rateLimit: {average: 10, burst: 5, sourceCriterion: {ipStrategy: {depth: 1}}}}
            fields: {headers: {customRequestHeaders: {X.Odd: b}, stsSeconds: 10, frameDeny: true}}
            new: {grpcWeb: {}}
        """

    private static func api(_ options: String = "api: {insecure: true}") throws -> AdminAPI {
        let fixedTree = try ConfigTree(yaml: options + "\nentryPoints: {web: {address: \":80\"}}", path: "s.yml")
        let fixed = StaticConfiguration.decode(fixedTree)
        let model = try #require(fixed.model)
        let loaded = DynamicConfiguration.decode(try ConfigTree(yaml: dynamic, path: "d.yml"), for: model)
        return AdminAPI(
            Runtime(
                fixed: model, options: fixed.options, loaded: loaded, problems: loaded.problems, version: "1.2",
                start: WallTime(seconds: 1_795_619_045, nanoseconds: 7)
            ) { service in Dictionary(uniqueKeysWithValues: service.servers.map { ("\($0.url)", "UP") }) })
    }

    private func body(_ path: String, _ query: String = "") throws -> String {
        let answer = try Self.api().answer(AdminQuestion(path: path, query: query))
        #expect(answer.status == 200)
        return String(decoding: answer.body, as: UTF8.self)
    }

    @Test func aRouterIsTraefiks() throws {
        #expect(
            try body("/api/http/routers/a@file")
                == #"{"entryPoints":["web"],"middlewares":["auth@file","limit@file"],"service":"s","#
                + #""rule":"Host(`a.test`) \u0026\u0026 Path(`/x`)","priority":28,"observability":{"accessLogs":true,"#
                + #""metrics":true,"tracing":true,"traceVerbosity":"minimal"},"status":"enabled","using":["web"],"#
                + #""name":"a@file","provider":"file","priorityStr":"28"}"# + "\n")
    }

    @Test func aFaultyRouterSaysWhy() throws {
        let text = try body("/api/http/routers/odd%2Ename@file")
        #expect(text.contains(#""priority":7,"tls":{"options":"default"}"#))
        #expect(text.contains(#""error":["middlewares: there is no middleware \"gone\" (d.yml:5:"#))
        #expect(text.contains(#""status":"disabled""#))
        #expect(try body("/api/http/routers", "status=disabled").contains(#""name":"bad@file""#))
    }

    @Test func aServiceIsTraefiks() throws {
        #expect(
            try body("/api/http/services/s@file")
                == #"{"loadBalancer":{"servers":[{"url":"http://10.0.0.1"},{"url":"http://10.0.0.2","weight":3}],"#
                + #""passHostHeader":true,"strategy":"wrr","responseForwarding":{"flushInterval":"100ms"}},"#
                + #""status":"enabled","usedBy":["a@file","odd.name@file"],"name":"s@file","provider":"file","#
                + #""type":"loadbalancer","serverStatus":{"http://10.0.0.1":"UP","http://10.0.0.2":"UP"}}"# + "\n")
    }

    @Test func middlewaresHaveTypedOptions() throws {
        #expect(
            try body("/api/http/middlewares/limit@file").hasPrefix(
                #"{"rateLimit":{"average":10,"period":"1s","burst":5,"sourceCriterion":{"ipStrategy":{"depth":1}}},"#))
        #expect(
            try body("/api/http/middlewares/fields@file").hasPrefix(
                #"{"headers":{"customRequestHeaders":{"X.Odd":"b"},"stsSeconds":10,"frameDeny":true},"#))
        #expect(try body("/api/http/middlewares/new@file").contains(#""type":"grpcweb""#))
    }

    @Test(arguments: ["/api/http/middlewares/auth@file", "/api/http/middlewares", "/api/rawdata"])
    func hashesAreNotShown(path: String) throws {
        let text = try body(path)
        #expect(text.contains(#""users":["ann:…"]"#))
        #expect(!text.contains("apr1"))
    }

    @Test func theVersionIsUshers() throws {
        #expect(
            try body("/api/version")
                == #"{"Version":"1.2","Codename":"usher","startDate":"2026-11-25T15:04:05.000000007Z"}"#)
    }

    @Test func theOverviewCounts() throws {
        let text = try body("/api/overview")
        #expect(text.contains(#""routers":{"total":5,"warnings":0,"errors":2}"#))
        #expect(text.contains(#""middlewares":{"total":6,"warnings":0,"errors":1}"#))
        #expect(text.contains(#""features":{"tracing":"","metrics":"","accessLog":false}"#))
    }

    @Test func anEntryPointIsTraefiks() throws {
        #expect(
            try body("/api/entrypoints/web")
                == #"{"address":":80","transport":{"respondingTimeouts":{"idleTimeout":"3m0s"},"lifeCycle":"#
                + #"{"graceTimeOut":"10s"}},"http":{"maxHeaderBytes":1048576,"sanitizePath":true},"#
                + #""forwardedHeaders":{},"name":"web"}"# + "\n")
    }

    @Test(arguments: [
        ("/api/http/routers/x", "router not found: x"), ("/api/http/services/a%20b", "service not found: a b"),
        ("/api/http/middlewares/x", "middleware not found: x"), ("/api/entrypoints/x", "entry point not found: x"),
        ("/api/tcp/routers/x", "router not found: x"), ("/api/udp/services/x", "service not found: x"),
        ("/api/certificates/x", "certificate not found: x"),
    ])
    func whatIsNotThereIsNamed(path: String, message: String) throws {
        let answer = try Self.api().answer(AdminQuestion(path: path))
        #expect(answer.status == 404)
        #expect(answer.contentType == "text/plain; charset=utf-8")
        #expect(answer.isNotSniffed)
        #expect(String(decoding: answer.body, as: UTF8.self) == "{\"message\":\"\(message)\"}\n")
    }

    @Test(arguments: [
        "/api", "/api/", "/api/x", "/api/version/", "/api/http", "/api/http/routers/", "/api/udp/middlewares", "/",
    ])
    func otherPathsAreNone(path: String) throws {
        for isGET in [true, false] {
            let answer = try Self.api().answer(AdminQuestion(isGET: isGET, path: path))
            #expect(answer.status == 404)
            #expect(String(decoding: answer.body, as: UTF8.self) == "404 page not found\n")
        }
    }

    @Test func onlyGETIsAllowed() throws {
        let answer = try Self.api().answer(AdminQuestion(isGET: false, path: "/api/version"))
        #expect(answer.status == 405)
        #expect(answer.body.isEmpty)
    }

    @Test func listsHaveANextPage() throws {
        let api = try Self.api()
        #expect(api.answer(AdminQuestion(path: "/api/http/routers", query: "per_page=2")).nextPage == 2)
        #expect(api.answer(AdminQuestion(path: "/api/tcp/routers")).nextPage == 1)
        #expect(api.answer(AdminQuestion(path: "/api/http/routers", query: "page=x")).status == 400)
    }

    @Test func theBasePathIsHeeded() throws {
        let api = try Self.api("api: {basePath: /base/}")
        #expect(api.answer(AdminQuestion(path: "/base/api/version")).status == 200)
        #expect(api.answer(AdminQuestion(path: "/api/version")).status == 404)
    }
}
