/// The configuration with which the demo starts usher, in the two files that anyone would write.
struct UsherConfiguration {
    /// Where the files, the store and the logs are.
    let directory: String
    let port: UInt16
    let tlsPort: UInt16
    let originPort: UInt16
    let apiPort: UInt16

    var staticPath: String { "\(directory)/static.yml" }
    var logPath: String { "\(directory)/usher.log" }
    var accessLogPath: String { "\(directory)/access.log" }

    var fixed: String {
        """
        entryPoints:
          web: {address: "127.0.0.1:\(port)"}
          websecure: {address: "127.0.0.1:\(tlsPort)", http: {tls: {}}}
        providers:
          file: {filename: "\(directory)/dynamic.yml"}
        caches:
          media: {path: "\(directory)/store", size: 2GiB, chunkSize: 1MiB}
        log: {level: WARN}
        accessLog: {filePath: "\(accessLogPath)"}

        """
    }

    var dynamic: String {
        """
        http:
          routers:
            media: {rule: "PathPrefix(`/media/`)", entryPoints: [web, websecure], middlewares: [media], service: origin}
            api: {rule: "PathPrefix(`/`)", entryPoints: [web, websecure], service: api}
          middlewares:
            media: {cache: {store: media}}
          services:
            origin: {loadBalancer: {servers: [{url: "http://127.0.0.1:\(originPort)"}]}}
            api: {loadBalancer: {servers: [{url: "http://127.0.0.1:\(apiPort)"}]}}

        """
    }

    func write() throws(DemoFailure) {
        try FileBytes.write(fixed, to: staticPath)
        try FileBytes.write(dynamic, to: "\(directory)/dynamic.yml")
    }
}
