/// Whether a shared cache keeps a response, and why not: each reason has a name that reaches the log and the client.
package enum Storability: Equatable, Sendable {
    case store
    case bypass(BypassReason)
}

/// Why a response was passed on and not stored.
package enum BypassReason: Equatable, Sendable, CaseIterable {
    /// Only GET fills the cache.
    case method
    /// The request carries `Authorization`, and the response does not say that others may have it too.
    case authorization
    /// The request says `no-store`.
    case requestNoStore
    /// The status is not one to be kept, or not without a stated lifetime.
    case status
    /// The response says `no-store`.
    case noStore
    /// The response says `private`.
    case isPrivate
    /// The response sets a cookie.
    case setCookie
    /// The response varies by everything, by who asks, or by what only the origin sees.
    case vary
    /// The response's bytes are coded: ranges of them are not ranges of the object.
    case contentCoding
    /// A 206 whose label is missing, several parts, or of unknown length.
    case partialContent
    /// Never fresh, and without a validator to ask again by.
    case neverReusable
    /// Only a weak validator or none, and too long for one piece: bytes of two answers could not be told apart.
    case weakValidator
    /// The response does not say how long it is.
    case unknownLength
    /// Its metadata exceeds what a record holds.
    case tooLarge
    /// All memory for what is on its way to the store is in use.
    case fillMemory
    /// The request has conditions that only the origin can judge (`If-Match`, `If-Unmodified-Since`).
    case condition
    /// The URL is signed, and by what it says of itself the signature cannot be good, or depends on more than the URL.
    case signature
    /// The request goes alone, after one for the same address brought something that is not shared.
    case notShared
}

extension BypassReason {
    /// The reason as the `detail` of `Cache-Status`, a token.
    package var detail: StaticString {
        switch self {
        case .method: "method"
        case .authorization: "authorization"
        case .requestNoStore: "request-no-store"
        case .status: "status"
        case .noStore: "no-store"
        case .isPrivate: "private"
        case .setCookie: "set-cookie"
        case .vary: "vary"
        case .contentCoding: "content-encoding"
        case .partialContent: "partial-content"
        case .neverReusable: "never-reusable"
        case .weakValidator: "weak-validator"
        case .unknownLength: "unknown-length"
        case .tooLarge: "too-large"
        case .fillMemory: "fill-memory"
        case .condition: "condition"
        case .signature: "signature"
        case .notShared: "not-shared"
        }
    }

    /// Why the request was forwarded: the cache stood aside for the request's sake, or looked, did not have it, and
    /// found in the response that it may not keep it.
    package var forward: CacheStatus.Forward {
        switch self {
        case .method: .method
        case .authorization, .requestNoStore, .condition, .signature: .bypass
        default: .miss
        }
    }
}

extension Storability {
    /// What of a request decides whether its answer may be stored.
    package struct Request: Equatable, Sendable {
        package var isGET: Bool
        package var hasAuthorization: Bool
        package var cacheControl: CacheControl

        package init(isGET: Bool, hasAuthorization: Bool = false, cacheControl: CacheControl = CacheControl()) {
            (self.isGET, self.hasAuthorization, self.cacheControl) = (isGET, hasAuthorization, cacheControl)
        }
    }

    /// What of a response decides whether it may be stored.
    package struct Response: Equatable, Sendable {
        package var status: UInt16
        package var cacheControl: CacheControl
        package var hasSetCookie = false
        package var vary: VaryFields = []
        /// Whether `Content-Encoding` names a coding other than identity.
        package var isCoded = false
        /// Its valid `Content-Range`; nil without one.
        package var contentRange: ContentRange?
        /// Seconds for which it is fresh, after the configured policy had its say.
        package var lifetime: UInt32
        /// Whether it has an ETag or a Last-Modified.
        package var hasValidator: Bool

        package init(status: UInt16, cacheControl: CacheControl, lifetime: UInt32, hasValidator: Bool) {
            (self.status, self.cacheControl) = (status, cacheControl)
            (self.lifetime, self.hasValidator) = (lifetime, hasValidator)
        }
    }

    /// Why no answer to this request can be stored, known before anything is asked; nil when one may be.
    package static func obstacle(in request: Request) -> BypassReason? {
        if !request.isGET { return .method }
        if request.cacheControl.flags.contains(.noStore) { return .requestNoStore }
        return nil
    }

    /// Decides on a response (RFC 9111 §3, with less allowed than the standard does). What forbids storing is looked at
    /// before what makes it impossible, so that the reason given is the one an operator can act on.
    package init(of response: Response, to request: Request) {
        let reason = Storability.obstacle(in: request) ?? Storability.obstacle(in: response, to: request)
        self = reason.map { .bypass($0) } ?? .store
    }

    /// Whether an answer to an authorised request may be given to others (RFC 9111 §3.5).
    package static func sharesAuthorised(_ response: CacheControl) -> Bool {
        response.sharedMaxAge != nil || !response.flags.isDisjoint(with: [.isPublic, .mustRevalidate])
    }

    private static func obstacle(in response: Response, to request: Request) -> BypassReason? {
        let control = response.cacheControl
        if !isKept(response.status) { return .status }
        if control.flags.contains(.mustUnderstand) {
            if !isUnderstood(response.status) { return .status }
        } else if control.flags.contains(.noStore) {
            return .noStore
        }
        if control.flags.contains(.isPrivate) { return .isPrivate }
        if response.hasSetCookie { return .setCookie }
        if response.vary.contains(.unusable) { return .vary }
        if response.isCoded { return .contentCoding }
        if response.status == 206 && !hasPlace(response.contentRange) { return .partialContent }
        if request.hasAuthorization && !sharesAuthorised(control) { return .authorization }
        if response.lifetime > 0 { return nil }
        if response.status != 200 && response.status != 206 { return .status }
        return response.hasValidator ? nil : .neverReusable
    }

    /// Whether a response with this status is one of the address, and not only of the request's conditions or range.
    private static func isKept(_ status: UInt16) -> Bool {
        switch status {
        case 0..<200, 304, 412, 416: false
        default: true
        }
    }

    /// The statuses whose meaning for caches is known here, for `must-understand`.
    private static func isUnderstood(_ status: UInt16) -> Bool {
        switch status {
        case 200, 203, 204, 206, 300, 301, 302, 303, 307, 308, 400, 403, 404, 405, 410, 414, 421, 451, 500, 501, 502,
            503, 504:
            true
        default: false
        }
    }

    private static func hasPlace(_ range: ContentRange?) -> Bool {
        guard case .part(_, let total) = range else { return false }
        return total != nil
    }
}
