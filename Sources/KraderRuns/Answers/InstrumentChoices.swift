public import KraderCSV
public import KraderDatasets
public import KraderJSON
public import KraderModel

/// The arguments of `krader data instruments` as they are understood.
public struct InstrumentChoices {
    /// Which proposals are meant.
    public enum Choice: Hashable {
        case all
        case one(IssueCode, CalendarDate)

        public func means(_ fact: InstrumentFact) -> Bool {
            switch self {
            case .all: true
            case .one(let code, let day): fact.symbol == code && fact.day == day
            }
        }

        /// The fault of a proposal that there is not: exit code 3.
        public func failure(in table: InstrumentTable) -> ExitFault {
            guard case .one(let code, let day) = self else {
                return ExitFault(status: .data, message: "There are no proposals.")
            }
            let others = table.proposals.filter { $0.symbol == code }.map { "\($0.day)" }
            let hint =
                others.isEmpty
                ? ""
                : "; there are proposals of \(alternatives(others))"
            return ExitFault(
                status: .data, message: "There is no proposal for \(code) on \(day)\(hint).")
        }
    }

    public var symbols: Set<IssueCode>?
    public var confirmed: [Choice] = []
    public var rejected: [Choice] = []
    public var board: Board?
    public var date: CalendarDate?

    /// Reads the arguments. Throws `ExitFault` with exit code 2.
    public init(
        symbol: [String], confirm: [String], reject: [String], board: String?, date: String?
    ) throws(ExitFault) {
        if !symbol.isEmpty {
            var codes: Set<IssueCode> = []
            for text in symbol {
                codes.insert(try InstrumentChoices.code(text, "--symbol"))
            }
            symbols = codes
        }
        for text in confirm {
            confirmed.append(try InstrumentChoices.choice(text, "--confirm"))
        }
        for text in reject {
            rejected.append(try InstrumentChoices.choice(text, "--reject"))
        }
        if let text = board {
            guard let found = Board(rawValue: text) else {
                let names = Board.allCases.map(\.rawValue)
                throw InstrumentChoices.wrong(
                    "--board", text, "it must be \(alternatives(names))",
                    nearestSpelling(of: text, among: names))
            }
            self.board = found
        }
        if let text = date { self.date = try InstrumentChoices.day(text, "--date") }
    }

    public func isWanted(_ fact: InstrumentFact) -> Bool { symbols?.contains(fact.symbol) ?? true }

    private static func choice(_ text: String, _ flag: String) throws(ExitFault) -> Choice {
        if text == "all" { return .all }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            throw wrong(
                flag, text, "it must be a code and a day, such as 042000@2021-01-28, or all")
        }
        return .one(try code(String(parts[0]), flag), try day(String(parts[1]), flag))
    }

    private static func code(_ text: String, _ flag: String) throws(ExitFault) -> IssueCode {
        guard let code = (try? IssueCode(text)) ?? (try? IssueCode(index: text)) else {
            throw wrong(flag, text, "it must be a code such as 005930")
        }
        return code
    }

    private static func day(_ text: String, _ flag: String) throws(ExitFault) -> CalendarDate {
        guard let day = CalendarDate(text) else {
            throw wrong(flag, text, "it must be a date such as 2026-03-03")
        }
        return day
    }

    private static func wrong(
        _ flag: String, _ text: String, _ allowed: String, _ suggestion: String? = nil
    ) -> ExitFault {
        let hint = suggestion.map { " Did you mean '\($0)'?" } ?? ""
        return ExitFault(
            status: .usage, message: "\(flag) is '\(shown(text))'; \(allowed).\(hint)")
    }
}

extension ExitFault {
    /// Tells that files can't be read: exit code 3.
    public init(_ fault: InstrumentSources.Fault) {
        switch fault {
        case .data(let sentence):
            self.init(
                status: .data,
                message: sentence.prefix(1).uppercased() + sentence.dropFirst() + ".")
        case .text(let faults): self.init(invalid: faults)
        }
    }

    /// Tells that a data file is not what it must be: exit code 3.
    public init(invalid faults: TextFaults) {
        let text = faults.description
        // The failure is printed with its own `Error: ` before it.
        self.init(
            status: .data,
            message: text.hasPrefix("Error: ") ? String(text.dropFirst(7)) : text)
    }
}

/// Does something, and throws what reading or writing a dataset throws as a command's failure.
public func orFailure<Value>(_ body: () throws(DatasetFault) -> Value) throws(ExitFault) -> Value {
    do throws(DatasetFault) {
        return try body()
    } catch .text(let faults) {
        throw ExitFault(invalid: faults)
    } catch {
        throw ExitFault(error)
    }
}
