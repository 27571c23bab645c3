import KraderEngine
import KraderModel
import Support
import Testing

/// A strategy that orders a share at 50,000 (band 35,000…65,000) at 10:00 and changes the order
/// later, on an account of ten million won of which half may be invested; and a share at 20,000.
struct ChangeScene {
    static let fifty = Instrument(
        code: Sample.code("000660"), board: .kospi, basePrice: Price(50_000))
    let bench: EngineBench
    typealias Line = (at: Moment, act: Puppet.Act)

    /// Makes a scene; the first request is accepted as 7.
    init(
        _ lines: [Line], _ side: Side = .buy, _ quantity: Int64 = 100, at limit: Int64 = 45_000,
        held: Int64 = 0, type: OrderType? = nil, others: [Puppet] = [],
        change: (inout EngineConfiguration) -> Void = { _ in }
    ) {
        let first: Line = (
            Sample.tuesday.at("10:00"),
            { context in
                let (shares, price) = (Shares(quantity), Price(limit))
                switch side {
                case .buy: context.buy(SymbolIndex(0), quantity: shares, type: type, limit: price)
                case .sell: context.sell(SymbolIndex(0), quantity: shares, limit: price)
                }
            }
        )
        let holding = OpeningAccount.Holding(
            symbol: SymbolIndex(0), quantity: Shares(held), cost: Price(50_000) * Shares(held))
        var configuration = EngineConfiguration.sample(
            [Puppet([first] + lines)] + others, instruments: [Self.fifty, Sample.kakao],
            holdings: held > 0 ? [holding] : [])
        configuration.limits.maxPortfolioExposure = Rate(basisPoints: 5_000)
        change(&configuration)
        bench = EngineBench(configuration)
        bench.print("09:59", 50_000)
        bench.print("09:59", 20_000, symbol: 1)
        bench.wait("10:00")
        bench.accept("10:00:01", 1, as: 7)
    }

    static func replace(_ time: String, _ limit: Int64) -> Line {
        (
            Sample.tuesday.at(time),
            { context in
                for order in context.activeOrders(SymbolIndex(0)) {
                    context.replace(order.reference, limit: Price(limit))
                }
            }
        )
    }

    static func cancel(_ time: String) -> Line {
        (
            Sample.tuesday.at(time),
            { context in
                for order in context.activeOrders(SymbolIndex(0)) {
                    context.cancel(order.reference)
                }
            }
        )
    }

    /// A buy of the other share at 20,000.
    static func other(_ time: String, _ quantity: Int64) -> Line {
        (
            Sample.tuesday.at(time),
            {
                $0.buy(SymbolIndex(1), quantity: Shares(quantity), limit: Price(20_000))
            }
        )
    }

    /// Gives the broker's word that the order rests elsewhere now.
    @discardableResult
    func modified(_ time: String, _ number: Int32, to next: Int32, at limit: Int64) -> [String] {
        bench.push(
            time, number,
            .modified(quantity: Shares(100), limit: Price(limit), to: OrderNumber(next)))
    }

    /// The last signal's record.
    var answered: SignalRecord? {
        for record in bench.records.reversed() {
            if case .signal(let signal) = record { return signal }
        }
        return nil
    }
}
