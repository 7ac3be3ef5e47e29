internal import LinuxIO

/// How many requests of each client are under way, over all loops; as many entries as there are requests at most.
final class RequestCounts: SharedState {
    let hash = KeyedHash()
    private let shards = (0..<16).map { _ in Locked<[UInt64: Int]>([:]) }

    /// Counts one more request of a client; false, and nothing counted, when it has `limit` of them already.
    func enter(_ client: UInt64, limit: Int) -> Bool {
        shard(client).withLock { counts in
            let count = counts[client] ?? 0
            guard count < limit else { return false }
            counts[client] = count + 1
            return true
        }
    }

    /// Takes back what `enter` counted.
    func leave(_ client: UInt64) {
        shard(client).withLock { counts in
            guard let count = counts[client] else { return }
            counts[client] = count > 1 ? count - 1 : nil
        }
    }

    /// How many clients have requests under way.
    var clients: Int { shards.reduce(0) { sum, shard in sum + shard.withLock { $0.count } } }

    private func shard(_ client: UInt64) -> Locked<[UInt64: Int]> { shards[Int(client >> 60)] }
}
