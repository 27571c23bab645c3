import KraderEngine
import KraderModel

/// Writes what the engine watches for the strategies: protective exits and the universe.
extension TableRows {
    mutating func add(_ record: ExitRecord) {
        let exit = record.exit
        exits.field(record.at)
        exits.field(strategies[Int(exit.strategy)])
        exits.field(symbols[exit.symbol.int])
        exits.field(word(record.event))
        exits.field(reason(of: record))
        exits.field(exit.quantity.count)
        exits.field(exit.cost.amount)
        exits.field(exit.stop?.won)
        exits.field(exit.target?.won)
        exits.field(exit.trailingStop?.won)
        exits.field(exit.due == .distantFuture ? nil : exit.due)
        exits.endRow()
    }

    /// The exit that was hit, or `SALE` for shares that the strategy sold itself. An exit that a
    /// corporate action ends keeps what its shares cost.
    private func reason(of record: ExitRecord) -> [UInt8] {
        if let hit = record.exit.hit { return Array(hit.code.utf8) }
        switch record.event {
        case .lowered: return Array("SALE".utf8)
        case .done: return record.exit.cost == .zero ? Array("SALE".utf8) : []
        case .armed, .raised, .hit, .adjusted, .pursued: return []
        }
    }

    private func word(_ event: ExitRecord.Event) -> StaticString {
        switch event {
        case .armed: "armed"
        case .raised: "raised"
        case .lowered: "lowered"
        case .hit: "hit"
        case .done: "done"
        case .adjusted: "adjusted"
        case .pursued: "pursued"
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
