internal import LinuxIO
internal import TLS

/// Values made from files, each as it was when it could last be made.
final class LastGood<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let values = Locked<[Key: Value]>([:])

    /// Makes the values of these keys and forgets all others. One that fails stays as it was, or is missing.
    func renew(
        _ keys: [Key], make: (Key, _ before: Value?) throws(TLSError) -> Value, failed: (Key, TLSError) -> Void
    ) -> [Key: Value] {
        let old = values.withLock { $0 }
        var new: [Key: Value] = [:]
        for key in keys where new[key] == nil {
            do throws(TLSError) {
                new[key] = try make(key, old[key])
            } catch {
                failed(key, error)
                new[key] = old[key]
            }
        }
        let kept = new
        values.withLock { $0 = kept }
        return new
    }
}
