import KraderJSON
import KraderMarket
import KraderModel

/// How fast the synthetic market is made: twenty issues over some days.
struct SyntheticWorkload {
    var runs = 3
    private static let from = CalendarDate(2026, 3, 3)

    func prints() -> Figure {
        let settings = SyntheticSettings(
            from: SyntheticWorkload.from, through: CalendarDate(2026, 3, 16))
        return figure(
            "Synthetic", "prints of twenty issues over ten days made", .printsASecond, target: 3e6
        ) {
            let market = SyntheticMarket(settings: settings, seed: 1)
            var sums = Sums()
            while true {
                let batch = market.nextTicks()
                if batch.count == 0 { return sums }
                for index in 0..<batch.count {
                    let tick = batch[index]
                    sums.add(tick.time, tick.price.won &* 31 &+ tick.size.count)
                }
            }
        }
    }

    func books() -> Figure {
        var settings = SyntheticSettings(
            from: SyntheticWorkload.from, through: CalendarDate(2026, 3, 6))
        settings.books = .levels
        return figure(
            "Synthetic books", "ten-level books of twenty issues over four days made",
            .updatesASecond, target: nil
        ) {
            let source = SyntheticBooks(settings: settings, seed: 1)
            var sums = Sums()
            while true {
                let batch = source.nextBooks()
                if batch.count == 0 { return sums }
                for index in 0..<batch.count {
                    let book = batch.address(of: index)
                    let ask = book.pointee.best(.sell)?.price.won ?? 0
                    let bid = book.pointee.best(.buy)?.price.won ?? 0
                    sums.add(book.pointee.time, ask &* 31 &+ bid)
                }
            }
        }
    }

    private struct Sums: Equatable {
        var count: Int64 = 0
        var sum: Int64 = 0
        var isOrdered = true
        private var last = Moment.distantPast

        mutating func add(_ time: Moment, _ value: Int64) {
            count += 1
            sum = sum &* 1_000_003 &+ value &+ time.nanoseconds
            if time < last { isOrdered = false }
            last = time
        }
    }

    /// Each run must give the same, in order of time.
    private func figure(
        _ name: String, _ about: String, _ unit: Figure.Unit, target: Double?,
        _ make: () -> Sums
    ) -> Figure {
        var all: [Sums] = []
        let run = best(of: runs) {
            let begin = processorSeconds()
            let sums = make()
            all.append(sums)
            return Timed(result: sums, seconds: processorSeconds() - begin)
        }
        let sums = run.result
        let isRight = sums.count > 0 && sums.isOrdered && all.allSatisfy { $0 == sums }
        return Figure(
            name: name, about: about, value: Double(sums.count) / run.seconds, unit: unit,
            target: target,
            check: Figure.Check(
                text: isRight
                    ? "\(grouped(sums.count)), each run the same"
                    : "WRONG: runs differ, or time goes back", isRight: isRight))
    }
}
