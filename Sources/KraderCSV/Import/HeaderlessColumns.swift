import KraderModel

/// What the columns of a file without header are, told from its own first rows.
///
/// A day's high is not below open and close, its low not above, its volume is no price, and it
/// opens nearer to the close before than the other way round: an order of columns that rows
/// contradict is not taken, and one that they don't show is not guessed. Two or three rows show
/// none: any numbers that are near each other are possible candles.
struct HeaderlessColumns {
    /// The most rows that are looked at, and their most bytes.
    static let rowsMax = 256
    static let bytesMax = 1 << 20

    /// Orders in which files have the columns beside time and code.
    private static let orders: [[MarketColumn?]] = [
        [.open, .high, .low, .close, .volume],
        // Naver writes this order: the change is known by its rows.
        [.close, .change, .open, .high, .low, .volume],
        [.close, .open, .high, .low, .volume],
        [.close, .high, .low, .open, .volume],
        [.open, .high, .low, .close, nil, .volume],
    ]
    private static let assumed = orders[0]
    private static let shareMin = 0.9
    /// The least number of steps from candle to candle that shows an order, and the number that
    /// shows it even by a little: with fewer steps the opens must be clearly nearer.
    private static let stepsMin = 3
    private static let stepsMany = 20
    private static let nearMax = 0.8

    /// The numbers of the rows; `nil` for a field that is no number.
    private let rows: [[Double?]]
    private let time: Int?
    private let code: Int?
    private let width: Int
    private let isNewestFirst: Bool

    /// - Parameters:
    ///   - fields: the fields of the first rows, as texts.
    ///   - when: the time that a field says, in nanoseconds; `nil` for one that says none.
    init(_ fields: [[String]], time when: (String) -> Int64?) {
        func isTime(_ text: String) -> Bool { when(text) != nil }
        let width = fields.first?.count ?? 0
        func all(_ place: Int, _ test: (String) -> Bool) -> Bool {
            fields.allSatisfy { $0.indices.contains(place) && test($0[place]) }
        }
        let times = (0..<width).filter { all($0, isTime) }
        let codes = (0..<width).filter { place in
            all(place) { (try? IssueCode($0)) != nil }
                // Prices have no zero before them, and times of day change.
                && fields.contains { !("1"..."9").contains($0[place].prefix(1)) }
                && (!times.contains(place)
                    || times.count > 1 && all(place) { $0 == fields[0][place] })
        }
        code = codes.first
        time = times.first { $0 != codes.first }
        self.width = width
        let stamps = [fields.first, fields.last].compactMap { row in
            times.first.flatMap { row?[$0] }.flatMap(when)
        }
        isNewestFirst = stamps.count == 2 && stamps[0] > stamps[1]
        rows = fields.map { row in row.map { Double($0.filter { $0 != "," && $0 != " " }) } }
    }

    /// Time, open, high, low, close and volume in this order or, where rows prove it, in Naver's;
    /// `nil` when they don't say it.
    var columns: [MarketColumn: Int]? {
        guard time == 0, code == nil else { return nil }
        for order in HeaderlessColumns.orders.prefix(2) {
            let places = places(order)
            guard fits(places), showsOpens(places) else { continue }
            if places[.change] == nil ? isVolumeSure(places) : proves(places) { return places }
        }
        return nil
    }

    /// A proposal of what the columns are, to be copied: what fits best, for somebody to look at.
    var suggestion: String {
        var places: [MarketColumn: Int] = [:]
        let numbers = self.numbers
        if numbers.count < 5 {
            let names: [MarketColumn] = [.price, .size]
            for (name, place) in zip(names, numbers) { places[name] = place }
        } else {
            let best =
                HeaderlessColumns.orders.first {
                    let places = self.places($0)
                    let (_, near, far) = distances(places)
                    return fits(places) && near <= far
                } ?? HeaderlessColumns.assumed
            places = self.places(best)
        }
        places[.time] = time ?? 0
        places[.code] = code
        return places.sorted { $0.value < $1.value }
            .map { "\($0.key.rawValue)=\($0.value + 1)" }.joined(separator: ",")
    }

