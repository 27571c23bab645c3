import KraderEngine
import KraderMarket
import KraderModel
import KraderText

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
            ]
        }
    }

    private func normalised(_ instrument: Instrument) -> JSONValue {
        [
            "symbol": string(instrument.code), "board": string(instrument.board.rawValue),
            "base_price": instrument.basePrice.map { JSONValue(.integer($0.won)) } ?? nil,
            "multiple_thousandths": JSONValue(.integer(Int64(instrument.multipleThousandths))),
        ]
    }

    private var normalisedData: JSONValue {
        switch data {
        case .synthetic(let synthetic): ["synthetic": synthetic.normalised]
        case .inline(let ticks, let candles):
            [
                "inline": [
                    "ticks": list(
                        ticks.map { tick in
                            list([
                                JSONValue(.integer(tick.time.nanoseconds)),
                                JSONValue(.integer(Int64(tick.symbol.value))),
                                JSONValue(.integer(tick.price.won)),
                                JSONValue(.integer(tick.size.count)),
                            ])
                        }),
                    "candles": list(candles.map(normalised)),
                ]
            ]
        case .files(let files): ["files": list(files.map(normalised))]
        }
    }

    private func normalised(_ event: CandleEvent) -> JSONValue {
        let candle = event.candle
        let numbers = [
            candle.start.nanoseconds, candle.end.nanoseconds, Int64(event.symbol.value),
            candle.open.won, candle.high.won, candle.low.won, candle.close.won,
            candle.volume.count, candle.value.amount,
        ]
        return list([string(event.timeframe)] + numbers.map { JSONValue(.integer($0)) })
    }

    private func normalised(_ file: DataFile) -> JSONValue {
        let columns = MarketColumn.allCases.compactMap { column -> JSONObject.Member? in
            switch file.columns[column] {
            case .name(let title): .init(key: column.rawValue, value: string(title))
            case .number(let number):
                .init(key: column.rawValue, value: JSONValue(.integer(Int64(number))))
            case nil: nil
            }
        }
        return [
            "content": string(file.content.rawValue),
            "symbol": string(instruments[file.symbol.int].code),
            "timeframe": file.timeframe.map(string) ?? nil,
            "stamp": file.stamp.map { string($0.rawValue) } ?? nil,
            "zone": JSONValue(.integer(file.zone.nanoseconds)),
            "date": file.date.map(string) ?? nil,
            "columns": JSONValue(.object(JSONObject(columns))),
            "scope": string(file.scope.rawValue),
            "decimals": JSONValue(.integer(Int64(file.decimals))),
        ]
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

extension SyntheticSettings {
    fileprivate var normalised: JSONValue {
        [
            "issues": list(
                issues.map { issue -> JSONValue in
                    [
                        "symbol": string(issue.code), "board": string(issue.board.rawValue),
                        "base_price": JSONValue(.integer(issue.basePrice.won)),
                        "prints_per_day": JSONValue(.integer(Int64(issue.printsPerDay))),
                        "yearly_volatility": JSONValue(number: issue.yearlyVolatility),
                    ]
                }),
            "from": string(from), "through": string(through),
            "trend_strength": JSONValue(number: trendStrength),
            "trend_days": JSONValue(.integer(Int64(trendDays))),
            "overnight_share": JSONValue(number: overnightShare),
            "common_share": JSONValue(number: commonShare),
        ]
    }
}

extension ParameterValue {
    /// By the declared kind, so that 1 and 1.0 of a decimal are one.
    fileprivate func normalised(_ kind: ParameterKind) -> JSONValue {
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
            "quantity": quantity.map { JSONValue(.integer($0.count)) } ?? nil,
            "price": price.map { JSONValue(.integer($0.won)) } ?? nil,
            "time_in_force": timeInForce.map(string) ?? nil,
            "expire_after": expireAfter.map { JSONValue(.integer($0.nanoseconds)) } ?? nil,
            "leg": JSONValue(.integer(Int64(leg))),
        ]
    }
}

private func string(_ value: some CustomStringConvertible) -> JSONValue {
    JSONValue(.string(value.description))
}

private func list(_ values: [JSONValue]) -> JSONValue { JSONValue(.array(values)) }
