public import KraderEngine
public import KraderModel

/// What is said of a ranked universe that draws on fewer issues than the market had: those that are
/// missing, delisted ones above all, can't be chosen, and those that are there may be there because
/// they did well (semantics.md §7). `nil` when there is nothing to say.
public func selectionBiasNote(_ plan: UniversePlan, _ instruments: [Instrument]) -> String? {
    guard case .ranked(let ranking) = plan else { return nil }
    let boards = Board.allCases.filter(ranking.boards.contains)
    let whole = boards.reduce(0) { $0 + leastListed(on: $1) }
    let count = instruments.count(where: ranking.admits)
    guard count < whole else { return nil }
    let names = boards.map(\.rawValue).joined(separator: ", ")
    return "Selection bias: the universe ranks \(count) \(count == 1 ? "issue" : "issues") of "
        + "\(names), where a whole market has some \(whole) or more. What is missing, delisted "
        + "issues above all, can't be chosen, and what is there may be there because it did well."
}

/// What a ranking would leave out if facts told of it (semantics.md §7). `nil` when nothing is
/// ranked.
public func rankingFactsNote(_ plan: UniversePlan) -> String? {
    guard case .ranked = plan else { return nil }
    return "Universe: listing days and halts are left out of rankings as far as the data tell of "
        + "them; no fact tells of administrative, liquidation, investment-risk, "
        + "short-term-overheated or single-price issues, or of SPACs: such issues are ranked."
}

/// A round number below which a list is a part of its board as it is in 2025 and 2026: some 960
/// issues are listed on KOSPI then and 1,800 on KOSDAQ.
private func leastListed(on board: Board) -> Int {
    switch board {
    case .kospi: 900
    case .kosdaq: 1_700
    case .etf: 100
    case .konex, .etn, .elw: 50
    case .index: 0
    }
}
