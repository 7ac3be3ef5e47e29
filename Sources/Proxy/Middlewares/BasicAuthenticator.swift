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
        let check = PasswordCheck(on: loop) { [gate, challenge] isRight in
            if isRight {
                gate.admit(credentials.user, steps)
                steps.proceed(from: position + 1)
            } else {
                gate.challenge(steps, challenge)
            }
        }
        steps.keep(check, at: position)
        if !check.begin(credentials, users) { steps.refuse(503, "Service Unavailable") }
        return .taken
    }

    func leave(_ steps: RequestSteps, at position: Int) { steps.kept(PasswordCheck.self, at: position)?.end() }
}

/// A request that waits for a password to be hashed.
private final class PasswordCheck: LoopMember {
    private let loop: EventLoop
    private var answered: ((Bool) -> Void)?
    private var token: LoopToken?
    private let isOver = Locked(false)

    init(on loop: EventLoop, answered: @escaping (Bool) -> Void) {
        (self.loop, self.answered) = (loop, answered)
    }

    /// False when too many wait.
    func begin(_ credentials: BasicCredentials, _ users: KnownUsers) -> Bool {
        let (handle, token, isOver) = (loop.handle, loop.add(self), isOver)
        self.token = token
        return users.check(
            credentials, isWanted: { !isOver.withLock { $0 } },
            done: { isRight in
                handle.run { loop in loop.with(token, as: PasswordCheck.self) { $0.finish(isRight) } }
            })
    }

    private func finish(_ isRight: Bool) {
        let answered = answered
        end()
        answered?(isRight)
    }

    /// Nobody waits any more.
    func end() {
        if let token { loop.remove(token) }
        (token, answered) = (nil, nil)
        isOver.withLock { $0 = true }
    }
}
