import KraderEngine
import KraderJSON
import KraderModel

/// The section `universe`: a list of symbols, or a ranking.
extension ScenarioReader {
    private static let countRange: ClosedRange<Int64> = 1...5_000
    /// A day at most: each day's ranking begins at its open.
    private static let minutesRange: ClosedRange<Int64> = 1...1_440

    func readUniverse(_ universe: inout ObjectReader) -> UniversePlan? {
        let ranking = ["top", "boards", "refresh_minutes", "preferred"].filter { universe.has($0) }
        guard universe.has("symbols") else {
            if !ranking.isEmpty { return readRanking(&universe) }
            universe.noteMissing(
                "symbols", allowed: "list them, or say 'top', how many to choose by traded value")
            return nil
        }
        for key in ranking {
            universe.refuse(
                "'\(key)' stands beside 'symbols'", key: key,
                allowed: "a universe is a list of symbols or a ranking")
        }
        return .symbols(readSymbols(&universe))
    }

    private func readSymbols(_ universe: inout ObjectReader) -> [SymbolIndex] {
        var places: [SymbolIndex: JSONPath] = [:]
        return universe.list("symbols", counts: 1...100_000) { reader in
            guard let symbol = symbols.symbol(reader, traded: true) else { return nil }
            if let earlier = places[symbol] {
                reader.refuse(
                    "repeats '\(symbols.instruments[symbol.int].code)'",
                    allowed: "\(earlier.keys) says it already")
                return nil
            }
            places[symbol] = reader.path
            return symbol
        }
    }

    private func readRanking(_ universe: inout ObjectReader) -> UniversePlan {
        let standard = UniversePlan.Ranking()
        let count = universe.integer("top", in: ScenarioReader.countRange)
        let boards = universe.optional(
            "boards", default: standard.boards,
            as: { boards in
                let names = boards.map(\.rawValue).sorted()
                return JSONValue(.array(names.map { JSONValue(.string($0)) }))
            }
        ) { readBoards($0) }
        let minutes = universe.integer(
            "refresh_minutes", in: ScenarioReader.minutesRange,
            default: standard.refresh.nanoseconds / Interval.minutes(1).nanoseconds)
        let preferred = universe.boolean("preferred", default: standard.includesPreferred)
        let ranking = UniversePlan.Ranking(
            count: Int(count), boards: boards,
            refresh: .minutes(minutes), includesPreferred: preferred)
        if symbols.isComplete, !symbols.instruments.contains(where: { boards.contains($0.board) }) {
            let names = Board.allCases.filter(boards.contains).map(\.rawValue)
            universe.refuse(
                "The ranking has no issue to choose from",
                key: universe.object["boards"] == nil ? "top" : "boards",
                allowed: "none of the instruments is of \(alternatives(names))")
        } else if symbols.isComplete, !symbols.instruments.contains(where: ranking.admits) {
            universe.refuse(
                "The ranking has no issue to choose from", key: "preferred",
                allowed: "all instruments of its boards are preferred shares")
        }
        return .ranked(ranking)
    }

    private func readBoards(_ reader: ValueReader) -> Set<Board>? {
        let choices = Board.allCases.filter(\.isTradeable).map { ($0.rawValue, $0) }
        var boards: Set<Board> = []
        let isRead = reader.list(counts: 1...choices.count) { element -> Board? in
            guard let board = element.choice(from: choices) else { return nil }
            if !boards.insert(board).inserted { element.refuse("repeats '\(board.rawValue)'") }
            return board
        }
        // A wrong board is noted; whether the others have issues is then not known.
        reader.ignoresOrder()
        return isRead?.count == reader.value.array?.count ? boards : Set(choices.map(\.1))
    }
}
