/// The candidate that a mistyped word most likely meant; `nil` when none is near.
///
/// Near means at most two slips (a letter missing, added, replaced, or two swapped), and at most a
/// third of the word's length, so that short words are not guessed at. Case counts for nothing; of
/// equally near candidates the first wins.
public func nearestSpelling(of word: String, among candidates: some Sequence<String>) -> String? {
    let letters = Array(word.lowercased().unicodeScalars)
    guard !letters.isEmpty, letters.count <= spellingLengthMax else { return nil }
    let slipsMax = min(2, max(1, letters.count / 3))
    var best: (candidate: String, slips: Int)?
    for candidate in candidates {
        let other = Array(candidate.lowercased().unicodeScalars)
        guard abs(other.count - letters.count) <= slipsMax else { continue }
        let slips = slipsBetween(letters, other)
        if slips <= slipsMax, slips < letters.count, slips < best?.slips ?? .max {
            best = (candidate, slips)
        }
    }
    return best?.candidate
}

/// Words longer than this are no mistyped keys; comparing them would cost the square of their
/// length.
private let spellingLengthMax = 64

/// Damerau-Levenshtein distance in which no part is edited twice.
private func slipsBetween(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
        var row = [i] + [Int](repeating: 0, count: b.count)
        for j in 1...b.count {
            let replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
            row[j] = min(replaced, last[j] + 1, row[j - 1] + 1)
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                row[j] = min(row[j], beforeLast[j - 2] + 1)
            }
        }
        beforeLast = last
        last = row
    }
    return last[b.count]
}
