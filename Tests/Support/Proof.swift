import Glibc

/// How long tests that draw at random go on: so long that they find what they always found, or,
/// with `KRADER_LONG` in the environment, as long as `.ci/soak long` plays them.
public enum Proof {
    public static let isLong = getenv("KRADER_LONG") != nil

    /// A number of cases.
    public static func cases(_ usual: Int, long: Int) -> Int { isLong ? long : usual }

    /// The first of some seeds, or all of them.
    public static func seeds(_ all: [UInt64]) -> [UInt64] { isLong ? all : Array(all.prefix(1)) }

    /// The first of the seeds from 0 on, or all of them.
    public static func range(_ usual: UInt64, long: UInt64) -> Range<UInt64> {
        0..<(isLong ? long : usual)
    }
}
