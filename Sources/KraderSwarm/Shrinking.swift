import KraderBacktest
import KraderEngine
import KraderModel
import KraderVenue

/// Makes a failing world smaller: whatever can be left out, or made plainer, while the same thing
/// fails. It is greedy, and each world that it tries is one play.
public struct Shrinking {
    /// The smallest world that was found to fail so, and how.
    public private(set) var world: World
    public private(set) var failure: Failure
    /// How many worlds were played.
    public private(set) var plays = 0
    private let isThorough: Bool
    /// What happens once in so many prints happens never in a world.
    private static let rareEnough = 1 << 20
    /// Whether there is time for another play.
    private let goesOn: () -> Bool

    /// - Parameter goesOn: asked before each play; no more are made when it answers false
    public init(
        _ world: World, _ failure: Failure, isThorough: Bool = true,
        while goesOn: @escaping () -> Bool
    ) {
        self.world = world
        self.failure = failure
        self.isThorough = isThorough
        self.goesOn = goesOn
    }

    /// Shrinks until nothing can be left out any more, or time is over. When no trader can trade
    /// less, scripts take their places, of which signals can be left out, and then prints.
    public mutating func run() {
        shrink()
        keep(world.scripted())
        shrink()
    }

    private mutating func shrink() {
        var before: World
        repeat {
            before = world
            dropEvents()
            dropTraders()
            silenceIssues()
            shorten()
            dropPrints()
            plainSettings()
            plainEvents()
        } while world != before && goesOn()
    }

    /// Plays a smaller world, and keeps it if it fails in the same way.
    @discardableResult
    private mutating func keep(_ smaller: World) -> Bool {
        guard smaller != world, goesOn() else { return false }
        plays += 1
        guard let found = smaller.play(isThorough: isThorough).failure, found.isLike(failure) else {
            return false
        }
        world = smaller
        failure = found
        return true
    }

    private mutating func keep(_ change: (inout World) -> Void) {
        var smaller = world
        change(&smaller)
        keep(smaller)
    }

    /// Leaves out some of a list: half of it, then quarters, down to each.
    ///
    /// - Parameters:
    ///   - list: the list in a world
    ///   - put: puts another one in its place
    ///   - least: so many stay
    private mutating func drop<Element>(
        from list: (World) -> [Element], _ put: (inout World, [Element]) -> Void,
        keeping least: Int = 0
    ) {
        var chunk = max(list(world).count / 2, 1)
        while goesOn() {
            var place = 0
            while place < list(world).count, goesOn() {
                var fewer = list(world)
                fewer.removeSubrange(place..<min(place + chunk, fewer.count))
                var smaller = world
                put(&smaller, fewer)
                if fewer.count < least || !keep(smaller) { place += chunk }
            }
            if chunk == 1 { return }
            chunk = max(chunk / 2, 1)
        }
    }

    private mutating func dropEvents() { drop(from: \.faults.events) { $0.faults.events = $1 } }

    private mutating func dropTraders() {
        for place in world.traders.indices.reversed() where world.traders.count > 1 {
            keep { $0.traders.remove(at: place) }
        }
        for place in world.traders.indices {
            drop(from: { $0.traders[place].signals }) { $0.traders[place].signals = $1 }
        }
    }

    /// Leaves out prints, when scripts trade: what else does so at each would do something else.
    private mutating func dropPrints() {
        let isOfScripts = world.traders.allSatisfy {
            if case .scripted = $0 { true } else { false }
        }
        guard isOfScripts else { return }
        // A scenario has one print at least.
        drop(from: \.market.shown, { $0.market.shown = $1 }, keeping: 1)
    }

    private mutating func silenceIssues() {
        let issues = world.market.issues.indices
        keep { world in
            for place in issues.dropFirst() { world.market.issues[place].isSilent = true }
        }
        for place in issues.reversed() where !world.market.issues[place].isSilent {
            keep { $0.market.issues[place].isSilent = true }
        }
        keep { $0.holdings = [] }
        // Silent issues at the end are no part of the world.
        keep { world in
            while world.market.issues.count > 1, world.market.issues.last?.isSilent == true,
                !world.names(SymbolIndex(world.market.issues.count - 1))
            {
                world.market.issues.removeLast()
            }
        }
    }

