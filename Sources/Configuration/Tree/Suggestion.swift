/// The candidate that `name` is probably a misspelling of; nil when none is near (case does not count).
package func nearest(to name: String, among candidates: [String]) -> String? {
    let name = Array(name.lowercased().utf8.prefix(100))
    let allowed = max(1, name.count / 3)
    var best: (distance: Int, candidate: String)?
    for candidate in candidates {
        let distance = editDistance(name, Array(candidate.lowercased().utf8.prefix(100)))
        if distance <= allowed, distance < best?.distance ?? .max { best = (distance, candidate) }
    }
    return best?.candidate
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one text into the other.
func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for i in left.indices {
        var row = [i + 1]
        for j in right.indices {
            var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
            if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                cost = min(cost, beforeLast[j - 1] + 1)
            }
            row.append(cost)
        }
        (beforeLast, last) = (last, row)
    }
    return last[right.count]
}
