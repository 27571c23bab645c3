import KraderCSV
import KraderJSON
import KraderModel

/// The length and the stamp of the candles of an import, found from all its files together
/// (semantics.md §2).
///
/// A file that says them in too few rows takes those of the others; files that contradict each
/// other need a person's word.
struct CandleFacts {
    /// A length or a stamp, where it is from, and how surely.
    private struct Said<Value: Equatable> {
        var value: Value
        /// The origin as a part of a sentence: "8 of 8 steps".
        var origin: String
        /// Whether somebody says it, or the file's name does: other files may then differ.
        var isTold = false
    }

    private var files: [ImportedFile]
    private let asker: ImportRequest.Asker
    private let places: [Int]

    /// Gives each file of candles its length and stamp.
    ///
    /// - Parameter asker: how messages call what may be said.
    static func settle(
        _ files: inout [ImportedFile], _ asker: ImportRequest.Asker
    ) throws(ImportFault) {
        var facts = CandleFacts(files, asker)
        try facts.settleLengths()
        try facts.settleStamps()
        files = facts.files
    }

    private init(_ files: [ImportedFile], _ asker: ImportRequest.Asker) {
        self.files = files
        self.asker = asker
        places = files.indices.filter {
            files[$0].skipped == nil && files[$0].table?.content == .candles
                && files[$0].notes.first != nil
        }
    }

    private func name(_ place: Int) -> String {
        "'\(shown(files[place].path, charactersMax: 200))'"
    }

    private mutating func settleLengths() throws(ImportFault) {
        var said: [Int: Said<Timeframe>] = [:]
        for place in places { said[place] = try length(of: place) }
        let intraday = said.filter { $0.value.value != .d1 }
        let lengths = Set(intraday.values.map(\.value))
        if lengths.count > 1, intraday.values.contains(where: { !$0.isTold }) {
            throw contradiction(intraday)
        }
        for place in places {
            let fact: Said<Timeframe>
            if let own = said[place] {
                fact = own
            } else {
                fact = try taken(place, from: intraday)
            }
            files[place].timeframe = fact.value
            files[place].timeframeOrigin = fact.origin
        }
    }

    /// So many steps within days, none of them as short as a length, show that it isn't theirs.
    private static let stepsSure = 20

    /// The length that a file says of itself; `nil` when its rows are too few.
    private func length(of place: Int) throws(ImportFault) -> Said<Timeframe>? {
        let file = files[place]
        let steps = file.notes.steps
        if let told = file.toldTimeframe {
            // Candles that are longer than what was said would be seen before their end.
            if told != .d1, steps.inDay >= CandleFacts.stepsSure, steps.count(of: told) == 0,
                let seen = steps.longest, seen > told
            {
                throw .data(
                    "the candles of \(name(place)) are said to be of \(told), but no two of its "
                        + "rows lie so near: \(steps.count(of: seen)) of \(steps.inDay) steps are "
                        + "of \(seen)")
            }
            return Said(value: told, origin: "it was said", isTold: true)
        }
        if steps.inDay == 0, steps.spacing != .days {
            let what =
                switch steps.spacing {
                case .weeks: "weekly"
                case .months: "monthly"
                case .longer, .days: "such"
                }
            throw .data(
                "the rows of \(name(place)) are \(steps.spacing.rawValue) apart: \(what) candles "
                    + "are no daily ones, and there is no such timeframe; take daily rows, or say "
                    + "\(asker.name("timeframe")) 1d if they are days")
        }
        guard let found = file.notes.timeframe() else { return nil }
        if found == .d1 {
            return Said(
                value: .d1, origin: file.notes.areDates ? "rows say dates" : "a row a day")
        }
        let isNamed = FileNameLength.find(in: file.path) == found
        let seen = "\(steps.count(of: found)) of \(steps.inDay) steps"
        return Said(
            value: found, origin: isNamed ? "\(seen), and the file's name" : seen,
            isTold: isNamed)
    }

    private func contradiction(_ said: [Int: Said<Timeframe>]) -> ImportFault {
        let places = said.keys.sorted()
        let first = places[0]
        let other = places.first { said[$0]?.value != said[first]?.value } ?? first
        func text(_ place: Int) -> String {
            guard let fact = said[place] else { return name(place) }
            return "\(name(place)) of \(fact.value) (\(fact.origin))"
        }
        return .data(
            "the candles of one import have one length, but those of \(text(first)) and "
                + "\(text(other)) differ; say \(asker.name("timeframe")), or import them apart")
    }

