extension RawClient {
    /// One request without a body, and its answer.
    func request(_ method: String, _ target: String, _ fields: Fields = [:]) throws -> Response {
        try sendHead(method, target, fields)
        return try readResponse(to: method)
    }

    /// - Parameter range: what stands behind `bytes=`.
    func get(_ target: String, range: String? = nil, fields: Fields = [:]) throws -> Response {
        var fields = fields
        if let range { fields.lines.append((name: "Range", value: "bytes=\(range)")) }
        return try request("GET", target, fields)
    }

    func head(_ target: String, fields: Fields = [:]) throws -> Response { try request("HEAD", target, fields) }

    /// A POST with a body of known length.
    func post(_ target: String, _ body: [UInt8], fields: Fields = [:]) throws -> Response {
        var fields = fields
        fields.lines.append((name: "Content-Length", value: "\(body.count)"))
        try sendHead("POST", target, fields)
        try send(body)
        return try readResponse(to: "POST")
    }
}
