import KraderEngine
import KraderModel

// What was expected and what was found, in words.
extension Expectation.Claim {
    func words(_ instruments: [Instrument]) -> String {
        switch self {
        case .order(let choice, let claim):
            choice.words(instruments) + " " + claim.words
        case .requests(let claims):
            listed(claims.map { "\($0.bounds.text(whole)) \($0.subject.rawValue)" })
        case .positions(let claims):
            listed(
                claims.map { "\($0.bounds.text(whole)) of \(code($0.subject, instruments))" })
        case .cash(let bounds): bounds.text(whole) + " won"
        case .killSwitch(let claim): claim.words
        case .mode(let mode): mode.description
        case .errors(let bounds): "errors: " + bounds.text(whole)
        case .incident(let kind, let bounds): "\(kind.code) \(bounds.text(whole)) times"
        case .digest(let digits): digits
        case .figures(let claims):
            listed(claims.map { "\($0.figure.name) \($0.bounds.text(plain))" })
        }
    }

    func words(_ found: Found, _ instruments: [Instrument]) -> String {
        switch (self, found) {
        case (_, .nothing(let why)): why
        case (_, .order(nil)): "no such order"
        case (_, .order(let order?)): order.words
        case (.requests(let claims), .numbers(let numbers)):
            listed(zip(claims, numbers).map { "\($1) \($0.subject.rawValue)" })
        case (.positions(let claims), .numbers(let numbers)):
            listed(zip(claims, numbers).map { "\($1) of \(code($0.subject, instruments))" })
        case (.cash, .numbers(let numbers)): listed(numbers.map(whole)) + " won"
        case (.errors, .numbers(let numbers)): "errors: " + listed(numbers.map(whole))
        case (.incident(let kind, _), .numbers(let numbers)):
            "\(kind.code) \(listed(numbers.map(whole))) times"
        case (_, .numbers(let numbers)): listed(numbers.map(whole))
        case (_, .killSwitch(let found)): found.words
        case (_, .mode(let mode)): mode.description
        case (.digest(let digits), .digest(let bytes)):
            String(hexadecimal(bytes).prefix(digits.utf8.count))
        case (_, .digest(let bytes)): hexadecimal(bytes)
        case (.figures(let claims), .figures(let values)):
            listed(
                zip(claims, values).map { "\($0.figure.name) \($1.map(plain) ?? "not defined")" })
        case (_, .figures(let values)): listed(values.map { $0.map(plain) ?? "not defined" })
        }
    }
}

extension OrderChoice {
    fileprivate func words(_ instruments: [Instrument]) -> String {
        "order \(nth)" + (symbol.map { " of \(code($0, instruments))" } ?? "")
    }
}

extension OrderClaim {
    fileprivate var words: String {
        let parts = [
            stage?.rawValue, filled.map { "filled \($0.text(whole))" }, reason?.code,
        ]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }
}

extension WatchedOrder {
    fileprivate var words: String {
        let why = [reason.code, rejection?.code ?? ""].filter { !$0.isEmpty }
        return ([stages, "filled \(filled)"] + why).joined(separator: ", ")
    }
}

extension KillSwitchClaim {
    fileprivate var words: String {
        let limit = within.map { "within \($0.nanoseconds / 1_000_000) ms" }
        return [stage.rawValue, cause?.code, limit].compactMap { $0 }.joined(separator: ", ")
    }
}

extension WatchedKillSwitch {
    fileprivate var words: String {
        guard isEngaged else { return KillSwitchClaim.Stage.armed.rawValue }
        let stage: KillSwitchClaim.Stage = isComplete ? .complete : .engaged
        let taken = delay.map { "after \($0.nanoseconds / 1_000_000) ms" }
        return [stage.rawValue, cause?.code, taken].compactMap { $0 }.joined(separator: ", ")
    }
}

func code(_ symbol: SymbolIndex, _ instruments: [Instrument]) -> String {
    instruments.indices.contains(symbol.int) ? "\(instruments[symbol.int].code)" : "?"
}

private func listed(_ parts: [String]) -> String { parts.joined(separator: ", ") }

private func whole(_ number: Int64) -> String { "\(number)" }

/// A number as people write it: `1` for 1.0.
private func plain(_ number: Double) -> String {
    Int64(exactly: number).map { "\($0)" } ?? "\(number)"
}
