internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport

/// `ipAllowList`
final class AddressFilter: LoopMiddleware {
    private let settings: IPAllowList
    private let client: ClientAddress

    init(_ settings: IPAllowList) { (self.settings, client) = (settings, ClientAddress(settings.strategy)) }

    func receive(_ steps: RequestSteps, at position: Int) -> Passage {
        let number = client.number(in: steps.exchange.request, from: steps.exchange.peer)
        if let number, settings.sourceRange.contains(number: number) { return .next }
        steps.refuse(settings.rejectStatus, StatusLine.reason(of: settings.rejectStatus))
        return .taken
    }
}

extension RequestSteps {
    /// A short answer without a type, after which `add` may add fields.
    func refuse(_ status: Int, _ text: StaticString, _ add: (ResponseHead) -> Void = { _ in }) {
        let body = ByteBuffer(capacity: max(1, text.utf8CodeUnitCount))
        body.append(text)
        refuse(status, body, add)
    }

    /// A short answer without a type, after which `add` may add fields.
    func refuse(_ status: Int, _ text: ByteBuffer, _ add: (ResponseHead) -> Void = { _ in }) {
        let response = exchange.response
        response.reset()
        (response.status, response.framing) = (status, .length(UInt64(text.count)))
        add(response)
        deliver(text.isEmpty ? nil : BytesBody(text))
    }
}
