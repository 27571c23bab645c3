import KraderEngine
import KraderJSON
import KraderModel

/// The scenario in one way of writing, for the run's identity (semantics.md §8).
extension Scenario {
    /// Compact JSON of everything that can change results, in a fixed order, every default filled
    /// in.
    ///
    /// Equal texts mean equal runs, given equal data. Neither the order of keys nor blanks, ways of
    /// writing a number or a time, `about` or the paths of files take part; the contents of files
    /// are for whoever opens them to add.
    public var normalisedText: String { normalised.text(.compact) }

    var normalised: JSONValue {
        [
            "schema": JSONValue(.integer(Scenario.schema)), "name": string(name),
            "seed": JSONValue(.integer(Int64(clamping: seed))),
            "market": [
                "from": string(period.start), "to": string(period.end),
                "instruments": list(instruments.map(normalised)), "data": normalisedData,
            ],
            "account": [
                "cash": JSONValue(.integer(account.cash.amount)),
                "positions": list(
                    account.positions.map { holding -> JSONValue in
                        [
                            "symbol": string(instruments[holding.symbol.int].code),
                            "quantity": JSONValue(.integer(holding.quantity.count)),
                            "cost": JSONValue(.integer(holding.cost.amount)),
                        ]
                    }),
            ],
            "universe": universeText,
            "strategies": list(strategies.map(normalised)),
            "benchmark": benchmark.map { string(instruments[$0.int].code) } ?? nil,
            "events": list(
                commands.map { event in
                    [
                        "at": JSONValue(.integer(event.at.nanoseconds)),
                        "do": string(ScenarioReader.name(of: event.command)),
                    ]
                }),
            "settings": settings.normalised,
        ]
    }

    private var universeText: JSONValue {
        switch universe {
        case .symbols(let symbols): list(symbols.map { string(instruments[$0.int].code) })
        case .ranked(let ranking):
            [
                "top": JSONValue(.integer(Int64(ranking.count))),
                "boards": list(
                    Board.allCases.filter(ranking.boards.contains).map { string($0.rawValue) }),
                "refresh": JSONValue(.integer(ranking.refresh.nanoseconds)),
                "preferred": JSONValue(.boolean(ranking.includesPreferred)),
            ]
        }
    }

    private func normalised(_ instrument: Instrument) -> JSONValue {
        var members: [JSONObject.Member] = [
            .init(key: "symbol", value: string(instrument.code)),
            .init(key: "board", value: string(instrument.board.rawValue)),
            .init(
                key: "base_price",
                value: instrument.basePrice.map { JSONValue(.integer($0.won)) } ?? nil),
            .init(
                key: "multiple_thousandths",
                value: JSONValue(.integer(Int64(instrument.multipleThousandths)))),
            .init(
                key: "interruption_class", value: string(instrument.interruptionClass.rawValue)),
            .init(
                key: "listed_shares",
                value: instrument.listedShares.map { JSONValue(.integer($0.count)) } ?? nil),
            .init(
                key: "listing",
                value: instrument.listing.map { listing -> JSONValue in
                    [
                        "day": string(listing.day),
                        "offer_price": JSONValue(.integer(listing.offerPrice.won)),
                    ]
                } ?? nil),
        ]
        // Only where it is: nearly no scenario has one.
        if let history = instrument.history {
            members.append(.init(key: "history", value: history.normalised))
        }
        return JSONValue(.object(JSONObject(members)))
    }

    private func normalised(_ strategy: StrategyPlan) -> JSONValue {
        let parameters = strategy.kind.parameters.compactMap { declaration in
            strategy.parameters[declaration.name].map {
                JSONObject.Member(key: declaration.name, value: $0.normalised(declaration.kind))
            }
        }
        return [
            "name": string(strategy.kind.name), "id": string(strategy.id),
            "parameters": JSONValue(.object(JSONObject(parameters))),
            "budget": strategy.budget.map { JSONValue(.integer($0.amount)) } ?? nil,
        ]
    }
}

extension Settings {
    /// The settings that can change results, each as it works: a preset by what it stands for.
    var normalised: JSONValue {
        var members: [JSONObject.Member] = []
        for declaration in SettingDeclaration.all
        where declaration.changesResults && declaration.path != "costs.preset" {
            members.append(.init(key: declaration.path, value: effective(declaration.path).json))
        }
        return JSONValue(.object(JSONObject(members)))
    }
}

extension ParameterValue {
    /// By the declared kind, so that 1 and 1.0 of a decimal are one.
    func normalised(_ kind: ParameterKind) -> JSONValue {
        switch self {
        case .integer(let value):
            if case .decimal = kind {
                JSONValue(number: Double(value))
            } else {
                JSONValue(.integer(value))
            }
        case .decimal(let value): JSONValue(number: value)
        case .boolean(let value): JSONValue(.boolean(value))
        case .text(let value): string(value)
        case .timeframe(let value): string(value)
        case .signals(let signals): list(signals.map(\.normalised))
        }
    }
}

extension ScriptedSignal {
    fileprivate var normalised: JSONValue {
        [
            "at": string(at), "symbol": string(symbol), "action": string(action.rawValue),
            "type": type.map(string) ?? nil,
            "quantity": quantity.map { JSONValue(.integer($0.count)) } ?? nil,
            "price": price.map { JSONValue(.integer($0.won)) } ?? nil,
            "time_in_force": timeInForce.map(string) ?? nil,
            "expire_after": expireAfter.map { JSONValue(.integer($0.nanoseconds)) } ?? nil,
            "leg": JSONValue(.integer(Int64(leg))),
            "exits": exits.map(\.normalised) ?? nil,
        ]
    }
}

extension ProtectiveExits {
    fileprivate var normalised: JSONValue {
        [
            "stop": stop.map(\.normalised) ?? nil, "target": target.map(\.normalised) ?? nil,
            "trailing": trailing.map { JSONValue(.integer($0.parts)) } ?? nil,
            "after": after.map { JSONValue(.integer($0.nanoseconds)) } ?? nil,
        ]
    }
}

extension ProtectiveExits.Level {
    fileprivate var normalised: JSONValue {
        switch self {
        case .price(let price): ["price": JSONValue(.integer(price.won))]
        case .distance(let rate): ["distance": JSONValue(.integer(rate.parts))]
        }
    }
}

func string(_ value: some CustomStringConvertible) -> JSONValue {
    JSONValue(.string(value.description))
}

func list(_ values: [JSONValue]) -> JSONValue { JSONValue(.array(values)) }
