/// The unit in which the traded value of candles is written. Sources have it in won, thousands or
/// millions of won, and don't say which; value ÷ volume is a price.
public enum ValueUnit: Int64, Hashable, Sendable, CaseIterable {
    case won = 1
    case thousands = 1_000
    case millions = 1_000_000

    /// The name of the unit in texts for people.
    public var name: String {
        switch self {
        case .won: "won"
        case .thousands: "thousands of won"
        case .millions: "millions of won"
        }
    }
}

/// Gathers which unit the values of a file's rows show.
struct ValueEvidence {
    private var counts = InlineArray<3, Int>(repeating: 0)
    private var rows = 0

    /// Adds a candle. Adjusted prices lie beside what was paid; a factor of two leaves them room.
    mutating func add(_ value: Int64, volume: Int64, low: Int64, high: Int64) {
        guard value > 0, volume > 0 else { return }
        rows += 1
        let mean = Double(value) / Double(volume)
        for (place, unit) in ValueUnit.allCases.enumerated() {
            let price = mean * Double(unit.rawValue)
            if price >= Double(low) / 2, price <= Double(high) * 2 { counts[place] += 1 }
        }
    }

    /// The unit of the values: won, unless most rows show another one and hardly any row shows won.
    var unit: ValueUnit {
        for (place, unit) in ValueUnit.allCases.enumerated().dropFirst()
        where counts[place] * 2 > rows && counts[0] * 10 < rows {
            return unit
        }
        return .won
    }
}
