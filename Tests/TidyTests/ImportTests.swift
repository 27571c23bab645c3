import Testing

/// These hold imports to the map in `.ci/targets`.
@Suite struct ImportTests {
    /// The modules of swift-collections, which links nothing more than Swift itself.
    static let collections: Set = [
        "BasicContainers", "BitCollections", "DequeModule", "HashTreeCollections", "HeapModule",
        "OrderedCollections",
    ]

    @Test("a target imports what the map in .ci/targets allows")
    func imports() {
        let map = TargetMap.shared
        let ours = Set(map.targets)
        for file in Package.sources {
            guard let layer = map.layer(of: file.target) else { continue }
            let allowed = map.allowed(file.target)
            for (line, module) in file.codeLines.enumerated().compactMap(ImportTests.module) {
                let isAllowed =
                    switch layer {
                    case .pure: allowed.union(ImportTests.collections).contains(module)
                    case .text:
                        allowed.union(ImportTests.collections).contains(module)
                            || module == "FoundationEssentials"
                    case .world: allowed.contains(module) || !ours.contains(module)
                    }
                if !isAllowed {
                    Issue.record(
                        """
                        \(file.path):\(line): \(file.target) (\(layer.rawValue)) may not import \
                        \(module): move the code to a target that may, or the arrow to .ci/targets.
                        """)
                }
            }
        }
    }

    /// The line, from 1, and the module of an import.
    static func module(line: Int, text: String) -> (Int, String)? {
        let words = text.split(separator: " ").map(String.init)
        guard let place = words.firstIndex(of: "import"), place + 1 < words.count else {
            return nil
        }
        let modifiers: Set = ["public", "package", "internal", "private", "fileprivate"]
        guard words[..<place].allSatisfy({ $0.hasPrefix("@") || modifiers.contains($0) }) else {
            return nil
        }
        let kinds: Set = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        let named = kinds.contains(words[place + 1]) ? place + 2 : place + 1
        guard named < words.count, let module = words[named].split(separator: ".").first else {
            return nil
        }
        return (line + 1, String(module))
    }

    @Test(
        "an import is seen behind every modifier",
        arguments: [
            "import Glibc", "public import Glibc", "@preconcurrency import Glibc",
            "@_exported public import Glibc", "import func Glibc.open",
        ])
    func importsAreSeen(text: String) {
        #expect(ImportTests.module(line: 0, text: text)?.1 == "Glibc")
    }
}
