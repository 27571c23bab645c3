import KraderEngine
public import KraderModel

/// What the checks know of one symbol beside its last print.
struct WatchedSymbol {
    /// The shares held, those of them that are not listed yet, what open sales offer, what open
    /// buys may add.
    var held: Int64 = 0
    var unlisted: Int64 = 0
    var offered: Int64 = 0
    var bidFor: Int64 = 0
    /// The place of its first live order, and its own among the symbols of which something is held;
    /// −1 is none.
    var first: Int32 = -1
    var place: Int32 = -1
    /// Our newest fill.
    var fillPrice: Int64 = 0
    var fillTime = Moment.distantPast
    /// What a share of the opening account counts as before the first print; 0 where nobody said.
    var opening: Int64 = 0
    /// The price from which the day's band comes, and the band; 0 while unknown.
    var base: Int64 = 0
    var lower: Int64 = 0
    var upper: Int64 = 0
    /// How it trades, how it did before that, and since when.
    var status = TradingStatus.normal
    var former = TradingStatus.normal
    var statusAt = Moment.distantPast
    var board = Board.kospi
    /// Whether base prices and marks follow from prints alone: nothing else is known of it.
    var isPlain = true
    var multiple: Int64 = 1_000
    var listing: CalendarDate?
}

/// The last print of a symbol, of any hour.
@usableFromInline struct WatchedPrint {
    @usableFromInline var price: Int64 = 0
    @usableFromInline var time = Moment.distantPast

    @usableFromInline init() {}
}

extension WatchedSymbol {
    init(_ instrument: Instrument) {
        board = instrument.board
        base = instrument.basePrice?.won ?? 0
        opening = base
        multiple = Int64(instrument.multipleThousandths)
        isPlain = !instrument.hasHistory
        listing = instrument.listing?.day
    }
}
