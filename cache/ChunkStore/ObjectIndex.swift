internal import Glibc
internal import LinuxIO

/// The newest record of every key, in shards with a leaf lock each.
///
/// Records stand at a keyed hash of 64 bits. Two keys with the same one, which nobody can arrange, displace each other:
/// this is a cache.
final class ObjectIndex: Sendable {
    private let hash = KeyedHash()
    private let shards = (0..<64).map { _ in Locked([UInt64: StoredObject]()) }

    /// How many records there are; walks the shards.
    var count: Int { shards.reduce(0) { $0 + $1.withLock(\.count) } }

    private func shard(_ hash: UInt64) -> Locked<[UInt64: StoredObject]> {
        shards[Int(truncatingIfNeeded: hash & 63)]
    }

    private func hash(of object: StoredObject) -> UInt64 {
        unsafe object.key.withUnsafeBytes { unsafe hash($0) }
    }

    /// The record of a key; allocates nothing.
    func find(_ key: RawSpan) -> StoredObject? {
        let hash = self.hash(key)
        guard let object = shard(hash).withLock({ $0[hash] }), key.holdsSameBytes(as: object.key) else { return nil }
        return object
    }

    /// Makes a record the newest of its key, and returns the one it displaces.
    func put(_ object: StoredObject) -> StoredObject? {
        let hash = hash(of: object)
        return shard(hash).withLock { $0.updateValue(object, forKey: hash) }
    }

    /// Puts a record in the place of the key's newest if that is of the same id, and returns the one it displaces.
    func replaceRecord(like object: StoredObject) -> StoredObject? {
        let hash = hash(of: object)
        return shard(hash).withLock { objects in
            guard let found = objects[hash], found.table === object.table, found.key == object.key else { return nil }
            objects[hash] = object
            return found
        }
    }

    /// Takes the key's record out if it is of the same id as `object`, and returns it.
    func removeRecord(like object: StoredObject) -> StoredObject? {
        let hash = hash(of: object)
        return shard(hash).withLock { objects in
            guard let found = objects[hash], found.table === object.table, found.key == object.key else { return nil }
            objects[hash] = nil
            return found
        }
    }

    /// Takes exactly this record out; false when it is no longer the newest.
    func remove(_ object: StoredObject) -> Bool {
        let hash = hash(of: object)
        return shard(hash).withLock { objects in
            guard objects[hash] === object else { return false }
            objects[hash] = nil
            return true
        }
    }

    /// Forgets everything.
    func clear() {
        for shard in shards { shard.withLock { $0 = [:] } }
    }
}

extension RawSpan {
    fileprivate func holdsSameBytes(as other: [UInt8]) -> Bool {
        guard byteCount == other.count else { return false }
        return unsafe withUnsafeBytes { mine in
            unsafe other.withUnsafeBytes { theirs in
                unsafe mine.isEmpty || memcmp(mine.baseAddress!, theirs.baseAddress!, mine.count) == 0
            }
        }
    }
}
