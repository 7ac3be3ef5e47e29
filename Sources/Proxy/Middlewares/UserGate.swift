internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport

/// What `basicAuth` and `digestAuth` do with a client that has proved who it is, or has not.
struct UserGate {
    private let removesHeader: Bool
    private let headerField: FieldName?
    private static let authenticate = FieldName("WWW-Authenticate")!

    init(_ settings: UserAuth) {
        (removesHeader, headerField) = (settings.removesHeader, settings.headerField.map { FieldName($0)! })
    }

    /// Makes the request one of that user.
    func admit(_ user: [UInt8], _ steps: RequestSteps) {
        let request = steps.exchange.request
        if removesHeader { request.remove(.authorization) }
        guard let headerField else { return }
        // A name that no field can hold must leave nothing there that the client has put.
        request.removeFields { request.resembles($0, headerField) }
        request.add(headerField, String(decoding: user, as: UTF8.self))
    }

    /// Asks the client who it is.
    func challenge(_ steps: RequestSteps, _ challenge: String) {
        steps.refuse(401, "401 Unauthorized\n") { response in
            response.add(.contentType, "text/plain")
            response.add(Self.authenticate, challenge)
        }
    }

    /// A text between quotes (RFC 9110 §5.6.4).
    static func quoted(_ text: String) -> String {
        "\"" + text.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] } + "\""
    }
}
