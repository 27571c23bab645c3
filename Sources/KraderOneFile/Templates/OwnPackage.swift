/// The files of a user's own package: a strategy, a program that knows it beside the shipped ones,
/// a scenario with its data, and a test that plays the scenario.
public struct OwnPackage {
    let name: OwnName
    /// The folder of krader's package, as seen from this one.
    let krader: String

    public init(name: OwnName, krader: String) {
        self.name = name
        self.krader = krader
    }

    /// The files by their paths in the package.
    public var files: [(path: String, text: String)] {
        [
            ("Package.swift", manifest),
            ("README.md", readme),
            (".gitignore", ".build/\nreports/\n"),
            ("Sources/\(name.text)/Program.swift", program),
            ("Sources/\(name.text)/\(name.type).swift", strategy),
            ("Tests/\(name.text)_tests/\(name.type)Tests.swift", test),
            ("scenarios/\(name.text).json", scenario),
            ("scenarios/candles.csv", OwnPackage.candles),
        ]
    }

    private var manifest: String {
        """
        // swift-tools-version: 6.2
        import PackageDescription

        let modules = ["KraderCommands", "KraderEngine", "KraderModel", "KraderStrategies"]
        let krader = modules.map { Target.Dependency.product(name: $0, package: "krader") }

        let package = Package(
            name: "\(name.text)",
            dependencies: [.package(name: "krader", path: "\(OwnPackage.escaped(krader))")],
            targets: [
                .executableTarget(name: "\(name.text)", dependencies: krader),
                .testTarget(
                    name: "\(name.text)_tests",
                    dependencies: [.target(name: "\(name.text)")] + krader),
            ]
        )

        """
    }

    private var readme: String {
        """
        # \(name.title)

        The strategy `\(name.text)`, in a program that has every command of krader.

            swift test
            swift run -c release \(name.text) backtest scenarios/\(name.text).json
            swift run -c release \(name.text) strategies show \(name.text)

        * `Sources/\(name.text)/\(name.type).swift`: the strategy. Its rules stand there.
        * `Sources/\(name.text)/Program.swift`: what the program knows; a further strategy is a \
        further line.
        * `scenarios/`: what to play. krader's docs/reference/scenario.md says what a scenario may \
        hold, docs/README.md where to find the rest.

        """
    }

    private var program: String {
        """
        import Foundation
        import KraderCommands
        import KraderEngine
        import KraderStrategies

        @main
        enum Program {
            static let catalog = StrategyCatalog(
                StrategyCatalog.shipped.kinds + [StrategyKind(\(name.type).self)])

            static func main() {
                let program = KraderProgram(catalog: catalog)
                exit(program.run(Array(CommandLine.arguments.dropFirst())))
            }
        }

        """
    }

    private var scenario: String {
        """
        {
          "schema": 1,
          "name": "\(name.text)",
          "about": "Nine hand-made minutes: three rising closes, then a fall.",
          "market": {
            "from": "2026-03-03", "to": "2026-03-03",
            "instruments": [ { "symbol": "005930", "board": "KOSPI", "base_price": 70000 } ],
            "data": { "candles": { "path": "candles.csv", "symbol": "005930" } }
          },
          "account": { "cash": 10000000 },
          "strategies": [ { "name": "\(name.text)", "parameters": { "rises": 2 } } ]
        }

        """
    }

    private static let candles = """
        time,open,high,low,close,volume
        2026-03-03 09:00,70000,70100,69900,70000,5200
        2026-03-03 09:01,70000,70000,69800,69800,3100
        2026-03-03 09:02,69800,70000,69800,69900,2600
        2026-03-03 09:03,69900,70300,69900,70300,4100
        2026-03-03 09:04,70300,70600,70200,70600,4700
        2026-03-03 09:05,70600,70700,70400,70500,2900
        2026-03-03 09:06,70500,70500,70100,70100,3800
        2026-03-03 09:07,70100,70200,69800,69800,3300
        2026-03-03 09:08,69800,69900,69600,69700,2500

        """

    /// The text as it stands in a string literal of Swift's.
    private static func escaped(_ text: String) -> String {
        text.map { $0 == "\\" || $0 == "\"" ? "\\\($0)" : String($0) }.joined()
    }
}
