internal import HTTP
internal import LinuxIO
internal import Transport

/// Step 1: what may not be passed on at all is answered here.
extension RequestSteps {
    /// False when the request is answered.
    func receive() -> Bool {
        let request = exchange.request
        if request.method == .connect {
            answer(501, "Not Implemented")
            return false
        }
        if request.method == .options, request.equalsIgnoringCase(request.path, "*") {
            answer(200, "")
            return false
        }
        return true
    }

    /// A short answer of our own.
    func answer(_ status: Int, _ text: StaticString, nosniff: Bool = false) {
        let response = exchange.response
        response.reset()
        response.status = status
        response.framing = .length(UInt64(text.utf8CodeUnitCount))
        response.add(.contentType, "text/plain; charset=utf-8")
        if nosniff { response.add(.xContentTypeOptions, "nosniff") }
        deliver(text.utf8CodeUnitCount > 0 ? BytesBody(text) : nil)
    }
}
