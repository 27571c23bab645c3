import Testing

/// These find what the pure targets may not say. `.ci/purity` proves the same from what is built;
/// here the answer is quick and names the line.
@Suite struct PurityTests {
    static let words = [
        BannedWord("Date()", instead: "Take the moment as an argument (`Moment`)."),
        BannedWord("ContinuousClock", instead: "Time comes with the input (`Moment`)."),
        BannedWord("SuspendingClock", instead: "Time comes with the input (`Moment`)."),
        BannedWord(".random(", instead: "Draw from a `SeededGenerator` of the run's seed."),
        BannedWord(".randomElement(", instead: "Draw from a `SeededGenerator` of the run's seed."),
        BannedWord(".shuffled()", instead: "Draw from a `SeededGenerator` of the run's seed."),
        BannedWord(".shuffle()", instead: "Draw from a `SeededGenerator` of the run's seed."),
        BannedWord("SystemRandomNumberGenerator", instead: "Use `SeededGenerator`."),
        BannedWord("hashValue", instead: "It differs by process: use `RunningHash` or `SHA256`."),
        BannedWord("Hasher()", instead: "It differs by process: use `RunningHash` or `SHA256`."),
        BannedWord("ObjectIdentifier(", instead: "Addresses differ by process: use an index."),
        BannedWord("Task", instead: "Pure code is called and returns: the driver owns tasks."),
        BannedWord("async", instead: "Pure code is called and returns: the driver waits."),
        BannedWord("await", instead: "Pure code is called and returns: the driver waits."),
        BannedWord("print(", instead: "Return a value: a command prints it."),
        BannedWord("debugPrint(", instead: "Return a value: a command prints it."),
        BannedWord("dump(", instead: "Return a value: a command prints it."),
        BannedWord("readLine(", instead: "Take the text as an argument."),
        BannedWord("CommandLine", instead: "Take a configuration as an argument."),
        BannedWord("fatalError(", instead: "State the rule: `precondition(condition, \"Rule\")`."),
    ]

    @Test("pure targets reach no clock, chance, task or terminal")
    func pureWords() {
        report(BannedWord.breaches(of: PurityTests.words, in: Package.pure))
    }

    @Test("each ban notices a breach", arguments: PurityTests.words.map(\.word))
    func bansWork(word: String) {
        let said = word.hasSuffix("(") ? word + "1)" : word
        let planted = SourceFile(
            path: "Sources/X/X.swift", text: "let a = \"\(word)\"\n _ = \(said)")
        #expect(planted.code.lines(with: word) == [2])
    }

    @Test("in pure targets a switch names every case, so that a new one breaks the build")
    func noDefault() {
        var found: [String: Int] = [:]
        for file in Package.pure {
            let count = Block.read(file).defaults.count
            if count > 0 { found[file.path] = count }
        }
        Ratchet(
            advice: "Name the cases instead of `default:`.",
            known: [
                // The switch is over an integer, which has no cases to name.
                "Sources/KraderMarket/Synthetic/TradeSizes.swift": 1
            ]
        ).check(found)
    }
}
