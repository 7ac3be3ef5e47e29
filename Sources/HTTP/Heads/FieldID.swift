/// Field names that a proxy or a cache acts on; all others are `other` and compared by their bytes.
package enum FieldID: UInt8, CaseIterable, BitwiseCopyable, Sendable {
    case other
    case host, connection, contentLength, transferEncoding, te, trailer, upgrade, expect
    case keepAlive, proxyConnection, proxyAuthenticate, proxyAuthorization
    case range, ifRange, ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince
    case authorization, cookie, setCookie, acceptEncoding, accept, origin, referer, userAgent
    case cacheControl, pragma, expires, age, date, etag, lastModified, vary, warning, via
    case contentType, contentEncoding, contentRange, contentLocation, acceptRanges, location, server, allow
    case cacheStatus, cdnCacheControl, surrogateKey, cacheTag, retryAfter
    case forwarded, xForwardedFor, xForwardedProto, xForwardedHost, xForwardedPort, xForwardedServer, xForwardedUri
    case xForwardedMethod, xForwardedPrefix, xForwardedTlsClientCert, xForwardedTlsClientCertInfo, xRealIp
    case xReplacedPath
    case secWebSocketKey, secWebSocketAccept, secWebSocketVersion, secWebSocketProtocol, secWebSocketExtensions
    case xContentTypeOptions

    /// The name as it is written to HTTP/1 (`Content-Length`); empty for `other`.
    package var name: StaticString {
        switch self {
        case .other: ""
        case .host: "Host"
        case .connection: "Connection"
        case .contentLength: "Content-Length"
        case .transferEncoding: "Transfer-Encoding"
        case .te: "TE"
        case .trailer: "Trailer"
        case .upgrade: "Upgrade"
        case .expect: "Expect"
        case .keepAlive: "Keep-Alive"
        case .proxyConnection: "Proxy-Connection"
        case .proxyAuthenticate: "Proxy-Authenticate"
        case .proxyAuthorization: "Proxy-Authorization"
        case .range: "Range"
        case .ifRange: "If-Range"
        case .ifMatch: "If-Match"
        case .ifNoneMatch: "If-None-Match"
        case .ifModifiedSince: "If-Modified-Since"
        case .ifUnmodifiedSince: "If-Unmodified-Since"
        case .authorization: "Authorization"
        case .cookie: "Cookie"
        case .setCookie: "Set-Cookie"
        case .acceptEncoding: "Accept-Encoding"
        case .accept: "Accept"
        case .origin: "Origin"
        case .referer: "Referer"
        case .userAgent: "User-Agent"
        case .cacheControl: "Cache-Control"
        case .pragma: "Pragma"
        case .expires: "Expires"
        case .age: "Age"
        case .date: "Date"
        case .etag: "ETag"
        case .lastModified: "Last-Modified"
        case .vary: "Vary"
        case .warning: "Warning"
        case .via: "Via"
        case .contentType: "Content-Type"
        case .contentEncoding: "Content-Encoding"
        case .contentRange: "Content-Range"
        case .contentLocation: "Content-Location"
        case .acceptRanges: "Accept-Ranges"
        case .location: "Location"
        case .server: "Server"
        case .allow: "Allow"
        case .cacheStatus: "Cache-Status"
        case .cdnCacheControl: "CDN-Cache-Control"
        case .surrogateKey: "Surrogate-Key"
        case .cacheTag: "Cache-Tag"
        case .retryAfter: "Retry-After"
        case .forwarded: "Forwarded"
        case .xForwardedFor: "X-Forwarded-For"
        case .xForwardedProto: "X-Forwarded-Proto"
        case .xForwardedHost: "X-Forwarded-Host"
        case .xForwardedPort: "X-Forwarded-Port"
        case .xForwardedServer: "X-Forwarded-Server"
        case .xForwardedUri: "X-Forwarded-Uri"
        case .xForwardedMethod: "X-Forwarded-Method"
        case .xForwardedPrefix: "X-Forwarded-Prefix"
        case .xForwardedTlsClientCert: "X-Forwarded-Tls-Client-Cert"
        case .xForwardedTlsClientCertInfo: "X-Forwarded-Tls-Client-Cert-Info"
        case .xRealIp: "X-Real-Ip"
        case .xReplacedPath: "X-Replaced-Path"
        case .secWebSocketKey: "Sec-WebSocket-Key"
        case .secWebSocketAccept: "Sec-WebSocket-Accept"
        case .secWebSocketVersion: "Sec-WebSocket-Version"
        case .secWebSocketProtocol: "Sec-WebSocket-Protocol"
        case .secWebSocketExtensions: "Sec-WebSocket-Extensions"
        case .xContentTypeOptions: "X-Content-Type-Options"
        }
    }
}
