internal import Glibc
internal import LinuxIO

/// Rendezvous hashing: every pair of client and candidate has a score of its own, and the highest decides. A candidate
/// that leaves takes only its own clients along.
enum HighestRandomWeight {
    /// The start of every score with a candidate of that name.
    static func seed(_ name: String) -> UInt64 { fnv(name.utf8, from: offset) }

    /// The place with the highest score for an address; nil when no place with a weight is eligible.
    ///
    /// - Parameter client: 4 or 16 bytes.
    static func pick(
        for client: [UInt8], among count: Int, seed: (Int) -> UInt64, weight: (Int) -> Int,
        isEligible: (Int) -> Bool
    ) -> Int? {
        var best: (place: Int, score: Double)?
        for place in 0..<count where weight(place) > 0 && isEligible(place) {
            let score = Double(weight(place)) / -log(share(mixed(fnv(client, from: seed(place)))))
            if score > best?.score ?? -1 { best = (place, score) }
        }
        return best?.place
    }

    /// A number as a share of the whole, more than 0 and less than 1.
    private static func share(_ number: UInt64) -> Double { (Double(number >> 11) + 0.5) / Double(1 << 53) }

    private static let offset: UInt64 = 0xcbf2_9ce4_8422_2325

    private static func fnv(_ bytes: some Sequence<UInt8>, from start: UInt64) -> UInt64 {
        bytes.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    /// Spreads what differs in a few bits over all of them.
    private static func mixed(_ number: UInt64) -> UInt64 {
        var result = (number ^ number >> 30) &* 0xbf58_476d_1ce4_e5b9
        result = (result ^ result >> 27) &* 0x94d0_49bb_1331_11eb
        return result ^ result >> 31
    }
}
