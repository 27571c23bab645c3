extension OwnPackage {
    var strategy: String {
        """
        import KraderEngine
        import KraderModel

        /// Buys after closes that rose in a row, sells all at the first that fell.
        ///
        /// The rule is there to be replaced. A hook sees the account, its own orders, closed
        /// candles and last prices; it never sees the clock, the broker or another strategy.
        struct \(name.type): Strategy {
            static let name = "\(name.text)"
            static let summary = "Buys after rising closes in a row, sells at the first fall."
            static let parameters = [
                ParameterDeclaration(
                    "rises", .integer(1...20), default: .integer(2),
                    help: "Rising closes before a buy."),
                ParameterDeclaration(
                    "quantity", .integer(1...1_000_000), default: .integer(10),
                    help: "Shares a buy."),
            ]

            private let rises: Int
            private let quantity: Shares

            init(_ parameters: ParameterValues) {
                rises = parameters.integer("rises")
                quantity = Shares(Int64(parameters.integer("quantity")))
            }

            var subscriptions: Subscriptions {
                .candles(.m1, window: rises + 1, needed: rises + 1)
            }

            mutating func candle(
                _ candle: Candle, _ timeframe: Timeframe, _ context: inout StrategyContext
            ) {
                let symbol = context.symbol
                let closed = context.candles(symbol, timeframe)
                guard closed.count > rises else { return context.hold("warming_up") }
                guard context.activeOrders(symbol).isEmpty else { return }
                let held = context.position(symbol).sellable
                if held > .zero {
                    guard candle.close < closed[fromEnd: 1].close else { return }
                    context.sell(symbol, quantity: held, reason: "fell")
                } else {
                    for back in 0..<rises
                    where closed[fromEnd: back].close <= closed[fromEnd: back + 1].close {
                        return
                    }
                    context.buy(symbol, quantity: quantity, reason: "rose")
                }
            }
        }

        """
    }

    var test: String {
        """
        import Foundation
        import KraderCommands
        import Testing

        @testable import \(name.text)

        @Suite("\(name.text)")
        struct \(name.type)Tests {
            /// Plays the scenario of this package and returns the rows of a table of its results.
            private func play(_ table: String, _ flags: String...) throws -> [[String: String]] {
                let package = URL(fileURLWithPath: #filePath)
                    .deletingLastPathComponent().deletingLastPathComponent()
                    .deletingLastPathComponent()
                let scenario = package.appendingPathComponent("scenarios/\(name.text).json")
                let out = FileManager.default.temporaryDirectory
                    .appendingPathComponent("\(name.text)-\\(UUID().uuidString)")
                defer { try? FileManager.default.removeItem(at: out) }
                let program = KraderProgram(catalog: Program.catalog)
                let status = program.run(
                    ["backtest", scenario.path, "--out", out.path, "--quiet"] + flags)
                #expect(status == 0)
                let runs = out.appendingPathComponent("\(name.text)")
                let run = try #require(
                    try FileManager.default.contentsOfDirectory(atPath: runs.path).first)
                let file = runs.appendingPathComponent(run).appendingPathComponent(table)
                let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\\n")
                    .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
                let header = try #require(lines.first).map(String.init)
                return lines.dropFirst().map { line in
                    Dictionary(uniqueKeysWithValues: zip(header, line.map(String.init)))
                }
            }

            @Test("buys after two rising closes, sells all at the first fall")
            func trades() throws {
                // Closes of 09:02 … 09:05: 69,900, 70,300, 70,600, 70,500. What is said at a close
                // fills at the next candle's open, a step worse.
                let fills = try play("fills.csv")
                #expect(fills.map { $0["side"] } == ["buy", "sell"])
                #expect(fills.map { $0["quantity"] } == ["10", "10"])
                #expect(fills.map { $0["price"] } == ["70400", "70400"])
            }

            @Test("waits for as many rising closes as it is told")
            func rises() throws {
                let fills = try play("fills.csv", "--set", "strategies[0].parameters.rises=4")
                #expect(fills.isEmpty)
            }
        }

        """
    }
}
