import Testing

@testable import Configuration

@Suite struct UnbuiltOptionsTests {
    /// Each of them warns of its section, and stops nothing.
    @Test(arguments: [
        "metrics: {prometheus: {buckets: [0.1, 5], headerLabels: {a: X-A}}, addInternals: true}",
        "metrics: {otlp: {grpc: {endpoint: e, headers: {a: b}, tls: {ca: c}}, http: {}}}",
        "tracing: {otlp: {http: {tls: {insecureSkipVerify: true}}}, globalAttributes: {x: y}}",
        "certificatesResolvers: {le: {acme: {email: a, dnsChallenge: {provider: p, propagation: {disableChecks: true}}}}}",
        "certificatesResolvers: {le: {acme: {tlsChallenge: {}}}, ts: {tailscale: {}}}",
        "experimental: {plugins: {p: {moduleName: m, version: v, settings: {envs: [A]}}}, fastProxy: {debug: true}}",
        "global: {checkNewVersion: false, sendAnonymousUsage: false}", "core: {defaultRuleSyntax: v2}",
        "hostResolver: {cnameFlattening: true}", "ocsp: {responderOverrides: {a: b}}", "spiffe: {workloadAPIAddr: x}",
        "tcpServersTransport: {tls: {spiffe: {ids: [a]}}}", "log: {otlp: {grpc: {insecure: true}}}",
        "accessLog: {otlp: {}}", "accessLog: {dualOutput: true}",
        "providers: {swarm: {refreshSeconds: 15}}",
        "providers: {kubernetesGateway: {gateways: [{name: a, namespace: b}]}}",
        "providers: {plugin: {any: {thing: [1]}}}",
        "providers: {consulCatalog: {endpoint: {httpAuth: {username: u}}}}", "providers: {rest: {insecure: true}}",
        "providers: {redis: {sentinel: {masterName: m}, tls: {}}}", "providers: {http: {headers: {X-A: b}}}",
        "providers: {precedence: [docker, file]}",
    ])
    func whatUsherLacksIsWarnedOf(yaml: String) throws {
        let loaded = try decodeStatic(yaml)
        #expect(loaded.model != nil && loaded.errors.isEmpty, "\(loaded.errors)")
        #expect(!loaded.warnings.isEmpty && loaded.warnings.allSatisfy { $0.contains("not supported yet") })
    }

    /// What is misspelt below such a section, and what is meant.
    @Test(arguments: [
        ("metrics: {promtheus: {}}", "metrics.promtheus: unknown option; did you mean \"prometheus\"?"),
        (
            "tracing: {otlp: {grpc: {endpont: x}}}",
            "tracing.otlp.grpc.endpont = \"x\": unknown option; did you mean \"endpoint\"?"
        ),
        ("certificatesResolvers: {le: {acme: {emial: x}}}", "certificatesResolvers.le.acme.emial"),
        (
            "certificatesResolvers: {le: {amce: {}}}",
            "certificatesResolvers.le.amce: unknown option; did you mean \"acme\"?"
        ),
        ("providers: {dokcer: {}}", "providers.dokcer: unknown option; did you mean \"docker\"?"),
        ("providers: {docker: {exposedByDefalt: false}}", "did you mean \"exposedByDefault\"?"),
        ("providers: {kubernetesGateway: {gateways: [{nam: a}]}}", "providers.kubernetesGateway.gateways[0].nam"),
        ("globl: {}", "globl: unknown option; did you mean \"global\"?"),
    ])
    func whatIsMisspeltIsAnError(yaml: String, message: String) throws {
        let loaded = try decodeStatic(yaml)
        #expect(loaded.model == nil)
        #expect(loaded.errors.count == 1 && loaded.errors[0].contains(message), "\(loaded.errors)")
    }

    @Test(arguments: [
        ("pilot: {token: x}", "pilot: removed in Traefik 3: the service is gone"),
        ("experimental: {http3: true}", "entryPoints.NAME.http3"),
        ("providers: {docker: {swarmMode: true}}", "use providers.swarm instead"),
        ("providers: {docker: {tls: {caOptional: true}}}", "providers.docker.tls.caOptional = \"true\": removed"),
        ("providers: {consulCatalog: {endpoint: {tls: {caOptional: true}}}}", "removed in Traefik 3"),
        ("providers: {nomad: {namespace: x}}", "use `namespaces`, a list"),
        ("providers: {marathon: {}}", "no such provider any more"),
        ("tracing: {jaeger: {}}", "use tracing.otlp"),
        ("metrics: {influxDB: {}}", "use metrics.influxDB2"),
    ])
    func whatTraefik3RemovedSaysWhatToDo(yaml: String, message: String) throws {
        let loaded = try decodeStatic(yaml)
        #expect(loaded.model == nil)
        #expect(loaded.errors.count == 1 && loaded.errors[0].contains(message), "\(loaded.errors)")
    }
}
