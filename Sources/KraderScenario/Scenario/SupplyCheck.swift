import KraderEngine
import KraderJSON
import KraderModel

/// Checks whether the data of what a strategy may trade give it what it needs.
struct SupplyCheck {
    enum Need { case candles(Timeframe), prints }

    var strategy: StrategyPlan
    /// The strategy's place in the scenario's list, from 0.
    var place: Int
    var document: JSONValue
    var file: String
    /// All data of the symbols that may be traded.
    var together: MarketSupply
    /// The data of what is listened to and never traded.
    var inputs: MarketSupply

    /// What the strategy can't do without.
    func needs(_ wanted: Subscriptions) -> [Need] {
        // Candles that stand in for prints are needed where there are no prints.
        let standIns = wanted.ticks && !together.hasPrints
        var needs: [Need] = wanted.windows.filter { !$0.isOptional || standIns }
            .map { .candles($0.timeframe) }
        if standIns, wanted.windows.isEmpty, !wanted.books { needs.append(.prints) }
        return needs
    }

    /// The fault of a need; `nil` when the data give it.
    func fault(_ need: Need) -> TextFault? {
        switch need {
        case .prints:
            return TextFault(
                file: file, position: position(path), path: path,
                message: "\(strategy.id) is asked at prints", allowed: "\(data), not prints",
                origin: origin(path))
        case .candles(let timeframe):
            guard !together.makes(timeframe), !inputs.makes(timeframe) else { return nil }
            let said = strategy.kind.parameters.first {
                $0.kind == .timeframe
                    && strategy.parameters[$0.name] == .timeframe(timeframe)
                    && !strategy.openTimeframes.contains($0.name)
            }
            let place = said.map { declaration in
                JSONPath(path.steps + [.key("parameters"), .key(declaration.name)])
            }
            let makeable = Timeframe.allCases.filter(together.makes).map(\.description)
            return TextFault(
                file: file, position: position(place ?? path), path: place ?? path,
                message: said.map { "\($0.name) is '\(timeframe)'" }
                    ?? "\(strategy.id) needs candles of \(timeframe)",
                value: "\(timeframe)",
                allowed: makeable.isEmpty
                    ? "\(data), of which no candles can be made"
                    : "\(data); \(timeframe) can't be made of them, but "
                        + "\(alternatives(makeable)) can",
                origin: origin(place ?? path))
        }
    }

    /// The fault of a strategy that takes none of the timeframes that fit the data.
    func refusal(_ error: any Error) -> TextFault {
        let why = (error as? ParameterFault)?.message ?? "\(error)"
        return TextFault(
            file: file, position: position(path), path: path,
            message: "\(strategy.id) has no timeframe that fits the data",
            allowed: "\(data); \(why)",
            origin: origin(path))
    }

    private var path: JSONPath { JSONPath([.key("strategies"), .index(place)]) }

    private var data: String { "the data are \(together.words)" }

    /// The position of what stands at a path, or of what is nearest above it.
    private func position(_ path: JSONPath) -> TextPosition? { value(path)?.position }

    private func origin(_ path: JSONPath) -> String? { value(path)?.origin?.name }

    private func value(_ path: JSONPath) -> JSONValue? {
        document.value(at: path) ?? document.value(at: self.path)
    }
}
