import KraderEngine
import KraderJSON
import KraderModel
import KraderScenario

// What keeps a strategy from trading the symbol, in the order in which it would meet it.
extension SymbolStory {
    /// A gate that is closed, or what was said behind the last one.
    struct Gate {
        /// A stable code: the rules' own, as `OUTSIDE_TRADING_HOURS`; of what a strategy is at
        /// `paused`, `warm_up`, `hold` …
        var code: String
        /// A sentence with its numbers.
        var words: String
    }

    /// The gates that are closed for every strategy alike, by the rules' own codes.
    var marketGates: [Gate] {
        let standing = part.standing
        var against = standing.againstBuys
        against += standing.againstSells.filter { !against.contains($0) }
        if standing.isInDoubt { against.append(.symbolInDoubt) }
        return against.map { refusal in
            let letsSell = !standing.isInDoubt && !standing.againstSells.contains(refusal)
            return Gate(
                code: refusal.code,
                words: words(of: refusal) + (letsSell ? ": only sells" : ": no new order"))
        }
    }

    private func words(of refusal: Refusal) -> String {
        let standing = part.standing
        switch refusal {
        case .outsideTradingHours: return "the hour takes no orders (\(standing.phase))"
        case .notATradingDay: return "the exchange is closed on that day"
        case .notInUniverse: return "it is no member of the universe"
        case .notTradeable: return "it can't be traded"
        case .halted, .interrupted: return "the issue is \(standing.market.status)"
        case .symbolInDoubt: return "nobody knows what became of an order of it"
        case _:
            let blocks = standing.blocks.joined(separator: ", ")
            return blocks.isEmpty ? "\(standing.mode)" : "\(standing.mode) (\(blocks))"
        }
    }

    /// The gates that are closed for one strategy; at the end what it said itself.
    func gates(of strategy: Int) -> [Gate] {
        var gates: [Gate] = []
        if part.standing.isPaused[strategy] {
            let fault = part.faults.last { $0.strategy == strategy }
            gates.append(
                Gate(
                    code: "paused",
                    words: "it is paused"
                        + (fault.map {
                            " since \($0.at): \(shown($0.message, charactersMax: 200))"
                        } ?? "")))
        }
        for window in part.standing.warmUps
        where window.strategy == strategy && window.seen < window.needed {
            gates.append(
                Gate(
                    code: window.canBeBuilt ? "warm_up" : "no_candles",
                    words: window.canBeBuilt
                        ? "\(window.timeframe): \(window.seen) of \(window.needed) closed candles"
                        : "\(window.timeframe): the data make no such candles"))
        }
        return gates + [lastWord(of: strategy)]
    }

    /// The later of its last hold and its last signal of the symbol.
    private func lastWord(of strategy: Int) -> Gate {
        let hold = part.watched[strategy].lastHold
        let signal = signals.last { $0["strategy"] == plan.scenario.strategies[strategy].id }
        let signalled = signal.flatMap { Moment(text: $0["at"]) }
        // Records have milliseconds: of the two that is later which lies a whole one behind.
        if let signal, let signalled, (hold?.at.milliseconds ?? .min) <= signalled.milliseconds {
            return Gate(code: "signal", words: SymbolStory.words(of: signal))
        }
        if let hold {
            let of = hold.isOfAll ? " (of all symbols together)" : ""
            return Gate(
                code: "hold", words: "it held at \(hold.at) because \(shown(hold.reason))\(of)")
        }
        let row = part.watched[strategy]
        guard let last = row.lastCall else {
            return Gate(
                code: "not_watched", words: "it was never shown a candle, print or book of it")
        }
        return Gate(
            code: "silent",
            words: "it was shown it \(row.calls) times, last at \(last), and said nothing")
    }

    /// What a row of `signals.csv` says, its answer with numbers.
    static func words(of signal: KeptTable.Row) -> String {
        func said(_ before: String, _ column: String) -> String {
            signal[column].isEmpty ? "" : before + signal[column]
        }
        let wish =
            "at \(signal["at"]) it wanted to "
            + (signal["action"] == "order" ? signal["side"] : signal["action"])
            + said(" ", "quantity") + said(" at ", "limit") + said(" because ", "reason")
        switch signal["answer"] {
        case "held": return wish + ": held for the next auction"
        case "refused":
            return wish + ": \(signal["refusal"]) refused" + said(", ", "refusal_numbers")
        case _ where signal["cut_by"].isEmpty:
            return wish + ": passed" + said(", order ", "order_id")
        case _:
            return wish + ": \(signal["cut_by"]) cut it to \(signal["approved_quantity"])"
                + said(", ", "cut_numbers") + said(", order ", "order_id")
        }
    }

    /// The last signal of a strategy that was refused.
    func lastRefused(of strategy: Int) -> KeptTable.Row? {
        let id = plan.scenario.strategies[strategy].id
        return signals.last { $0["strategy"] == id && $0["answer"] == "refused" }
    }

    /// When it would look again: at the ends of candles that are being built, and at its timer.
    func nextLooks(of strategy: Int) -> String {
        let windows = part.standing.warmUps.filter { $0.strategy == strategy }.map(\.timeframe)
        var looks: [String] = []
        for candles in part.standing.candles where windows.contains(candles.timeframe) {
            if let end = candles.building?.end {
                looks.append("\(candles.timeframe) at \(TimeOfDay(end))")
            }
        }
        if let timer = part.standing.nextTimers[strategy] { looks.append("timer at \(timer)") }
        return looks.isEmpty ? "when the next data come" : looks.joined(separator: ", ")
    }
}
