internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Passwords
internal import Transport

/// `basicAuth`
final class BasicAuthenticator: LoopMiddleware {
    private let gate: UserGate
    private let challenge: String
    private let users: KnownUsers
    private let loop: EventLoop

    init(_ settings: UserAuth, _ users: KnownUsers, on loop: EventLoop) {
        gate = UserGate(settings)
        challenge = "Basic realm=\(UserGate.quoted(settings.realm))"
        (self.users, self.loop) = (users, loop)
    }

    func receive(_ steps: RequestSteps, at position: Int) -> Passage {
        let request = steps.exchange.request
        guard let field = request.first(.authorization),
            let credentials = request.withSpan(field, { BasicCredentials($0) })
        else {
            gate.challenge(steps, challenge)
            return .taken
        }
        steps.user = String(decoding: credentials.user, as: UTF8.self)
        if users.quickAnswer(credentials) == true {
            gate.admit(credentials.user, steps)
            return .next
        }
        let check = WorkerCall<Bool>(on: loop) { [gate, challenge] isRight in
            if isRight {
                gate.admit(credentials.user, steps)
                steps.proceed(from: position + 1)
            } else {
                gate.challenge(steps, challenge)
            }
        }
        steps.keep(check, at: position)
        let isTaken = check.begin { [users] in users.check(credentials, isWanted: $0, done: $1) }
        if !isTaken { steps.refuse(503, "Service Unavailable") }
        return .taken
    }

    func leave(_ steps: RequestSteps, at position: Int) { steps.kept(WorkerCall<Bool>.self, at: position)?.end() }
}
