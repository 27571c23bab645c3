import Testing

/// Old offenders against a rule, by file: each may shrink, none may grow, no new one comes.
struct Ratchet {
    /// What to do instead of the offence.
    let advice: String
    let known: [String: Int]

    /// - Parameter found: how much of the offence each file has; files without any are left out
    func check(_ found: [String: Int], at location: SourceLocation = #_sourceLocation) {
        for (path, count) in found.sorted(by: { $0.key < $1.key }) {
            let allowed = known[path] ?? 0
            if count > allowed {
                Issue.record(
                    "\(path): \(count), at most \(allowed). \(advice)",
                    sourceLocation: location)
            }
        }
        for (path, allowed) in known.sorted(by: { $0.key < $1.key }) {
            let count = found[path] ?? 0
            if count < allowed {
                Issue.record(
                    "\(path) is down to \(count): lower its \(allowed) in this list.",
                    severity: .warning, sourceLocation: location)
            }
        }
    }
}

/// Fails the test that runs, once for each breach.
func report(_ breaches: [String], at location: SourceLocation = #_sourceLocation) {
    for breach in breaches { Issue.record("\(breach)", sourceLocation: location) }
}
