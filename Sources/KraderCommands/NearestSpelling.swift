/// The allowed word that a mistyped one most likely meant, `nil` when none is near: at most a third
/// of the letters, and at least one, may differ. Case does not count; the first of equals wins.
func nearestSpelling(of word: String, among allowed: [String]) -> String? {
    var nearest: (word: String, distance: Int)?
    for candidate in allowed {
        let distance = editDistance(Array(word.lowercased()), Array(candidate.lowercased()))
        guard distance <= max(1, candidate.count / 3) else { continue }
        if let found = nearest, found.distance <= distance { continue }
        nearest = (candidate, distance)
    }
    return nearest?.word
}

/// Insertions, deletions, substitutions and swaps of neighbours between two words.
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 0..<a.count {
        var current = [i + 1]
        for j in 0..<b.count {
            var best = min(last[j + 1] + 1, current[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                best = min(best, beforeLast[j - 1] + 1)
            }
            current.append(best)
        }
        (beforeLast, last) = (last, current)
    }
    return last[b.count]
}
