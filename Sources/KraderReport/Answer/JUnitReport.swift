import KraderBacktest

/// What CI pages read of many runs: a test suite for each scenario, and in it a test case for each
/// expectation, each line of the script and the run itself. It holds no wall clock: the same runs
/// give the same bytes.
public enum JUnitReport {
    /// A scenario that was to be run.
    public struct Suite {
        public var name: String
        /// What it came to; `nil` where it could not be run.
        public var summary: RunSummary?
        /// Why it could not be run, or why it is no success all the same.
        public var fault: String?

        public init(name: String, summary: RunSummary?, fault: String?) {
            self.name = name
            self.summary = summary
            self.fault = fault
        }
    }

    /// One thing that can fail.
    struct Case {
        var name: String
        /// `nil` of one that did not fail.
        var failure: (message: String, text: String)?
    }

    public static func text(_ suites: [Suite]) -> String {
        let all = suites.map { ($0, cases(of: $0)) }
        let counts = all.map { ($0.1.count, $0.1.count { $0.failure != nil }) }
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        text += "<testsuites name=\"krader\" tests=\"\(counts.reduce(0) { $0 + $1.0 })\""
        text += " failures=\"\(counts.reduce(0) { $0 + $1.1 })\">\n"
        for (suite, cases) in all { text += written(suite, cases) }
        return text + "</testsuites>\n"
    }

    static func cases(of suite: Suite) -> [Case] {
        let run = Case(name: "run", failure: suite.fault.map { ($0, $0) })
        guard let summary = suite.summary else { return [run] }
        let lines = summary.script.map { line in
            Case(
                name: "\(line.path) \(line.words)",
                failure: line.fault.map { ($0, "\(line.words) was not done: \($0)") })
        }
        let verdicts = summary.expectations.map { verdict in
            Case(
                name: "\(verdict.path) \(verdict.expected)",
                failure: verdict.isMet
                    ? nil
                    : (
                        "expected \(verdict.expected), found \(verdict.found)",
                        verdict.chain.joined(separator: "\n")
                    ))
        }
        return [run] + lines + verdicts
    }

    private static func written(_ suite: Suite, _ cases: [Case]) -> String {
        let name = xmlText(suite.name)
        var text = "  <testsuite name=\"\(name)\" tests=\"\(cases.count)\""
        text += " failures=\"\(cases.count { $0.failure != nil })\">\n"
        for each in cases {
            text += "    <testcase classname=\"\(name)\" name=\"\(xmlText(each.name))\""
            guard let failure = each.failure else {
                text += "/>\n"
                continue
            }
            text += ">\n      <failure message=\"\(xmlText(failure.message))\">"
            text += xmlText(failure.text) + "</failure>\n    </testcase>\n"
        }
        return text + "  </testsuite>\n"
    }
}
