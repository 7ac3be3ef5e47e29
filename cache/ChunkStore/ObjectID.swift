/// The identity of one object's bytes, 128 bits: same id, same bytes. Made by the caller, usually a hash of everything
/// that makes them one (place, coding, validator, length), or random where parts must not be combined.
package struct ObjectID: Hashable, Sendable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

/// What the caller keeps with an object: validators, type, times. The store only carries it.
package protocol ObjectMetadata: AnyObject, Sendable {
    /// The bytes from which `decode`, given to `ChunkStore.open`, makes it again.
    var encoded: [UInt8] { get }
}
