internal import COpenSSL
package import LinuxIO

/// The keys that seal session tickets (RFC 5077 §4), shared by all generations of a server's settings, so that a reload
/// keeps clients' tickets good.
///
/// The key in use is replaced after a while, and then still opens older tickets until the last of them has run out.
/// Nobody needs to do that: it happens with the first handshake after the time.
@safe package final class TicketKeys: Sendable {
    /// How long a ticket is good for.
    package let lifetime: Duration
    private let rotation: Duration
    /// Newest first; never empty.
    private let keys: Locked<[TicketKey]>
    private nonisolated(unsafe) let cipher: OpaquePointer

    /// - Parameters:
    ///   - rotation: how long one key seals new tickets.
    ///   - lifetime: how long a ticket is good for; at most 7 days (RFC 8446 §4.6.1).
    package init(rotation: Duration = .seconds(12 * 3600), lifetime: Duration = .seconds(12 * 3600)) throws(TLSError) {
        ErrorQueue.clear()
        guard let cipher = unsafe EVP_CIPHER_fetch(nil, "AES-256-CBC", nil) else {
            throw ErrorQueue.refusal(of: "session tickets")
        }
        unsafe self.cipher = cipher
        self.rotation = rotation
        self.lifetime = min(lifetime, .seconds(7 * 86400))
        keys = Locked([try TicketKey(bornAt: .now)])
    }

    deinit { unsafe EVP_CIPHER_free(cipher) }

    /// Seals tickets with a new key from now on.
    package func rotate(at now: MonotonicTime = .now) throws(TLSError) {
        let key = try TicketKey(bornAt: now)
        keys.withLock { keys in
            keys.insert(key, at: 0)
            // A key sealed its last ticket when the next one was born.
            while keys.count > 1, now.since(keys[keys.count - 2].bornAt) > lifetime { keys.removeLast() }
        }
    }

    /// The key to seal with; a new one when the last has served its time.
    func current(at now: MonotonicTime) -> TicketKey {
        let key = keys.withLock { $0[0] }
        guard now.since(key.bornAt) >= rotation else { return key }
        // Two threads may both do this: one key too many, and no harm. Without randomness the old key stays.
        try? rotate(at: now)
        return keys.withLock { $0[0] }
    }

    /// The key that a ticket names, and whether it is the one in use; nil when it is unknown or too old.
    func find(_ name: TicketKey.Name, at now: MonotonicTime) -> (key: TicketKey, isCurrent: Bool)? {
        keys.withLock { keys in
            guard let index = keys.firstIndex(where: { $0.hasName(name) }) else { return nil }
            if index > 0, now.since(keys[index - 1].bornAt) > lifetime { return nil }
            return (keys[index], index == 0)
        }
    }
}

extension TicketKeys {
    /// What OpenSSL wants of a ticket's keys: 1 and 2 for "go on" (2: and issue a new ticket), 0 for "no ticket".
    @unsafe func prepare(
        name: UnsafeMutablePointer<UInt8>, iv: UnsafeMutablePointer<UInt8>, cipher context: OpaquePointer,
        mac: OpaquePointer, sealing: Bool, at now: MonotonicTime = .now
    ) -> Int32 {
        if sealing {
            guard unsafe RAND_bytes(iv, EVP_CIPHER_get_iv_length(cipher)) == 1 else { return 0 }
            let key = current(at: now)
            unsafe key.writeName(to: name)
            return unsafe key.begin(cipher, in: context, mac: mac, iv: iv, sealing: true) ? 1 : 0
        }
        guard let (key, isCurrent) = find(unsafe TicketKey.name(at: name), at: now),
            unsafe key.begin(cipher, in: context, mac: mac, iv: iv, sealing: false)
        else { return 0 }
        return isCurrent ? 1 : 2
    }
}
