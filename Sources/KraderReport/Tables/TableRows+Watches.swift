import KraderEngine
import KraderModel

/// What the engine watches for the strategies: protective exits and the universe.
extension TableRows {
    mutating func add(_ record: ExitRecord) {
        let exit = record.exit
        exits.field(record.at)
        exits.field(strategies[Int(exit.strategy)])
        exits.field(symbols[exit.symbol.int])
        exits.field(word(record.event))
        exits.field(exit.hit.map { Array($0.code.utf8) } ?? [])
        exits.field(exit.quantity.count)
        exits.field(exit.cost.amount)
        exits.field(exit.stop?.won)
        exits.field(exit.target?.won)
        exits.field(exit.trailingStop?.won)
        exits.field(exit.due == .distantFuture ? nil : exit.due)
        exits.endRow()
    }

    private func word(_ event: ExitRecord.Event) -> StaticString {
        switch event {
        case .armed: "armed"
        case .raised: "raised"
        case .lowered: "lowered"
        case .hit: "hit"
        case .done: "done"
        case .adjusted: "adjusted"
        }
    }

    mutating func add(_ record: UniverseRecord) {
        universe.field(record.at)
        universe.field(symbols[record.symbol.int])
        switch record.change {
        case .joined:
            universe.field("joined")
            universe.field(Int64(record.rank))
        case .left:
            universe.field("left")
            universe.empty()
        }
        universe.endRow()
    }
}
