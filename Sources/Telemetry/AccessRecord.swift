package import LinuxIO

/// What one request left behind, for the access log. Made only where there is one: its strings cost allocations.
///
/// Text is what came over the wire, invalid UTF-8 repaired; the log escapes it. Empty text means that there was none.
package struct AccessRecord: Sendable {
    // MARK: The client and its request

    /// The client's address, without port or brackets.
    package var clientHost = ""
    package var clientPort: UInt16 = 0
    /// The name that the client proved to be.
    package var user = ""
    /// When the request's first byte came.
    package var start = WallTime(seconds: 0)
    /// From then until the response's last byte was given to the kernel.
    package var duration = Duration.zero
    package var method = ""
    /// Path and query as the client wrote them.
    package var target = ""
    /// `HTTP/1.1`, `HTTP/2.0`.
    package var version: StaticString = "HTTP/1.1"
    /// `http` or `https`.
    package var scheme: StaticString = "http"
    /// The name asked for, without port.
    package var host = ""
    /// The port in `Host`, where one stood there.
    package var port: UInt16?
    package var requestBytes: UInt64 = 0
    package var tls: TLSFacts?

    // MARK: The response

    package var status: UInt16 = 0
    /// Body bytes given to the client.
    package var responseBytes: UInt64 = 0
    package var cache: CacheFacts?

    // MARK: The way between them

    package var entryPoint = ""
    /// With its provider: `films@docker`.
    package var router = ""
    package var service = ""
    /// The chosen server.
    package var serverURL = ""
    package var retries: UInt32 = 0
    /// Nil where nobody was asked.
    package var origin: OriginFacts?
    /// Header fields that are wanted in the log; one of each name and side.
    package var headers: [Header] = []

    package init() {}

    /// A header field, with all values of its name.
    package struct Header: Sendable {
        package enum Side: Sendable {
            case request
            /// As the server sent it.
            case origin
            /// As the client got it.
            case downstream
        }

        package var side: Side
        /// `User-Agent`
        package var name: String
        package var value: String

        package init(_ side: Side, name: String, value: String) {
            (self.side, self.name, self.value) = (side, name, value)
        }
    }

    /// How the connection is encrypted.
    package struct TLSFacts: Sendable {
        /// As a number: `1.3`.
        package var version: String
        package var cipher: String
        /// Whom the client's certificate is for; empty when it showed none.
        package var clientSubject: String

        package init(version: String, cipher: String, clientSubject: String = "") {
            self.version = version
            self.cipher = cipher
            self.clientSubject = clientSubject
        }
    }

    /// How the cache handled the request, in tokens: `hit`, or `bypass` because of `authorization`.
    package struct CacheFacts: Sendable {
        package var outcome: StaticString
        package var detail: StaticString?

        package init(_ outcome: StaticString, detail: StaticString? = nil) {
            self.outcome = outcome
            self.detail = detail
        }
    }

    /// What the server answered.
    package struct OriginFacts: Sendable {
        package var status: UInt16
        /// From asking it to its body's end.
        package var duration: Duration
        package var bytes: UInt64

        package init(status: UInt16, duration: Duration, bytes: UInt64) {
            self.status = status
            self.duration = duration
            self.bytes = bytes
        }
    }
}
