import KraderEngine
import KraderModel

/// Writes corporate actions: a row for the account, then one for each strategy that held shares.
extension TableRows {
    mutating func add(_ record: CorporateActionRecord) {
        let action = record.action
        adjustments.field(record.at)
        adjustments.field(symbols[record.symbol.int])
        adjustments.field(record.strategy.map { strategies[Int($0)] } ?? [])
        adjustments.field(Array(action.kind.rawValue.utf8))
        adjustments.field(Array(action.shareFactor.description.utf8))
        adjustments.field(Array(action.priceFactor.description.utf8))
        adjustments.field(record.before.count)
        adjustments.field(record.after.count)
        adjustments.field(record.losesFraction ? "true" : "false")
        adjustments.field(record.cost.amount)
        adjustments.field(record.writtenOff.amount)
        adjustments.field(record.mark?.won)
        adjustments.field(action.sellableFrom.map { Array($0.description.utf8) } ?? [])
        adjustments.endRow()
    }
}
