import KraderModel

/// Best prices at the moment of a print, before it; 0 where a side is empty.
struct QuoteMark {
    var bid = Price(0)
    var ask = Price(0)
}

/// The place where an issue's day is written: its prints, and beside them the quotes of the same
/// places if somebody displays them (else an empty view).
struct DaySheet {
    let prints: BufferView<Tick>
    let marks: BufferView<QuoteMark>
}

/// What the drawing of a day needs beside the issue, one for all issues.
struct DayScratch: ~Copyable {
    let sizes = TradeSizes()
    var tempo = Tempo()
    /// Changes of the day that is drawn, by issue.
    var statuses = AppendBuffer<StatusChange>()
}
