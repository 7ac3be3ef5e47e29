internal import LinuxIO

/// An access record as one JSON object with Traefik's members, in its order (that of their bytes), and the cache's.
///
/// Durations are nanoseconds. What is missing is left out, but for the few that Traefik writes as `-`.
enum JSONAccessLine {
    static func append(
        _ record: AccessRecord, number: UInt64, at time: CalendarTime, choice: AccessFieldChoice = .all,
        to buffer: ByteBuffer
    ) {
        var object = JSONObject(in: buffer, choice: choice)
        addCache(record, to: &object)
        addClient(record, to: &object)
        addResponse(record, to: &object)
        addOrigin(record, to: &object)
        addRequest(record, number, to: &object)
        addService(record, to: &object)
        object.add("StartLocal", time, precise: true)
        object.add("StartUTC", CalendarTime(record.start), precise: true)
        if let tls = record.tls {
            object.add("TLSCipher", unlessEmpty: tls.cipher)
            object.add("TLSClientSubject", unlessEmpty: tls.clientSubject)
            object.add("TLSVersion", unlessEmpty: tls.version)
        }
        addHeaders(record, .downstream, "downstream_", to: &object)
        object.add("entryPointName", unlessEmpty: record.entryPoint)
        object.add("level", "info" as StaticString)
        object.add("msg", "" as StaticString)
        addHeaders(record, .origin, "origin_", to: &object)
        addHeaders(record, .request, "request_", to: &object)
        object.add("time", time, precise: false)
        object.close()
        buffer.append(Octet.lineFeed)
    }

    private static func addHeaders(
        _ record: AccessRecord, _ side: AccessRecord.Header.Side, _ prefix: String, to object: inout JSONObject
    ) {
        for header in record.headers.filter({ $0.side == side }).sorted(by: { $0.name < $1.name }) {
            object.add(header: prefix + header.name, header.value)
        }
    }

    private static func addCache(_ record: AccessRecord, to object: inout JSONObject) {
        guard let cache = record.cache else { return }
        if let detail = cache.detail { object.add("CacheDetail", detail) }
        object.add("CacheStatus", cache.outcome)
    }

    private static func addClient(_ record: AccessRecord, to object: inout JSONObject) {
        object.add("ClientAddr", address(record.clientHost, record.clientPort))
        object.add("ClientHost", record.clientHost)
        object.add("ClientPort", "\(record.clientPort)")
        object.add("ClientUsername", orDash(record.user))
    }

    private static func addResponse(_ record: AccessRecord, to object: inout JSONObject) {
        object.add("DownstreamContentSize", record.responseBytes)
        object.add("DownstreamStatus", UInt64(record.status))
        object.add("Duration", record.duration.nanoseconds)
    }

    private static func addOrigin(_ record: AccessRecord, to object: inout JSONObject) {
        let whole = record.duration.nanoseconds
        let origin = record.origin?.duration.nanoseconds ?? 0
        if let facts = record.origin {
            object.add("OriginContentSize", facts.bytes)
            object.add("OriginDuration", origin)
            object.add("OriginStatus", UInt64(facts.status))
        }
        // A fill may outlast the request that began it.
        object.add("Overhead", whole > origin ? whole - origin : 0)
    }

    private static func addRequest(_ record: AccessRecord, _ number: UInt64, to object: inout JSONObject) {
        object.add("RequestAddr", record.port.map { address(record.host, $0) } ?? record.host)
        object.add("RequestContentSize", record.requestBytes)
        object.add("RequestCount", number)
        object.add("RequestHost", record.host)
        object.add("RequestMethod", record.method)
        object.add("RequestPath", record.target)
        object.add("RequestPort", record.port.map { "\($0)" } ?? "-")
        object.add("RequestProtocol", record.version)
        object.add("RequestScheme", record.scheme)
        object.add("RetryAttempts", UInt64(record.retries))
        object.add("RouterName", unlessEmpty: record.router)
    }

    private static func addService(_ record: AccessRecord, to object: inout JSONObject) {
        object.add("ServiceAddr", unlessEmpty: authority(of: record.serverURL))
        object.add("ServiceName", unlessEmpty: record.service)
        object.add("ServiceURL", unlessEmpty: record.serverURL)
    }

    private static func orDash(_ text: String) -> String { text.isEmpty ? "-" : text }

    /// `host:port`, an IPv6 address in brackets.
    private static func address(_ host: String, _ port: UInt16) -> String {
        host.contains(":") && !host.hasPrefix("[") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// Host and port of a URL.
    private static func authority(of url: String) -> String {
        var rest = url[...]
        if let scheme = url.firstRange(of: "://") { rest = url[scheme.upperBound...] }
        return String(rest.prefix { $0 != "/" })
    }
}