    /// The length of the other files, where the rows of this one may have it.
    private func taken(
        _ place: Int, from others: [Int: Said<Timeframe>]
    ) throws(ImportFault) -> Said<Timeframe> {
        let steps = files[place].notes.steps
        let shown = steps.longest
        let lengths = Set(others.values.map(\.value))
        if let length = lengths.first, lengths.count == 1, shown == nil || shown == length {
            return Said(value: length, origin: "as the other files")
        }
        var reason = "its rows are too few"
        if let shown, steps.count(of: shown) > 0 {
            reason = "\(steps.count(of: shown)) of \(steps.inDay) steps are of \(shown), too few"
            if let length = lengths.first {
                reason += ", and other files are of \(length)"
            }
        }
        throw .data(
            "how long the candles of \(name(place)) are cannot be recognised; say "
                + "\(asker.name("timeframe")): \(reason)")
    }

    private mutating func settleStamps() throws(ImportFault) {
        var said: [Int: Said<CandleStamp>] = [:]
        for place in places {
            guard let timeframe = files[place].timeframe, timeframe != .d1 else { continue }
            said[place] = stamp(of: place, timeframe)
        }
        let kinds = Set(said.values.map(\.value))
        if kinds.count > 1, said.values.contains(where: { !$0.isTold }) {
            let places = said.keys.sorted()
            let other = places.first { said[$0]?.value != said[places[0]]?.value } ?? places[0]
            func text(_ place: Int) -> String {
                guard let fact = said[place] else { return name(place) }
                return "\(name(place)) shows its \(fact.value.rawValue) (\(fact.origin))"
            }
            throw .data(
                "whether times are the start or the end of a candle is one thing in an import, but "
                    + "\(text(places[0])) and \(text(other)); say "
                    + "\(asker.name("stamp")), or import them apart"
            )
        }
        for place in places {
            guard let timeframe = files[place].timeframe else { continue }
            if timeframe == .d1 {
                files[place].stamp = files[place].toldStamp ?? .start
                files[place].stampOrigin = "a day is its date"
            } else if let fact = said[place] {
                files[place].stamp = fact.value
                files[place].stampOrigin = fact.origin
            } else if let kind = kinds.first {
                files[place].stamp = kind
                files[place].stampOrigin = "as the other files"
            } else {
                throw .data(
                    "whether the times of \(name(place)) are the start or the end of a "
                        + "\(timeframe) candle cannot be recognised; say "
                        + "\(asker.name("stamp")) start "
                        + "or \(asker.name("stamp")) end" + hoursHint(place))
            }
        }
    }

    /// What may be wrong with a file whose times are all of the night.
    private func hoursHint(_ place: Int) -> String {
        files[place].notes.timesOutsideHours.map {
            "; its first and last row are of \($0), outside trading hours: if its times are UTC, "
                + "say \(asker.name("timezone"))"
        } ?? ""
    }

    private func count(_ days: Int, _ one: String, _ many: String) -> String {
        days == 1 ? "1 day \(one)" : "\(days) days \(many)"
    }

    private func stamp(of place: Int, _ timeframe: Timeframe) -> Said<CandleStamp>? {
        if let told = files[place].toldStamp {
            return Said(value: told, origin: "it was said", isTold: true)
        }
        let notes = files[place].notes
        switch notes.stamp(for: timeframe) {
        case .start?:
            return Said(
                value: .start, origin: count(notes.daysFromOpen, "begins", "begin") + " at 09:00")
        case .end?:
            return Said(
                value: .end,
                origin: count(notes.daysOfEnds[timeframe], "begins", "begin")
                    + " \(timeframe) after 09:00, and the last time is 15:20 or 15:30")
        case nil: return nil
        }
    }
}

/// The length of candles that a file's name, or that of its folder, tells of: `5m/005930.csv`,
/// `yahoo-5m_005930.csv`.
enum FileNameLength {
    /// The length; `nil` unless exactly one is told.
    static func find(in path: String) -> Timeframe? {
        var found: Set<Timeframe> = []
        for part in path.split(separator: "/").suffix(2) {
            for word in part.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
                let short =
                    word.hasSuffix("min") ? String(word.dropLast(2)) : String(word)
                if let timeframe = Timeframe(short) { found.insert(timeframe) }
            }
        }
        return found.count == 1 ? found.first : nil
    }
}
