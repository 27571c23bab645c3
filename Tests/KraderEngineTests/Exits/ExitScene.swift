import KraderEngine
import KraderModel
import Support

/// The four kinds of exit, each alone, set so that 10:01 on Tuesday hits it: ten shares bought at
/// 70,000, the fill learned at 10:00:02.
enum ExitKind: String, CaseIterable, Sendable {
    case stop, target, trailing, time

    var rules: ProtectiveExits {
        switch self {
        case .stop: ProtectiveExits(stop: .price(Price(69_000)))
        case .target: ProtectiveExits(target: .price(Price(71_000)))
        // 70,000 less one per cent is 69,300.
        case .trailing: ProtectiveExits(trailing: Rate(basisPoints: 100))
        case .time: ProtectiveExits(after: .seconds(58))
        }
    }

    /// A price that hits the exit; a time exit is hit by the hour alone.
    var hit: Int64 {
        switch self {
        case .stop: 69_000
        case .target: 71_000
        case .trailing: 69_300
        case .time: 70_000
        }
    }

    /// A price beyond the exit, as after a day's gap.
    var gap: Int64 { self == .target ? 80_000 : 60_000 }

    var code: String { rawValue.uppercased() }
}

/// One strategy buys ten shares with exits at 10:00; what follows is up to the test.
struct ExitScene {
    let bench: EngineBench
    var day: CalendarDate { Sample.tuesday }

    init(
        _ rules: ProtectiveExits, _ more: [(at: Moment, act: Puppet.Act)] = [],
        others: [Puppet] = [], _ change: (inout EngineConfiguration) -> Void = { _ in }
    ) {
        let buy: (at: Moment, act: Puppet.Act) = (
            Sample.tuesday.at("10:00"),
            {
                $0.buy(
                    SymbolIndex(0), quantity: Shares(10), limit: Price(70_000), exits: rules)
            }
        )
        var configuration = EngineConfiguration.sample([Puppet([buy] + more)] + others)
        change(&configuration)
        bench = EngineBench(configuration)
        bench.print("09:59:59", 70_000)
        bench.wait("10:00")
        bench.accept("10:00:01", 1, as: 7)
    }

    /// A scene in which the whole entry fills at 10:00:02.
    static func bought(
        _ rules: ProtectiveExits, _ more: [(at: Moment, act: Puppet.Act)] = [],
        others: [Puppet] = [], _ change: (inout EngineConfiguration) -> Void = { _ in }
    ) -> ExitScene {
        let scene = ExitScene(rules, more, others: others, change)
        scene.bench.fill("10:00:02", 7, 10, at: 70_000)
        return scene
    }

    var held: Int64 { bench.engine.position(SymbolIndex(0)).quantity.count }
    var exit: ArmedExit? { bench.engine.armedExits.first }

    /// Sends what a kind needs to be hit at 10:01.
    @discardableResult
    func hit(_ kind: ExitKind) -> [String] { bench.print("10:01", kind.hit) }
}

extension EngineBench {
    @discardableResult
    func status(_ time: String, _ status: TradingStatus, symbol: Int = 0) -> [String] {
        let cause: StatusChange.Cause = status == .normal ? .resumption : .staticInterruption
        return give(
            .status(
                StatusChange(
                    time: day.at(time), symbol: SymbolIndex(symbol), status: status, cause: cause)),
            at: day.at(time))
    }

    @discardableResult
    func expire(_ time: String, _ number: Int32, _ quantity: Int64) -> [String] {
        push(time, number, .expired(quantity: Shares(quantity)))
    }

    @discardableResult
    func cancelled(
        _ time: String, _ number: Int32, _ quantity: Int64, by: Int32
    ) -> [String] {
        push(time, number, .cancelled(quantity: Shares(quantity), by: OrderNumber(by)))
    }

    /// The requests that leave for the broker, and nothing else.
    var sent: [String] { requests.map { words($0) } }
}
