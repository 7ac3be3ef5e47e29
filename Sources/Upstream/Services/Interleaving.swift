/// Turns by weight, evenly interleaved: each candidate's credit grows by its weight, and who has most pays for all.
struct Interleaving {
    private var credits: [Int]

    init(count: Int) { credits = [Int](repeating: 0, count: count) }

    /// The place whose turn it is; nil when no place with a weight is eligible.
    mutating func next(weight: (Int) -> Int, isEligible: (Int) -> Bool) -> Int? {
        var (best, total): (Int?, Int) = (nil, 0)
        for place in credits.indices where weight(place) > 0 && isEligible(place) {
            credits[place] += weight(place)
            total += weight(place)
            if let current = best, credits[place] <= credits[current] { continue }
            best = place
        }
        if let best { credits[best] -= total }
        return best
    }
}