    private var numbers: [Int] { (0..<width).filter { $0 != (time ?? 0) && $0 != code } }

    private func places(_ order: [MarketColumn?]) -> [MarketColumn: Int] {
        var places: [MarketColumn: Int] = [.time: time ?? 0]
        for (column, place) in zip(order, numbers) {
            if let column { places[column] = place }
        }
        return places
    }

    /// Rows that traded, as open, high, low, close and volume; oldest or newest first as they are.
    private func candles(_ places: [MarketColumn: Int]) -> [[Double]] {
        let wanted: [MarketColumn] = [.open, .high, .low, .close, .volume]
        return rows.compactMap { row in
            let values = wanted.compactMap { column in
                places[column].flatMap { row.indices.contains($0) ? row[$0] : nil }
            }.map { abs($0) }
            return values.count == wanted.count && values.prefix(4).contains { $0 > 0 }
                ? values : nil
        }
    }

    /// Whether nearly all rows are possible candles.
    private func fits(_ places: [MarketColumn: Int]) -> Bool {
        guard places[.volume] != nil else { return false }
        let candles = candles(places)
        let possible = candles.count { row in
            let (open, high, low, close) = (row[0], row[1], row[2], row[3])
            if open == 0 && high == 0 && low == 0 { return row[4] == 0 }
            let room = max(1, close * 0.01)
            return low > 0 && high + room >= max(open, close) && low - room <= min(open, close)
                && high <= 10 * low
        }
        let pricelike = candles.count { $0[4] >= $0[2] * 0.9 && $0[4] <= $0[1] * 1.1 }
        let rows = Double(candles.count)
        guard Double(possible) >= HeaderlessColumns.shareMin * rows else { return false }
        return pricelike < 3 || Double(pricelike) < HeaderlessColumns.shareMin * rows
    }

    /// Whether no other column could be the volume: whole numbers that differ from row to row, as
    /// changes, traded values and adjusted prices are too.
    private func isVolumeSure(_ places: [MarketColumn: Int]) -> Bool {
        let others = numbers.filter { !places.values.contains($0) }
        return !others.contains { place in
            let values = rows.compactMap { $0.indices.contains(place) ? $0[place] : nil }
            return values.count > 1 && values.allSatisfy { $0 == $0.rounded() }
                && Set(values).count > 1
        }
    }

    /// Whether enough rows open nearer to the close before than they close to the open before.
    private func showsOpens(_ places: [MarketColumn: Int]) -> Bool {
        let (steps, near, far) = distances(places)
        guard steps >= HeaderlessColumns.stepsMin else { return false }
        // A change that leads from close to close tells closes from opens.
        let isEasy = steps >= HeaderlessColumns.stepsMany || places[.change] != nil
        return isEasy ? near < far : near <= far * HeaderlessColumns.nearMax && far > 0
    }

    /// How far it is from close to next open, and from open to next close, over all steps.
    private func distances(
        _ places: [MarketColumn: Int]
    ) -> (steps: Int, near: Double, far: Double) {
        var candles = candles(places).filter { $0[0] > 0 }
        if isNewestFirst { candles.reverse() }
        var (near, far) = (0.0, 0.0)
        for (before, row) in zip(candles, candles.dropFirst()) {
            near += abs(row[0] - before[3])
            far += abs(row[3] - before[0])
        }
        return (max(0, candles.count - 1), near, far)
    }

    /// Whether the changes lead back from each close to the one before.
    private func proves(_ places: [MarketColumn: Int]) -> Bool {
        guard let close = places[.close], let change = places[.change] else { return false }
        var pairs: [(close: Double, change: Double)] = rows.compactMap { row in
            guard row.indices.contains(max(close, change)), let price = row[close],
                let said = row[change]
            else { return nil }
            return (price, abs(said))
        }
        if isNewestFirst { pairs.reverse() }
        let steps = zip(pairs, pairs.dropFirst())
        let proved = steps.count { abs(abs($1.close - $0.close) - $1.change) < 0.005 }
        return pairs.count > 1
            && Double(proved) >= HeaderlessColumns.shareMin * Double(pairs.count - 1)
    }
}
