import KraderBacktest
public import KraderEngine
public import KraderModel
import KraderVenue

/// Something that is done once more, or between, or otherwise, and that may not change how a world
/// ends.
public enum Twist: Hashable, Sendable {
    /// The nth push of the run comes twice.
    case pushTwice(nth: Int)
    /// The engine ends at a moment at which nobody trades any more, and another goes on at once.
    case restart(Moment)
    /// The broker's lists are read once more at such a moment.
    case reconcile(Moment)
    /// From the nth push on two neighbours of one moment change places where they are of different
    /// orders: what became of one says nothing of the other.
    case permute(from: Int)
    /// Requests leave by a slower profile. Common sense: in a market in which prices stand still
    /// an order that leaves later comes to the same shares at the same price. That is owed where
    /// nothing was refused or cut, every order is either filled whole or untouched, and none ended
    /// otherwise: another reservation or a later place in the queue may be the reason of those.
    case slower(PacingProfile)
    /// The trader of this place is not there. Common sense: what the others do with issues of
    /// their own stays as it was, share by share and won by won, where neither world refused or
    /// cut one of their orders for what the account shares: cash, exposure, loss, orders a day.
    case without(Int)
    /// Nothing else is done: the world is played again, and comes to the same digest.
    case again
}

extension Twist {
    /// What it is, in two words at most.
    public var name: String {
        switch self {
        case .pushTwice: "push twice"
        case .restart: "restart"
        case .reconcile: "reconcile"
        case .permute: "pushes permuted"
        case .slower: "slower pacing"
        case .without: "trader removed"
        case .again: "played again"
        }
    }

    /// The names of all.
    public static let names = [
        Twist.pushTwice(nth: 1), .restart(.distantFuture), .reconcile(.distantFuture),
        .permute(from: 1), .slower(.live), .without(0), .again,
    ].map(\.name)

    /// A twist for a world in which nothing else goes wrong; in half of them none.
    init?(_ world: World, _ draw: inout Draw) {
        let quiet = draw.moment(world.market.begin + .minutes(52), world.market.end)
        switch draw.below(6) {
        case 0: self = .pushTwice(nth: draw.logarithmic(1, 200))
        case 1: self = .restart(quiet)
        case 2: self = .reconcile(quiet)
        case _: return nil
        }
    }
}

extension World {
    /// Draws a twist of those that came later, in a world that has none of the first ones: by a
    /// stream of its own, so that all other worlds are what they were.
    mutating func drawLaterTwist() {
        var draw = Draw(seed: seed, stream: "later twists")
        switch draw.below(4) {
        case 0:
            twist = .permute(from: draw.logarithmic(1, 20))
            settings.pacing = .ideal
            settings.limits.maxTradesPerDay = 1_000
            // Pushes of one moment are of many orders at once.
            traders.append(crowd(&draw))
        case 1:
            settings.pacing = draw.one([.ideal, .live])
            twist = .slower(settings.pacing == .ideal ? draw.one([.live, .mock]) : .mock)
            market.stride = 0
            traders = [.scripted(signals(for: market.issues, buysPerSale: 12, &draw))]
            makeRoom()
        case 2:
            let count = min(2 + draw.below(2), market.issues.count)
            guard count > 1 else { return }
            settings.pacing = .ideal
            traders = (0..<count).map { trader in
                let own = market.issues.indices.filter { $0 % count == trader }
                    .map { market.issues[$0] }
                return .scripted(signals(for: own, buysPerSale: 2, &draw))
            }
            makeRoom()
            twist = .without(draw.below(count))
        case _:
            twist = .again
            return
        }
        // A message more must not draw from what others are delayed by.
        settings.latency = .shipped
    }

    /// In most worlds nothing is refused for what the account shares.
    private mutating func makeRoom() {
        cash = Won(10_000_000_000)
        settings.limits.maxPositionSize = Shares(10_000)
        settings.limits.maxTradesPerDay = 1_000
        settings.limits.dailyLossLimit = Won(1_000_000_000)
        settings.limits.maxPortfolioExposure = Rate(basisPoints: 10_000)
        settings.controls = .off
        settings.participation = max(settings.participation, Rate(parts: 100_000_000))
    }

    /// A trader whose orders are many, and who changes all of an issue at once.
    private func crowd(_ draw: inout Draw) -> Trader {
        let prints = Int((market.end - market.begin).nanoseconds / market.pause.nanoseconds)
        return .hashed(
            seed: draw.seed(),
            rarity: UInt64(max(1, prints * market.issues.count / draw.logarithmic(100, 400))),
            usesExits: false, until: market.begin + .minutes(50))
    }

    /// Signals for some issues, several at some moments.
    private func signals(
        for issues: [WorldMarket.Issue], buysPerSale: Int, _ draw: inout Draw
    ) -> [ScriptedSignal] {
        var at = market.begin
        return (0..<draw.logarithmic(2, 30)).map { leg in
            if leg == 0 || !draw.isOne(of: 3) {
                at = draw.moment(market.begin + .minutes(1), market.begin + .minutes(45))
            }
            let issue = draw.one(issues)
            return ScriptedSignal(
                at: at, symbol: issue.code,
                action: draw.isOne(of: buysPerSale + 1) ? .sell : .buy,
                quantity: Shares(Int64(draw.logarithmic(1, 60))),
                price: draw.isOne(of: 3) ? issue.base : nil, leg: leg)
        }.sorted { $0.at < $1.at }
    }

    /// The world with what its twist does to it, where that is more than a line of the script.
    public var twisted: World {
        var world = self
        switch twist {
        case .slower(let profile)?: world.settings.pacing = profile
        case .without(let place)? where traders.count > 1 && traders.indices.contains(place):
            world.traders.remove(at: place)
        case .without, .pushTwice, .restart, .reconcile, .permute, .again, nil: break
        }
        return world
    }

    /// The line of the script that does the twist. A script with any line makes the engine read
    /// lists: the others get one that does nothing, and so does the world without its twist.
    var twistLine: ScriptedEvent? {
        switch twist {
        case .pushTwice(let nth)?:
            ScriptedEvent(
                .when(Occurrence(.push(.any)), nth: nth, times: 1), .push(.repeat, .any))
        case .restart(let moment)?:
            ScriptedEvent(.at(moment), .process(.crash(restartAfter: .zero)))
        case .reconcile(let moment)?: ScriptedEvent(.at(moment), .command(.reconcile))
        case .permute(let nth)?:
            ScriptedEvent(
                .when(Occurrence(.push(.any)), nth: nth, times: .max), .push(.swap, .any))
        case .slower?, .without?, .again?: idleLine
        case nil: nil
        }
    }

    var idleLine: ScriptedEvent { ScriptedEvent(.at(market.end), .process(.secondCopy)) }
}
