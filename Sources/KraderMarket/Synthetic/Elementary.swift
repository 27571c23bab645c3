import KraderModel

/// eˣ from additions, multiplications and a shift of the exponent alone, so that every machine
/// gives the same bits. Good to about 15 digits for |x| ≤ 700.
func exponential(_ x: Double) -> Double {
    precondition(x.magnitude <= 700, "The exponent stays in the range of a Double")
    let ln2 = 0.693_147_180_559_945_3
    let halves = Int(x / ln2)
    let rest = x - Double(halves) * ln2
    // |rest| < 0.7: the 20th term of the series is below 10⁻²¹.
    var term = 1.0
    var sum = 1.0
    for n in 1...20 {
        term *= rest / Double(n)
        sum += term
    }
    return Double(sign: .plus, exponent: halves, significand: sum)
}

extension SeededGenerator {
    /// A nearly normal draw of mean 0 and variance 1: twelve uniforms added. It is never beyond ±6.
    mutating func normal() -> Double {
        var sum = -6.0
        for _ in 0..<12 { sum += unit() }
        return sum
    }

    /// A uniform draw between two numbers.
    mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * unit() }
}

/// A roughly normal number of mean 0 and variance 1, from the four quarters of one draw. It is
/// light in the tails, which a sum of thousands does not notice.
@inline(__always)
func coarseNormal(_ draw: UInt64) -> Double {
    let sum =
        Int64(draw & 0xFFFF) + Int64(draw >> 16 & 0xFFFF) + Int64(draw >> 32 & 0xFFFF)
        + Int64(draw >> 48)
    // Four uniforms of 0 … 65,535: mean 131,070, variance 4 × (65,536² − 1) ÷ 12.
    return Double(sum - 131_070) * (1 / 37_837.2)
}
