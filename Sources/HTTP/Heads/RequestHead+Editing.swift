/// Changes to a request on its way to a service. The target as it came stays what it was, for the log.
extension RequestHead {
    /// Replaces the path; `bytes` begin with a slash and hold nothing that a target must not (RFC 9112 §3.2).
    package func replacePath(_ bytes: [UInt8]) { path = keep(bytes) }

    /// Replaces the query; nil for none.
    package func replaceQuery(_ bytes: [UInt8]?) { query = bytes.map { keep($0) } }

    /// Sends another authority upstream than the client's own.
    package func replaceUpstreamAuthority(_ bytes: [UInt8]) { upstreamAuthority = keep(bytes) }

    /// The body that goes upstream is another one than the client's, or is framed in another way.
    package func replaceFraming(_ other: BodyFraming) { framing = other }

    /// What a request was at one point of its way, so that it can be sent from there again.
    package struct Point {
        let fields: [Field]
        let present: UInt128
        let path: Slice
        let query: Slice?
        let upstreamAuthority: Slice?
    }

    /// The request as it is now. Valid until the head is read anew: what edits replace stays in its storage.
    package var point: Point {
        Point(fields: fields, present: present, path: path, query: query, upstreamAuthority: upstreamAuthority)
    }

    /// Takes back all changes since `point`.
    package func restore(_ point: Point) {
        (fields, present) = (point.fields, point.present)
        (path, query, upstreamAuthority) = (point.path, point.query, point.upstreamAuthority)
    }
}
