import KraderEngine
import KraderModel

/// The words that stand in many rows, as bytes and by raw value. They are made once, not once a
/// row.
struct CodeTexts {
    private let statuses = OrderStatus.allCases.map { Array($0.description.utf8) }
    private let reasons = OrderReason.allCases.map { Array($0.code.utf8) }
    private let rejections = VenueRejection.allCases.map { Array($0.code.utf8) }
    private let evidence = Evidence.allCases.map { Array($0.description.utf8) }
    private let types = OrderType.allCases.map { Array($0.description.utf8) }
    private let actions = SignalRecord.Action.allCases.map { Array($0.description.utf8) }
    private let timesInForce = TimeInForce.allCases.map { Array($0.description.utf8) }

    subscript(_ status: OrderStatus) -> [UInt8] { statuses[Int(status.rawValue)] }
    subscript(_ reason: OrderReason) -> [UInt8] { reasons[Int(reason.rawValue)] }
    subscript(_ kind: Evidence) -> [UInt8] { evidence[Int(kind.rawValue)] }
    subscript(_ type: OrderType) -> [UInt8] { types[Int(type.rawValue)] }
    subscript(_ action: SignalRecord.Action) -> [UInt8] { actions[Int(action.rawValue)] }
    subscript(_ time: TimeInForce) -> [UInt8] { timesInForce[Int(time.rawValue)] }
    subscript(_ rejection: VenueRejection?) -> [UInt8] {
        rejection.map { rejections[Int($0.rawValue)] } ?? []
    }
}
