internal import Configuration
internal import LinuxIO
internal import Passwords

/// The users of a `basicAuth`, the hashing of their passwords, and which of them have proved themselves already.
///
/// Hashing is made to be slow, and a page asks for many things: so what has been found right is remembered, as a hash
/// under a key that dies with the process. A change of the users makes another state.
final class KnownUsers: SharedState {
    /// SHA-256 of a secret, the name and the password.
    private typealias Proof = [UInt8]

    private let users: [[UInt8]: PasswordHash]
    /// What an unknown user's password is compared with, so that it takes as long as a known one's.
    private let decoy: PasswordHash
    private let workers: Workers
    private let secret: [UInt8]
    private let proofs = Locked<Set<Proof>>([])
    private static let longestMemory = 1024

    init(_ settings: UserAuth, workers: Workers) {
        users = Dictionary(
            settings.users.map { (Array($0.name.utf8), PasswordHash($0.secret)) }, uniquingKeysWith: { $1 })
        decoy = users.values.max { $0.form < $1.form } ?? PasswordHash("")
        self.workers = workers
        var random = SystemRandomNumberGenerator()
        secret = (0..<32).map { _ in random.next() }
    }

    /// What is known without hashing a password; nil when it has to be.
    func quickAnswer(_ credentials: BasicCredentials) -> Bool? {
        let proof = proof(of: credentials)
        return proofs.withLock { $0.contains(proof) } ? true : nil
    }

    /// Finds out whether the password is the user's, and calls `done` on a worker's thread, unless `isWanted` says no when
    /// its turn comes. False, and nothing called, when too many wait.
    func check(
        _ credentials: BasicCredentials, isWanted: @escaping @Sendable () -> Bool,
        done: @escaping @Sendable (Bool) -> Void
    ) -> Bool {
        workers.run { [self] in
            guard isWanted() else { return }
            let isRight = quickAnswer(credentials) ?? isRight(credentials)
            if isRight { remember(credentials) }
            done(isRight)
        }
    }

    private func isRight(_ credentials: BasicCredentials) -> Bool {
        let known = users[credentials.user]
        let fits = (known ?? decoy).fits(credentials.password)
        return fits && known != nil
    }

    private func remember(_ credentials: BasicCredentials) {
        let proof = proof(of: credentials)
        proofs.withLock { proofs in
            if proofs.count >= Self.longestMemory, let some = proofs.first { proofs.remove(some) }
            proofs.insert(proof)
        }
    }

    /// A name has no colon, so no two pairs read alike.
    private func proof(of credentials: BasicCredentials) -> Proof {
        Digests.sha256(secret + credentials.user + [UInt8(ascii: ":")] + credentials.password)
    }
}
