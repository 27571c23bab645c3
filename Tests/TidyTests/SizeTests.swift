import Testing

/// These hold files to one idea, functions to one page, and lines to what fits.
@Suite struct SizeTests {
    static let columnsMax = 100
    static let functionLinesMax = 70
    static let fileLinesMax = 600
    /// The number of lines to aim for.
    static let fileLinesAim = 300

    @Test("no line is longer than 100 columns")
    func lines() {
        var found: [String: Int] = [:]
        for file in Package.sources + Package.tests {
            let count = file.lines.count { $0.count > SizeTests.columnsMax }
            if count > 0 { found[file.path] = count }
        }
        Ratchet(
            advice: "Break lines at \(SizeTests.columnsMax) columns.",
            known: [
                // These are rows of tables, which a break would spoil.
                "Tests/KraderJSONTests/JSONReaderTests.swift": 13,
                "Tests/KraderJSONTests/ObjectReaderTests.swift": 22,
            ]
        ).check(found)
    }

    @Test("no function is longer than 70 lines")
    func functions() {
        var found: [String: Int] = [:]
        for file in Package.sources + Package.tests {
            for block in Block.read(file).blocks {
                guard let function = block.function else { continue }
                let lines = block.last - function.first + 1
                if lines > SizeTests.functionLinesMax {
                    found["\(file.path) \(function.name)"] = lines
                }
            }
        }
        Ratchet(advice: "Give its steps names: a function each.", known: [:]).check(found)
    }

    @Test("no file is longer than 600 lines, and few are longer than 300")
    func files() {
        var found: [String: Int] = [:]
        for file in Package.sources + Package.tests where file.lines.count > SizeTests.fileLinesAim
        {
            found[file.path] = file.lines.count
            #expect(file.lines.count <= SizeTests.fileLinesMax, "\(file.path): split it by idea.")
        }
        Ratchet(
            advice: "Split it by idea: `Type+Aspect.swift`.",
            known: [
                "Tests/KraderJSONTests/ObjectReaderTests.swift": 342
            ]
        ).check(found)
    }
}
