import KraderEngine
public import KraderJSON
public import KraderModel

/// Finds timeframes that fit the data, and checks that the data give what strategies need.
extension Scenario {
    /// Decides the timeframes that nobody said, and looks whether the data can give what each
    /// strategy needs: before the run has an identity, and before its first event.
    ///
    /// - Parameters:
    ///   - supply: what data each symbol has; a symbol that is missing has none.
    ///   - file: what messages call the scenario.
    /// - Returns: what a reader of the result should know, a sentence each.
    /// - Throws: all faults at once.
    public mutating func fitTimeframes(
        to supply: [SymbolIndex: MarketSupply], file: String
    ) throws(TextFaults) -> [String] {
        let traded = tradedSymbols.compactMap { symbol in
            supply[symbol].flatMap { $0.isEmpty ? nil : (symbol: symbol, data: $0) }
        }
        // Without data there is nothing to fit, and the result says that there are none.
        guard !traded.isEmpty else { return [] }
        let fitting = Timeframe.allCases.filter { timeframe in
            traded.allSatisfy { $0.data.makesThroughout(timeframe) }
        }
        var faults: [TextFault] = []
        var warnings: [String] = []
        for place in strategies.indices {
            let strategy = strategies[place]
            let check = SupplyCheck(
                strategy: strategy, place: place, document: document, file: file,
                together: traded.map(\.data).together, inputs: inputs(supply))
            do {
                let open = strategy.openTimeframes
                if !open.isEmpty, !fitting.isEmpty {
                    let values = try strategy.parameters.fitted(
                        open, to: fitting, of: strategy.kind)
                    strategies[place].parameters = values
                    write(open, values, ofStrategy: place)
                }
                let box = try strategy.kind.make(strategies[place].parameters)
                let needs = check.needs(box.subscriptions)
                faults += needs.compactMap(check.fault)
                guard case .symbols = universe else { continue }
                for case .candles(let timeframe) in needs {
                    let deaf = traded.filter { !$0.data.makes(timeframe) }
                    guard let first = deaf.first, deaf.count < traded.count else { continue }
                    warnings.append(
                        "\(strategy.id) needs candles of \(timeframe), which the data of "
                            + "\(instruments[first.symbol.int].code) (\(first.data.words))"
                            + (deaf.count > 1 ? " and \(deaf.count - 1) more" : "")
                            + " can't make: it doesn't trade there.")
                }
            } catch {
                faults.append(check.refusal(error))
            }
        }
        if !faults.isEmpty { throw TextFaults(faults) }
        return warnings
    }

    /// A line of a message for each kind of data, with the symbols that have it.
    public func shownSupply(_ supply: [SymbolIndex: MarketSupply]) -> String {
        let codesMax = 5
        let symbols = instruments.indices.map { SymbolIndex($0) }
        let groups = Dictionary(grouping: symbols) { (supply[$0] ?? MarketSupply()).words }
        let lines = groups.sorted { $0.value[0] < $1.value[0] }
        let width = lines.map(\.key.count).max() ?? 0
        return "The data hold:"
            + lines.map { words, symbols in
                let codes = symbols.prefix(codesMax).map { "\(instruments[$0.int].code)" }
                let more =
                    symbols.count > codesMax ? " and \(symbols.count - codesMax) more" : ""
                let space = String(repeating: " ", count: width - words.count)
                return "\n  \(words)\(space)  \(codes.joined(separator: ", "))\(more)"
            }.joined()
    }

    /// The symbols that may be traded on any day.
    private var tradedSymbols: [SymbolIndex] {
        switch universe {
        case .symbols(let symbols): symbols
        case .ranked(let ranking):
            instruments.indices.filter { ranking.admits(instruments[$0]) }.map { SymbolIndex($0) }
        }
    }

    /// The data of instruments that are only listened to.
    private func inputs(_ supply: [SymbolIndex: MarketSupply]) -> MarketSupply {
        instruments.indices.filter { !instruments[$0].board.isTradeable }
            .compactMap { supply[SymbolIndex($0)] }.together
    }

    /// Writes what the data decided into the text that was read, as if somebody had said it.
    private mutating func write(_ names: [String], _ values: ParameterValues, ofStrategy place: Int)
    {
        for name in names {
            guard case .timeframe(let timeframe)? = values[name] else { continue }
            let said = JSONValue(.string(timeframe.description))
            let path = JSONPath([
                .key("strategies"), .index(place), .key("parameters"), .key(name),
            ])
            document.put(said, at: path.steps[...])
            identity.put(said, at: path.steps[...])
        }
    }
}

extension ParameterValues {
    /// The values with the finest of some timeframes that the strategy takes, under all these
    /// names.
    ///
    /// Throws what the strategy's initialiser throws for the first of the timeframes.
    func fitted(
        _ names: [String], to timeframes: [Timeframe], of kind: StrategyKind
    ) throws -> ParameterValues {
        var first: (any Error)?
        for timeframe in names.isEmpty ? Array(timeframes.prefix(1)) : timeframes {
            var values = self
            for name in names { values.set(name, .timeframe(timeframe)) }
            do {
                _ = try kind.make(values)
                return values
            } catch {
                first = first ?? error
            }
        }
        if let first { throw first }
        return self
    }
}
