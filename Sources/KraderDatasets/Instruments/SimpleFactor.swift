import KraderModel

/// Finds factors as companies decide them, behind numbers of shares and prices.
enum SimpleFactor {
    /// The factor of a split or reduction, shares after ÷ before: the ratio with the smallest terms
    /// that explains the counts but for fractions of shares; `nil` when none is near.
    static func ofShares(_ before: Int64, _ after: Int64) -> (factor: Ratio, isExact: Bool)? {
        guard before > 0, after > 0 else { return nil }
        for slack in [0, 0.002] {
            for denominator in 1...20 as ClosedRange<Int64> {
                let (above, below) =
                    after >= before
                    ? (nearest(after, before, denominator), denominator)
                    : (denominator, nearest(before, after, denominator))
                guard above > 0, below > 0, above != below else { continue }
                let expected = Double(before) * Double(above) / Double(below)
                // Fractions of a share are paid out, so a count falls short by a few.
                let off = abs(Double(after) - expected)
                if off <= max(1, expected * slack) {
                    return (Ratio(above, below), off < 1)
                }
            }
        }
        return nil
    }

    /// The nearest whole number: ⌊a ÷ b × denominator + ½⌋.
    private static func nearest(_ a: Int64, _ b: Int64, _ denominator: Int64) -> Int64 {
        Int64((Double(a) / Double(b) * Double(denominator)).rounded())
    }

    /// The factor of a bonus issue, shares after ÷ before, from the growth of listed shares.
    /// Treasury shares get none, so the growth falls short: the rounder the number, the more so it
    /// may.
    static func ofBonus(growth: Double) -> Ratio? {
        let new = growth - 1
        guard new > 0.005 else { return nil }
        for (unit, shortMax) in [(2, 0.2), (10, 0.1), (4, 0.05), (20, 0.05), (100, 0.02)]
            as [(Int64, Double)]
        {
            let parts = Int64((new * Double(unit) - 0.000_1).rounded(.up))
            guard parts > 0 else { continue }
            let short = 1 - new * Double(unit) / Double(parts)
            // New shares from conversions may come on top.
            let below = parts > 1 ? new * Double(unit) / Double(parts - 1) - 1 : 1
            if below < 0.01 { return Ratio(unit + parts - 1, unit) }
            if short <= shortMax { return Ratio(unit + parts, unit) }
        }
        return nil
    }

    /// The round factor of a bonus issue that makes this base price of that close, rounded up to
    /// the price step; `nil` when there is none.
    static func ofPrice(close: Int64, base: Int64, step: Int64) -> Ratio? {
        for unit in [2, 10, 4] as [Int64] {
            let least = Double(close) / Double(base)
            let parts = Int64((least * Double(unit) - 0.000_001).rounded(.up))
            guard parts > unit else { continue }
            let exact = Double(close) * Double(unit) / Double(parts)
            if exact > Double(base - step), exact <= Double(base), parts * 10 >= unit * 11 {
                return Ratio(parts, unit)
            }
        }
        return nil
    }
}