    /// Ends the market earlier, and shows fewer prints and does less at each.
    private mutating func shorten() {
        for _ in 0..<4 {
            let half = Interval(
                nanoseconds: (world.market.end - world.market.begin).nanoseconds / 2)
            guard half > .minutes(2) else { break }
            let before = world
            keep { $0.market.end = $0.market.begin + half }
            if world == before { break }
        }
        for _ in 0..<6 {
            let before = world
            guard world.market.thinning < Shrinking.rareEnough else { break }
            keep { $0.market.thinning *= 2 }
            if world == before { break }
        }
        for place in world.traders.indices {
            for factor in [16, 4, 2] as [UInt64] {
                guard
                    case .hashed(let seed, let rarity, let usesExits, let until) = world.traders[
                        place]
                else { continue }
                guard rarity < UInt64(Shrinking.rareEnough) else { break }
                keep {
                    $0.traders[place] = .hashed(
                        seed: seed, rarity: rarity * factor, usesExits: usesExits, until: until)
                }
                keep {
                    $0.traders[place] = .hashed(
                        seed: seed, rarity: rarity, usesExits: false, until: until)
                }
            }
        }
    }

    private mutating func plainSettings() {
        keep { $0.settings = WorldSettings() }
        keep { $0.settings.latency = .shipped }
        keep { $0.settings.pacing = .ideal }
        keep { $0.settings.controls = .off }
        keep { $0.settings.rowsPerPage = 100 }
        keep { $0.settings.fills = .through }
        keep { $0.settings.limits = WorldSettings().limits }
        keep { $0.settings.exitsAfterKill = false }
        keep { $0.settings.marketBuyAs = .market }
        keep { $0.settings.participation = WorldSettings().participation }
        keep { $0.settings.spreadSteps = 1 }
    }

    /// Each line once, earlier, and for a shorter time.
    private mutating func plainEvents() {
        for place in world.faults.events.indices {
            if case .when(let occurrence, let nth, _) = world.faults.events[place].trigger {
                keep { $0.faults.events[place].trigger = .when(occurrence, nth: nth, times: 1) }
                keep { $0.faults.events[place].trigger = .when(occurrence, nth: 1, times: 1) }
            }
            for _ in 0..<6 {
                guard let shorter = world.faults.events[place].act.halved else { break }
                let before = world
                keep { $0.faults.events[place].act = shorter }
                if world == before { break }
            }
        }
    }
}

extension Trader {
    /// The signals of a script; none of any other trader, which has none to lose.
    fileprivate var signals: [ScriptedSignal] {
        get { if case .scripted(let signals) = self { signals } else { [] } }
        set { if case .scripted = self { self = .scripted(newValue) } }
    }
}

extension WorldMarket {
    /// The places of the prints that are shown.
    fileprivate var shown: [Int] {
        get { kept ?? Array(0..<prints().count) }
        set { kept = newValue }
    }
}

extension World {
    /// Whether anything but the market is about an issue.
    fileprivate func names(_ symbol: SymbolIndex) -> Bool {
        let code = market.issues[symbol.int].code
        return holdings.contains { $0.symbol == symbol }
            || faults.events.contains { $0.act.names(symbol) }
            || traders.contains {
                guard case .scripted(let signals) = $0 else { return false }
                return signals.contains { $0.symbol == code }
            }
    }
}

extension ScriptedAct {
    fileprivate func names(_ symbol: SymbolIndex) -> Bool {
        switch self {
        case .market(_, let other, _): other == symbol
        case .fill(.oldest(let other), _, _), .cancel(.oldest(let other), _),
            .modify(.oldest(let other), _, _), .reject(.oldest(let other), _):
            other == symbol
        case .order(let order): order.symbol == symbol
        case .command(.flatten(let other, _)): other == symbol
        case .request, .reply, .push, .list, .way, .store, .process, .fill, .reject, .cancel,
            .modify, .command:
            false
        }
    }

    /// The same for half as long, down to half a second; `nil` where that is no longer anything
    /// else, or it takes no time.
    fileprivate var halved: ScriptedAct? {
        func half(_ interval: Interval?) -> Interval? {
            guard let interval, interval > .seconds(1) else { return nil }
            return .milliseconds(interval.nanoseconds / 2_000_000)
        }
        switch self {
        case .list(let fault, let kind, let lasting):
            return half(lasting).map { .list(fault, kind, lasting: $0) }
        case .way(let fault, let lasting): return half(lasting).map { .way(fault, lasting: $0) }
        case .store(let fault, let lasting):
            return half(lasting).map { .store(fault, lasting: $0) }
        case .market(let fault, let symbol, let lasting):
            return half(lasting).map { .market(fault, symbol, lasting: $0) }
        case .process(.crash(let pause)):
            return half(pause).map { .process(.crash(restartAfter: $0)) }
        case .request(.delay(let delay), let kind):
            return half(delay).map { .request(.delay($0), kind) }
        case .reply(.delay(let delay), let kind):
            return half(delay).map { .reply(.delay($0), kind) }
        case .push(.delay(let delay), let kind): return half(delay).map { .push(.delay($0), kind) }
        case .request, .reply, .push, .process, .fill, .reject, .order, .cancel, .modify, .command:
            return nil
        }
    }
}
