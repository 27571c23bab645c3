/// How far a price must move to start a volatility interruption, as rates of their references
/// (krx-market.md §4.1); `nil` where the rule doesn't exist.
///
/// The static reference is the last call-auction price, before the open the day's base price. The
/// dynamic one is the last trade price (§4.2).
public struct InterruptionRates: Hashable, Sendable {
    public var staticRate: Rate?
    public var dynamicRate: Rate?

    public init(staticRate: Rate? = nil, dynamicRate: Rate? = nil) {
        self.staticRate = staticRate
        self.dynamicRate = dynamicRate
    }

    public static let none = InterruptionRates()

    static let dynamicBegins = CalendarDate(2014, 9, 1)
    static let staticBegins = CalendarDate(2015, 6, 15)
    static let listingDayExempt = CalendarDate(2021, 10, 18)

    /// The rates of a class in a phase of a day. In the opening auction only the static one is
    /// known. The after-market takes the rates of continuous trading (marked D in §1.2).
    public static func rates(
        _ issues: Instrument.InterruptionClass, in phase: SessionPhase, on day: CalendarDate
    ) -> InterruptionRates {
        let ten = day >= staticBegins ? Rate(basisPoints: 1_000) : nil
        let isLarge = issues == .large
        var moving: Rate?
        if day >= dynamicBegins { moving = Rate(basisPoints: isLarge ? 300 : 600) }
        switch phase {
        case .closed, .preOpenClosingPrice, .closingPrice:
            return .none
        case .openingAuction:
            return InterruptionRates(staticRate: ten)
        case .continuous, .afterMarket:
            return InterruptionRates(staticRate: ten, dynamicRate: moving)
        case .offHoursSinglePrice:
            return InterruptionRates(dynamicRate: moving)
        case .closingAuction:
            if day >= dynamicBegins {
                let large: Int64 = isDerivativeExpiry(day) ? 100 : 200
                moving = Rate(basisPoints: isLarge ? large : 400)
            }
            return InterruptionRates(staticRate: ten, dynamicRate: moving)
        }
    }

    /// The rates of an issue. ELW have none, and since 2021-10-18 no new issue on its listing day;
    /// KONEX is not in the rule's table.
    public static func rates(
        of instrument: borrowing Instrument, in phase: SessionPhase, on day: CalendarDate
    ) -> InterruptionRates {
        switch instrument.board {
        case .kospi, .kosdaq, .etf, .etn: break
        case .konex, .elw, .index: return .none
        }
        if instrument.listing?.day == day, day >= listingDayExempt { return .none }
        return rates(instrument.interruptionClass(on: day), in: phase, on: day)
    }

    /// A contract month's second Thursday: every month has one for options. When the exchange is
    /// closed then, the day before is the real one; that is not looked up here.
    static func isDerivativeExpiry(_ day: CalendarDate) -> Bool {
        day.weekday == 4 && (8...14).contains(day.civil.day)
    }

    /// Whether an execution at the price would interrupt: |price − reference| ≥ rate × reference,
    /// the bound included (§4.2).
    public static func isReached(_ rate: Rate?, by price: Price, from reference: Price) -> Bool {
        guard let rate else { return false }
        let distance = Int128((price.won - reference.won).magnitude)
        return distance * Int128(Rate.scale) >= Int128(reference.won) * Int128(rate.parts)
    }
}
