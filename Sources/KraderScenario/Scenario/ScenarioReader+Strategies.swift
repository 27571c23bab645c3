import KraderEngine
import KraderJSON
import KraderModel

/// The section `strategies`: kinds of the catalog with their parameters.
extension ScenarioReader {
    /// Won; as much as an account may hold in cash.
    private static let budgetRange: ClosedRange<Int64> = 1...10_000_000_000_000

    func readStrategies(_ root: inout ObjectReader) -> [StrategyPlan] {
        var ids: [String: JSONPath] = [:]
        return root.list("strategies", counts: 1...1_000) { reader -> StrategyPlan? in
            reader.object { strategy -> StrategyPlan? in
                let kind = strategy.required("name", placeholder: StrategyKind?.none) {
                    self.kind($0)
                }
                let id = strategy.optional("id") { ScenarioReader.name($0) }
                let budget = strategy.integerIfPresent("budget", in: ScenarioReader.budgetRange)
                guard let name = id ?? kind?.name else {
                    // Without its kind nothing can be said of its parameters.
                    _ = strategy.reader("parameters")
                    return nil
                }
                if let earlier = ids[name] {
                    strategy.refuse(
                        "id is '\(name)'", key: id == nil ? "name" : "id",
                        allowed: "\(earlier.keys) has it: give each its own 'id'")
                }
                ids[name] = ids[name] ?? reader.path
                strategy.means("id", text: name)
                guard let kind else {
                    _ = strategy.reader("parameters")
                    return nil
                }
                var open: [String] = []
                let parameters = strategy.objectOrEmpty("parameters") {
                    readParameters(&$0, of: kind, open: &open)
                }
                return StrategyPlan(
                    id: name, kind: kind, parameters: parameters, openTimeframes: open,
                    budget: budget.map { Won($0) })
            } ?? nil
        }
    }

    private func kind(_ reader: ValueReader) -> StrategyKind? {
        guard let name = reader.text(lengths: 1...100) else { return nil }
        if let kind = catalog[name] { return kind }
        let names = catalog.kinds.map(\.name)
        reader.refuse(
            "is '\(shown(name))'",
            allowed: names.isEmpty
                ? "this program has no strategies" : "it must be \(alternatives(names))",
            suggestion: nearestSpelling(of: name, among: names))
        return nil
    }

    /// All declared parameters; a strategy is made from them once, to hear whether they go
    /// together.
    ///
    /// - Parameter open: takes the names of timeframes that are left to the data. Until those are
    ///   known, each is the finest that the strategy takes.
    private func readParameters(
        _ parameters: inout ObjectReader, of kind: StrategyKind, open: inout [String]
    ) -> ParameterValues {
        var values = ParameterValues()
        var isComplete = true
        for declaration in kind.parameters {
            guard let reader = parameters.reader(declaration.name) else {
                if let value = declaration.defaultValue {
                    values.set(declaration.name, value)
                    parameters.means(declaration.name, value.json(declaration.kind))
                } else if declaration.fitsData {
                    open.append(declaration.name)
                } else {
                    parameters.noteMissing(
                        declaration.name, allowed: "\(kind.name) has no default for it")
                    isComplete = false
                }
                continue
            }
            if let value = value(reader, declaration.kind) {
                values.set(declaration.name, value)
            } else {
                isComplete = false
            }
        }
        guard isComplete else { return values }
        do {
            let fitted = try values.fitted(open, to: Timeframe.allCases, of: kind)
            for name in open {
                if case .timeframe(let timeframe)? = fitted[name] {
                    parameters.means(name, text: timeframe)
                }
            }
            return fitted
        } catch let fault as ParameterFault {
            let isSaid = parameters.object[fault.name] != nil
            parameters.refuse(fault.message, key: isSaid ? fault.name : nil)
        } catch {
            parameters.refuse("\(kind.name) can't be made from these parameters: \(error)")
        }
        return values
    }

    private func value(_ reader: ValueReader, _ kind: ParameterKind) -> ParameterValue? {
        switch kind {
        case .integer(let range): reader.integer(in: range).map { .integer($0) }
        case .decimal(let range): reader.decimal(in: range).map { .decimal($0) }
        case .boolean: reader.boolean().map { .boolean($0) }
        case .text(let allowed) where allowed.isEmpty: reader.text().map { .text($0) }
        case .text(let allowed):
            reader.choice(from: allowed.map { ($0, $0) }).map { .text($0) }
        case .timeframe: ScenarioReader.timeframe(reader).map { .timeframe($0) }
        case .signals:
            reader.list(counts: 0...100_000) { element in
                element.object { readSignal(&$0) } ?? nil
            }.map { .signals($0) }
        }
    }
}
