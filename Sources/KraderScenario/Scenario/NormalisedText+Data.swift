import KraderCSV
import KraderJSON
import KraderMarket
import KraderModel

/// The part of the normalised text that says what the market data are.
extension Scenario {
    var normalisedData: JSONValue {
        switch data {
        case .synthetic(let synthetic): ["synthetic": synthetic.normalised]
        case .inline(let inline):
            [
                "inline": [
                    "ticks": list(inline.ticks.map(normalised)),
                    "candles": list(inline.candles.map(normalised)),
                    "books": list(inline.books.map(normalised)),
                    "statuses": list(inline.statuses.map(normalised)),
                    "orders": list(inline.orders.map(normalised)),
                ]
            ]
        case .files(let files): ["files": list(files.map(normalised))]
        case .dataset(let choice): ["dataset": normalised(choice)]
        }
    }

    private func normalised(_ choice: DatasetChoice) -> JSONValue {
        [
            "kinds": list(
                RecordKind.allCases.filter(choice.kinds.contains).map { string($0.rawValue) }),
            "timeframe": choice.timeframe.map(string) ?? nil,
            "symbols": choice.symbols.map { list($0.sorted().map(string)) } ?? nil,
            "scope": choice.scope.map { string($0.rawValue) } ?? nil,
        ]
    }

    /// Best prices stand there only where a print carries some.
    private func normalised(_ tick: Tick) -> JSONValue {
        var numbers = [
            tick.time.nanoseconds, Int64(tick.symbol.value), tick.price.won, tick.size.count,
        ]
        if !tick.quote.isEmpty {
            for side in [Side.sell, .buy] {
                switch tick.quote.best(side, at: tick.price) {
                case .unsaid: numbers.append(0)
                case .outOfReach: numbers.append(-1)
                case .price(let price): numbers.append(price.won)
                }
            }
        }
        return list(numbers.map { JSONValue(.integer($0)) })
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
        let columns =
            choices(file.columns, MarketColumn.allCases.map { ($0.rawValue, $0) })
            + choices(file.bookColumns, BookColumn.allCases.map { ($0.description, $0) })
        let plain: JSONValue = [
            "content": string(file.content.rawValue),
            "symbol": file.symbol.map { string(instruments[$0.int].code) } ?? nil,
            "timeframe": file.timeframe.map(string) ?? nil,
            "stamp": file.stamp.map { string($0.rawValue) } ?? nil,
            "zone": JSONValue(.integer(file.zone.nanoseconds)),
            "date": file.date.map(string) ?? nil,
            "columns": JSONValue(.object(JSONObject(columns))),
            "scope": string(file.scope.rawValue),
            "decimals": JSONValue(.integer(Int64(file.decimals))),
        ]
        // It stands there only where something is said of it, so that runs keep their names.
        guard file.form != ImportForm(), let members = plain.object?.members else { return plain }
        let form = JSONObject.Member(key: "form", value: normalised(file.form))
        return JSONValue(.object(JSONObject(members + [form])))
    }

    private func normalised(_ form: ImportForm) -> JSONValue {
        [
            "skip_lines": JSONValue(.integer(Int64(form.skipLines))),
            "skip_footer": JSONValue(.integer(Int64(form.skipFooter))),
            "date_format": form.dateFormat.map { string($0.description) } ?? nil,
            "skip_empty": JSONValue(.boolean(form.skipsEmpty)),
        ]
    }

    private func choices<Column: Hashable>(
        _ chosen: [Column: ColumnChoice], _ known: [(name: String, column: Column)]
    ) -> [JSONObject.Member] {
        known.compactMap { name, column in
            switch chosen[column] {
            case .name(let title): .init(key: name, value: string(title))
            case .number(let number): .init(key: name, value: JSONValue(.integer(Int64(number))))
            case nil: nil
            }
        }
    }

    private func normalised(_ book: Book) -> JSONValue {
        func levels(_ side: Side) -> JSONValue {
            list(
                (0..<book.count(side)).flatMap { index -> [JSONValue] in
                    let level = book.level(side, index)
                    return [
                        JSONValue(.integer(level.price.won)),
                        JSONValue(.integer(level.quantity.count)),
                    ]
                })
        }
        return list([
            JSONValue(.integer(book.time.nanoseconds)),
            JSONValue(.integer(Int64(book.symbol.value))), levels(.sell), levels(.buy),
        ])
    }

    private func normalised(_ order: FlowOrder) -> JSONValue {
        var parts = [JSONValue(.integer(order.time.nanoseconds))]
        func price(_ price: Price?) -> JSONValue {
            price.map { JSONValue(.integer($0.won)) } ?? nil
        }
        switch order.action {
        case .enter(let entry):
            parts += [
                JSONValue(.integer(Int64(entry.symbol.value))), string(entry.side),
                string(entry.type), price(entry.limit), JSONValue(.integer(entry.quantity.count)),
                string(entry.timeInForce),
            ]
        case .cancel(let number): parts.append(JSONValue(.integer(Int64(number))))
        case .change(let number, let limit, let quantity):
            parts += [
                JSONValue(.integer(Int64(number))), price(limit),
                quantity.map { JSONValue(.integer($0.count)) } ?? nil,
            ]
        }
        return list(parts)
    }

    private func normalised(_ change: StatusChange) -> JSONValue {
        list([
            JSONValue(.integer(change.time.nanoseconds)),
            JSONValue(.integer(Int64(change.symbol.value))), string(change.status),
            string(change.cause),
        ])
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
                        "size": string(issue.size.rawValue),
                        "listing_day": issue.listingDay.map(string) ?? nil,
                    ]
                }),
            "from": string(from), "through": string(through),
            "trend_strength": JSONValue(number: trendStrength),
            "trend_days": JSONValue(.integer(Int64(trendDays))),
            "overnight_share": JSONValue(number: overnightShare),
            "common_share": JSONValue(number: commonShare),
            "clustering": JSONValue(number: clustering),
            "interruptions": JSONValue(.boolean(interruptions)),
            "limit_lock": JSONValue(number: limitLock), "books": string(books.rawValue),
            "candles": candles.map(string) ?? nil,
        ]
    }
}
