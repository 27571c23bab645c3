/// How complete the displays of the data are (semantics.md §4, how long a display is believed).
public enum BookCoverage: String, Hashable, Sendable, CaseIterable {
    /// Every change is there: silence is a standing book.
    case full
    /// Only some moments are there: what was displayed is believed for a while.
    case sampled
}
