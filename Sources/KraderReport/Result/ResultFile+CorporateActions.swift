import KraderBacktest
import KraderEngine
import KraderJSON
import KraderModel

extension ResultFile {
    static func stranded(_ holding: StrandedHolding, _ result: RunResult) -> JSONValue {
        .members([
            ("symbol", .text(result.code(holding.symbol))),
            ("quantity", .integer(holding.quantity.count)),
            ("last_price", holding.lastPrice.map { .integer($0.won) } ?? nil),
            ("value", .won(holding.value)),
            ("reason", .text(holding.reason.rawValue)),
        ])
    }

    static func adjustment(_ adjustment: CorporateActionRecord, _ result: RunResult) -> JSONValue {
        let action = adjustment.action
        return .members([
            ("at", .moment(adjustment.at)),
            ("symbol", .text(result.code(adjustment.symbol))),
            ("kind", .text(action.kind.rawValue)),
            ("share_factor", .text(action.shareFactor.description)),
            ("price_factor", .text(action.priceFactor.description)),
            ("before", .integer(adjustment.before.count)),
            ("after", .integer(adjustment.after.count)),
            ("fraction_lost", .boolean(adjustment.losesFraction)),
            ("cost", .won(adjustment.cost)),
            ("written_off", .won(adjustment.writtenOff)),
            ("sellable_from", action.sellableFrom.map { .text("\($0)") } ?? nil),
        ])
    }
}
