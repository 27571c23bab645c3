import KraderModel

/// What the fields of the row being read say.
struct ImportFields {
    /// What a time or date field said.
    enum TimeKind: UInt8 { case none, moment, date, timeOfDay }

    typealias Sign = ImportedChange.Sign

    var timeKind = TimeKind.none
    /// Nanoseconds since 1970 UTC (for a date its midnight in KST), or since midnight.
    var time: Int64 = 0
    var dateKind = TimeKind.none
    var date: Int64 = 0
    var series: Int32 = 0
    var sizeSign = Sign.none
    var changeAmount: Int64?
    var changeSign = Sign.none
    var changeCode: UInt8 = 0
    var hasValue = false
    var taker = Tick.Taker.unknown
    var venue = PrintVenue.unknown
    var board: Board?
    var numbers = InlineArray<53, Int64>(repeating: 0)
    var quantityCount = 0
    var priceCount = 0
    var listQuantities = InlineArray<20, Int64>(repeating: 0)
    var listPrices = InlineArray<20, Int64>(repeating: 0)
    /// Which columns the file has: they are looked at when the row ends.
    private(set) var hasTaker = false
    private(set) var hasLists = false
    private(set) var hasChanges = false
    private(set) var hasNames = false
    private(set) var hasVenues = false
    private(set) var hasTime = false
    private(set) var depth = 0
    /// The name, cut to its first bytes.
    var name: [UInt8] = []
    /// What is known of a row that is rejected: how many prices say nothing, whether its volume
    /// says nothing, and whether anything else is wrong with it.
    var emptyPrices = 0
    var isVolumeEmpty = false
    var hasOtherFault = false

    var change: ImportedChange? {
        guard hasChanges, let changeAmount else { return nil }
        return ImportedChange(amount: changeAmount, sign: changeSign, code: changeCode)
    }

    mutating func begin(_ plan: ImportPlan) {
        hasTaker = plan.places[.taker] >= 0
        hasLists = plan.places[.quantities] >= 0 && plan.places[.prices] >= 0
        hasChanges = plan.places[.change] >= 0
        hasVenues = plan.places[.venue] >= 0
        hasNames = plan.places[.name] >= 0
        hasTime = plan.places[.time] >= 0
        depth = plan.levels.map { max($0.asks.count, $0.bids.count) } ?? 0
    }
}
