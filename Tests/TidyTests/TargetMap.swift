/// The map of targets, `.ci/targets`: which layer each belongs to, and what it may use.
struct TargetMap {
    enum Layer: String { case pure = "PURE", text = "TEXT", world = "WORLD" }

    static let shared = TargetMap(Package.read(".ci/targets") ?? "")

    private var layers: [String: Layer] = [:]
    private var direct: [String: [String]] = [:]

    init(_ text: String) {
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let words = line.split(separator: " ").map(String.init)
            guard words.count >= 2, let layer = Layer(rawValue: words[0]) else { continue }
            layers[words[1]] = layer
            direct[words[1]] = Array(words.dropFirst(2))
        }
    }

    var targets: [String] { layers.keys.sorted() }

    func layer(of target: String) -> Layer? { layers[target] }

    /// The targets that a target may use: those its line names, and whatever they may use.
    func allowed(_ target: String) -> Set<String> {
        var found: Set<String> = []
        for other in direct[target] ?? [] { found.formUnion(allowed(other).union([other])) }
        return found
    }
}
